"""Which triggers speak of one and the same attack: those of compatible kind and roles that a definite phrase or
shared fillers tie together.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from typing import Final

from kg.extract.events.specificity import FACILITY
from kg.extract.strikes.days import When, differ, within
from kg.extract.strikes.event import ROLES, UNREAL, Deed, Event, refs_of
from kg.extract.strikes.kinds import differ_in_scale, is_burst, may_be_one, only_names
from kg.records import Factuality, Ref, StrikeKind

_NEEDED: Final = 2
_FAR: Final = 10
_KEPT: Final = 40
_GENERIC: Final = frozenset(
    {"attack", "assault", "strike", "fighting", "clash", "operation", "battle", "explosion", "blast", "bombing", "raid"}
)
_ANY_ATTACK: Final = "attack"
_OFTEN: Final = 2
_TOWN: Final = 2
_WIDE: Final = 1  # the level of a province
_NEXT: Final = 2
_LETHAL: Final = frozenset(
    {"murdered", "murder", "killed", "killing", "slain", "assassinated", "assassination", "dead", "executed"}
)
_SOON: Final = 3
_TELLING: Final = ("target", "location")


class Merger:
    """Collects deeds into events, in text order. described: actors without a name, who may be ones that have one.
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
        self.events: list[Event] = []
        self._told_days: tuple[int, set[When]] = (0, set())
        self._days = days
        self._related = related
        self._persons = persons
        self._described = described
        self._vague = vague
        self._level = level
        self._land = land
        self._parts = parts

    def add(self, deed: Deed) -> Event:
        """Puts a deed to the event that it speaks of, a new one where none fits."""
        if own := self._when(deed):
            self._told_days = (deed.paragraph, own)
        best: tuple[int, Event] | None = None
        for event in sorted(self.events[-_KEPT:], key=lambda e: (e.last.sentence, e.last.trigger.span), reverse=True):
            score = self._score(deed, event)
            if score < _NEEDED:
                continue
            if best is None or score > best[0] or (score == best[0] and _is_main(deed, event, best[1])):
                best = (score, event)
        if best:
            if only_names(deed, best[1]):
                deed.trigger = replace(deed.trigger, kind=None)
            best[1].take(deed, self._when(deed), self._around(deed))
            return best[1]
        event = Event()
        event.take(deed, self._when(deed), self._around(deed))
        self.events.append(event)
        return event

    def _score(self, deed: Deed, event: Event) -> int:
        if deed.fresh or _is_other_of_several(deed, event) or not self._compatible(deed, event):
            return 0
        shared = sum(bool(refs_of(deed, role) & event.fillers[role]) for role in ROLES)
        shared += not refs_of(deed, "perpetrator") and bool(refs_of(deed, "alleged") & event.accused)
        if not refs_of(deed, "perpetrator") & event.fillers["perpetrator"]:
            shared += self._kin(refs_of(deed, "perpetrator"), event.fillers["perpetrator"])
        shared += self._shares_day(deed, event) + self._same_building(deed, event)
        denies = self._denies_accusation(deed, event)
        if not deed.definite and not denies and self._tells_other(deed, event):
            return 0
        chemical = deed.trigger.kind is StrikeKind.CHEMICAL_ATTACK and deed.trigger.kind in event.kinds
        alike = (deed.lemma in event.lemmas) + (deed.trigger.kind in event.kinds or is_burst(deed, event))
        dated = self._shares_day(deed, event) and alike == _NEEDED
        known = chemical or event.only_heading or dated or _looks_back(deed, event)
        if deed.introduced and not known and shared < _NEEDED:
            return 0
        score = shared + alike
        if deed.definite:
            score += 2 if _may_take_up(deed, event) else 1
            score += (deed.pointing and self._is_latest(event)) + (deed.several and event.several)
            next_to = deed.sentence - event.last.sentence <= 1
            score += _NEEDED * (deed.pointing and next_to and self._is_latest(event))
            just_told = next_to and deed.lemma not in event.lemmas
            score += deed.lemma == _ANY_ATTACK and just_told and self._is_latest(event)
        if self._goes_on(deed, event):
            score += 1
        score += chemical + self._dies_once(deed, event)
        if denies:
            score += _NEEDED
        if event.only_heading or (deed.definite and event.deeds[0].heading) or _looks_back(deed, event):
            score += 1
        if deed.answered and deed.sentence == event.last.sentence:
            return 0
        if deed.sentence - event.last.sentence > _FAR and not shared:
            score -= 1
        if deed.sentence == event.last.sentence and not shared and not deed.definite:
            score -= 1
        return score

    def _is_latest(self, event: Event) -> bool:
        """Whether an attack is the one that was told last."""
        return event is max(self.events[-_KEPT:], key=lambda e: (e.last.sentence, e.last.trigger.span))

    def _same_building(self, deed: Deed, event: Event) -> bool:
        """Whether both are on or at the same building or facility, which is told closer than any town."""
        same = any(refs_of(deed, role) & event.fillers[role] for role in _TELLING)
        places = (refs_of(deed, "location") | refs_of(deed, "target")) & event.fillers["location"]
        return same and any(self._level(ref) == FACILITY for ref in places)

    def _goes_on(self, deed: Deed, event: Event) -> bool:
        """Whether words soon after an attack was told speak of an attack on what is known by now, or tell neither
        where nor when nor who nor whom.
        """
        if deed.sentence - event.last.sentence > _NEXT or deed.introduced:
            return False
        return deed.on_known or not (self._when(deed) or any(refs_of(deed, role) for role in ROLES))

    def _tells_other(self, deed: Deed, event: Event) -> bool:
        """Whether words that introduce an attack say where, when or against whom it was, and none of that was told
        before.
        """
        chemical = deed.trigger.kind is StrikeKind.CHEMICAL_ATTACK
        if event.only_heading or chemical or _looks_back(deed, event) or self._dies_once(deed, event):
            return False
        ours = {role: refs_of(deed, role) - self._vague for role in _TELLING}
        if not any(ours.values()) and not self._when(deed):
            return False
        if not any(event.fillers[role] for role in _TELLING) and not event.days:
            return False
        shared_doer = refs_of(deed, "perpetrator") & event.fillers["perpetrator"]
        goes_on = (shared_doer and deed.by_pronoun) or deed.on_known
        if goes_on and not ours["location"] and not self._when(deed):
            return False
        places = {ref for ref in ours["location"] if self._level(ref) > 0}
        again = places & event.fillers["location"] or ours["target"] & event.fillers["target"]
        far = deed.sentence - event.last.sentence > _SOON or deed.opening
        dated_alone = bool(self._when(deed)) != bool(event.days) and far
        return (not again or dated_alone) and not self._shares_day(deed, event)

    def _denies_accusation(self, deed: Deed, event: Event) -> bool:
        """Whether a denied attack is one that the same doer was said to have made shortly before."""
        if deed.factuality.value is not Factuality.DENIED or deed.sentence - event.last.sentence > _FAR:
            return False
        if deed.trigger.kind is None and deed.lemma not in event.lemmas:
            return False
        deniers = refs_of(deed, "perpetrator") | refs_of(deed, "alleged")
        return bool(deniers & event.accused) or self._kin(deniers, event.accused)

    def _is_denied_by_another(self, deed: Deed, event: Event) -> bool:
        """Whether who denies an attack is none of those who are said to have made the one told before."""
        if deed.factuality.value is not Factuality.DENIED:
            return False
        deniers = refs_of(deed, "perpetrator") | refs_of(deed, "alleged")
        doers = event.accused
        return bool(deniers and doers) and not deniers & doers and not self._kin(deniers, doers)

    def _takes_another(self, deed: Deed, event: Event) -> bool:
        """Whether a verb says that something was captured, of which no fight told before has said anything."""
        if not (deed.takes and deed.trigger.verbal) or deed.on_known or event.only_heading or event.takes:
            return False
        if deed.sentence == event.last.sentence and deed.lemma.endswith("ing"):
            return False
        here, there = refs_of(deed, "location"), event.fillers["location"]
        return not here & there and not self._kin(here, there)

    def _compatible(self, deed: Deed, event: Event) -> bool:
        if not may_be_one(deed, event):
            return False
        if (deed.factuality.value in UNREAL) != event.unreal and not (deed.definite and not event.unreal):
            return False
        if deed.number is not None and event.numbers - {deed.number}:
            return False
        if self._is_denied_by_another(deed, event) or self._takes_another(deed, event):
            return False
        if deed.factuality.value is Factuality.NOT_HAPPENED and event.deeds[0].factuality.value is Factuality.STATED:
            return False
        if differ_in_scale(deed, event):
            return False
        counted = deed.number if deed.trigger.sense != "weapon" else None
        several = counted is not None and counted > 1 and not deed.definite
        new = not event.only_heading and not self._same_building(deed, event)
        if several and not event.numbers and new:
            return False
        single = deed.introduced and not deed.several and not deed.trigger.verbal
        if single and event.several and new and deed.trigger.kind is not StrikeKind.CHEMICAL_ATTACK:
            return False
        if deed.code_name and not deed.definite and not event.code_names and not event.only_heading:
            return bool(refs_of(deed, "location") & event.fillers["location"])
        if deed.background and deed.sentence == event.last.sentence and deed.lemma not in event.lemmas:
            return False
        if deed.code_name and event.code_names and deed.code_name not in event.code_names:
            return False
        doers, known = refs_of(deed, "perpetrator"), event.fillers["perpetrator"]
        if deed.definite or event.only_heading or self._shares_day(deed, event):
            doers, known = doers - self._described, known - self._described
        if (
            doers
            and known
            and not doers & known
            and not self._kin(doers, known)
            and not (doers | known) & self._persons
            and not self._same_place_and_time(deed, event)
        ):
            return False
        return (
            self._places_agree(deed, event) and not self._other_time(deed, event) and not self._others_die(deed, event)
        )

    def _others_die(self, deed: Deed, event: Event) -> bool:
        """Whether both name persons as those harmed, and not the same."""
        named = self._persons - self._described
        ours, theirs = (refs & named for refs in (refs_of(deed, "target"), event.fillers["target"]))
        return (
            bool(ours and theirs)
            and not ours & theirs
            and not self._kin(ours, theirs)
            and deed.sentence != event.last.sentence
        )

    def _same_place_and_time(self, deed: Deed, event: Event) -> bool:
        here, there = refs_of(deed, "location"), event.fillers["location"]
        return self._shares_day(deed, event) and (bool(here & there) or self._kin(here, there))

    def _kin(self, some: set[Ref], others: set[Ref]) -> bool:
        return any(
            self._related.get(a, frozenset()) & others or a in self._related.get(b, frozenset())
            for a in some
            for b in others
        )

    def _places_agree(self, deed: Deed, event: Event) -> bool:
        here, there = refs_of(deed, "location") - self._vague, event.fillers["location"] - self._vague
        if not here or not there or here & there or self._kin(here, there):
            return True
        if self.in_other_towns(here, there) or self._in_other_lands(here, there):
            return False
        if (
            event.only_heading
            and deed.sentence - event.last.sentence <= _NEXT
            and any(self._level(r) <= _WIDE for r in there)
        ):
            return True
        wider = {self._level(r) for r in here}.isdisjoint({self._level(r) for r in there})
        wider = wider or bool(here & self._parts) != bool(there & self._parts)
        return wider and (event.only_heading or deed.definite or deed.on_known or _looks_back(deed, event))

    def in_other_towns(self, here: set[Ref], there: set[Ref]) -> bool:
        """Whether some places lie in other towns than some others."""
        towns, others = self._towns(here), self._towns(there)
        return bool(towns and others) and not towns & others and not self._kin(towns, others)

    def _in_other_lands(self, here: set[Ref], there: set[Ref]) -> bool:
        """Whether some places lie in other states than some others."""
        lands, others = ({self._land(ref) for ref in refs} - {""} for refs in (here, there))
        return bool(lands and others) and not lands & others

    def _towns(self, places: set[Ref]) -> set[Ref]:
        """Some places and those in which they lie, as far as these are towns."""
        around = {ref for place in places for ref in (place, *self._related.get(place, frozenset()))}
        return {ref for ref in around if self._level(ref) == _TOWN}

    def _when(self, deed: Deed) -> set[When]:
        return {self._days[f.value] for f in deed.roles.when if isinstance(f.value, Ref) and f.value in self._days}

    def _shares_day(self, deed: Deed, event: Event) -> bool:
        """Whether both are told of the same days; "the April attack" also of those that have it on a day of April."""
        days = self._when(deed)
        if days & event.days:
            return True
        taking_up = not deed.trigger.verbal and deed.frame.determiner == "the"
        return taking_up and any(within(ours, theirs) for ours in days for theirs in event.days)

    def _around(self, deed: Deed) -> set[When]:
        """The days of a deed, else those of the deed told last before it in its paragraph."""
        paragraph, days = self._told_days
        return self._when(deed) or (days if paragraph == deed.paragraph else set())

    def _dies_once(self, deed: Deed, event: Event) -> bool:
        """Whether both tell of the death of the same person."""
        same = refs_of(deed, "target") & event.fillers["target"] & self._persons
        return bool(same) and deed.lemma in _LETHAL and not _LETHAL.isdisjoint(event.lemmas)

    def _other_time(self, deed: Deed, event: Event) -> bool:
        ours = self._when(deed)
        if self._dies_once(deed, event):
            return False
        if ours and event.days:
            return all(differ(a, b) for a in ours for b in event.days)
        if deed.definite or event.only_heading or _looks_back(deed, event):
            return False
        around = self._around(deed)
        return bool(around and event.around) and all(differ(a, b) for a in around for b in event.around)


def _may_take_up(deed: Deed, event: Event) -> bool:
    """Whether a definite noun can mean an attack by what it calls it: "the attack" any, "the ambush" one called so, or
    one just told.
    """
    if deed.trigger.verbal or deed.lemma in _GENERIC or deed.lemma in event.lemmas or deed.trigger.named:
        return True
    return deed.sentence - event.last.sentence <= _NEXT


def _is_main(deed: Deed, event: Event, nearer: Event) -> bool:
    """Whether "the attack" means an attack told often rather than one told in passing in a sentence before."""
    passed = nearer.last.sentence < deed.sentence
    return deed.definite and passed and len(event.deeds) > _OFTEN * len(nearer.deeds)


def _is_other_of_several(deed: Deed, event: Event) -> bool:
    """Whether "the first" of some attacks meets their total, or the second of them."""
    many = event.several or max(event.numbers, default=1) > 1
    return deed.first and ((many and not deed.several) or event.deeds[0].fresh)


def _looks_back(deed: Deed, event: Event) -> bool:
    """Whether the past perfect tells how what was just told came about: "police said a bomber had blown himself up"."""
    return deed.trigger.verbal and "had" in deed.frame.governors and 0 < deed.sentence - event.last.sentence <= _NEXT
