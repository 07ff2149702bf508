"""Which actors belong together: a state, its government, its forces and its people in arms."""

from collections.abc import Mapping
from typing import Final

from kg import gazetteer
from kg.records import Actor, Ref

_GOVERNMENT: Final = "Government of "


def kin(actors: Mapping[Ref, Actor]) -> dict[Ref, frozenset[Ref]]:
    """For each actor the others of the same state."""
    by_state: dict[str, set[Ref]] = {}
    state_of: dict[Ref, str] = {}
    for ref, actor in actors.items():
        state = _state(ref, actor)
        if state:
            state_of[ref] = state
            by_state.setdefault(state, set()).add(ref)
    return {ref: frozenset(by_state[state] - {ref}) for ref, state in state_of.items()}


def _state(ref: Ref, actor: Actor) -> str:
    entry = gazetteer.entry("actor", ref.key) if ref.known else None
    if entry and entry.state:
        return entry.state
    if actor.label.startswith(_GOVERNMENT):
        state = gazetteer.entry("actor", actor.label.removeprefix(_GOVERNMENT))
        return state.state if state else ""
    for word in actor.label.split()[:1]:
        state = gazetteer.adjectives().get(word.lower())
        if state:
            return state.state
    return ""
