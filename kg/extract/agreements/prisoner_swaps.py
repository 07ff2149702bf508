"""Exchanges told by a verb: "Russia and Ukraine swapped 200 prisoners", "exchanged the bodies of soldiers"."""

from collections.abc import Iterator
from typing import Final

from kg import lexicon
from kg.extract.text.page import Page
from kg.records import AgreementKind, Span

_VERBS: Final = frozenset({"exchanged", "swapped", "exchange", "swap", "exchanging", "swapping", "traded", "exchanges"})
_REACH: Final = 9
_STOPS: Final = frozenset({",", ";", ".", ":", "after", "before", "while", "for"})


def swaps(page: Page) -> Iterator[tuple[Span, AgreementKind]]:
    """The verbs of exchange whose object is people held, in text order."""
    words = page.words
    for at, lower in enumerate(words.lowers):
        if lower not in _VERBS or (page.has_parts_of_speech and not _is_verb(page, words.spans[at])):
            continue
        for number in range(at + 1, min(len(words), at + _REACH)):
            if words.lowers[number] in _STOPS:
                break
            if words.lowers[number] in lexicon.words("people_held"):
                yield words.spans[at], AgreementKind.PRISONER_EXCHANGE
                break


def _is_verb(page: Page, span: Span) -> bool:
    return page.tokens(span).root.pos_ == "VERB"
