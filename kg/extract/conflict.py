"""Whether a text speaks of armed conflict at all: words such as "strike" or "offensive" mean something else where it
does not.
"""

from collections import Counter
from typing import Final

from kg import lexicon
from kg.extract.page import Page

_VOCABULARY: Final = lexicon.words("conflict_words")
_FEWEST_DIFFERENT: Final = 3
_FEWEST_SHORT: Final = 2
_SHORT_TEXT: Final = 120
_RAREST: Final = 1 / 150


def is_conflict_text(page: Page) -> bool:
    """Whether at least three different words of conflict stand in the text (two in a short one), one in 150 words."""
    lowers = page.words.lowers
    found = Counter(lower for lower in lowers if lower in _VOCABULARY)
    fewest = _FEWEST_SHORT if len(lowers) < _SHORT_TEXT else _FEWEST_DIFFERENT
    return len(found) >= fewest and found.total() >= len(lowers) * _RAREST
