"""Deals told by a verb alone: "X and Y agreed to withdraw from Z", "the two sides agreed on a buffer zone"."""

from collections.abc import Iterator
from typing import Final

from kg import lexicon
from kg.extract.text.page import Page
from kg.records import Span

_VERBS: Final = frozenset({"agreed", "agree", "agrees", "agreeing"})
_OPENING: Final = frozenset({"to", "on", "that", "upon"})
_TOPICS: Final = frozenset(row["word"] for row in lexicon.table("agreement_topics"))
_ZONES: Final = frozenset({"zone", "zones", "corridor", "corridors", "buffer", "line"})
_REACH: Final = 12
_STOPS: Final = frozenset({".", ";", ":"})


def agreed_verbs(page: Page, taken: list[Span]) -> Iterator[Span]:
    """Verbs of agreeing whose complement speaks of what deals are about, and names no deal itself.

    taken: the words of deals already found, in text order.
    """
    words = page.words
    begins = {span.begin for span in taken}
    for at, lower in enumerate(words.lowers):
        if lower not in _VERBS or at + 1 >= len(words) or words.lowers[at + 1] not in _OPENING:
            continue
        if page.has_parts_of_speech and page.tokens(words.spans[at]).root.pos_ != "VERB":
            continue
        complement = _complement(words.lowers, at + 2)
        if any(words.spans[n].begin in begins for n in complement):
            continue
        if any(words.lowers[n] in _TOPICS or words.lowers[n] in _ZONES for n in complement):
            yield words.spans[at]


def _complement(lowers: list[str], first: int) -> range:
    past = min(len(lowers), first + _REACH)
    return range(first, next((n for n in range(first, past) if lowers[n] in _STOPS), past))
