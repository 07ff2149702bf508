"""Doers that a report names without blaming anybody: both sides of a fight, and the forces of those who report it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.strikes.doers import is_fighting
from kg.extract.text.page import Page
from kg.records import Actor, ActorKind, Claim, Fact, Factuality, Ref, Span, Stance, Strike

_TOLD: Final = frozenset({Factuality.STATED, Factuality.ATTRIBUTED})
_REPORTED: Final = "+claim.asserts"
_OFFICIAL: Final = frozenset({ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE, ActorKind.STATE})
_FORCES: Final = frozenset(
    {"soldiers", "troops", "forces", "army", "navy", "force", "military", "police", "jets", "warplanes", "commandos"}
)
_TWO: Final = 2
_EXCHANGING: Final = ("exchang", "trade", "trading")
_EXCHANGE_REACH: Final = 3

Sides = Mapping[Ref, frozenset[Ref]]


def with_stated(
    page: Page, strike: Strike, claims: Sequence[Claim], actors: Mapping[Ref, Actor], sides: Sides
) -> Strike:
    """A strike that nobody disputes, with those of its doers as told by the article who only are told in somebody's
    words, but whom these words do not blame. claims: those about the strike. sides: for whom an actor speaks.
    """
    if strike.factuality.value not in _TOLD or any(c.stance.value is Stance.DENIES for c in claims):
        return strike
    reported = [fact for fact in strike.alleged_perpetrator if fact.rule.endswith(_REPORTED)]
    fight = len(reported) >= _TWO and any(_is_fight(page, span) for span in strike.triggers)
    stated = [fact for fact in reported if fight or _are_own(page, fact, claims, actors, sides)]
    if not stated:
        return strike
    left = tuple(fact for fact in strike.alleged_perpetrator if fact not in stated)
    return replace(strike, perpetrator=(*strike.perpetrator, *stated), alleged_perpetrator=left)


def _is_fight(page: Page, trigger: Span) -> bool:
    """Whether words tell of two who fight each other: "clashes", "exchanged heavy fire"."""
    at = page.words.range_of(trigger)[0]
    before = page.words.lowers[max(0, at - _EXCHANGE_REACH) : at]
    return is_fighting(page.text(trigger)) or any(word.startswith(_EXCHANGING) for word in before)


def _are_own(page: Page, fact: Fact, claims: Sequence[Claim], actors: Mapping[Ref, Actor], sides: Sides) -> bool:
    """Whether a doer is "soldiers" or "the air force" in the words of a state's officials, whose own they are."""
    words = page.words
    first, past = words.range_of(fact.words)
    if not all(form.islower() for form in words.forms[first:past]):
        return False
    if words.lowers[past - 1] not in _FORCES:
        return False
    telling = (c for c in claims if c.content.begin <= fact.words.begin < c.content.end and c.claimant)
    refs = [c.claimant.value for c in telling if c.claimant and isinstance(c.claimant.value, Ref)]
    kinds = {actors[ref].kind for teller in refs for ref in {teller, *sides.get(teller, ())} if ref in actors}
    return not kinds.isdisjoint(_OFFICIAL)
