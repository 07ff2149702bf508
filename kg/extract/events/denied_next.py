"""Denials that follow an accusation without naming its deed again: "The army rejected that.", "There was no such
operation".
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from kg.extract.text.page import Page
from kg.records import Claim, Span, Stance

_SAID: Final = r"(?:allegations?|accusations?|claims?|charges?|reports?|accounts?|statements?|assertions?|versions?)"
_TAKEN_UP: Final = rf"(?:that|this|it|(?:the|both|these|those|such|all|any) (?:\w+ )?{_SAID})"
_UNTRUE: Final = (
    r"(?:untrue|false|lies?|propaganda|baseless|fabricat\w+|nonsense|fiction|invention|theatre|theater|absurd|unfounded|"
    r"groundless|fakes?|rubbish|slander|disinformation|misinformation|ridiculous|fantasy)"
)
_DENIALS: Final = (
    rf"\b(?:den(?:y|ies|ied)|dismiss(?:es|ed)|reject(?:s|ed)|refute[sd]?|rebuff(?:s|ed)|disputed?s?) {_TAKEN_UP}\b",
    rf"\b(?:calls?|called|describe[sd]|brand(?:s|ed)|label(?:s|led|ed)|term(?:s|ed)|dismiss(?:es|ed)) {_TAKEN_UP}"
    rf" (?:as )?[“\"'‘]?(?:[\w-]+ ){{0,2}}{_UNTRUE}\b",
    r"\bnothing of the (?:kind|sort)\b",
    r"\bno such (?:operation|attack|strike|raid|shelling|bombing|incident|thing)\b",
    rf"\b{_TAKEN_UP} (?:was|were) (?:\w+ )?(?:denied|dismissed|rejected|refuted)\b",
)
_DENIAL: Final = re.compile("|".join(_DENIALS), re.IGNORECASE)
_IN_ASIDE: Final = re.compile(
    rf"\b(?:an?|the) {_SAID} (?:that|which)?[^.;]{{0,60}}?\b(?:den(?:y|ies|ied)|dismiss(?:es|ed)|reject(?:s|ed))\b",
    re.IGNORECASE,
)
_GOING_ON: Final = re.compile(
    r"^(?:it|he|she|they|the (?:group|army|ministry|statement|spokesman|official|union))\b.*"
    r"\b(?:blamed?|accused?|said|added|pointed|held)\b|^(?:no one|nobody|no casualties|there were no)\b",
    re.IGNORECASE | re.DOTALL,
)
_REACH: Final = 2  # sentences
_LONGEST: Final = 200  # characters
_NEITHER: Final = re.compile(r"\bneither\b", re.IGNORECASE)


def denied_next(page: Page, claims: Sequence[Claim], triggers: Sequence[Span]) -> Span | None:
    """The words by which the sentence behind a claim, or its own end, denies it. claims: those that tell of a deed.
    triggers: the words of the deed.
    """
    for claim in claims:
        if claim.stance.value is Stance.DENIES:
            continue
        if not any(claim.content.begin <= t.begin and t.end <= claim.content.end for t in triggers):
            continue
        own = page.sentence_of(Span(claim.content.end - 1, claim.content.end))
        after = Span(claim.content.begin, own.end)
        if aside := _IN_ASIDE.search(page.article.text, max(t.end for t in triggers if t.begin < own.end), after.end):
            return Span(*aside.span())
        for following in _following(page, own):
            found = _DENIAL.search(page.article.text, following.begin, following.end)
            if found and not _NEITHER.search(page.article.text, following.begin, found.start()):
                return Span(*found.span())
            if found or not _goes_on(page, following):
                break
    return None


def _following(page: Page, sentence: Span) -> Sequence[Span]:
    """The sentences behind another, as far as they may speak of what it tells."""
    first = bisect_left(page.sentences, sentence.end, key=lambda each: each.begin)
    return page.sentences[first : first + _REACH]


def _goes_on(page: Page, sentence: Span) -> bool:
    """Whether a sentence goes on with an accusation, so that a denial behind it is of that: "It blamed the rebels."."""
    return sentence.end - sentence.begin < _LONGEST and _GOING_ON.search(page.text(sentence)) is not None
