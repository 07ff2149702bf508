"""Whose an actor is, and the state that an article is about."""

from collections import Counter
from collections.abc import Iterable

from kg import gazetteer
from kg.extract.names.found import Found
from kg.records import ActorKind

_FEW = 3


def state_of_actor(found: Found) -> str:
    """Key of the state that an actor is, acts for or leads; empty where there is none or it is not known."""
    if found.state:
        return found.state
    if found.is_place or not found.known:
        return ""
    entry = found.known[0]
    if entry.kind is ActorKind.STATE:
        return entry.key
    leads = found.kind is ActorKind.PERSON and (entry.since or found.title is not None)
    state = (
        gazetteer.state_of(entry.state)
        if leads or entry.kind in {ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE}
        else None
    )
    return state.key if state is not None else ""


def acting_states(found: Iterable[Found]) -> Counter[str]:
    """How often each state is named as an actor, by itself or by a body of its own."""
    return Counter(state for each in found if (state := state_of_actor(each)))


def main_state(found: Iterable[Found]) -> str:
    """Key of the state to which at least half of the names of states and of places in a known state lead, the first
    named of two equals; empty where none does, or where another state acts more.
    """
    found = list(found)
    named = Counter(state for each in found if (state := state_of_actor(each) or _country(each)))
    first, count = next(iter(named.most_common(1)), ("", 0))
    acting = acting_states(found)
    others = acting.total() - acting[first]
    return first if 2 * count >= named.total() and (acting[first] >= others or others < _FEW) else ""


def _country(found: Found) -> str:
    countries = {each.state for each in found.known} if found.is_place else set()
    state = gazetteer.state_of(countries.pop()) if len(countries) == 1 else None
    return "" if state is None else state.key
