"""Who does what a trigger names, read from its frame, and whether the article says so or only somebody in it."""

import re
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.surface import BE
from kg.extract.strikes.doers_meant import doer_meant, owner_of_force
from kg.extract.strikes.roles import facts
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page
from kg.records import Fact, Factuality, Mention, Span

_ACCUSING: Final = frozenset({"accused", "accuses", "accusing"})
_ONLY_BELIEVED: Final = re.compile(
    r"\b(?:believed|thought|suspected|alleged|presumed|understood|reported|said|likely|probably|possibly)\b[^.;]{0,60}$"
)
_TAKING: Final = (
    "captur",
    "seiz",
    "retak",
    "retook",
    "recaptur",
    "liberat",
    "clear",
    "overr",
    "taking",
    "wrest",
    "conque",
)
_MUNITIONS: Final = frozenset(
    row["word"].split()[-1] for row in lexicon.table("weapon_kinds") if row["what"] == "munition"
)


def perpetrators(fillers: Fillers, frame: Frame, trigger: Trigger) -> list[Fact]:
    """Who does what a trigger names."""

    by = facts(fillers.heads(frame.agent, fillers.is_doer), "strike.by-agent")
    if by:
        return by
    if frame.voice is Voice.PASSIVE:
        return _owners_of_munition(fillers, frame)
    if frame.voice is Voice.ACTIVE:
        return _subjects(fillers, frame, "strike.subject")
    if frame.premodifier:
        before = [
            m
            for m in fillers.within(frame.premodifier)
            if fillers.is_doer(m)
            and not _beside_hyphen(fillers.page, m, ("backed", "held", "led", "supported", "made", "occupied"))
        ]
        if before:
            return facts(before, "strike.premodifier")
    light = _subjects(fillers, frame, "strike.light-verb")
    if light or is_taking(fillers.page.text(trigger.span)):
        return light
    return facts(
        (m for span in frame.after("from", "between") for m in fillers.heads(span, fillers.is_doer)),
        "strike.from-phrase",
    )


def _subjects(fillers: Fillers, frame: Frame, rule: str) -> list[Fact]:
    """Who the subject names: its owner, where it is "its fighters"."""
    owner = owner_of_force(fillers, frame.subject) if frame.subject else []
    return owner or facts(fillers.subjects(frame.subject, fillers.is_doer), rule) or doer_meant(fillers, frame)


def is_taking(trigger: str) -> bool:
    """Whether a trigger says that something is taken, which has a loser: "captured", "the liberation"."""
    return trigger.lower().startswith(_TAKING)


def _owners_of_munition(fillers: Fillers, frame: Frame) -> list[Fact]:
    """Whose weapon it is that is fired or used: "Russian missiles were fired"."""
    words = fillers.page.words
    if frame.subject is None or not any(words.lowers[n] in _MUNITIONS for n in range(*words.range_of(frame.subject))):
        return []
    first = words.range_of(frame.subject)[0]
    owners = [m for m in fillers.within(frame.subject) if fillers.is_doer(m)]
    leading = [m for m in owners if words.range_of(m.span)[0] - first <= 1 and m.span.end < frame.subject.end]
    return facts(leading[:1], "strike.owner-of-munition")


def _beside_hyphen(page: Page, mention: Mention, participles: tuple[str, ...]) -> bool:
    after = page.article.text[mention.span.end : mention.span.end + 8].lower()
    return after[:1] in {"-", "–"} and after[1:].startswith(participles)


def split_blame(frame: Frame, page: Page, doers: list[Fact], factuality: Fact) -> tuple[list[Fact], list[Fact]]:
    """Perpetrators that the article states, and those that somebody else names."""
    value = factuality.value
    cue = page.text(factuality.words).lower()
    if cue in _ACCUSING and not _is_passive(page, factuality.words):
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
