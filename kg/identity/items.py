"""Items of articles that may be one thing, as the side index keeps them, and how pairs of them are judged."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from kg.identity.families import Features, compare, features_from_json, likeness_in_copy, score
from kg.identity.index import Index

# As alike as this, a thing told by a copy is what the original tells.
_COPIED: Final = 0.5


@dataclass(frozen=True)
class Item:
    """A strike, an agreement or an unknown actor of one article; rank orders items by their articles."""

    id: int
    iri: str
    family: str
    article: int
    rank: str
    kept: str
    shared: str

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """Keys of which another item must share one to be compared with it."""
        return tuple(self.shared.split("\n")) if self.shared else ()

    @cached_property
    def features(self) -> Features:
        """What it can be compared by."""
        return features_from_json(self.family, json.loads(self.kept))


class Items:
    """The items of an index, read and compared once each as long as they are remembered."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.get = lru_cache(maxsize=20_000)(self._load)
        self._pair = lru_cache(maxsize=200_000)(self._score)

    def has(self, number: int) -> bool:
        """Whether an item is still there."""
        return self.index.db.execute("SELECT 1 FROM item WHERE id = ?", (number,)).fetchone() is not None

    def of_article(self, article: int) -> list[Item]:
        """The items of an article in the order of its text."""
        sql = "SELECT id FROM item WHERE article = ?"
        return sorted((self.get(number) for (number,) in self.index.rows(sql, article)), key=_place_in_text)

    def judged(self, one: int, other: int) -> float | None:
        """By how much a pair passes the threshold; None where it cannot be one thing."""
        return self._pair(one, other) if one < other else self._pair(other, one)

    def release(self) -> None:
        """Gives the memory of items and pairs back. The caches refer to their owner and it to them: left alone, they
        would stay until Python next looks for cycles, which a build seldom does."""
        self.get.cache_clear()
        self._pair.cache_clear()

    def _score(self, one: int, other: int) -> float | None:
        first, second = self.get(one), self.get(other)
        if first.family != second.family:
            return None
        # In one order always, which numbers have not: sums of floats depend on it.
        if second.rank < first.rank:
            first, second = second, first
        return score(first.family, compare(first.features, second.features))

    def _load(self, number: int) -> Item:
        sql = "SELECT id, iri, family, article, rank, features, blocks FROM item WHERE id = ?"
        row = self.index.db.execute(sql, (number,)).fetchone()
        return Item(*row)


def tied(copies: list[Item], originals: list[Item]) -> Iterable[tuple[int, int]]:
    """Items of a copy with the items of the original that they repeat, one to one, the most alike first; among equals
    those that stand at the same place of the row."""
    pairs = []
    for row, copy in enumerate(copies):
        for place, original in enumerate(originals):
            if copy.family == original.family:
                alike = likeness_in_copy(copy.features, original.features)
                if alike >= _COPIED:
                    pairs.append((-alike, abs(row - place), row, place, copy.id, original.id))
    used_copies: set[int] = set()
    used_originals: set[int] = set()
    for *_, copy_id, original_id in sorted(pairs):
        if copy_id not in used_copies and original_id not in used_originals:
            used_copies.add(copy_id)
            used_originals.add(original_id)
            yield copy_id, original_id


def _place_in_text(item: Item) -> tuple[str, list[int], str]:
    """Order of the text, where the IRI tells it by its offsets."""
    offsets = [int(each) for each in re.findall(r"\d+", item.iri.rpartition("/")[2])]
    return item.family, offsets, item.iri
