"""Makes the index of a snapshot: one pass over the graph, a subject at a time, then sums in SQL."""

import logging
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg import names as ns
from kg.errors import StoreError
from kg.gazetteer.folding import fold
from kg.store import Snapshot, current_generation, open_snapshot
from server.explore.index.reading import Reader, Subject, first_character, folded, key, last_part

_LOG: Final = logging.getLogger(__name__)
_FOLDER: Final = "search"
_NICENESS: Final = 10
_PAUSE: Final = 1.0
_LONG_PAUSE: Final = 60.0
# Subjects whose rows are kept in memory before they are written.
_BATCH: Final = 5_000
_SUFFIX: Final = ".sqlite"
# The tables' shape; an index of another shape is made anew.
FORMAT: Final = 9
_CKG_ARTICLE: Final = NamedNode(ns.CKG + "Article")
_TYPE: Final = NamedNode(ns.RDF + "type")
_REPEATED: Final = re.compile(r"-- repeat (\d+)\n(.*?)-- end\n", re.DOTALL)
_INSERT: Final = {
    "raw_seen": f"INSERT INTO raw_seen VALUES ({', '.join('?' * 13)})",
    "raw_mention": "INSERT INTO raw_mention VALUES (?, ?, ?)",
    "raw_sentence": "INSERT OR IGNORE INTO raw_sentence VALUES (?, ?, ?)",
    "raw_moment": "INSERT OR IGNORE INTO raw_moment VALUES (?, ?, ?, ?)",
    "raw_amount": "INSERT OR IGNORE INTO raw_amount VALUES (?, ?)",
    "raw_label": "INSERT OR IGNORE INTO raw_label VALUES (?, ?, ?, ?)",
    "raw_lies": "INSERT INTO raw_lies VALUES (?, ?)",
    "raw_shape": "INSERT OR IGNORE INTO raw_shape VALUES (?, ?, ?)",
    "raw_version": "INSERT INTO raw_version VALUES (?, ?, ?)",
    "fact": "INSERT INTO fact (subject, property, object, article, stated, node, factuality) "
    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET stated = max(stated, excluded.stated), "
    "node = coalesce(min(node, excluded.node), node, excluded.node), "
    "factuality = coalesce(factuality, excluded.factuality)",
}


def keep_indexed(folder: Path) -> None:
    """Makes the index of each new generation, for ever."""
    os.nice(_NICENESS)
    while True:
        try:
            if not is_current(index_path(folder, current_generation(folder))):
                make_index(folder, open_snapshot(folder))
        except StoreError:
            pass  # there is no store at the moment; the queries say so
        except (OSError, sqlite3.Error) as error:
            _LOG.error("the graph of %s cannot be indexed: %s", folder, error)
            time.sleep(_LONG_PAUSE)
        time.sleep(_PAUSE)


def index_path(folder: Path, generation: int) -> Path:
    """Where the index of a generation lies."""
    return folder / _FOLDER / f"{generation}{_SUFFIX}"


def indexes(folder: Path) -> dict[int, Path]:
    """The indexes of a store that are there, by generation."""
    found = (folder / _FOLDER).glob(f"*{_SUFFIX}")
    return {int(path.stem): path for path in found if path.stem.isascii() and path.stem.isdigit()}


def is_current(path: Path) -> bool:
    """Whether there is an index at a path and this version of the program can read it."""
    if not path.exists():
        return False
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as index:
        try:
            return bool(
                index.execute("SELECT value = ? FROM about WHERE name = 'format'", (FORMAT,)).fetchone() == (1,)
            )
        except sqlite3.Error:
            return False


def make_index(folder: Path, snapshot: Snapshot) -> None:
    """Makes the index of a snapshot, whole or not at all, and removes older ones."""
    path = index_path(folder, snapshot.generation)
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(fresh, isolation_level=None)) as index:
            _fill(index, snapshot)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    for generation, other in indexes(folder).items():
        if generation < snapshot.generation:
            other.unlink(missing_ok=True)


def _fill(index: sqlite3.Connection, snapshot: Snapshot) -> None:
    index.create_function("folded", 1, folded, deterministic=True)
    index.create_function("plain", 1, fold, deterministic=True)
    index.create_function("last_part", 1, last_part, deterministic=True)
    index.create_function("first_character", 1, first_character, deterministic=True)
    # If anything goes wrong the file is thrown away, so nothing need be undone.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16384", "temp_store = FILE"):
        index.execute(f"PRAGMA {pragma}")
    index.executescript(_sql("schema.sql"))
    index.execute("BEGIN")
    reader = Reader()
    for count, (subject, article) in enumerate(subjects(snapshot.store), start=1):
        reader.read(subject, article)
        if count % _BATCH == 0:
            _write(index, reader)
    _write(index, reader)
    index.executemany("INSERT INTO use VALUES (?, ?)", sorted(reader.uses.items()))
    published = {
        "format": FORMAT,
        "generation": snapshot.generation,
        "triples": len(snapshot.store),
        "ended": reader.ended,
    }
    index.executemany("INSERT INTO about VALUES (?, ?)", published.items())
    index.execute("COMMIT")
    for name in ("summing.sql", "facets.sql"):
        index.executescript(f"BEGIN; {_sql(name)} COMMIT;")
    # Without this the file keeps the pages of the raw tables.
    index.execute("VACUUM")


def _write(index: sqlite3.Connection, reader: Reader) -> None:
    for table, rows in reader.rows.items():
        index.executemany(_INSERT[table], rows)
    reader.rows.clear()


def _sql(name: str) -> str:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return _REPEATED.sub(lambda found: found[2] * int(found[1]), text)


def subjects(store: Store) -> Iterator[tuple[Subject, int]]:
    """Each subject of each graph, with the id of the graph's article (0 where the graph is no article's).

    The store gives a graph's quads subject by subject.
    """
    for graph in (DefaultGraph(), *store.named_graphs()):
        article = 0
        if isinstance(graph, NamedNode) and _has(store, graph):
            article = key(graph.value)
        quads: Iterator[Quad] = store.quads_for_pattern(None, None, None, graph)
        for subject, group in groupby(quads, key=lambda quad: quad.subject):
            if isinstance(subject, NamedNode):
                yield Subject(subject.value, group), article


def _has(store: Store, graph: NamedNode) -> bool:
    return next(store.quads_for_pattern(graph, _TYPE, _CKG_ARTICLE, graph), None) is not None
