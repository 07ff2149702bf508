"""Doers that a report names without blaming anybody: both sides of a fight, the forces of those who report it, and
attackers of whom nobody says who they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg import lexicon
from kg.extract.strikes.doers import is_fighting
from kg.extract.text.page import Page
from kg.records import Actor, ActorKind, Claim, Fact, Factuality, Ref, Span, Stance, Strike

_TOLD: Final = frozenset({Factuality.STATED, Factuality.ATTRIBUTED})
_IN_CLAIM: Final = "+claim."
_REPORTED: Final = "+claim.asserts"
_OTHER_STANCES: Final = ("+claim.denies", "+claim.alleges")
_UNNAMED: Final = lexicon.words("unnamed_attackers") | {
    row[form].split()[-1]
    for row in lexicon.table("people_nouns")
    for form in ("noun", "singular")
    if row["group"] == "gunmen" and row[form]
}
_ANYBODY: Final = frozenset({"fighters", "men", "somebody", "someone"})
_HEDGES: Final = frozenset({"suspected", "alleged", "so-called", "presumed"})
_STAFFS: Final = ("general staff", "high command", "military command", "joint command")
_MOUTHPIECES: Final = frozenset(
    {"spokesman", "spokeswoman", "spokesperson", "spokesmen", "arm", "wing", "office", "agency", "outlet", "channel"}
)
_WHOSE: Final = frozenset({"its", "their"})
_OF_SPEAKER: Final = frozenset({"it", "its", "we", "our"})
_MOUTHPIECE_REACH: Final = 7
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
    strike = _with_fighters(page, strike)
    if strike.factuality.value not in _TOLD or any(c.stance.value is Stance.DENIES for c in claims):
        return strike
    reported = [fact for fact in strike.alleged_perpetrator if fact.rule.endswith(_REPORTED)]
    fight = len(reported) >= _TWO and any(_is_fight(page, span) for span in strike.triggers)
    stated = [fact for fact in reported if fight or _are_own(page, fact, claims, actors, sides)]
    stated += [fact for fact in strike.alleged_perpetrator if fact not in stated and _is_anybody(page, fact, actors)]
    if not stated:
        return strike
    left = tuple(fact for fact in strike.alleged_perpetrator if fact not in stated)
    return replace(strike, perpetrator=(*strike.perpetrator, *stated), alleged_perpetrator=left)


def _with_fighters(page: Page, strike: Strike) -> Strike:
    """A fight that is disputed, with the sides that the article itself names as told: who began it is the question."""
    own = [fact for fact in strike.alleged_perpetrator if _IN_CLAIM not in fact.rule]
    disputed = strike.factuality.value is Factuality.DISPUTED
    if not disputed or len(own) < _TWO or not any(_is_fight(page, span) for span in strike.triggers):
        return strike
    left = tuple(fact for fact in strike.alleged_perpetrator if fact not in own)
    return replace(strike, perpetrator=(*strike.perpetrator, *own), alleged_perpetrator=left)


def _is_fight(page: Page, trigger: Span) -> bool:
    """Whether words tell of two who fight each other: "clashes", "exchanged heavy fire"."""
    at = page.words.range_of(trigger)[0]
    before = page.words.lowers[max(0, at - _EXCHANGE_REACH) : at]
    return is_fighting(page.text(trigger)) or any(word.startswith(_EXCHANGING) for word in before)


def _is_anybody(page: Page, fact: Fact, actors: Mapping[Ref, Actor]) -> bool:
    """Whether a doer whom a report names by no more than the deed is told as a fact: "a sniper shot two, police said".
    Such words blame nobody.
    """
    actor = actors.get(fact.value) if isinstance(fact.value, Ref) else None
    if actor is None or actor.ref.known or _IN_CLAIM not in fact.rule or fact.rule.endswith(_OTHER_STANCES):
        return False
    first, past = page.words.range_of(fact.words)
    any_of_them = past - first == 1 and page.words.lowers[past - 1] in _ANYBODY and not _is_known(page, first)
    described = actor.kind in {ActorKind.COLLECTIVE, ActorKind.PERSON}
    described = described and (any_of_them or page.words.lowers[past - 1] in _UNNAMED)
    return described and _HEDGES.isdisjoint(page.words.lowers[max(0, first - 1) : past])


def _is_known(page: Page, first: int) -> bool:
    """Whether the word before a noun takes for known whom it means."""
    return first > 0 and page.words.lowers[first - 1] in {
        "the",
        "these",
        "those",
        "its",
        "their",
        "his",
        "our",
        "'s",
        "’s",
        "'",
        "’",
    }


def _speaks_of_itself(page: Page, fact: Fact, claim: Claim) -> bool:
    """Whether a group's mouthpiece says "it" or "we" of the group: "its media arm said it had attacked"."""
    words = page.words
    if claim.claimant is None or page.text(fact.words).lower() not in _OF_SPEAKER:
        return False
    first, past = words.range_of(claim.claimant.words)
    before = words.lowers[max(0, first - _MOUTHPIECE_REACH) : past]
    at = next((n for n, word in enumerate(before) if word in _WHOSE), None)
    return at is not None and not _MOUTHPIECES.isdisjoint(before[at:])


def _are_own(page: Page, fact: Fact, claims: Sequence[Claim], actors: Mapping[Ref, Actor], sides: Sides) -> bool:
    """Whether a doer is "soldiers" or "the air force" in the words of a state's officials, whose own they are."""
    words = page.words
    telling = [c for c in claims if c.content.begin <= fact.words.begin < c.content.end and c.claimant]
    if any(_speaks_of_itself(page, fact, claim) for claim in telling):
        return True
    first, past = words.range_of(fact.words)
    opens = page.sentence_of(fact.words).begin == fact.words.begin
    if not all(form.islower() for form in words.forms[first + opens : past]):
        return False
    if words.lowers[past - 1] not in _FORCES:
        return False
    refs = [c.claimant.value for c in telling if c.claimant and isinstance(c.claimant.value, Ref)]
    near = [actors[ref] for teller in refs for ref in {teller, *sides.get(teller, ())} if ref in actors]
    return any(actor.kind in _OFFICIAL or actor.label.lower().endswith(_STAFFS) for actor in near)
