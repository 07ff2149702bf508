"""Which content coding a client takes (RFC 9110, section 12.5.3)."""

from functools import lru_cache
from typing import Final

# The better one first.
_OURS: Final = ("br", "gzip")
# Headers longer than this are read anew each time: what clients send must not fill the memory.
_LONGEST_KEPT: Final = 200


def coding_for(accept_encoding: str) -> str:
    """``br``, ``gzip``, or nothing; between codings that a client likes equally, the one that packs better."""
    return (_chosen if len(accept_encoding) > _LONGEST_KEPT else _known)(accept_encoding)


def _chosen(accept_encoding: str) -> str:
    liked = {}
    for item in accept_encoding.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        try:
            liked[name] = float(quality)
        except ValueError:
            liked[name] = 0.0
    best = max(_OURS, key=lambda name: liked.get(name, 0.0))
    return best if liked.get(best, 0.0) > 0 else ""


_known: Final = lru_cache(maxsize=256)(_chosen)
