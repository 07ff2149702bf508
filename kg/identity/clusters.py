"""Reports of several articles brought together: strikes and agreements into incidents, unknown actors into clusters.

Items are compared in pairs that share a block; pairs that reach the threshold are edges; the items that edges connect
are clustered, best pair first. Two items of one article are never brought together, not through a third article
either, and no cluster holds two items that cannot be one thing. What a copy of an article tells is tied to what the
original tells and not compared further, so that thousands of copies cost what they number.

In a block of more than a hundred items only the hundred first (by article: day, then length, then IRI) are compared
with the rest, so that the cost stays linear however many articles tell of one place on one day.

All is kept by pairs and blocks, so that an article that comes or goes has only its surroundings decided anew, and the
outcome is the same as if all were: a function of the set of articles.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from kg.identity.families import Features, compare, features_from_json, likeness_in_copy, score
from kg.identity.index import Index
from kg.identity.intake import FoundItem

_FIRST: Final = 100
# Items of a cluster with which a further one is compared.
_CORE: Final = 8
_COPIED: Final = 0.5
# By so many points the pairs of two clusters may fall short on average where their best pair passes: a vague report is
# less like each of the others than these are among themselves.
_SHORT: Final = 0.3


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


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items of at least two articles that were judged to be one thing, the first one first. copied: those among them
    that were tied to an item of the original of their article."""

    items: tuple[Item, ...]
    copied: frozenset[str]

    def own_features(self) -> list[Features]:
        """What the reports tell that do not repeat another one."""
        return [item.features for item in self.items if item.iri not in self.copied]


