"""Which things and values of an extraction an annotator shares: what confidence is fitted on and measured by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from spacy.language import Language

from kg.confidence import NodeRecord, SignReader, Signs
from kg.evaluation.account import MEASURED_RELATIONS, Entity, Family, Item, Value
from kg.evaluation.gold import Gold
from kg.evaluation.matching import aligned, alike_claims, matched, overlapping_spans
from kg.extract import extract
from kg.records import (
    Actor,
    Agreement,
    Claim,
    Extraction,
    Fact,
    MentionKind,
    Place,
    Quantity,
    Ref,
    Span,
    Strike,
    TimeExpression,
    Zone,
)

_SYMMETRIC: Final = frozenset({"allyOf", "opponentOf"})
# The fields of each class of records that annotators fill, with the annotated role that each answers to.
_ROLES: Final[Mapping[type, Mapping[str, str]]] = {
    Strike: {
        "perpetrator": "perpetrator",
        "alleged_perpetrator": "allegedPerpetrator",
        "target": "target",
        "location": "location",
        "when": "when",
        "killed": "killed",
        "injured": "injured",
        "factuality": "factuality",
    },
    Agreement: {"party": "party", "establishes": "establishes", "when": "when", "status": "status"},
    Zone: {"within": "within", "controlled_by": "controlledBy"},
    Claim: {"claimant": "claimant", "stance": "stance", "about": "about"},
}

Thing = TypeVar("Thing", Zone, Strike, Agreement)


@dataclass(frozen=True, slots=True)
class Judged:
    """A thing or value, and whether the annotator has it too."""

    signs: Signs
    confidence: float
    right: bool


def judged(gold: Gold, extraction: Extraction) -> list[Judged]:
    """Every thing and every value of an extraction whose like annotators annotate, judged end to end: no value of a
    thing that the annotator has not is right.

    A time without bounds and a quantity without number say nothing and are left out.
    """
    return list(_Judge(gold, extraction).judged())


def judged_article(gold: Gold, pipeline: Language) -> list[Judged]:
    """The same of what the program extracts from an annotated article."""
    return judged(gold, extract(gold.article, pipeline(gold.article.text)))


class _Judge:
    """Compares one extraction with the annotator's account."""

    def __init__(self, gold: Gold, extraction: Extraction) -> None:
        self.gold = gold
        self.extraction = extraction
        self.signs = SignReader(extraction)
        values: list[Quantity | TimeExpression] = [*extraction.quantities, *extraction.times]
        self.values = {each.ref: each for each in values}
        named: list[Actor | Place | Zone] = [*extraction.actors, *extraction.places, *extraction.zones]
        entities = [self._entity(each) for each in named]
        self.keys = dict(aligned(gold.account.entities, entities))
        self.families = {each.key: each.family for each in gold.account.entities}
        self.items: dict[Ref, Item] = {}
        self._match("zone", extraction.zones)
        self._match("strike", extraction.strikes)
        self._match("agreement", extraction.agreements)
        self._match_claims()

    def _entity(self, each: Actor | Place | Zone) -> Entity:
        family = Family.ACTOR if isinstance(each, Actor) else Family.PLACE if isinstance(each, Place) else Family.ZONE
        mentions = tuple(
            (mention.span, mention.kind is MentionKind.NAME)
            for mention in self.extraction.mentions
            if mention.denotes == each.ref
        )
        return Entity(_key(each.ref), family, each.label, mentions)

    def _spans(self, ref: Ref) -> tuple[Span, ...]:
        return tuple(mention.span for mention in self.extraction.mentions if mention.denotes == ref)

    def _match(self, measure: str, records: tuple[Thing, ...]) -> None:
        spans = [
            tuple(m.span for m in self.extraction.mentions if m.denotes == each.ref)
            if isinstance(each, Zone)
            else each.triggers
            for each in records
        ]
        found = [Item(_key(each.ref), own, {}) for each, own in zip(records, spans, strict=True)]
        self._take(
            measure, found, [each.ref for each in records], matched(self._gold(measure), found, overlapping_spans)
        )

    def _match_claims(self) -> None:
        records = self.extraction.claims
        found = [
            Item(
                _key(each.ref),
                (each.content,),
                {"claimant": self._values((each.claimant,)), "stance": frozenset({str(each.stance.value)})},
            )
            for each in records
        ]
        self._take("claim", found, [each.ref for each in records], matched(self._gold("claim"), found, alike_claims))

    def _gold(self, measure: str) -> tuple[Item, ...]:
        return self.gold.account.items[measure]

    def _take(self, measure: str, found: list[Item], refs: list[Ref], pairs: Mapping[int, int]) -> None:
        for i, j in pairs.items():
            item = self._gold(measure)[i]
            self.items[refs[j]] = item
            self.keys[found[j].key] = item.key

    def judged(self) -> Iterator[Judged]:
        extraction = self.extraction
        entities: tuple[Actor | Place, ...] = (*extraction.actors, *extraction.places)
        for entity in entities:
            family = Family.ACTOR if isinstance(entity, Actor) else Family.PLACE
            yield self._of_record(entity, self.families.get(self.keys.get(_key(entity.ref), "")) is family)
        things: tuple[Zone | Strike | Agreement | Claim, ...] = (
            *extraction.zones,
            *extraction.strikes,
            *extraction.agreements,
            *extraction.claims,
        )
        for thing in things:
            item = self.items.get(thing.ref)
            yield self._of_record(thing, item is not None)
            for name, role in _ROLES[type(thing)].items():
                held = getattr(thing, name)
                for fact in held if isinstance(held, tuple) else (held,) if held else ():
                    value = self._value(fact)
                    if value is not None:
                        right = item is not None and value in item.roles[role]
                        yield Judged(self.signs.of_fact(thing, name, fact), float(fact.confidence), right)
        yield from self._relations()

    def _of_record(self, record: NodeRecord, right: bool) -> Judged:
        return Judged(self.signs.of_record(record), float(record.confidence), right)

    def _relations(self) -> Iterator[Judged]:
        annotated = self.gold.account.relations
        annotated |= {(name, other, one) for name, one, other in annotated if name in _SYMMETRIC}
        for each in self.extraction.relations:
            if each.property in MEASURED_RELATIONS:
                ends = (self.keys.get(_key(ref), "") for ref in (each.subject, each.object))
                yield Judged(self.signs.of_relation(each), float(each.confidence), (each.property, *ends) in annotated)

    def _values(self, facts: tuple[Fact | None, ...]) -> frozenset[Value]:
        return frozenset(value for fact in facts if fact and (value := self._value(fact)) is not None)

    def _value(self, fact: Fact) -> Value | None:
        """A value as annotators write it; None where it says nothing."""
        if not isinstance(fact.value, Ref):
            return str(fact.value)
        meant = self.values.get(fact.value)
        if isinstance(meant, TimeExpression):
            days = (meant.earliest, meant.latest)
            return (str(days[0])[:10], str(days[1])[:10]) if all(days) else None
        if isinstance(meant, Quantity):
            numbers = (meant.least, meant.value, meant.most)
            return next((float(number) for number in numbers if number is not None), None)
        key = _key(fact.value)
        return self.keys.get(key, key)


def _key(ref: Ref) -> str:
    return f"{ref.kind}/{ref.key}"
