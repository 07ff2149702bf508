"""The side index: what was read of each article, kept between runs so that one changed article costs little.

One SQLite file beside the store. Nothing in it is a source of truth: all of it follows from the articles of the store,
and a missing, damaged or outdated file is made anew. ``state`` is a hash of the articles it speaks of that does not
depend on their order; the identity graph carries the same hash, so that the two are known to fit.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from kg.errors import StoreError
from kg.identity.reading import ArticleText
from kg.identity.sketch import Shingles, distinct

FILE_NAME: Final = "identity.sqlite"
_UNDATED: Final = "9999-99-99"
_MODULUS: Final = 1 << 64
_SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE article (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, mark TEXT, rank TEXT, size INTEGER, runs BLOB,
                      keys BLOB, refs TEXT, original INTEGER);
CREATE INDEX article_original ON article (original) WHERE original IS NOT NULL;
CREATE TABLE leader_key (key INTEGER, article INTEGER, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE TABLE copy_key (key INTEGER, article INTEGER, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE TABLE item (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, family TEXT, article INTEGER, rank TEXT, features TEXT,
                   blocks TEXT);
CREATE INDEX item_article ON item (article);
CREATE TABLE block (key TEXT, rank TEXT, item INTEGER, PRIMARY KEY (key, rank, item)) WITHOUT ROWID;
CREATE TABLE edge (one INTEGER, other INTEGER, score REAL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE attached (item INTEGER PRIMARY KEY, anchor INTEGER);
CREATE INDEX attached_anchor ON attached (anchor);
CREATE TABLE member (item INTEGER PRIMARY KEY, thing TEXT);
CREATE INDEX member_thing ON member (thing);
CREATE TABLE reference (ref TEXT, article INTEGER, PRIMARY KEY (ref, article)) WITHOUT ROWID;
CREATE TABLE statement (quad TEXT, cell TEXT, PRIMARY KEY (quad, cell)) WITHOUT ROWID;
CREATE INDEX statement_cell ON statement (cell);
"""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as the index knows it. rank orders articles: dated before undated, earlier days first, then the fuller
    text, then the IRI. original is the id of the article that it repeats."""

    id: int
    iri: str
    rank: str
    size: int
    original: int | None


class Index:
    """The side index of a store; ``version`` names what its contents depend on beside the articles."""

    def __init__(self, path: Path, version: str, fresh: bool = False) -> None:
        self.path = path
        if fresh:
            _delete(path)
        try:
            self.db = _opened(path, version)
        except sqlite3.Error:
            _delete(path)
            try:
                self.db = _opened(path, version)
            except sqlite3.Error as error:
                raise StoreError(f"the side index {path} cannot be used: {error}") from error
        self._runs = lru_cache(maxsize=4_096)(self._load_runs)
        self._keys = lru_cache(maxsize=4_096)(self._load_keys)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._forget_kept()
        self.db.close()

    def _forget_kept(self) -> None:
        self._runs.cache_clear()
        self._keys.cache_clear()

    def commit(self) -> None:
        """Keeps what was changed since the last commit; without it, closing forgets it."""
        self.db.commit()

    @property
    def state(self) -> str:
        """Hash of the articles and their versions, as 16 hex digits; the same for any order of their coming."""
        return f"{int(self.get('state') or 0):016x}"

    def get(self, name: str) -> str | None:
        """A value kept by name."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def put(self, name: str, value: str) -> None:
        """Keeps a value by name."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def marks(self) -> dict[str, str]:
        """What tells the version of each article, by its IRI."""
        return dict(self.db.execute("SELECT iri, mark FROM article"))

    def article(self, iri: str) -> ArticleRow | None:
        """The article of an IRI."""
        return self._row("iri = ?", iri)

    def article_by_id(self, number: int) -> ArticleRow:
        """The article of a number that the index gave."""
        row = self._row("id = ?", number)
        assert row is not None
        return row

    def put_article(self, text: ArticleText) -> ArticleRow:
        """Takes an article in, or its new version in place of the old one, whose number it keeps."""
        before = self.article(text.iri)
        if before is not None:
            self._count(text.iri, self.marks_of(before.id), -1)
        size = len(distinct(text.runs))
        rank = f"{text.day or _UNDATED} {10**9 - size:010d} {text.iri}"
        self.db.execute(
            "INSERT INTO article (iri, mark, rank, size, runs, keys) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (iri) DO "
            "UPDATE SET mark = excluded.mark, rank = excluded.rank, size = excluded.size, runs = excluded.runs, "
            "keys = excluded.keys, original = NULL",
            (text.iri, text.mark, rank, size, text.runs.tobytes(), text.keys.tobytes()),
        )
        self._count(text.iri, text.mark, 1)
        if before is not None:
            self._forget_kept()
        row = self.article(text.iri)
        assert row is not None
        return row

    def drop_article(self, row: ArticleRow) -> None:
        """Forgets an article."""
        self._count(row.iri, self.marks_of(row.id), -1)
        self.db.execute("DELETE FROM article WHERE id = ?", (row.id,))

    def marks_of(self, number: int) -> str:
        """What tells the version of one article."""
        return str(self.db.execute("SELECT mark FROM article WHERE id = ?", (number,)).fetchone()[0])

    def runs(self, number: int) -> Shingles:
        """The shingles of an article in the order of its text."""
        blob = self.db.execute("SELECT runs FROM article WHERE id = ?", (number,)).fetchone()[0]
        return np.frombuffer(blob, np.uint32)

    def distinct_runs(self, number: int) -> Shingles:
        """The set of an article's shingles, sorted."""
        return self._runs(number)

    def keys(self, number: int) -> list[int]:
        """The keys under which an article meets those that are like it."""
        return self._keys(number)

    def set_original(self, number: int, original: int | None) -> None:
        """Says which article an article repeats."""
        self.db.execute("UPDATE article SET original = ? WHERE id = ?", (original, number))

    def refs(self, number: int) -> set[str]:
        """The known things that an article speaks of, as ``kind key``."""
        found = self.db.execute("SELECT refs FROM article WHERE id = ?", (number,)).fetchone()[0]
        return set(found.split("\n")) if found else set()

    def set_refs(self, number: int, refs: set[str]) -> None:
        """Says which known things an article speaks of."""
        self.db.execute("UPDATE article SET refs = ? WHERE id = ?", ("\n".join(sorted(refs)), number))

    def copies_of(self, number: int) -> list[int]:
        """The articles that repeat an article."""
        return [row[0] for row in self.db.execute("SELECT id FROM article WHERE original = ?", (number,))]

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Rows of a query, all at once, so that what is done with them may change the tables."""
        return self.db.execute(sql, values).fetchall()

    def _row(self, where: str, value: Any) -> ArticleRow | None:
        row = self.db.execute(f"SELECT id, iri, rank, size, original FROM article WHERE {where}", (value,)).fetchone()  # noqa: S608
        return ArticleRow(*row) if row else None

    def _load_runs(self, number: int) -> Shingles:
        return distinct(self.runs(number))

    def _load_keys(self, number: int) -> list[int]:
        blob = self.db.execute("SELECT keys FROM article WHERE id = ?", (number,)).fetchone()[0]
        return [int(key) for key in np.frombuffer(blob, np.int64)]

    def _count(self, iri: str, mark: str, sign: int) -> None:
        digest = hashlib.sha256(f"{iri} {mark}".encode("utf-8", "surrogatepass")).digest()
        state = (int(self.get("state") or 0) + sign * int.from_bytes(digest[:8], "big")) % _MODULUS
        self.put("state", str(state))


class Statements:
    """The quads of the identity graph by the decision that they come from (a cell), as N-Quads lines, and what became
    of them since the last commit, where that is noted."""

    def __init__(self, index: Index, note: bool = True) -> None:
        self.index = index
        self._noting = note
        self._before: dict[str, bool] = {}

    def replace(self, cell: str, quads: Iterable[str]) -> None:
        """Makes a cell hold these quads."""
        db, new = self.index.db, set(quads)
        old = {row[0] for row in db.execute("SELECT quad FROM statement WHERE cell = ?", (cell,))}
        for quad in old ^ new:
            self._note(quad)
        db.executemany("DELETE FROM statement WHERE quad = ? AND cell = ?", [(quad, cell) for quad in old - new])
        db.executemany("INSERT INTO statement VALUES (?, ?)", [(quad, cell) for quad in new - old])

    def every(self) -> Iterator[str]:
        """All quads, one by one."""
        for (quad,) in self.index.db.execute("SELECT DISTINCT quad FROM statement"):
            yield quad

    def changes(self) -> tuple[list[str], list[str]]:
        """Quads that are gone, and quads that are new, sorted."""
        gone = sorted(q for q, was in self._before.items() if was and not self.has(q))
        return gone, sorted(q for q, was in self._before.items() if not was and self.has(q))

    def has(self, quad: str) -> bool:
        """Whether any cell holds a quad."""
        return self.index.db.execute("SELECT 1 FROM statement WHERE quad = ?", (quad,)).fetchone() is not None

    def _note(self, quad: str) -> None:
        if self._noting and quad not in self._before:
            self._before[quad] = self.has(quad)


def as_json(values: object) -> str:
    """JSON without spaces."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _opened(path: Path, version: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=5)
    # What a crash of the machine loses is found missing by its state, and made anew.
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -65536")
    found = db.execute("SELECT name FROM sqlite_master WHERE name = 'meta'").fetchone()
    if found:
        row = db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        if row and row[0] == version:
            return db
        db.close()
        _delete(path)
        db = sqlite3.connect(path, timeout=5)
        db.execute("PRAGMA synchronous = OFF")
    db.executescript(_SCHEMA)
    db.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
    db.commit()
    return db


def _delete(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
