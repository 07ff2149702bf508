"""Denials that follow an accusation without naming its deed again: "The army rejected that.", "There was no such
operation".
"""

import re
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
    r"\bno such (?:operation|attack|strike|raid|shelling|bombing|incident|thing)\b",
    rf"\b{_TAKEN_UP} (?:was|were) (?:\w+ )?(?:denied|dismissed|rejected|refuted)\b",
)
_DENIAL: Final = re.compile("|".join(_DENIALS), re.IGNORECASE)
_IN_ASIDE: Final = re.compile(
    rf"\b(?:an?|the) {_SAID} (?:that|which)?[^.;]{{0,60}}?\b(?:den(?:y|ies|ied)|dismiss(?:es|ed)|reject(?:s|ed))\b",
    re.IGNORECASE,
)
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
        following = _following(page, own)
        found = _DENIAL.search(page.article.text, following.begin, following.end) if following else None
        if found and not _NEITHER.search(page.article.text, following.begin if following else 0, found.start()):
            return Span(*found.span())
    return None


def _following(page: Page, sentence: Span) -> Span | None:
    """The sentence behind another."""
    return next((each for each in page.sentences if each.begin >= sentence.end), None)
