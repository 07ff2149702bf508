"""Which actors belong together: a state, its government, its forces and its people in arms."""

from collections.abc import Mapping
from typing import Final

from kg import gazetteer
from kg.records import Actor, ActorKind, Ref

_BODIES: Final = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})
_OFFICIALS: Final = frozenset({"officials", "authorities", "officers", "commanders", "diplomats", "troops", "soldiers"})
_GOVERNMENT: Final = "Government of "
# "Syrian rebels" are not the state's.
_OF_STATES: Final = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE, ActorKind.PERSON})


def kin(actors: Mapping[Ref, Actor]) -> dict[Ref, frozenset[Ref]]:
    """For each actor the others of the same state."""
    by_state: dict[str, set[Ref]] = {}
    states: dict[Ref, str] = {}
    for ref, actor in actors.items():
        state = state_of(ref, actor)
        if state:
            states[ref] = state
            by_state.setdefault(state, set()).add(ref)
    return {ref: frozenset(by_state[state] - {ref}) for ref, state in states.items()}


def of_one_state(actors: Mapping[Ref, Actor]) -> dict[Ref, frozenset[Ref]]:
    """For each state, body, force, leader or group of officials the others of the same state; who fights it is none."""
    return kin({ref: actor for ref, actor in actors.items() if actor.kind in _BODIES or _is_official(actor)})


def _is_official(actor: Actor) -> bool:
    """Whether an actor is a leader in the gazetteer, or people described as in office: "Turkish officials"."""
    if actor.kind is ActorKind.PERSON:
        return actor.ref.known
    return actor.kind is ActorKind.COLLECTIVE and actor.label.lower().split()[-1] in _OFFICIALS


def state_of(ref: Ref, actor: Actor) -> str:
    """The key of the state that an actor is, is a body of or leads; empty where it is of none."""
    entry = gazetteer.entry("actor", ref.key) if ref.known else None
    if entry and entry.state:
        return entry.state
    if actor.label.startswith(_GOVERNMENT):
        state = gazetteer.entry("actor", actor.label.removeprefix(_GOVERNMENT))
        return state.state if state else ""
    described = actor.kind in _OF_STATES or _is_official(actor)
    state = gazetteer.adjectives().get(actor.label.split()[0].lower()) if described else None
    return state.state if state else ""
