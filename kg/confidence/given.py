"""An Extraction with the confidence of each of its things and values."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from kg.confidence.signs import PROPERTIES, NodeRecord, SignReader
from kg.confidence.weights import Weights, shipped_weights
from kg.records import Actor, Agreement, Claim, Extraction, Fact, Place, Relation, Strike, Zone

Node = TypeVar("Node", Actor, Place, Zone, Strike, Agreement, Claim)


def with_confidence(extraction: Extraction, weights: Weights | None = None) -> Extraction:
    """The same things and values, each with the share of those like it that annotators found right.

    A property that nobody annotated (a weapon, a title) is as sure as the thing that has it. weights: others than
    those of the program.
    """
    giver = _Giver(weights or shipped_weights(), SignReader(extraction))
    return replace(
        extraction,
        actors=tuple(map(giver.record, extraction.actors)),
        places=tuple(map(giver.record, extraction.places)),
        zones=tuple(map(giver.record, extraction.zones)),
        strikes=tuple(map(giver.record, extraction.strikes)),
        agreements=tuple(map(giver.record, extraction.agreements)),
        claims=tuple(map(giver.record, extraction.claims)),
        relations=tuple(map(giver.relation, extraction.relations)),
    )


class _Giver:
    """Gives confidence to the records of one article."""

    def __init__(self, weights: Weights, signs: SignReader) -> None:
        self.weights = weights
        self.signs = signs

    def record(self, record: Node) -> Node:
        own = self.weights.confidence(self.signs.of_record(record))
        if own is None:
            own = record.confidence
        changes: dict[str, Any] = {"confidence": own}
        for name in PROPERTIES[type(record)]:
            held = getattr(record, name)
            if isinstance(held, tuple):
                if held:
                    changes[name] = tuple(self._fact(record, name, fact, own) for fact in held)
            elif held is not None:
                changes[name] = self._fact(record, name, held, own)
        return replace(record, **changes)

    def relation(self, relation: Relation) -> Relation:
        own = self.weights.confidence(self.signs.of_relation(relation))
        return relation if own is None else replace(relation, confidence=own)

    def _fact(self, record: NodeRecord, name: str, fact: Fact, own: Decimal) -> Fact:
        measured = self.weights.confidence(self.signs.of_fact(record, name, fact))
        return Fact(fact.value, fact.words, fact.rule, own if measured is None else measured)
