"""Whether a text speaks of armed conflict at all: words such as "strike" or "offensive" mean something else where it
does not.
"""

from collections import Counter
from typing import Final

from kg import lexicon
from kg.extract.text.page import Page

_VOCABULARY: Final = lexicon.words("conflict_words")
_PLAIN: Final = lexicon.words("plain_conflict_words")
_VIOLENCE: Final = lexicon.words("violence_words")
_HARM: Final = frozenset({"killed", "killing", "dead", "died", "wounded", "wounding", "injured", "injuring"})
_FEWEST_OF_VIOLENCE: Final = 2
_FEWEST_DIFFERENT: Final = 3
_FEWEST_SHORT: Final = 2
_SHORT_TEXT: Final = 120
_ONE_SENTENCE: Final = 40
_RAREST: Final = 1 / 150


def is_violent_text(page: Page) -> bool:
    """Whether a text tells of violence against people, be it outside a war: by two words of it, and one of harm."""
    found = {lower for lower in page.words.lowers if lower in _VIOLENCE or lower in _HARM}
    return len(found & _VIOLENCE) >= _FEWEST_OF_VIOLENCE and not found.isdisjoint(_HARM)


def is_conflict_text(page: Page, armed: bool = False) -> bool:
    """Whether at least three different words of conflict stand in the text, one in 150 words; two in a short text, and
    in one of a sentence a single one that has no other sense, or that has one where somebody armed is named.
    """
    lowers = page.words.lowers
    vocabulary = _VOCABULARY | _PLAIN if len(lowers) < _SHORT_TEXT else _VOCABULARY
    if len(lowers) <= _ONE_SENTENCE:
        vocabulary = _PLAIN | _VOCABULARY if armed else _PLAIN
    found = Counter(lower for lower in lowers if lower in vocabulary)
    fewest = _FEWEST_DIFFERENT
    if len(lowers) < _SHORT_TEXT:
        fewest = _FEWEST_SHORT if len(lowers) > _ONE_SENTENCE else 1
    return len(found) >= fewest and found.total() >= len(lowers) * _RAREST
