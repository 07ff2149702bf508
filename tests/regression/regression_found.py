"""What an extraction found, in the terms of the regression format: kinds, words and role fillers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from regression_items import NO_KIND

from kg.records import (
    Actor,
    Agreement,
    Claim,
    Extraction,
    Fact,
    Place,
    Quantity,
    Ref,
    Span,
    Strike,
    TimeExpression,
    Zone,
)


@dataclass(frozen=True)
class Filler:
    """What fills a role: its names, and the kind of node where it is one."""

    names: tuple[str, ...]
    kind: str = ""

    def is_called(self, expected: str) -> bool:
        """Whether a name is the expected one, determiners and words before a description left aside."""
        wanted = expected.casefold()
        return any(name.casefold() == wanted or name.casefold().endswith(" " + wanted) for name in self.names)


@dataclass
class Thing:
    """One node that was found."""

    subject: str
    kind: str = ""
    words: tuple[str, ...] = ()
    label: str = ""
    roles: dict[str, tuple[Filler, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        words = "+".join(f'"{each}"' for each in self.words)
        roles = " ".join(
            f"{role}={','.join(filler.names[0] for filler in fillers)}"
            for role, fillers in self.roles.items()
            if fillers
        )
        return " ".join(filter(None, (self.subject, self.kind, words, roles)))


class Found:
    """The nodes of one extraction."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.text = extraction.article.text
        self.quantities = {quantity.ref: quantity for quantity in extraction.quantities}
        self.times = {time.ref: time for time in extraction.times}
        self.labels: dict[Ref, tuple[str, ...]] = {}
        named: list[Actor | Place] = [*extraction.actors, *extraction.places]
        for node in named:
            self._name(node.ref, node.label, *node.alt_labels)
        labelled: list[Zone | Strike | Agreement] = [*extraction.zones, *extraction.strikes, *extraction.agreements]
        for thing in labelled:
            self._name(thing.ref, thing.label)
        for claim in extraction.claims:
            self.labels[claim.ref] = (self._words(claim.content),)

    def things(self) -> list[Thing]:
        every = self.extraction
        return [
            *self._actors_and_places(),
            *self._zones(),
            *self._strikes(),
            *self._agreements(),
            *(self._claim(claim) for claim in every.claims),
            *self._relations(),
            *(Thing("time", words=(self._words(t.words),), roles={"days": (Filler((days(t),)),)}) for t in every.times),
            *(
                Thing("quantity", words=(self._words(q.words),), roles={"value": (Filler((amount([q]),)),)})
                for q in every.quantities
            ),
        ]

    def _name(self, ref: Ref, *labels: str) -> None:
        self.labels[ref] = tuple(dict.fromkeys((*labels, *self._mentions(ref))))

    def _words(self, span: Span) -> str:
        return self.text[span.begin : span.end]

    def _mentions(self, ref: Ref) -> tuple[str, ...]:
        return tuple(self._words(m.span) for m in self.extraction.mentions if m.denotes == ref)

    def _filler(self, fact: Fact) -> Filler:
        value = fact.value
        if not isinstance(value, Ref):
            return Filler((str(value),))
        if value in self.times:
            return Filler((days(self.times[value]),))
        if value in self.quantities:
            return Filler((self._words(self.quantities[value].words),))
        return Filler(tuple(dict.fromkeys((*self.labels.get(value, ()), self._words(fact.words)))), value.kind)

    def _fillers(self, facts: Iterable[Fact | None]) -> tuple[Filler, ...]:
        """One filler for each value."""
        found: dict[object, Filler] = {}
        for fact in facts:
            if fact is not None:
                found.setdefault(fact.value, self._filler(fact))
        return tuple(found.values())

    def _amounts(self, facts: Sequence[Fact]) -> tuple[Filler, ...]:
        counted = [self.quantities[f.value] for f in facts if isinstance(f.value, Ref)]
        return (Filler((amount(counted),)),) if counted else ()

    def _actors_and_places(self) -> Iterable[Thing]:
        for actor in self.extraction.actors:
            roles = {"title": self._fillers(actor.role_titles)}
            yield Thing("actor", actor.kind.value, self._mentions(actor.ref), actor.label, roles)
        for place in self.extraction.places:
            roles = {"within": self._fillers(place.within)}
            yield Thing("place", "", self._mentions(place.ref), place.label, roles)

    def _zones(self) -> Iterable[Thing]:
        for zone in self.extraction.zones:
            roles = {
                "within": self._fillers(zone.within),
                "controlledBy": self._fillers(zone.controlled_by),
                "extent": self._fillers(zone.extent),
            }
            yield Thing("zone", zone.kind.value, self._mentions(zone.ref), zone.label, roles)

    def _strikes(self) -> Iterable[Thing]:
        for strike in self.extraction.strikes:
            roles = {
                "factuality": self._fillers([strike.factuality]),
                "perpetrator": self._fillers(strike.perpetrator),
                "alleged": self._fillers(strike.alleged_perpetrator),
                "target": self._fillers(strike.target),
                "location": self._fillers(strike.location),
                "when": self._fillers(strike.when),
                "weapon": self._fillers(strike.weapon),
                "killed": self._amounts(strike.killed),
                "injured": self._amounts(strike.injured),
            }
            kind = strike.kind.value if strike.kind else NO_KIND["strike"]
            yield Thing("strike", kind, tuple(map(self._words, strike.triggers)), strike.label, roles)

    def _agreements(self) -> Iterable[Thing]:
        for agreement in self.extraction.agreements:
            roles = {
                "factuality": self._fillers([agreement.factuality]),
                "status": self._fillers([agreement.status]),
                "party": self._fillers(agreement.party),
                "establishes": self._fillers(agreement.establishes),
                "location": self._fillers(agreement.location),
                "when": self._fillers(agreement.when),
            }
            kind = agreement.kind.value if agreement.kind else NO_KIND["agreement"]
            yield Thing("agreement", kind, tuple(map(self._words, agreement.triggers)), agreement.label, roles)

    def _claim(self, claim: Claim) -> Thing:
        roles = {
            "by": self._fillers([claim.claimant]),
            "content": (Filler((self._words(claim.content),)),),
            "cue": (Filler((self._words(claim.cue),)),) if claim.cue else (),
            "about": self._fillers(claim.about),
            "responsible": self._fillers(claim.responsible),
        }
        return Thing("claim", str(claim.stance.value), roles=roles)

    def _relations(self) -> Iterable[Thing]:
        for relation in self.extraction.relations:
            sides: dict[str, tuple[Filler, ...]] = {
                side: (Filler(self.labels.get(ref, (ref.key,)), ref.kind),)
                for side, ref in (("from", relation.subject), ("to", relation.object))
            }
            yield Thing("relation", relation.property, roles=sides)


