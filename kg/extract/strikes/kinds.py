"""Which kinds of attack may be one and the same, and which kind an attack told in several words is."""

from typing import Final

from kg.extract.strikes.event import Deed, Event
from kg.records import StrikeKind

_COMPATIBLE: Final = (
    frozenset({StrikeKind.MISSILE_STRIKE, StrikeKind.SHELLING}),
    frozenset({StrikeKind.CHEMICAL_ATTACK, StrikeKind.SHELLING}),
    frozenset({StrikeKind.CHEMICAL_ATTACK, StrikeKind.AIR_STRIKE}),
    frozenset({StrikeKind.CHEMICAL_ATTACK, StrikeKind.BOMBING}),
    frozenset({StrikeKind.AIR_STRIKE, StrikeKind.DRONE_STRIKE}),
    frozenset({StrikeKind.AIR_STRIKE, StrikeKind.MISSILE_STRIKE}),
)
_KIND_ORDER: Final = (
    StrikeKind.CHEMICAL_ATTACK,
    StrikeKind.DRONE_STRIKE,
    StrikeKind.MISSILE_STRIKE,
    StrikeKind.BOMBING,
    StrikeKind.AIR_STRIKE,
    StrikeKind.SHELLING,
    StrikeKind.GROUND_ATTACK,
)
_BURSTS: Final = frozenset({"blast", "explosion"})
_LARGE: Final = frozenset(
    {"offensive", "counteroffensive", "counter-offensive", "campaign", "operation", "invasion", "siege", "onslaught"}
)
_ON_PERSONS: Final = frozenset({"assassination", "murder", "stabbing", "beheading", "execution", "assassinated"})
_DEATHS: Final = frozenset(
    {
        "killed",
        "killing",
        "murdered",
        "shot",
        "dead",
        "stabbed",
        "slain",
        "executed",
        "beheaded",
        "attack",
        "attacked",
        "strike",
        "shooting",
        "attempt",
        "airstrike",
    }
)
_SMALL: Final = frozenset(
    {
        "ambush",
        "ambushed",
        "raid",
        "raided",
        "explosion",
        "blast",
        "exploded",
        "shooting",
        "shot",
        "stabbing",
        "stabbed",
        "assassination",
        "assassinated",
        "massacre",
        "firefight",
        "gunfight",
        "killed",
        "executed",
        "beheaded",
        "down",
        "detonated",
        "storm",
        "stormed",
        "killing",
        "murder",
        "murdered",
    }
)
_FROM_AIR: Final = frozenset({StrikeKind.AIR_STRIKE, StrikeKind.DRONE_STRIKE, StrikeKind.MISSILE_STRIKE})
_BOMBINGS: Final = frozenset({"bombing", "bombardment", "shelling"})


def may_be_one(deed: Deed, event: Event) -> bool:
    """Whether the kinds of a deed and of an event do not speak against their being one attack."""
    agree = _kinds_agree(deed.trigger.kind, event.kinds) or only_names(deed, event)
    return agree and not _is_blast_and_assault(deed, event)


def _is_blast_and_assault(deed: Deed, event: Event) -> bool:
    """Whether one is a blast and the other troops who take or storm something."""
    ground = StrikeKind.GROUND_ATTACK
    return (deed.lemma in _BURSTS and event.kinds == {ground}) or (
        deed.trigger.kind is ground and not event.kinds and event.lemmas <= _BURSTS
    )


def differ_in_scale(deed: Deed, event: Event) -> bool:
    """Whether one is an offensive or campaign and the other only an ambush, raid or blast, of which many make the
    former.
    """
    if deed.lemma in _ON_PERSONS:
        return event.lemmas.isdisjoint(_ON_PERSONS | _DEATHS)
    if deed.lemma in _LARGE:
        return event.lemmas <= _SMALL
    return deed.lemma in _SMALL and event.lemmas <= _LARGE


def is_burst(deed: Deed, event: Event) -> bool:
    """Whether one is a blast and the other a bomb."""
    bombing = StrikeKind.BOMBING
    return (deed.lemma in _BURSTS and bombing in event.kinds) or (
        deed.trigger.kind is bombing and not event.kinds and not _BURSTS.isdisjoint(event.lemmas)
    )


def only_names(deed: Deed, event: Event) -> bool:
    """Whether "the bombing" takes up what was "bombed", whose kind the earlier words tell better; so do "raids" what a
    headline tells of.
    """
    if (deed.definite or event.only_heading) and deed.lemma == "raid":
        return bool(event.kinds) and event.kinds <= _FROM_AIR
    if deed.definite and deed.lemma in _BOMBINGS - {"shelling"}:
        return bool(event.kinds) and event.kinds <= _FROM_AIR | {StrikeKind.BOMBING}
    return deed.definite and deed.lemma in _BOMBINGS and event.kinds == {StrikeKind.AIR_STRIKE}


def _kinds_agree(kind: StrikeKind | None, others: set[StrikeKind]) -> bool:
    return (
        kind is None or not others or kind in others or all(frozenset({kind, other}) in _COMPATIBLE for other in others)
    )


def kind_of(event: Event) -> StrikeKind | None:
    """The most specific kind that any trigger of an event tells."""
    return next((kind for kind in _KIND_ORDER if kind in event.kinds), None)
