"""Whose attack it is that an official threatens, or that a state and its forces are told to have made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.records import Actor, ActorKind, Fact, Factuality, Ref, Strike

_TO_COME: Final = frozenset({Factuality.THREATENED, Factuality.PROPOSED})

Sides = Mapping[Ref, frozenset[Ref]]


def of_states(strike: Strike, actors: Mapping[Ref, Actor], sides: Sides, of_state: Sides) -> Strike:
    """A strike with each state once among its doers; a threatened or planned one with the state in place of the
    official who speaks for it, on the same words.

    sides: for whom an actor speaks. of_state: for each body or official of a state the others of it.
    """
    strike = replace(
        strike,
        perpetrator=tuple(_once_a_state(strike.perpetrator, actors, of_state)),
        alleged_perpetrator=tuple(_once_a_state(strike.alleged_perpetrator, actors, of_state)),
    )
    if strike.factuality.value not in _TO_COME:
        return strike
    return replace(
        strike,
        perpetrator=tuple(_of_state(fact, actors, sides) for fact in strike.perpetrator),
        alleged_perpetrator=tuple(_of_state(fact, actors, sides) for fact in strike.alleged_perpetrator),
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


def _of_state(fact: Fact, actors: Mapping[Ref, Actor], sides: Sides) -> Fact:
    actor = actors.get(fact.value) if isinstance(fact.value, Ref) else None
    if actor is None or actor.kind is not ActorKind.PERSON:
        return fact
    states = _states(sides.get(actor.ref, frozenset()), actors)
    return replace(fact, value=states[0], rule=f"{fact.rule}+of-state") if len(states) == 1 else fact


def _states(refs: Iterable[Ref], actors: Mapping[Ref, Actor]) -> list[Ref]:
    return [ref for ref in refs if ref in actors and actors[ref].kind is ActorKind.STATE]
