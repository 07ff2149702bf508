"""Which spans lie over a stretch of text, asked for from its beginning to its end."""

from collections.abc import Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Sweep(Generic[Item]):
    """Items with begin and end, of which each is looked at about once however long the text is."""

    def __init__(self, spans: Iterable[tuple[int, int, Item]]) -> None:
        numbered = ((begin, number, end, item) for number, (begin, end, item) in enumerate(spans))
        self._waiting = sorted(numbered, key=lambda each: each[:2], reverse=True)
        self._over: list[tuple[int, int, Item]] = []

    def over(self, begin: int, end: int) -> list[Item]:
        """The items that share a character with a stretch, in the order in which they were given. Stretches are to come
        in their order, and not to overlap."""
        self._over = [each for each in self._over if each[1] > begin]
        while self._waiting and self._waiting[-1][0] < end:
            _, number, ends, item = self._waiting.pop()
            if ends > begin:
                self._over.append((number, ends, item))
        return [item for _, _, item in sorted(self._over, key=lambda each: each[0])]
