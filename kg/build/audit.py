"""What a change of a store did, a line of JSON an article."""

import json
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from kg.store import Change


class AuditFile:
    """Adds to a file a line for each change of an article's graph::

        {"article": IRI, "change": "added" | "replaced" | "retracted", "triples_added": 120, "triples_removed": 0}

    A line is written before its change is made. So none is missing after a crash; a change that the crash prevented is
    made when the command is repeated, and has a second line then. Lines of a dry run, whose changes are not made, have
    ``"dry_run": true`` too. Raises OSError where the file cannot be written.
    """

    def __init__(self, path: Path, dry_run: bool = False) -> None:
        self._stream: TextIO = path.open("a", encoding="utf-8")
        self._more = {"dry_run": True} if dry_run else {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def __call__(self, graph: str, what: str, change: Change) -> None:
        """Writes one line."""
        line = {
            "article": graph,
            "change": what,
            "triples_added": change.added,
            "triples_removed": change.removed,
        } | self._more
        self._stream.write(json.dumps(line) + "\n")
        self._stream.flush()
