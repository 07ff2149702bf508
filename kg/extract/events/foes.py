"""Who fights whom in an article, and who stands above them."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from kg import lexicon
from kg.extract.names.entities import Entities
from kg.extract.names.kinship import kin, state_of
from kg.records import Actor, ActorKind, Ref

#: Who may wage war.
POWERS: Final = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})
_OF_STATES: Final = POWERS - {ActorKind.ARMED_GROUP}
_FEWEST: Final = 2
_PAIR: Final = 2


def foes(entities: Entities) -> list[Ref]:
    """The two powers of which an article speaks most, a state with its government and forces counting as one; none
    where a third is named as often.
    """
    actors = entities.actors
    powers = {ref: actor for ref, actor in actors.items() if actor.kind in POWERS}
    kindred = kin(powers)
    sides: dict[Ref, int] = {}
    for ref, count in Counter(m.denotes for m in entities.mentions if m.denotes in powers).most_common():
        if is_third_party(entities, ref):
            continue
        side = next((known for known in sides if known in kindred.get(ref, ())), ref)
        sides[side] = sides.get(side, 0) + count
    ranked = sorted(sides, key=lambda ref: -sides[ref])
    clear = len(ranked) >= _PAIR and sides[ranked[1]] >= _FEWEST
    if not clear or (len(ranked) > _PAIR and sides[ranked[_PAIR]] >= sides[ranked[1]]):
        return []
    one, other = ranked[:_PAIR]
    return [] if _may_be_one_side(actors, one, other) else [one, other]


def _may_be_one_side(actors: Mapping[Ref, Actor], one: Ref, other: Ref) -> bool:
    """Whether two are bodies of states, such as a government and an army, that are not known to be different ones."""
    if not {actors[one].kind, actors[other].kind} <= _OF_STATES:
        return False
    ours, theirs = state_of(one, actors[one]), state_of(other, actors[other])
    return not ours or not theirs or ours == theirs


def of_one_side(entities: Entities, one: Ref, other: Ref) -> bool:
    """Whether two are the same actor, or of the same state."""
    state = state_of(one, entities.actors[one])
    return one == other or (bool(state) and state == state_of(other, entities.actors[other]))


def may_wage_war(entities: Entities, ref: Ref) -> bool:
    """Whether an actor may wage war: a state, its government or forces, an armed group."""
    actor = entities.actors.get(ref)
    return actor is not None and actor.kind in POWERS


def is_third_party(entities: Entities, ref: Ref) -> bool:
    """Whether an actor stands above the parties of most deals: the United Nations, a regional bloc, a relief body."""
    actor = entities.actors.get(ref)
    if actor is None:
        return False
    label = actor.label.lower()
    return label in lexicon.words("mediating_bodies") or label.startswith(("united nations", "un "))
