"""What a client likes, as its headers tell it (RFC 9110, section 12.4.2)."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Read = TypeVar("Read")

# Headers longer than this are read anew each time: what clients send must not fill the memory.
LONGEST_KEPT: Final = 1_000
_MOST_KEPT: Final = 512


def remembered(read: Callable[Arguments, Read]) -> Callable[Arguments, Read]:
    """A function of texts, given by position, that is not run twice for the same short ones. What it remembers is told
    by the ``cache_info`` of its ``__wrapped__``."""
    known = lru_cache(maxsize=_MOST_KEPT)(read)

    def answer(*texts: Arguments.args, **named: Arguments.kwargs) -> Read:
        size = sum(map(len, texts))  # type: ignore[arg-type]
        return read(*texts, **named) if size > LONGEST_KEPT else known(*texts, **named)  # type: ignore[arg-type]

    return wraps(known)(answer)


def qualities(header: str) -> dict[str, float]:
    """How much a client likes each item of a header, from 0 to 1, in lower case; 0 for a quality that is no number."""
    found: dict[str, float] = {}
    for item in header.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        try:
            found[name] = max(found.get(name, 0.0), min(float(quality), 1.0))
        except ValueError:
            found[name] = 0.0
    return found
