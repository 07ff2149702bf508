"""Triggers that are one deal, and what tells it apart from others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from kg.extract.agreements.agreeing import REJECTING
from kg.extract.agreements.mention import DealMention
from kg.records import AgreementKind, AgreementStatus, Fact, Ref

_GONE: Final = frozenset({AgreementStatus.COLLAPSED, AgreementStatus.REJECTED, AgreementStatus.VIOLATED})

Days = Mapping[Ref, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Known:
    """What an article tells beside its deals: the days that its times mean, who is a person, and which actors belong to
    one state.
    """

    days: Days
    persons: Set[Ref]
    kin: Mapping[Ref, Set[Ref]]


class Trait(Enum):
    """What a mention may say of its deal, counted so that a deal need not look at all its mentions again."""

    HEADING = auto()
    REACHED = auto()
    OLDER = auto()
    FORMAL = auto()
    DENIED = auto()
    ASKED = auto()
    SUBJECT = auto()
    TYPED = auto()
    GONE = auto()


@dataclass
class Deal:
    """Mentions of one deal in text order. kinds: by their own words. topics: by what a plain "deal" is about. party,
    location and when hold each value once for each rule that found it.
    """

    mentions: list[DealMention] = field(default_factory=list)
    kinds: set[AgreementKind] = field(default_factory=set)
    topics: set[AgreementKind] = field(default_factory=set)
    names: dict[tuple[str, ...], None] = field(default_factory=dict)
    subjects: set[frozenset[str]] = field(default_factory=set)
    party: list[Fact] = field(default_factory=list)
    location: list[Fact] = field(default_factory=list)
    when: list[Fact] = field(default_factory=list)
    effective: list[Fact] = field(default_factory=list)
    _traits: Counter[Trait] = field(default_factory=Counter)
    _seen: set[tuple[object, ...]] = field(default_factory=set)

    def take(self, mention: DealMention) -> None:
        """Adds a mention, and what it tells to what tells deals apart."""
        self.mentions.append(mention)
        if mention.kind:
            self.kinds.add(mention.kind)
        if mention.topic:
            self.topics.add(mention.topic)
        if mention.name:
            self.names[mention.name] = None
        if mention.subject:
            self.subjects.add(mention.subject)
        self.party += self._new(f for f in mention.party if f.rule != REJECTING)
        self.location += self._new(mention.location)
        (self.effective if mention.effective else self.when).extend(self._new(mention.when, mention.effective))
        self._traits.update(_traits(mention))

    def any_is(self, trait: Trait) -> bool:
        """Whether some mention has a trait."""
        return self._traits[trait] > 0

    def all_are(self, trait: Trait) -> bool:
        """Whether every mention has a trait."""
        return self._traits[trait] == len(self.mentions)

    def _new(self, facts: Iterable[Fact], *more: object) -> Iterator[Fact]:
        for fact in facts:
            key = (fact.value, fact.rule, fact.words.end - fact.words.begin, *more)
            if key not in self._seen:
                self._seen.add(key)
                yield fact


def _traits(mention: DealMention) -> Iterator[Trait]:
    status = mention.status.value if mention.status is not None else None
    told = (
        (Trait.HEADING, mention.heading),
        (Trait.REACHED, mention.reached),
        (Trait.OLDER, mention.older),
        (Trait.FORMAL, mention.formal),
        (Trait.DENIED, mention.frame.determiner == "no"),
        (Trait.ASKED, status is AgreementStatus.PROPOSED),
        (Trait.SUBJECT, bool(mention.subject)),
        (Trait.TYPED, bool(mention.subject) or mention.sense == "sure"),
        (Trait.GONE, status in _GONE),
    )
    return (trait for trait, holds in told if holds)
