"""Whether words may speak of an attack told before, as nothing that they say is against it."""

from typing import Final

from kg.extract.strikes.days import When, differ
from kg.extract.strikes.event import UNREAL, Deed, Event, refs_of
from kg.extract.strikes.kinds import differ_in_scale, may_be_one
from kg.extract.strikes.likeness import Likeness
from kg.records import Factuality, StrikeKind

#: Sentences after an attack in which words still go on with it.
NEXT: Final = 2
_WIDE: Final = 1  # the level of a province


def compatible(likeness: Likeness, deed: Deed, event: Event, around: set[When]) -> bool:
    """Whether a deed may be of an event. around: the days of the deed, else those told before it in its paragraph."""
    if not may_be_one(deed, event):
        return False
    if (deed.factuality.value in UNREAL) != event.unreal and not (deed.definite and not event.unreal):
        return False
    if deed.number is not None and event.numbers - {deed.number}:
        return False
    if _is_denied_by_another(likeness, deed, event) or _takes_another(likeness, deed, event):
        return False
    if deed.factuality.value is Factuality.NOT_HAPPENED and event.deeds[0].factuality.value is Factuality.STATED:
        return False
    if differ_in_scale(deed, event):
        return False
    counted = deed.number if deed.trigger.sense != "weapon" else None
    several = counted is not None and counted > 1 and not deed.definite
    new = not event.only_heading and not likeness.same_building(deed, event)
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
    if deed.definite or event.only_heading or likeness.shares_day(deed, event):
        doers, known = doers - likeness.described, known - likeness.described
    if (
        doers
        and known
        and not doers & known
        and not likeness.kin(doers, known)
        and not (doers | known) & likeness.persons
        and not likeness.same_place_and_time(deed, event)
    ):
        return False
    return (
        _places_agree(likeness, deed, event)
        and not _other_time(likeness, deed, event, around)
        and not _others_die(likeness, deed, event)
    )


def _is_denied_by_another(likeness: Likeness, deed: Deed, event: Event) -> bool:
    """Whether who denies an attack is none of those who are said to have made the one told before."""
    if deed.factuality.value is not Factuality.DENIED:
        return False
    deniers = refs_of(deed, "perpetrator") | refs_of(deed, "alleged")
    doers = event.accused
    return bool(deniers and doers) and not deniers & doers and not likeness.kin(deniers, doers)


def _takes_another(likeness: Likeness, deed: Deed, event: Event) -> bool:
    """Whether a verb says that something was captured, of which no fight told before has said anything."""
    if not (deed.takes and deed.trigger.verbal) or deed.on_known or event.only_heading or event.takes:
        return False
    if deed.sentence == event.last.sentence and deed.lemma.endswith("ing"):
        return False
    here, there = refs_of(deed, "location"), event.fillers["location"]
    return not here & there and not likeness.kin(here, there)


def _others_die(likeness: Likeness, deed: Deed, event: Event) -> bool:
    """Whether both name persons as those harmed, and not the same."""
    named = likeness.persons - likeness.described
    ours, theirs = (refs & named for refs in (refs_of(deed, "target"), event.fillers["target"]))
    return (
        bool(ours and theirs)
        and not ours & theirs
        and not likeness.kin(ours, theirs)
        and deed.sentence != event.last.sentence
    )


def _places_agree(likeness: Likeness, deed: Deed, event: Event) -> bool:
    here, there = refs_of(deed, "location") - likeness.vague, event.fillers["location"] - likeness.vague
    if not here or not there or here & there or likeness.kin(here, there):
        return True
    if likeness.in_other_towns(here, there) or likeness.in_other_lands(here, there):
        return False
    if (
        event.only_heading
        and deed.sentence - event.last.sentence <= NEXT
        and any(likeness.level(r) <= _WIDE for r in there)
    ):
        return True
    wider = {likeness.level(r) for r in here}.isdisjoint({likeness.level(r) for r in there})
    wider = wider or bool(here & likeness.parts) != bool(there & likeness.parts)
    return wider and (event.only_heading or deed.definite or deed.on_known or looks_back(deed, event))


def _other_time(likeness: Likeness, deed: Deed, event: Event, around: set[When]) -> bool:
    ours = likeness.when(deed)
    if likeness.dies_once(deed, event):
        return False
    if ours and event.days:
        return all(differ(a, b) for a in ours for b in event.days)
    if deed.definite or event.only_heading or looks_back(deed, event):
        return False
    return bool(around and event.around) and all(differ(a, b) for a in around for b in event.around)


def looks_back(deed: Deed, event: Event) -> bool:
    """Whether the past perfect tells how what was just told came about: "police said a bomber had blown himself up"."""
    return deed.trigger.verbal and "had" in deed.frame.governors and 0 < deed.sentence - event.last.sentence <= NEXT
