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

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.identity.families import Features
from kg.identity.grouping import grouped
from kg.identity.index import Index
from kg.identity.intake import FoundItem
from kg.identity.items import Item, Items, tied

_FIRST: Final = 100


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
        self._items = Items(index)
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
        self._items.release()
        free = [number for article in sorted(set(articles)) for number in self._place(article)]
        # Blocks stay as they are from here on.
        for number in (*free, *self._moved_up()):
            self._compare(number)
        self._after.clear()
        components = self._components()
        gone, self._gone = self._gone, set()
        return gone, (cluster for component in components for cluster in self._clusters(component))

    def release(self) -> None:
        """Gives the memory of items and pairs back."""
        self._items.release()

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
            item = self._items.get(number)
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
        own = self._items.of_article(article)
        original = self.index.article_by_id(article).original
        anchors = dict(tied(own, self._items.of_article(original))) if original is not None else {}
        free = []
        for item in own:
            self._affected.add(item.id)
            if item.id in anchors:
                self.index.db.execute("INSERT INTO attached VALUES (?, ?)", (item.id, anchors[item.id]))
                self._affected.add(anchors[item.id])
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
        return sorted(number for number in moved if self._items.has(number))

    def _compare(self, number: int) -> None:
        """Draws the edges of an item."""
        self._unlink(number)
        item = self._items.get(number)
        candidates: set[int] = set()
        for key in item.blocks:
            first = self._after.get(key) or self._first(key)
            if len(first) == _FIRST and number in first:
                first = [other for (other,) in self.index.rows("SELECT item FROM block WHERE key = ?", key)]
            candidates.update(first)
        candidates.discard(number)
        edges = []
        for other in candidates:
            judged = self._items.judged(number, other)
            if judged is not None and judged >= 0 and self._items.get(other).article != item.article:
                edges += [(number, other, judged), (other, number, judged)]
                self._affected.add(other)
        self.index.db.executemany("INSERT OR REPLACE INTO edge VALUES (?, ?, ?)", edges)

    # ---- deciding

    def _components(self) -> list[set[int]]:
        """The items that must be decided anew, with all that edges connect them to; what they were in is gone."""
        found: list[set[int]] = []
        done: set[int] = set()
        for number in sorted(self._affected):
            if number not in done and self._items.has(number):
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
        edges = (
            (one, other, judged)
            for one in component
            for other, judged in self.index.rows("SELECT other, score FROM edge WHERE one = ?", one)
        )
        for group in grouped(self._items, copies, edges):
            members = sorted(
                (self._items.get(number) for anchor in group for number in (anchor, *copies[anchor])),
                key=lambda item: item.rank,
            )
            if len(members) > 1:
                copied = frozenset(self._items.get(number).iri for anchor in group for number in copies[anchor])
                self.index.db.executemany(
                    "INSERT INTO member VALUES (?, ?)", [(item.id, members[0].iri) for item in members]
                )
                yield Cluster(tuple(members), copied)

    def _copies(self, anchor: int) -> list[int]:
        return [item for (item,) in self.index.rows("SELECT item FROM attached WHERE anchor = ?", anchor)]