class Clusters:
    """The clusters of an index, brought up to date article by article."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.item = lru_cache(maxsize=20_000)(self._load)
        self._pair = lru_cache(maxsize=200_000)(self._score)
        self._before: dict[str, list[int]] = {}
        self._after: dict[str, list[int]] = {}
        self._affected: set[int] = set()
        self._gone: set[str] = set()

    def renew(self, article: int, items: Iterable[FoundItem]) -> None:
        """Puts new items of an article in place of the old ones; they count once they are settled."""
        self.detach(article)
        self.index.db.execute("DELETE FROM item WHERE article = ?", (article,))
        rank = self.index.article_by_id(article).rank
        self.index.db.executemany(
            "INSERT INTO item (iri, family, article, rank, features, blocks) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (item.iri, item.family, article, f"{rank} {item.iri}", item.features, "\n".join(item.blocks))
                for item in items
            ],
        )

    def forget(self, article: int) -> None:
        """Takes the items of an article out."""
        self.detach(article)
        self.index.db.execute("DELETE FROM item WHERE article = ?", (article,))

    def settle(self, articles: Iterable[int]) -> tuple[set[str], Iterator[Cluster]]:
        """Decides anew what the items of some articles are in, and all that follows from it.

        articles: those with new items, or whose original is another than before; their items are detached. Gives the
        things that are gone (by their first item), some of which come again, and the clusters that are or may be new.
        """
        self.release()
        free = [number for article in sorted(set(articles)) for number in self._place(article)]
        # Blocks stay as they are from here on.
        for number in (*free, *self._moved_up()):
            self._compare(number)
        self._after.clear()
        components = self._components()
        gone, self._gone = self._gone, set()
        return gone, (cluster for component in components for cluster in self._clusters(component))

    def release(self) -> None:
        """Gives the memory of items and pairs back. The caches refer to their owner and it to them: left alone, they
        would stay until Python next looks for cycles, which a build seldom does."""
        self.item.cache_clear()
        self._pair.cache_clear()

    # ---- taking out

    def detach(self, article: int) -> None:
        """Takes the items of an article out of blocks, edges and clusters."""
        db = self.index.db
        for (number,) in self.index.rows("SELECT id FROM item WHERE article = ?", article):
            self._unlink(number)
            for (anchor,) in self.index.rows("SELECT anchor FROM attached WHERE item = ?", number):
                self._affected.add(anchor)
            db.execute("DELETE FROM attached WHERE item = ?", (number,))
            for (thing,) in self.index.rows("SELECT thing FROM member WHERE item = ?", number):
                if thing not in self._gone:
                    self._gone.add(thing)
                    sql = "SELECT item FROM member WHERE thing = ?"
                    self._affected.update(other for (other,) in self.index.rows(sql, thing))
            item = self.item(number)
            for key in item.blocks:
                self._note(key)
                db.execute("DELETE FROM block WHERE key = ? AND rank = ? AND item = ?", (key, item.rank, number))

    def _unlink(self, number: int) -> None:
        """Takes the edges of an item out; its neighbours are to be decided anew."""
        sql = "SELECT other FROM edge WHERE one = ?"
        neighbours = [other for (other,) in self.index.rows(sql, number)]
        self._affected.update((number, *neighbours))
        if neighbours:
            self.index.db.executemany(
                "DELETE FROM edge WHERE one = ? AND other = ?",
                [pair for other in neighbours for pair in ((number, other), (other, number))],
            )

    # ---- putting in

    def _place(self, article: int) -> list[int]:
        """Ties the items of a copy to those of its original; gives the items that stand on their own, in blocks."""
        own = self._items_of(article)
        original = self.index.article_by_id(article).original
        tied = dict(_tied(own, self._items_of(original))) if original is not None else {}
        free = []
        for item in own:
            self._affected.add(item.id)
            if item.id in tied:
                self.index.db.execute("INSERT INTO attached VALUES (?, ?)", (item.id, tied[item.id]))
                self._affected.add(tied[item.id])
                continue
            free.append(item.id)
            for key in item.blocks:
                self._note(key)
                self.index.db.execute("INSERT INTO block VALUES (?, ?, ?)", (key, item.rank, item.id))
        return free

    def _note(self, key: str) -> None:
        """Remembers the first items of a block before it is changed."""
        if key not in self._before:
            self._before[key] = self._first(key)

    def _first(self, key: str) -> list[int]:
        sql = "SELECT item FROM block WHERE key = ? ORDER BY rank LIMIT ?"
        return [item for (item,) in self.index.rows(sql, key, _FIRST)]

    def _moved_up(self) -> list[int]:
        """Items that now are, or no longer are, among the first of a block that was changed."""
        moved: set[int] = set()
        for key, before in self._before.items():
            after = self._after[key] = self._first(key)
            if max(len(before), len(after)) == _FIRST:
                moved.update(set(before) ^ set(after))
        self._before.clear()
        return sorted(number for number in moved if self._has(number))

    def _compare(self, number: int) -> None:
        """Draws the edges of an item."""
        self._unlink(number)
        item = self.item(number)
        candidates: set[int] = set()
        for key in item.blocks:
            first = self._after.get(key) or self._first(key)
            if len(first) == _FIRST and number in first:
                first = [other for (other,) in self.index.rows("SELECT item FROM block WHERE key = ?", key)]
            candidates.update(first)
        candidates.discard(number)
        edges = []
        for other in candidates:
            judged = self.judged(number, other)
            if judged is not None and judged >= 0 and self.item(other).article != item.article:
                edges += [(number, other, judged), (other, number, judged)]
                self._affected.add(other)
        self.index.db.executemany("INSERT OR REPLACE INTO edge VALUES (?, ?, ?)", edges)

    # ---- deciding

    def _components(self) -> list[set[int]]:
        """The items that must be decided anew, with all that edges connect them to; what they were in is gone."""
        found: list[set[int]] = []
        done: set[int] = set()
        for number in sorted(self._affected):
            if number not in done and self._has(number):
                component = self._component(number)
                done |= component
                found.append(component)
                for each in component:
                    for member in (each, *self._copies(each)):
                        sql = "SELECT thing FROM member WHERE item = ?"
                        self._gone.update(thing for (thing,) in self.index.rows(sql, member))
                        self.index.db.execute("DELETE FROM member WHERE item = ?", (member,))
        self._affected.clear()
        return found

    def _component(self, start: int) -> set[int]:
        found, waiting = {start}, [start]
        while waiting:
            for (other,) in self.index.rows("SELECT other FROM edge WHERE one = ?", waiting.pop()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def _clusters(self, component: set[int]) -> Iterator[Cluster]:
        copies = {number: self._copies(number) for number in component}
        for group in self._grouped(component, copies):
            members = sorted(
                (self.item(number) for anchor in group for number in (anchor, *copies[anchor])),
                key=lambda item: item.rank,
            )
            if len(members) > 1:
                copied = frozenset(self.item(number).iri for anchor in group for number in copies[anchor])
                self.index.db.executemany(
                    "INSERT INTO member VALUES (?, ?)", [(item.id, members[0].iri) for item in members]
                )
                yield Cluster(tuple(members), copied)

    def _copies(self, anchor: int) -> list[int]:
        return [item for (item,) in self.index.rows("SELECT item FROM attached WHERE anchor = ?", anchor)]

    def _grouped(self, component: set[int], copies: dict[int, list[int]]) -> list[list[int]]:
        """Clusters the items that edges connect: the best pair first, if the clusters that it joins fit together."""
        group_of = {number: _Group(self, number, copies[number]) for number in component}
        edges = []
        for one in component:
            for other, judged in self.index.rows("SELECT other, score FROM edge WHERE one = ?", one):
                first, second = self.item(one), self.item(other)
                if first.rank < second.rank:
                    edges.append((-judged, first.rank, second.rank, one, other))
        for _, _, _, one, other in sorted(edges):
            left, right = group_of[one], group_of[other]
            if left is not right and left.fits(right):
                greater, lesser = (left, right) if len(left.items) >= len(right.items) else (right, left)
                greater.take(lesser)
                for number in lesser.items:
                    group_of[number] = greater
        return [group.items for group in {id(group): group for group in group_of.values()}.values()]

    def judged(self, one: int, other: int) -> float | None:
        """By how much a pair passes the threshold; None where it cannot be one thing."""
        return self._pair(one, other) if one < other else self._pair(other, one)

    def _score(self, one: int, other: int) -> float | None:
        first, second = self.item(one), self.item(other)
        if first.family != second.family:
            return None
        # In one order always, which numbers have not: sums of floats depend on it.
        if second.rank < first.rank:
            first, second = second, first
        return score(first.family, compare(first.features, second.features))

    # ---- rows

    def _load(self, number: int) -> Item:
        sql = "SELECT id, iri, family, article, rank, features, blocks FROM item WHERE id = ?"
        row = self.index.db.execute(sql, (number,)).fetchone()
        return Item(*row)

    def _items_of(self, article: int) -> list[Item]:
        sql = "SELECT id FROM item WHERE article = ?"
        return sorted((self.item(number) for (number,) in self.index.rows(sql, article)), key=_place_in_text)

    def _has(self, number: int) -> bool:
        return self.index.db.execute("SELECT 1 FROM item WHERE id = ?", (number,)).fetchone() is not None


class _Group:
    """A cluster in the making."""

    def __init__(self, clusters: Clusters, number: int, copies: list[int]) -> None:
        self.clusters = clusters
        self.items = [number]
        self.core = [number]
        self.articles = {clusters.item(each).article for each in (number, *copies)}

    def fits(self, other: "_Group") -> bool:
        """Whether two clusters may be one: no article in both, no pair excluded, pairs that nearly pass on average."""
        if not self.articles.isdisjoint(other.articles):
            return False
        total = 0.0
        for one in self.core:
            for each in other.core:
                judged = self.clusters.judged(one, each)
                if judged is None:
                    return False
                total += judged
        return total >= -_SHORT * len(self.core) * len(other.core)

    def take(self, other: "_Group") -> None:
        """Makes the other cluster's items this one's."""
        self.items += other.items
        self.articles |= other.articles
        every = sorted(self.core + other.core, key=lambda number: self.clusters.item(number).rank)
        self.core = every[:_CORE]


def _tied(copies: list[Item], originals: list[Item]) -> Iterable[tuple[int, int]]:
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
