"""Which things and values of an extraction an annotator shares: what confidence is fitted on and measured by."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from spacy.language import Language

from kg.confidence import PROPERTIES, NodeRecord, SignReader, Signs
from kg.evaluation.account import MEASURED_RELATIONS, Entity, Family, Item, Value, undirected
from kg.evaluation.gold import Gold
from kg.evaluation.matching import aligned, alike_claims, matched, overlapping_spans
from kg.extract import extract
from kg.records import (
    Actor,
    Agreement,
    Claim,
    Extraction,
    Fact,
    Mention,
    MentionKind,
    Place,
    Quantity,
    Ref,
    Span,
    Strike,
    TimeExpression,
    Zone,
)

# The fields of each class of records that annotators fill; the annotated role is named as the property.
_ANNOTATED: Final[Mapping[type, tuple[str, ...]]] = {
    Strike: (
        "perpetrator",
        "alleged_perpetrator",
        "target",
        "location",
        "when",
        "killed",
        "injured",
        "factuality",
    ),
    Agreement: ("party", "establishes", "when", "status"),
    Zone: ("within", "controlled_by"),
    Claim: ("claimant", "stance", "about"),
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
        self.mentions: dict[Ref, list[Mention]] = defaultdict(list)
        for mention in extraction.mentions:
            self.mentions[mention.denotes].append(mention)
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
        mentions = tuple((mention.span, mention.kind is MentionKind.NAME) for mention in self.mentions[each.ref])
        return Entity(_key(each.ref), family, each.label, mentions)

    def _match(self, measure: str, records: tuple[Thing, ...]) -> None:
        found = [Item(_key(each.ref), self._spans(each), {}) for each in records]
        self._take(measure, found, records, matched(self._gold(measure), found, overlapping_spans))

    def _spans(self, thing: Zone | Strike | Agreement) -> tuple[Span, ...]:
        if isinstance(thing, Zone):
            return tuple(mention.span for mention in self.mentions[thing.ref])
        return thing.triggers

    def _match_claims(self) -> None:
        records = self.extraction.claims
        found = [Item(_key(each.ref), (each.content,), self._speaking(each)) for each in records]
        self._take("claim", found, records, matched(self._gold("claim"), found, alike_claims))

    def _speaking(self, claim: Claim) -> dict[str, frozenset[Value]]:
        """Who speaks and how, which tells claims of the same words apart."""
        claimant = self._value(claim.claimant) if claim.claimant else None
        return {
            "claimant": frozenset(() if claimant is None else (claimant,)),
            "stance": frozenset({str(claim.stance.value)}),
        }

    def _gold(self, measure: str) -> tuple[Item, ...]:
        return self.gold.account.items[measure]

    def _take(self, measure: str, found: list[Item], records: Sequence[NodeRecord], pairs: Mapping[int, int]) -> None:
        for i, j in pairs.items():
            item = self._gold(measure)[i]
            self.items[records[j].ref] = item
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
            for name in _ANNOTATED[type(thing)]:
                held = getattr(thing, name)
                for fact in held if isinstance(held, tuple) else (held,) if held else ():
                    value = self._value(fact)
                    if value is not None:
                        right = item is not None and value in item.roles[PROPERTIES[type(thing)][name]]
                        yield Judged(self.signs.of_fact(thing, name, fact), float(fact.confidence), right)
        yield from self._relations()

    def _of_record(self, record: NodeRecord, right: bool) -> Judged:
        return Judged(self.signs.of_record(record), float(record.confidence), right)

    def _relations(self) -> Iterator[Judged]:
        annotated = {undirected(*relation) for relation in self.gold.account.relations}
        for each in self.extraction.relations:
            if each.property in MEASURED_RELATIONS:
                one, other = (self.keys.get(_key(ref), "") for ref in (each.subject, each.object))
                right = undirected(each.property, one, other) in annotated
                yield Judged(self.signs.of_relation(each), float(each.confidence), right)

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
