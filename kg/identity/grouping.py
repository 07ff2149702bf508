"""Items that edges connect, clustered: the best pair first, if the clusters that it joins fit together."""

from collections.abc import Iterable, Mapping
from typing import Final

from kg.identity.items import Items

# Items of a cluster with which a further one is compared.
_CORE: Final = 8
# By so many points the pairs of two clusters may fall short on average where their best pair passes: a vague report is
# less like each of the others than these are among themselves.
_SHORT: Final = 0.3


def grouped(items: Items, copies: Mapping[int, list[int]], edges: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    """The clusters of some items, each with the items tied to it as copies; edges: pairs with what they pass the
    threshold by, in either direction or both."""
    group_of = {number: _Group(items, number, tied) for number, tied in copies.items()}
    ordered = []
    for one, other, judged in edges:
        first, second = items.get(one), items.get(other)
        if first.rank < second.rank:
            ordered.append((-judged, first.rank, second.rank, one, other))
    for _, _, _, one, other in sorted(ordered):
        left, right = group_of[one], group_of[other]
        if left is not right and left.fits(right):
            greater, lesser = (left, right) if len(left.items) >= len(right.items) else (right, left)
            greater.take(lesser)
            for number in lesser.items:
                group_of[number] = greater
    return [group.items for group in {id(group): group for group in group_of.values()}.values()]


class _Group:
    """A cluster in the making."""

    def __init__(self, items: Items, number: int, copies: list[int]) -> None:
        self._known = items
        self.items = [number]
        self.core = [number]
        self.articles = {items.get(each).article for each in (number, *copies)}

    def fits(self, other: "_Group") -> bool:
        """Whether two clusters may be one: no article in both, no pair excluded, pairs that nearly pass on average."""
        if not self.articles.isdisjoint(other.articles):
            return False
        total = 0.0
        for one in self.core:
            for each in other.core:
                judged = self._known.judged(one, each)
                if judged is None:
                    return False
                total += judged
        return total >= -_SHORT * len(self.core) * len(other.core)

    def take(self, other: "_Group") -> None:
        """Makes the other cluster's items this one's."""
        self.items += other.items
        self.articles |= other.articles
        every = sorted(self.core + other.core, key=lambda number: self._known.get(number).rank)
        self.core = every[:_CORE]
