"""Which content coding a client takes (RFC 9110, section 12.5.3)."""

from typing import Final

from server.headers import qualities, remembered

# The better one first.
_OURS: Final = ("br", "gzip")


@remembered
def coding_for(accept_encoding: str) -> str:
    """``br``, ``gzip``, or nothing; between codings that a client likes equally, the one that packs better."""
    liked = qualities(accept_encoding)
    best = max(_OURS, key=lambda name: liked.get(name, 0.0))
    return best if liked.get(best, 0.0) > 0 else ""
