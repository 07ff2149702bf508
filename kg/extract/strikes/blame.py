"""Who is blamed, and by whom: doers that the article states, and those that only somebody in it names."""

import re
from typing import Final

from kg.extract.grammar.frame import Frame
from kg.extract.grammar.word_classes import BE
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page
from kg.records import Fact, Factuality, Span

ACCUSING: Final = frozenset({"accused", "accuses", "accusing"})
_ONLY_BELIEVED: Final = re.compile(
    r"\b(?:believed|thought|suspected|alleged|presumed|understood|reported|said|likely|probably|possibly)\b[^.;]{0,60}$"
)
_ASKING: Final = frozenset({"did", "does", "do", "has", "have", "had", "was", "were", "is", "are", "could", "might"})


def split_blame(frame: Frame, page: Page, doers: list[Fact], factuality: Fact) -> tuple[list[Fact], list[Fact]]:
    """Perpetrators that the article states, and those that somebody else names."""
    value = factuality.value
    cue = page.text(factuality.words).lower()
    if _asks(page, frame.trigger):
        return [], doers
    if cue in ACCUSING and not _is_passive(page, factuality.words):
        doers = [doer for doer in doers if doer.words.begin > factuality.words.begin]
    guessed = [doer for doer in doers if _is_guessed(frame, page, doer)]
    if guessed:
        return [doer for doer in doers if doer not in guessed], guessed
    if len(doers) > 1 and " or " in page.text(Span(doers[0].words.begin, doers[-1].words.end)):
        return [], doers
    if value in {Factuality.ALLEGED, Factuality.DENIED} or (
        value is Factuality.ATTRIBUTED and cue.startswith("according")
    ):
        return [], doers
    return doers, []


def _asks(page: Page, trigger: Span) -> bool:
    """Whether a question asks if somebody did it: "Did X hit a hospital?"."""
    sentence = page.sentence_of(trigger)
    return page.text(sentence).rstrip().endswith("?") and page.text(sentence).split()[0].lower() in _ASKING


def asks_why(page: Page, trigger: Trigger) -> bool:
    """Whether a bare verb asks for the reason of a deed of somebody else's: "why bomb our orchards?"."""
    first = page.words.range_of(trigger.span)[0]
    return first > 0 and page.words.lowers[first - 1] == "why"


def _is_guessed(frame: Frame, page: Page, doer: Fact) -> bool:
    """Whether a doer after "by" only is believed to be the one: "thought to have been carried out by X"."""
    if frame.agent is None or doer.words.begin < frame.agent.begin:
        return False
    between = page.text(Span(min(frame.trigger.end, frame.agent.begin), frame.agent.begin))
    return _ONLY_BELIEVED.search(between) is not None


def _is_passive(page: Page, participle: Span) -> bool:
    """Whether a form of "to be" stands right before a participle, an adverb left aside."""
    at = page.words.range_of(participle)[0]
    return not BE.isdisjoint(page.words.lowers[max(0, at - 2) : at])
