"""Attacks of a text of a sentence or two, which has too few words to show that it is of armed conflict."""

from collections.abc import Iterable
from typing import Final

from kg.extract.events.fillers import Fillers
from kg.extract.events.instruments import instrument_kind
from kg.extract.events.specificity import level
from kg.extract.grammar.frame import Voice
from kg.extract.strikes.event import Deed
from kg.records import ActorKind, Fact, Ref

LONGEST: Final = 40  # words
SENSES: Final = frozenset({"conflict", "deed", "weapon"})
_BURSTS: Final = frozenset({"blast", "explosion"})
_OF_BURSTS: Final = frozenset(
    {
        "killed",
        "kills",
        "killing",
        "dead",
        "wounds",
        "wounded",
        "injured",
        "injures",
        "heard",
        "rocked",
        "rocks",
        "hits",
    }
)
_ARMED: Final = frozenset({ActorKind.STATE, ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})
_FORCES: Final = frozenset({ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})


def is_flash_of_attack(fillers: Fillers, deed: Deed) -> bool:
    """Whether a weapon, force or state hits a place or force, or an attack or blast does harm: "Jets struck Sirte"."""
    if deed.frame.voice is Voice.NOMINAL and deed.roles.location:
        harm = not _OF_BURSTS.isdisjoint(fillers.page.words.lowers)
        if harm and (deed.lemma in _BURSTS or deed.roles.target or deed.trigger.kind is not None):
            return True
    if deed.frame.voice is Voice.ACTIVE and not (deed.roles.target or _hits_place(deed)):
        return False
    kinds = _kinds(fillers, (*deed.roles.perpetrator, *deed.roles.alleged))
    weapon = instrument_kind(fillers.page, deed.frame) is not None
    if not weapon and (kinds.isdisjoint(_ARMED) or deed.frame.voice is Voice.NOMINAL):
        return False
    towns = any(isinstance(f.value, Ref) and level(f.value, fillers) > 0 for f in deed.roles.location)
    return towns or not _kinds(fillers, deed.roles.target).isdisjoint(_FORCES)


def _hits_place(deed: Deed) -> bool:
    """Whether where it is stands in the object of its verb: "struck Damascus"."""
    whom = deed.frame.object
    return whom is not None and any(whom.begin <= f.words.begin < whom.end for f in deed.roles.location)


def _kinds(fillers: Fillers, facts: Iterable[Fact]) -> set[ActorKind]:
    actors = fillers.entities.actors
    return {actors[f.value].kind for f in facts if isinstance(f.value, Ref) and f.value in actors}
