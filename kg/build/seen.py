"""The articles that an input has held so far, without memory that grows with it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from tempfile import gettempdir
from typing import Final

from kg.errors import InputError

_TABLE: Final = "CREATE TABLE seen (graph TEXT PRIMARY KEY, mark TEXT, place TEXT) WITHOUT ROWID"


class Seen:
    """Fingerprints and places of the articles of an input, by the IRI of their graphs, in a temporary file that goes
    with the process. Raises InputError where that cannot be written."""

    def __init__(self) -> None:
        # An empty name asks for a private database that SQLite keeps on disk once it outgrows its cache.
        self._base = sqlite3.connect("")
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute(_TABLE)

    def __enter__(self) -> "Seen":
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise InputError(f"what the input has held so far cannot be kept in {gettempdir()}: {error}") from None

    def has(self, graph: str) -> bool:
        """Whether the graph of some article of the input."""
        question = "SELECT 1 FROM seen WHERE graph = ?"
        with self._asking(), closing(self._base.execute(question, (graph,))) as found:
            return found.fetchone() is not None

    def first(self, graph: str, mark: str, place: str) -> tuple[str, str] | None:
        """The fingerprint with which a graph came first, and from where; None where this is the first time, which is
        then noted."""
        with self._asking():
            with closing(self._base.execute("SELECT mark, place FROM seen WHERE graph = ?", (graph,))) as found:
                row = found.fetchone()
            if row is None:
                self._base.execute("INSERT INTO seen VALUES (?, ?, ?)", (graph, mark, place))
                return None
        return str(row[0]), str(row[1])
