"""An index, opened for reading."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from kg.errors import StoreError
from server.explore.index.making import FORMAT, indexes


class NoIndex(StoreError):
    """No generation of the store has been indexed yet."""


class Index:
    """The newest index of a store. Use as a context manager, or close it."""

    def __init__(self, path: Path, generation: int) -> None:
        self.generation = generation
        self._connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._connection.execute("PRAGMA mmap_size = 1073741824")

    @classmethod
    def newest(cls, folder: Path) -> Self:
        """The newest index that this version of the program can read. Raises NoIndex where there is none."""
        for generation, path in sorted(indexes(folder).items(), reverse=True):
            try:
                index = cls(path, generation)
                if index.one("SELECT value FROM about WHERE name = 'format'") == FORMAT:
                    return index
                index.close()
            except sqlite3.Error:
                continue  # of another version, or removed in this moment by whoever made a newer one
        raise NoIndex("the lists are being made ready; try again soon")

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        return self._connection.execute(statement, values).fetchall()

    def one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row; None where there is no row."""
        row = self._connection.execute(statement, values).fetchone()
        return None if row is None else row[0]

    def close(self) -> None:
        """Gives the file back."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def marks(values: Sequence[Any]) -> str:
    """The question marks of a statement for some values."""
    return ", ".join("?" * len(values))
