"""Whose attack it is that an official threatens, or that a state and its forces are told to have made."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.records import Actor, ActorKind, Fact, Factuality, Ref, Strike

_TO_COME: Final = frozenset({Factuality.THREATENED, Factuality.PROPOSED})
_WHOLES: Final = (ActorKind.ARMED_GROUP, ActorKind.STATE, ActorKind.ARMED_FORCE)
#: The rules of those who have an attack made: "his fighters", "ordered the bombing".
_LEADING: Final = ("strike.possessive", "strike.light-verb")

Sides = Mapping[Ref, frozenset[Ref]]


def of_states(strike: Strike, actors: Mapping[Ref, Actor], sides: Sides, of_state: Sides) -> Strike:
    """A strike with each state once among its doers; a threatened or planned one, or one that officials have their
    fighters make, with the group or state in place of the official who speaks for it, on the same words.

    sides: for whom an actor speaks. of_state: for each body or official of a state the others of it.
    """
    strike = replace(
        strike,
        perpetrator=tuple(_once_a_state(strike.perpetrator, actors, of_state)),
        alleged_perpetrator=tuple(_once_a_state(strike.alleged_perpetrator, actors, of_state)),
    )
    to_come = strike.factuality.value in _TO_COME

    def whole(fact: Fact) -> Fact:
        return _of_whole(fact, actors, sides) if to_come or fact.rule.startswith(_LEADING) else fact

    return replace(
        strike,
        perpetrator=tuple(whole(fact) for fact in strike.perpetrator),
        alleged_perpetrator=tuple(whole(fact) for fact in strike.alleged_perpetrator),
    )


def _once_a_state(doers: Sequence[Fact], actors: Mapping[Ref, Actor], of_state: Sides) -> list[Fact]:
    """Doers without a state whose forces are named before it, and without forces or officials of a state that is."""

    def kind(fact: Fact) -> ActorKind | None:
        actor = actors.get(fact.value) if isinstance(fact.value, Ref) else None
        return actor.kind if actor is not None else None

    kept: list[Fact] = []
    for fact in sorted(doers, key=lambda doer: (kind(doer) is ActorKind.COLLECTIVE, doer.words)):
        kin = of_state.get(fact.value, frozenset()) if isinstance(fact.value, Ref) else frozenset()
        near = [kind(other) for other in kept if other.value in kin]
        if not near or ActorKind.STATE not in (kind(fact), *near):
            kept.append(fact)
    return [fact for fact in doers if fact in kept]


def _of_whole(fact: Fact, actors: Mapping[Ref, Actor], sides: Sides) -> Fact:
    """The armed group, else the state or force, for which the official named on some words speaks."""
    actor = actors.get(fact.value) if isinstance(fact.value, Ref) else None
    if actor is None or actor.kind is not ActorKind.PERSON:
        return fact
    whole = sides.get(actor.ref, frozenset())
    for kind in _WHOLES:
        found = [ref for ref in whole if ref in actors and actors[ref].kind is kind]
        if found:
            return replace(fact, value=found[0], rule=f"{fact.rule}+of-state") if len(found) == 1 else fact
    return fact
