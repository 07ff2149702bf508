"""What the sentences after a truce tell of how it ended: "fighting resumed two days later"."""

from typing import Final

from kg import lexicon
from kg.extract.text.page import Page
from kg.records import AgreementStatus, Fact, Span

_FIGHTING: Final = lexicon.words("fighting_nouns")
_AGAIN: Final = tuple(tuple(phrase.split()) for phrase in sorted(lexicon.words("resuming_phrases")))
_UNREAL: Final = frozenset({"to", "if", "not", "never", "could", "may", "might", "would", "will", "should"})
_FAR: Final = 400
_BETWEEN: Final = 5
_BEFORE: Final = 3


def fighting_again(page: Page, after: int, until: int) -> Fact | None:
    """That a truce has ended, by the fighting that is said to have begun again soon after an offset.

    until: the offset at which another deal is spoken of.
    """
    words = page.words
    first = words.range_of(Span(after, after + 1))[0]
    past = words.range_of(Span(after, max(after + 1, min(until, after + _FAR, len(page.article.text)))))[1]
    for at in range(first, past):
        if words.lowers[at] not in _FIGHTING:
            continue
        for verb in range(at + 1, min(past, at + _BETWEEN)):
            phrase = next((p for p in _AGAIN if tuple(words.lowers[verb : verb + len(p)]) == p), None)
            if phrase and _UNREAL.isdisjoint(words.lowers[max(first, verb - _BEFORE) : verb]):
                return Fact(
                    AgreementStatus.COLLAPSED, words.span_of(at, verb + len(phrase)), "agreement.fighting-again"
                )
    return None
