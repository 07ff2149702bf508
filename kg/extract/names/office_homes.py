"""Whose an office of a state is that the article names without a country: "Defence Minister X" in news of Colombia."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kg import gazetteer
from kg.extract.names.entities import Entities
from kg.extract.names.kinship import state_of
from kg.records import ActorKind, Ref

_OF_STATE: Final = re.compile(
    r"(?:(?:interim|acting|deputy|vice) )*(?:president|premier|prime minister|(?:[a-z]+ )?minister)", re.IGNORECASE
)
_OF_REGION: Final = re.compile(r"\b(?:chief|first|regional|state) minister", re.IGNORECASE)
_LEAST_TOLD: Final = 8
_LEAST_SHARE: Final = 0.6
_GOVERNMENT: Final = "Government of "


def home_of_office(entities: Entities, title: str) -> Ref | None:
    """The government of the state, else the state, to which most names of an article lead, for a title of a state; None
    where there is none, or too little is told to say.
    """
    if not title[:1].isupper() or not _OF_STATE.fullmatch(title) or _OF_REGION.search(title):
        return None
    told = Counter(_states_told(entities))
    state, times = next(iter(told.most_common(1)), ("", 0))
    if times <= _LEAST_SHARE * told.total() or told.total() < _LEAST_TOLD:
        return None
    homes = [(ref, actor) for ref, actor in entities.actors.items() if state_of(ref, actor) == state]
    government = next((ref for ref, actor in homes if actor.label.startswith(_GOVERNMENT)), None)
    return government or next((ref for ref, actor in homes if actor.kind is ActorKind.STATE), None)


def state_or_government(entities: Entities, key: str) -> Ref | None:
    """A state, or else its government, where the article has it. key: of the state in the gazetteer."""
    either = (Ref("actor", key, True), Ref("actor", f"{_GOVERNMENT}{key}", True))
    return next((ref for ref in either if ref in entities.actors), None)


def _states_told(entities: Entities) -> Iterator[str]:
    """The ISO 3166 code of the state of each mention that is of one."""
    for mention in entities.mentions:
        actor = entities.actors.get(mention.denotes)
        if actor is not None:
            state = state_of(mention.denotes, actor)
        else:
            place = gazetteer.entry("place", mention.denotes.key) if mention.denotes.known else None
            state = place.state if place else ""
        if state:
            yield state
