"""Articles that repeat another: syndicated, shortened, or under another headline.

Articles are gone through in a fixed order (see ``ArticleRow.rank``). One that repeats an article before it which is
itself no copy becomes a copy of the one that it shares most with; any other is an original. So copies point at
originals, never at copies, and the outcome depends on the articles alone. When an article comes or goes, only those
are looked at again whose standing may change by it, in the same order; that gives what going through all would give.
"""

import heapq
from collections.abc import Iterable
from typing import Final

from kg.identity.index import ArticleRow, Index
from kg.identity.sketch import shared

# Tried on the development part of the evaluation set, see docs/identity.md.
_MOSTLY: Final = 0.65
_LARGELY: Final = 0.4
# Fewer runs of words than this are no text that one could call nearly the same.
_LEAST: Final = 12


def is_copy(common: int, earlier: int, later: int) -> bool:
    """Whether an article repeats an earlier one, by the number of different word runs in common and of each.

    It does where most of it stands in the earlier one, or where it holds most of the earlier one and not much else: a
    long report that begins with a short dispatch tells things of its own and is no copy of it.
    """
    if common == earlier == later:
        return common > 0
    if min(earlier, later) < _LEAST:
        return False
    return common >= _MOSTLY * later or (common >= _MOSTLY * earlier and common >= _LARGELY * later)


def forget(index: Index, row: ArticleRow) -> list[int]:
    """Takes an article's keys out, and those of its copies, whose standing must be settled again; gives these."""
    orphans = index.copies_of(row.id)
    _drop_keys(index, row)
    for number in orphans:
        _drop_keys(index, index.article_by_id(number))
        index.set_original(number, None)
    return orphans


def settle(index: Index, unsettled: Iterable[int]) -> set[int]:
    """Decides what the unsettled articles are (new ones, of new text, or given by ``forget``), and all that follows
    from it; gives the articles whose original is another than before, the unsettled included.
    """
    fresh = set(unsettled)
    changed = set(fresh)
    others = index.db.execute("SELECT COUNT(*) FROM article").fetchone()[0] > len(fresh)
    queue = _Queue(index)
    for each in fresh:
        queue.push(each)
    while (number := queue.pop()) is not None:
        row = index.article_by_id(number)
        original = _best(index, row)
        if number not in fresh and original == row.original:
            continue
        if number not in fresh and row.original is None:
            for orphan in index.copies_of(number):
                queue.push(orphan)
        if number not in fresh:
            _drop_keys(index, row)
        index.set_original(number, original)
        _add_keys(index, number, "leader_key" if original is None else "copy_key")
        changed.add(number)
        if original is None and others:
            for later in _meeting(index, row):
                queue.push(later)
    return changed


def _best(index: Index, row: ArticleRow) -> int | None:
    """The original before an article that it repeats most of."""
    marks = index.keys(row.id)
    if not marks:
        return None
    places = ",".join("?" * len(marks))
    sql = (
        "SELECT DISTINCT a.id, a.rank, a.size FROM leader_key k JOIN article a ON a.id = k.article "  # noqa: S608
        f"WHERE k.key IN ({places}) AND a.rank < ?"
    )
    own = index.distinct_runs(row.id)
    found = []
    for number, rank, size in index.rows(sql, *marks, row.rank):
        common = shared(own, index.distinct_runs(number))
        if is_copy(common, size, row.size):
            found.append((-common, rank, number))
    return min(found)[2] if found else None


def _meeting(index: Index, row: ArticleRow) -> list[int]:
    """The articles after one that share a key with it."""
    marks = index.keys(row.id)
    places = ",".join("?" * len(marks))
    found: list[int] = []
    for table in ("leader_key", "copy_key"):
        sql = (
            f"SELECT DISTINCT a.id FROM {table} k JOIN article a ON a.id = k.article "  # noqa: S608
            f"WHERE k.key IN ({places}) AND a.rank > ?"
        )
        found += [number for (number,) in index.rows(sql, *marks, row.rank)]
    return found


class _Queue:
    """Articles to look at, each once, in the order of their ranks."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._heap: list[tuple[str, int]] = []
        self._waiting: set[int] = set()

    def push(self, number: int) -> None:
        if number not in self._waiting:
            self._waiting.add(number)
            heapq.heappush(self._heap, (self._index.article_by_id(number).rank, number))

    def pop(self) -> int | None:
        if not self._heap:
            return None
        number = heapq.heappop(self._heap)[1]
        self._waiting.discard(number)
        return number


def _add_keys(index: Index, number: int, table: str) -> None:
    rows = [(key, number) for key in index.keys(number)]
    index.db.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608


def _drop_keys(index: Index, row: ArticleRow) -> None:
    table = "leader_key" if row.original is None else "copy_key"
    rows = [(key, row.id) for key in index.keys(row.id)]
    index.db.executemany(f"DELETE FROM {table} WHERE key = ? AND article = ?", rows)  # noqa: S608
