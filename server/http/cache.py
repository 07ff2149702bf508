"""Small answers kept in memory, each under the generation of the graph that it was made from."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

_LARGEST: Final = 1_048_576
# What keeping an answer takes besides its body, in bytes, about.
_OVERHEAD: Final = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer's body, as it is sent, and its media type."""

    media_type: str
    body: bytes


class Cache:
    """The answers that were asked for last, up to a number of bytes. Keys are short and hold the generation, so nothing
    in it ages: what belongs to an older one is never asked for again and falls out."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def get(self, key: Hashable) -> Kept | None:
        """The answer under a key, if it is still kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keeps an answer, unless it is large."""
        if len(kept.body) > min(_LARGEST, self._most) or key in self._kept:
            return
        self._kept[key] = kept
        self._size += _OVERHEAD + len(kept.body)
        while self._size > self._most:
            self._size -= _OVERHEAD + len(self._kept.popitem(last=False)[1].body)
