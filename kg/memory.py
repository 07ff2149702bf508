"""How often Python looks for cycles among its objects."""

import gc
from typing import Final

# Reading tables and articles makes many objects and few cycles. Against Python's own 700, a threshold of 100,000
# saves some 2 % of the time of an extraction, and of a command that reads one article (measured).
_THRESHOLDS: Final = (100_000, 50, 50)


def collect_seldom() -> None:
    """Has this process look for cycles after many more new objects than by default."""
    gc.set_threshold(*_THRESHOLDS)
