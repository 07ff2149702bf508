"""What the deeds of one attack say of it together: its record."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Final

from kg.extract.events.facts import united
from kg.extract.events.fillers import Fillers
from kg.extract.events.specificity import FACILITY, level, most_specific
from kg.extract.strikes.answers import ANSWER
from kg.extract.strikes.days import When
from kg.extract.strikes.event import Event, factuality_of_event, ordered
from kg.extract.strikes.kinds import kind_of
from kg.extract.strikes.places import sentence_places
from kg.extract.strikes.roles import Roles
from kg.records import ActorKind, Fact, Mention, MentionKind, Quantity, Ref, Strike

_MEN: Final = frozenset({"commander", "leader", "official", "chief", "fighter", "operative", "member", "financier"})


class Recorder:
    """Makes the records of one article's attacks. unwritten: quantities of single victims, of whom no
    number is written. deeds_in: how many deeds each sentence tells, which the caller adds to.
    """

    def __init__(
        self,
        fillers: Fillers,
        days: Mapping[Ref, When],
        quantities: Sequence[Quantity],
        unwritten: Set[Ref],
        persons: Set[Ref],
        deeds_in: Mapping[int, int],
    ) -> None:
        self.page = fillers.page
        self.entities = fillers.entities
        self.fillers = fillers
        self.days = days
        self.persons = persons
        self._counts = {q.ref: q for q in quantities}
        self._unwritten = unwritten
        self._deeds_in = deeds_in

    def strike(self, event: Event) -> Strike:
        """The record of one attack."""
        triggers = ordered(event)
        roles = _united(event)
        if any(f.value not in self.persons for f in roles.perpetrator):
            roles.perpetrator = [f for f in roles.perpetrator if f.value not in self.persons]
        roles.perpetrator, roles.target = self._apart(roles)
        stated = {f.value for f in roles.perpetrator}
        places = [Mention(f.words, MentionKind.NAME, f.value) for f in roles.location if isinstance(f.value, Ref)]
        places = [m for m in places if not self._is_position(m)] or places
        kept = {m.denotes for m in most_specific(places, self.fillers)}
        location = tuple(f for f in roles.location if f.value in kept)
        if not location and not all(d.definite or d.lemma == ANSWER for d in event.deeds):
            first = next(d for d in event.deeds if not d.definite)
            location = (
                tuple(sentence_places(self.fillers, first.frame, self.page))
                if self._deeds_in[first.sentence] == 1
                else ()
            )
        evidence = tuple(dict.fromkeys(self.page.sentence_of(span) for span in triggers))
        return Strike(
            ref=Ref("strike", f"{triggers[0].begin}-{triggers[0].end}"),
            kind=kind_of(event),
            label=self._label(event, location),
            triggers=triggers,
            factuality=factuality_of_event(event),
            perpetrator=tuple(roles.perpetrator),
            alleged_perpetrator=tuple(f for f in roles.alleged if f.value not in stated),
            target=tuple(roles.target),
            location=location,
            when=self._when(roles.when),
            weapon=tuple(roles.weapon),
            killed=self._totals(roles.killed),
            injured=self._totals(roles.injured),
            evidence=evidence,
        )

    def _when(self, told: Sequence[Fact]) -> tuple[Fact, ...]:
        """The first time told, or a later one that tells the day within it: "the 2017 strike … on 17 March"."""
        first = told[:1]
        for fact in told[1:]:
            known, days = self._days_of(first[0]), self._days_of(fact)
            if days and (not known or (known[0] <= days[0] and days[1] <= known[1])):
                first = [fact]
        return tuple(first)

    def _days_of(self, fact: Fact) -> tuple[date, date] | None:
        days = self.days.get(fact.value) if isinstance(fact.value, Ref) else None
        return days if isinstance(days, tuple) else None

    def _totals(self, figures: Sequence[Fact]) -> tuple[Fact, ...]:
        """Figures of an attack, those of single victims only where no number is written: the one told first, and later
        ones that are higher; one that is lower counts some of them only.
        """
        written = [f for f in figures if f.value not in self._unwritten] or list(figures)
        kept: list[Fact] = []
        for figure in sorted(written, key=lambda f: f.words):
            if not kept or self._least(figure) > self._least(kept[-1]):
                kept.append(figure)
        return tuple(kept)

    def _least(self, figure: Fact) -> Decimal:
        quantity = self._counts[figure.value] if isinstance(figure.value, Ref) else None
        bounds = (quantity.value, quantity.least, quantity.most) if quantity else ()
        return next((bound for bound in bounds if bound is not None), Decimal(0))

    def _apart(self, roles: Roles) -> tuple[list[Fact], list[Fact]]:
        """Doers and those harmed without anybody who would be both: people are harmed, forces and states do it, with
        losses of their own.
        """
        doers, harmed = {f.value for f in roles.perpetrator}, {f.value for f in roles.target}
        both = doers & harmed
        others = doers - both
        losses = {f.value for f in roles.target if f.rule == "strike.victims"}
        people = any(f.value in self.persons for f in roles.target)
        roles.target = [f for f in roles.target if not (people and self._tells_whose(f))]
        as_harmed = {ref for ref in both if (others and ref not in losses) or ref in self.persons}
        return (
            [f for f in roles.perpetrator if f.value not in as_harmed],
            [f for f in roles.target if f.value not in both - as_harmed],
        )

    def _is_position(self, place: Mention) -> bool:
        """Whether a place is but a position, beside which a town is told elsewhere: "a fighting position"."""
        return self.page.text(place.span).lower().endswith(("position", "positions"))

    def _tells_whose(self, fact: Fact) -> bool:
        """Whether a name only tells whose man the noun behind it means: "a Hezbollah commander"."""
        words = self.page.words
        past = words.range_of(fact.words)[1]
        behind = words.lowers[past : past + 1]
        actor = self.entities.actors.get(fact.value) if isinstance(fact.value, Ref) else None
        return actor is not None and actor.kind is not ActorKind.PERSON and behind[:1] != [] and behind[0] in _MEN

    def _label(self, event: Event, location: Sequence[Fact]) -> str:
        """The first words that name the attack, or else tell of it, and where it was."""
        triggers = ordered(event)
        named = {deed.trigger.span for deed in event.deeds if not deed.trigger.verbal}
        words = " ".join(self.page.text(next((t for t in triggers if t in named), triggers[0])).split())
        ref = location[0].value if location else None
        place = self.entities.places.get(ref) or self.entities.zones.get(ref) if isinstance(ref, Ref) else None
        if place is None:
            return words
        return f"{words} {'at' if level(place.ref, self.fillers) == FACILITY else 'in'} {place.label}"


def _united(event: Event) -> Roles:
    """The fillers of all deeds of an event, each node once."""
    names = (each.name for each in fields(Roles))
    return Roles(**{name: list(united(getattr(deed.roles, name) for deed in event.deeds)) for name in names})