def days(time: TimeExpression) -> str:
    """``2019-01-21``, ``2019-01-21..2019-01-27``, or ``?`` where a bound is missing."""
    if time.earliest is None or time.latest is None:
        return "?"
    return _range(time.earliest, time.latest)


def _range(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"


def amount(counted: Sequence[Quantity]) -> str:
    """``20``, ``>=20``, ``<=20``, ``20..30`` or ``~100``; differing figures give the range that holds them."""
    if len(counted) == 1 and counted[0].approximate and counted[0].value is not None:
        return f"~{_number(counted[0].value)}"
    lows = [q.value if q.value is not None else q.least for q in counted]
    highs = [q.value if q.value is not None else q.most for q in counted]
    low = min((n for n in lows if n is not None), default=None)
    high = None if None in highs else max(n for n in highs if n is not None)
    if low is None or high is None:
        return f"<={_number(high)}" if high is not None else f">={_number(low)}"
    return _number(low) if low == high else f"{_number(low)}..{_number(high)}"


def _number(number: Decimal | None) -> str:
    """Without zeros after the point."""
    return "?" if number is None else f"{number.normalize():f}"


def bare(words: str) -> str:
    """Words said, without quotation marks, punctuation and spaces at their ends."""
    return re.sub(r"^[\s\"'“”‘’,:;.–—-]+|[\s\"'“”‘’,:;.!?–—-]+$", "", words)
