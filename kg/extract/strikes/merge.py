"""Which triggers speak of one and the same attack: those of compatible kind and roles that a definite phrase or
shared fillers tie together.
"""

from dataclasses import replace
from typing import Final

from kg.extract.strikes.compatible import NEXT, compatible, looks_back
from kg.extract.strikes.days import When
from kg.extract.strikes.event import ROLES, Deed, Event, refs_of
from kg.extract.strikes.kinds import is_burst, only_names
from kg.extract.strikes.likeness import TELLING, Likeness
from kg.records import Factuality, StrikeKind

_NEEDED: Final = 2
_FAR: Final = 10
_KEPT: Final = 40
_GENERIC: Final = frozenset(
    {"attack", "assault", "strike", "fighting", "clash", "operation", "battle", "explosion", "blast", "bombing", "raid"}
)
_ANY_ATTACK: Final = "attack"
_OFTEN: Final = 2
_SOON: Final = 3


class Merger:
    """Collects deeds into events, in text order. likeness: what is known of the article's places, actors and days."""

    def __init__(self, likeness: Likeness) -> None:
        self.events: list[Event] = []
        self._likeness = likeness
        self._told_days: tuple[int, set[When]] = (0, set())

    def add(self, deed: Deed) -> Event:
        """Puts a deed to the event that it speaks of, a new one where none fits."""
        if own := self._likeness.when(deed):
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
            best[1].take(deed, self._likeness.when(deed), self._around(deed))
            return best[1]
        event = Event()
        event.take(deed, self._likeness.when(deed), self._around(deed))
        self.events.append(event)
        return event

    def _score(self, deed: Deed, event: Event) -> int:
        if (
            deed.fresh
            or _is_other_of_several(deed, event)
            or not compatible(self._likeness, deed, event, self._around(deed))
        ):
            return 0
        shared = sum(bool(refs_of(deed, role) & event.fillers[role]) for role in ROLES)
        shared += not refs_of(deed, "perpetrator") and bool(refs_of(deed, "alleged") & event.accused)
        if not refs_of(deed, "perpetrator") & event.fillers["perpetrator"]:
            shared += self._likeness.kin(refs_of(deed, "perpetrator"), event.fillers["perpetrator"])
        shared += self._likeness.shares_day(deed, event) + self._likeness.same_building(deed, event)
        denies = self._denies_accusation(deed, event)
        if not deed.definite and not denies and self._tells_other(deed, event):
            return 0
        chemical = deed.trigger.kind is StrikeKind.CHEMICAL_ATTACK and deed.trigger.kind in event.kinds
        alike = (deed.lemma in event.lemmas) + (deed.trigger.kind in event.kinds or is_burst(deed, event))
        dated = self._likeness.shares_day(deed, event) and alike == _NEEDED
        known = chemical or event.only_heading or dated or looks_back(deed, event)
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
        score += chemical + self._likeness.dies_once(deed, event)
        if denies:
            score += _NEEDED
        if event.only_heading or (deed.definite and event.deeds[0].heading) or looks_back(deed, event):
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

    def _goes_on(self, deed: Deed, event: Event) -> bool:
        """Whether words soon after an attack was told speak of an attack on what is known by now, or tell neither
        where nor when nor who nor whom.
        """
        if deed.sentence - event.last.sentence > NEXT or deed.introduced:
            return False
        return deed.on_known or not (self._likeness.when(deed) or any(refs_of(deed, role) for role in ROLES))

    def _tells_other(self, deed: Deed, event: Event) -> bool:
        """Whether words that introduce an attack say where, when or against whom it was, and none of that was told
        before.
        """
        chemical = deed.trigger.kind is StrikeKind.CHEMICAL_ATTACK
        if event.only_heading or chemical or looks_back(deed, event) or self._likeness.dies_once(deed, event):
            return False
        ours = {role: refs_of(deed, role) - self._likeness.vague for role in TELLING}
        if not any(ours.values()) and not self._likeness.when(deed):
            return False
        if not any(event.fillers[role] for role in TELLING) and not event.days:
            return False
        shared_doer = refs_of(deed, "perpetrator") & event.fillers["perpetrator"]
        goes_on = (shared_doer and deed.by_pronoun) or deed.on_known
        if goes_on and not ours["location"] and not self._likeness.when(deed):
            return False
        places = {ref for ref in ours["location"] if self._likeness.level(ref) > 0}
        again = places & event.fillers["location"] or ours["target"] & event.fillers["target"]
        far = deed.sentence - event.last.sentence > _SOON or deed.opening
        dated_alone = bool(self._likeness.when(deed)) != bool(event.days) and far
        return (not again or dated_alone) and not self._likeness.shares_day(deed, event)

    def _denies_accusation(self, deed: Deed, event: Event) -> bool:
        """Whether a denied attack is one that the same doer was said to have made shortly before."""
        if deed.factuality.value is not Factuality.DENIED or deed.sentence - event.last.sentence > _FAR:
            return False
        if deed.trigger.kind is None and deed.lemma not in event.lemmas:
            return False
        deniers = refs_of(deed, "perpetrator") | refs_of(deed, "alleged")
        return bool(deniers & event.accused) or self._likeness.kin(deniers, event.accused)

    def _around(self, deed: Deed) -> set[When]:
        """The days of a deed, else those of the deed told last before it in its paragraph."""
        paragraph, days = self._told_days
        return self._likeness.when(deed) or (days if paragraph == deed.paragraph else set())


def _may_take_up(deed: Deed, event: Event) -> bool:
    """Whether a definite noun can mean an attack by what it calls it: "the attack" any, "the ambush" one called so, or
    one just told.
    """
    if deed.trigger.verbal or deed.lemma in _GENERIC or deed.lemma in event.lemmas or deed.trigger.named:
        return True
    return deed.sentence - event.last.sentence <= NEXT


def _is_main(deed: Deed, event: Event, nearer: Event) -> bool:
    """Whether "the attack" means an attack told often rather than one told in passing in a sentence before."""
    passed = nearer.last.sentence < deed.sentence
    return deed.definite and passed and len(event.deeds) > _OFTEN * len(nearer.deeds)


def _is_other_of_several(deed: Deed, event: Event) -> bool:
    """Whether "the first" of some attacks meets their total, or the second of them."""
    many = event.several or max(event.numbers, default=1) > 1
    return deed.first and ((many and not deed.several) or event.deeds[0].fresh)
