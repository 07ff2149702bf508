"""What an article lets one say of two tellings of attacks: whether they share days, places and persons."""

from collections.abc import Callable, Mapping, Set
from functools import cache
from typing import Final

from kg.extract.events.fillers import Fillers
from kg.extract.events.specificity import FACILITY, land, level
from kg.extract.names.kinship import kin
from kg.extract.strikes.days import When, within
from kg.extract.strikes.event import Deed, Event, refs_of
from kg.extract.strikes.places import namesakes
from kg.extract.strikes.regions import called_alike, parts_of_states
from kg.extract.strikes.sites import vague_sites
from kg.records import ActorKind, MentionKind, Ref

#: The roles that tell which attack it is.
TELLING: Final = ("target", "location")
_TOWN: Final = 2
_LETHAL: Final = frozenset(
    {"murdered", "murder", "killed", "killing", "slain", "assassinated", "assassination", "dead", "executed"}
)


class Likeness:
    """Compares deeds and events of one article. described: actors without a name, who may be ones that have one.
    level, land: how closely a place is told, and the state in which it lies, if known.
    parts: parts of states told by a direction.
    vague: facilities that may be part of what was attacked ("several buildings", "the gate").
    """

    def __init__(
        self,
        days: Mapping[Ref, When],
        related: Mapping[Ref, frozenset[Ref]],
        persons: Set[Ref],
        described: Set[Ref],
        vague: Set[Ref],
        level: Callable[[Ref], int],
        land: Callable[[Ref], str],
        parts: Set[Ref],
    ) -> None:
        self._days = days
        self._related = related
        self.persons = persons
        self.described = described
        self.vague = vague
        self.level = level
        self._land = land
        self.parts = parts

    def when(self, deed: Deed) -> set[When]:
        """The days on which a deed was, as far as its words tell."""
        return {self._days[f.value] for f in deed.roles.when if isinstance(f.value, Ref) and f.value in self._days}

    def shares_day(self, deed: Deed, event: Event) -> bool:
        """Whether both are told of the same days; "the April attack" also of those that have it on a day of April."""
        days = self.when(deed)
        if days & event.days:
            return True
        taking_up = not deed.trigger.verbal and deed.frame.determiner == "the"
        return taking_up and any(within(ours, theirs) for ours in days for theirs in event.days)

    def same_building(self, deed: Deed, event: Event) -> bool:
        """Whether both are on or at the same building or facility, which is told closer than any town."""
        same = any(refs_of(deed, role) & event.fillers[role] for role in TELLING)
        places = (refs_of(deed, "location") | refs_of(deed, "target")) & event.fillers["location"]
        return same and any(self.level(ref) == FACILITY for ref in places)

    def same_place_and_time(self, deed: Deed, event: Event) -> bool:
        """Whether both are told of the same days and of a place that they share."""
        here, there = refs_of(deed, "location"), event.fillers["location"]
        return self.shares_day(deed, event) and (bool(here & there) or self.kin(here, there))

    def dies_once(self, deed: Deed, event: Event) -> bool:
        """Whether both tell of the death of the same person."""
        same = refs_of(deed, "target") & event.fillers["target"] & self.persons
        return bool(same) and deed.lemma in _LETHAL and not _LETHAL.isdisjoint(event.lemmas)

    def kin(self, some: set[Ref], others: set[Ref]) -> bool:
        """Whether some of these are parts or members of some of those, or go by their name."""
        return any(
            self._related.get(a, frozenset()) & others or a in self._related.get(b, frozenset())
            for a in some
            for b in others
        )

    def in_other_towns(self, here: set[Ref], there: set[Ref]) -> bool:
        """Whether some places lie in other towns than some others."""
        towns, others = self._towns(here), self._towns(there)
        return bool(towns and others) and not towns & others and not self.kin(towns, others)

    def in_other_lands(self, here: set[Ref], there: set[Ref]) -> bool:
        """Whether some places lie in other states than some others."""
        lands, others = ({self._land(ref) for ref in refs} - {""} for refs in (here, there))
        return bool(lands and others) and not lands & others

    def _towns(self, places: set[Ref]) -> set[Ref]:
        """Some places and those in which they lie, as far as these are towns."""
        around = {ref for place in places for ref in (place, *self._related.get(place, frozenset()))}
        return {ref for ref in around if self.level(ref) == _TOWN}


def likeness_of(fillers: Fillers, days: Mapping[Ref, When]) -> Likeness:
    """What is known of the places and actors of an article. days: what its times mean."""
    page, entities = fillers.page, fillers.entities
    related = {
        ref: frozenset(f.value for f in place.within if isinstance(f.value, Ref))
        for ref, place in entities.places.items()
    }
    persons = {ref for ref, actor in entities.actors.items() if actor.kind is ActorKind.PERSON}
    related |= kin(entities.actors)
    for ref, others in namesakes(entities.places).items():
        related[ref] = related.get(ref, frozenset()) | others
    parts = parts_of_states(entities.places)
    for ref, others in called_alike(parts).items():
        related[ref] = related.get(ref, frozenset()) | others
    named = {mention.denotes for mention in entities.mentions if mention.kind is MentionKind.NAME}
    described = {
        ref
        for ref, actor in entities.actors.items()
        if actor.kind is ActorKind.COLLECTIVE or (actor.kind is ActorKind.PERSON and ref not in named)
    }
    return Likeness(
        days,
        related,
        persons,
        described,
        vague_sites(page, entities),
        cache(lambda ref: level(ref, fillers)),
        lambda ref: parts[ref][1] if ref in parts else land(ref),
        parts.keys(),
    )
