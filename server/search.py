"""Full-text search over labels, other names, quoted words and articles: an SQLite FTS5 index for each generation.

    DIR/search/N.sqlite    the index of generation N

A process of the server makes the index of a new generation soon after it is published; until then the last one answers.
"""

import logging
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import names as ns
from kg.errors import StoreError, UsageError
from kg.store import Snapshot, current_generation, open_snapshot

KINDS: Final = {
    "label": ns.RDFS + "label",
    "alias": ns.SKOS + "altLabel",
    "quote": ns.CKG + "exact",
    "text": ns.CKG + "text",
}
_LOG: Final = logging.getLogger(__name__)
_FOLDER: Final = "search"
_NICENESS: Final = 10
_PAUSE: Final = 1.0
_LONG_PAUSE: Final = 60.0
_MOST_WORDS: Final = 32


class NoIndex(StoreError):
    """No generation of the store has been indexed yet."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that matches: the thing it belongs to, what kind of text it is, and the place, with the words marked."""

    iri: str
    kind: str
    snippet: str


def keep_indexed(folder: Path) -> None:
    """Makes the index of each new generation, for ever."""
    os.nice(_NICENESS)
    while True:
        try:
            if not index_path(folder, current_generation(folder)).exists():
                make_index(folder, open_snapshot(folder))
        except StoreError:
            pass  # there is no store at the moment; the queries say so
        except (OSError, sqlite3.Error) as error:
            _LOG.error("the texts of %s cannot be indexed: %s", folder, error)
            time.sleep(_LONG_PAUSE)
        time.sleep(_PAUSE)


def index_path(folder: Path, generation: int) -> Path:
    """Where the index of a generation lies."""
    return folder / _FOLDER / f"{generation}.sqlite"


def make_index(folder: Path, snapshot: Snapshot) -> None:
    """Makes the index of a snapshot, whole or not at all, and removes older ones."""
    path = index_path(folder, snapshot.generation)
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(fresh)) as index, index:
        index.execute(
            "CREATE VIRTUAL TABLE entry USING fts5(iri UNINDEXED, kind UNINDEXED, text, "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        index.executemany("INSERT INTO entry VALUES (?, ?, ?)", _texts(snapshot))
    fresh.replace(path)
    for other in path.parent.iterdir():
        if other.suffix == ".sqlite" and other.stem.isdigit() and int(other.stem) < snapshot.generation:
            other.unlink(missing_ok=True)


def _texts(snapshot: Snapshot) -> Iterator[tuple[str, str, str]]:
    for kind, predicate in KINDS.items():
        # The same words stand in the graph of each article that uses them.
        found = {
            (quad.subject.value, kind, quad.object.value)
            for quad in snapshot.store.quads_for_pattern(None, NamedNode(predicate), None)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }
        yield from sorted(found)


def search(folder: Path, words: str, kind: str | None = None, limit: int = 20) -> list[Hit]:
    """The texts that hold all the words, best first; the last word may be the beginning of one.

    Raises UsageError where there are no words or no such kind, NoIndex where nothing has been indexed yet.
    """
    terms = re.findall(r"\w+", words)[:_MOST_WORDS]
    if not terms:
        raise UsageError("name at least one word to search for")
    if kind is not None and kind not in KINDS:
        raise UsageError(f"kind must be one of {', '.join(KINDS)}, not {kind[:40]!r}")
    match = " ".join(f'"{term}"' for term in terms) + "*"
    statement = (
        "SELECT iri, kind, snippet(entry, 2, '[', ']', '…', 16) FROM entry "
        "WHERE entry MATCH ? AND (? IS NULL OR kind = ?) ORDER BY rank, iri LIMIT ?"
    )
    with closing(sqlite3.connect(f"file:{_newest(folder)}?mode=ro&immutable=1", uri=True)) as index:
        return [Hit(*row) for row in index.execute(statement, (match, kind, kind, limit))]


def _newest(folder: Path) -> Path:
    found = [path for path in (folder / _FOLDER).glob("*.sqlite") if path.stem.isdigit()]
    if not found:
        raise NoIndex("the texts are being indexed; try again soon")
    return max(found, key=lambda path: int(path.stem))
