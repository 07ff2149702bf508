"""Which triggers speak of one and the same attack: those of compatible kind and roles that a definite phrase or
shared fillers tie together.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from kg.extract.grammar.frame import Frame
from kg.extract.strikes.roles import Roles
from kg.extract.strikes.triggers import Trigger
from kg.records import Fact, Factuality, Ref, Span, StrikeKind, TimeExpression

_UNREAL: Final = frozenset({Factuality.THREATENED, Factuality.PROPOSED, Factuality.HYPOTHETICAL})
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
_NEEDED: Final = 2
_FAR: Final = 10
_NEXT: Final = 2
_BOMBINGS: Final = frozenset({"bombing", "bombardment", "shelling"})


Days = tuple[date, date]
_ROLES: Final = ("perpetrator", "target", "location")


@dataclass
class Deed:
    """One trigger with its local reading. also: further words of the same clause that speak of the same attack."""

    trigger: Trigger
    frame: Frame
    sentence: int
    lemma: str
    factuality: Fact
    roles: Roles
    definite: bool = False
    fresh: bool = False
    introduced: bool = False
    number: int | None = None
    heading: bool = False
    also: list[Span] = field(default_factory=list)


@dataclass
class Event:
    """Deeds that are one attack, with what they say together."""

    deeds: list[Deed] = field(default_factory=list)
    lemmas: set[str] = field(default_factory=set)
    kinds: set[StrikeKind] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    days: set[Days] = field(default_factory=set)
    fillers: dict[str, set[Ref]] = field(default_factory=lambda: {role: set() for role in _ROLES})
    unreal: bool = True

    @property
    def last(self) -> Deed:
        """The deed told last."""
        return self.deeds[-1]

    def take(self, deed: Deed, days: set[Days]) -> None:
        """Adds a deed."""
        self.deeds.append(deed)
        self.lemmas.add(deed.lemma)
        self.days |= days
        self.unreal = self.unreal and deed.factuality.value in _UNREAL
        if deed.trigger.kind:
            self.kinds.add(deed.trigger.kind)
        if deed.number is not None:
            self.numbers.add(deed.number)
        for role, refs in self.fillers.items():
            refs |= _refs(deed, role)


class Merger:
    """Collects deeds into events, in text order."""

    def __init__(
        self,
        times: Sequence[TimeExpression],
        related: Mapping[Ref, frozenset[Ref]],
        persons: Set[Ref],
        level: Callable[[Ref], int],
    ) -> None:
        self.events: list[Event] = []
        self._days = {t.ref: (t.earliest, t.latest) for t in times if t.earliest and t.latest}
        self._related = related
        self._persons = persons
        self._level = level

    def add(self, deed: Deed) -> Event:
        """Puts a deed to the event that it speaks of, a new one where none fits."""
        best: tuple[int, Event] | None = None
        for event in reversed(self.events[-40:]):
            score = self._score(deed, event)
            if score >= _NEEDED and (best is None or score > best[0]):
                best = (score, event)
        if best:
            if _only_names(deed, best[1]):
                deed.trigger = replace(deed.trigger, kind=None)
            best[1].take(deed, self._when(deed))
            return best[1]
        event = Event()
        event.take(deed, self._when(deed))
        self.events.append(event)
        return event

    def _score(self, deed: Deed, event: Event) -> int:
        if deed.fresh or not self._compatible(deed, event):
            return 0
        shared = sum(bool(_refs(deed, role) & event.fillers[role]) for role in _ROLES)
        shared += bool(self._when(deed) & event.days)
        chemical = deed.trigger.kind is StrikeKind.CHEMICAL_ATTACK and deed.trigger.kind in event.kinds
        if deed.introduced and not chemical and not event.deeds[0].heading and shared < _NEEDED:
            return 0
        score = shared + (deed.lemma in event.lemmas) + (deed.trigger.kind in event.kinds)
        if deed.definite:
            score += 2
        score += chemical
        if self._denies_accusation(deed, event):
            score += _NEEDED
        if event.deeds[0].heading or _looks_back(deed, event):
            score += 1
        if deed.sentence - event.last.sentence > _FAR and not shared:
            score -= 1
        if deed.sentence == event.last.sentence and not shared and not deed.definite:
            score -= 1
        return score

    def _denies_accusation(self, deed: Deed, event: Event) -> bool:
        """Whether a denied attack is one that the same doer was said to have made shortly before."""
        if deed.factuality.value is not Factuality.DENIED or deed.sentence - event.last.sentence > _FAR:
            return False
        if deed.trigger.kind is None and deed.lemma not in event.lemmas:
            return False
        deniers = _refs(deed, "perpetrator") | _refs(deed, "alleged")
        accused = {ref for told in event.deeds for ref in _refs(told, "perpetrator") | _refs(told, "alleged")}
        return bool(deniers & accused) or self._kin(deniers, accused)

    def _compatible(self, deed: Deed, event: Event) -> bool:
        if not _kinds_agree(deed.trigger.kind, event.kinds) and not _only_names(deed, event):
            return False
        if (deed.factuality.value in _UNREAL) != event.unreal and not (deed.definite and not event.unreal):
            return False
        if deed.number is not None and event.numbers - {deed.number}:
            return False
        doers, known = _refs(deed, "perpetrator"), event.fillers["perpetrator"]
        if (
            doers
            and known
            and not doers & known
            and not self._kin(doers, known)
            and not (doers | known) & self._persons
        ):
            return False
        return self._places_agree(deed, event) and not self._other_time(deed, event)

    def _kin(self, some: set[Ref], others: set[Ref]) -> bool:
        return any(
            self._related.get(a, frozenset()) & others or a in self._related.get(b, frozenset())
            for a in some
            for b in others
        )

    def _places_agree(self, deed: Deed, event: Event) -> bool:
        here, there = _refs(deed, "location"), event.fillers["location"]
        if not here or not there or here & there or self._kin(here, there):
            return True
        wider = {self._level(r) for r in here}.isdisjoint({self._level(r) for r in there})
        return wider and event.deeds[0].heading

    def _when(self, deed: Deed) -> set[Days]:
        return {self._days[f.value] for f in deed.roles.when if isinstance(f.value, Ref) and f.value in self._days}

    def _other_time(self, deed: Deed, event: Event) -> bool:
        ours = self._when(deed)
        return bool(ours and event.days) and all(a[1] < b[0] or b[1] < a[0] for a in ours for b in event.days)


def _looks_back(deed: Deed, event: Event) -> bool:
    """Whether the past perfect tells how what was just told came about: "police said a bomber had blown himself up"."""
    return deed.trigger.verbal and "had" in deed.frame.governors and 0 < deed.sentence - event.last.sentence <= _NEXT


def _refs(deed: Deed, role: str) -> set[Ref]:
    return {f.value for f in getattr(deed.roles, role) if isinstance(f.value, Ref)}


def _only_names(deed: Deed, event: Event) -> bool:
    """Whether "the bombing" takes up what was "bombed", whose kind the earlier words tell better."""
    return deed.definite and deed.lemma in _BOMBINGS and event.kinds == {StrikeKind.AIR_STRIKE}


def _kinds_agree(kind: StrikeKind | None, others: set[StrikeKind]) -> bool:
    return (
        kind is None or not others or kind in others or all(frozenset({kind, other}) in _COMPATIBLE for other in others)
    )


def kind_of(event: Event) -> StrikeKind | None:
    """The most specific kind that any trigger of an event tells."""
    return next((kind for kind in _KIND_ORDER if kind in event.kinds), None)


def factuality_of_event(event: Event) -> Fact:
    """What the introducing triggers say; Stated where one of them states it. A definite phrase only refers back."""
    telling = [d.factuality for d in event.deeds if not d.definite] or [event.deeds[0].factuality]
    return next((fact for fact in telling if fact.value is Factuality.STATED), telling[0])


def ordered(event: Event) -> tuple[Span, ...]:
    """The trigger spans of an event in text order."""
    return tuple(sorted({span for d in event.deeds for span in (d.trigger.span, *d.also)}))
