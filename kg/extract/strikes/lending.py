"""What a verb of hitting or killing lends to the attack that its sentence names: "X was killed in an air strike", "the
town was hit by rockets", "gunmen killed three in an ambush".
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.extract.events.fillers import Fillers
from kg.extract.events.instruments import instrument_kind
from kg.extract.events.modality import factuality_of
from kg.extract.grammar.frame import Frame, Phrase, Voice
from kg.extract.strikes.blame import split_blame
from kg.extract.strikes.doers import perpetrators
from kg.extract.strikes.event import Deed
from kg.extract.strikes.harmed import THINGS
from kg.extract.strikes.places import locations
from kg.extract.strikes.sites import is_weak
from kg.extract.strikes.targets import targets, tells
from kg.extract.strikes.triggers import Trigger
from kg.records import Fact, Ref, Span

_IN: Final = ("in", "by", "during", "after", "when", "as", "from", "with")
_WHEN: Final = frozenset({"when", "as", "after", "while"})
_SPANS_OF_TIME: Final = frozenset(
    {f"{unit}{end}" for unit in ("hour", "day", "week", "month", "year") for end in ("", "s")}
)
_ANSWERS: Final = frozenset({"response", "retaliation", "reprisal", "revenge"})
_NAMED: Final = frozenset({"sure", "conflict", "weapon"})
_WHEN_REACH: Final = 12


def lend(fillers: Fillers, trigger: Trigger, frame: Frame, deeds: Sequence[Deed]) -> bool:
    """Gives the doer, the one harmed and the place of a verb or noun of harm to the attack in which it happens; False
    where there is none.
    """
    deed = _attack_of(fillers, trigger, frame, deeds)
    if deed is None:
        return False
    if deed.trigger.kind is None and trigger.verbal:
        deed.trigger = replace(deed.trigger, kind=instrument_kind(fillers.page, frame))
    roles = deed.roles
    is_doer_told = bool(roles.perpetrator or roles.alleged)
    undergone = frame.voice is Voice.PASSIVE or (frame.voice is Voice.ACTIVE and frame.object is None)
    if not is_doer_told and not (trigger.verbal and undergone):
        told = factuality_of(fillers.page, frame)
        doers = [f for f in perpetrators(fillers, frame, trigger) if not tells(fillers.page, f.words)]
        roles.perpetrator, roles.alleged = split_blame(frame, fillers.page, doers, told)
    doing = {f.value for f in (*roles.perpetrator, *roles.alleged)}
    held = {f.value for f in roles.target}
    harmed = targets(fillers, frame, trigger, fillers.page)
    if fillers.page.text(trigger.span).lower().startswith("destroy"):
        harmed = [f for f in harmed if not _only_effect(fillers, f, told=bool(held))]
    if trigger.sense == "harm" or not held:
        roles.target += [f for f in harmed if f.value not in doing | held and _is_new(f, roles.target)]
    if not roles.location and trigger.verbal:
        roles.location = locations(fillers, frame, fillers.page, harmed)
    return True


def _only_effect(fillers: Fillers, fact: Fact, told: bool) -> bool:
    """Whether what is destroyed is none of those attacked: a bunker, or any building where others are told."""
    if not isinstance(fact.value, Ref):
        return False
    if fact.value in fillers.entities.actors:
        return told and fillers.page.last_word(fact.words) in THINGS
    mentions = (m for m in fillers.within(fact.words) if m.denotes == fact.value)
    return told or any(is_weak(fillers.page, m) for m in mentions)


def _is_new(fact: Fact, told: Sequence[Fact]) -> bool:
    return all(fact.words.end <= other.words.begin or other.words.end <= fact.words.begin for other in told)


def carried_by(trigger: Trigger, frame: Frame, triggers: Sequence[Trigger]) -> bool:
    """Whether a passive verb only says whom an attack hit that its agent names: "was hit by an air strike"."""
    if not trigger.verbal or frame.voice is not Voice.PASSIVE or trigger.sense not in {"deed", "harm"}:
        return False
    spans = [frame.agent, *frame.after("by", "in", "with")]
    return any(
        span is not None and _holds(span, other.span)
        for span in spans
        for other in triggers
        if not other.verbal and other.sense in _NAMED
    )


def _attack_of(fillers: Fillers, trigger: Trigger, frame: Frame, deeds: Sequence[Deed]) -> Deed | None:
    """The attack in whose course a harm is done."""
    if not deeds:
        return None
    if not trigger.verbal:
        return deeds[-1]
    phrases = [p.span for p in frame.phrases if p.preposition in _IN and not _is_later(fillers, p)]
    spans = [span for span in (frame.agent, frame.subject, *phrases) if span is not None]
    for deed in deeds:
        if any(_holds(span, deed.trigger.span) for span in spans):
            return deed
    for deed in deeds:
        shared = deed.frame.subject is not None and frame.subject is not None and deed.frame.voice is not Voice.PASSIVE
        if shared and deed.frame.subject == frame.subject and frame.voice is Voice.ACTIVE:
            return deed
    if len(deeds) == 1 and deeds[0].trigger.span.begin > trigger.span.end:
        words = fillers.page.words
        first, past = words.range_of(trigger.span)[1], words.range_of(deeds[0].trigger.span)[0]
        between = words.lowers[first:past]
        later = "after" in between and not _SPANS_OF_TIME.isdisjoint(between[: between.index("after")])
        if len(between) <= _WHEN_REACH and not _WHEN.isdisjoint(between) and not later:
            return deeds[0]
    return None


def _is_later(fillers: Fillers, phrase: Phrase) -> bool:
    """Whether days lie between a harm and what it comes after ("two days after an attempt"), or it answers that."""
    words = fillers.page.words
    if words.lowers[words.range_of(phrase.span)[0]] in _ANSWERS:
        return True
    at = words.range_of(phrase.span)[0] - 1
    return phrase.preposition == "after" and at > 0 and words.lowers[at - 1] in _SPANS_OF_TIME


def _holds(outer: Span, inner: Span) -> bool:
    return outer.begin <= inner.begin and inner.end <= outer.end
