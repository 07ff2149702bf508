"""What there is to tell how sure a value is: its rule, where its words stand, and what is known of the thing that has
it. All of it is read from the records, so that whoever has an Extraction can ask.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final, NamedTuple

from kg.records import (
    Actor,
    Agreement,
    Claim,
    Extraction,
    Fact,
    MentionKind,
    Place,
    Ref,
    Relation,
    SegmentKind,
    Span,
    Strike,
    Zone,
)

NodeRecord = Actor | Place | Zone | Strike | Agreement | Claim

#: The fields of each class of records that hold facts, with the local name of the property that each becomes.
PROPERTIES: Final[Mapping[type, Mapping[str, str]]] = {
    kind: {
        each.name: "".join(part.title() if number else part for number, part in enumerate(each.name.split("_")))
        for each in fields(kind)
        if each.type in (Fact, Fact | None, tuple[Fact, ...])
    }
    for kind in (Actor, Place, Zone, Strike, Agreement, Claim)
}
_HEADINGS: Final = frozenset({SegmentKind.TITLE, SegmentKind.HEADLINE})
_MOST_TOLD: Final = 4
_MOST_VALUES: Final = 3
_FAR: Final = (60, 200, 600)  # characters between the words of a value and the event's own


class Signs(NamedTuple):
    """What a confidence depends on. measured: the thing or property that is measured ("strike", "strike.target");
    signs: what tells such values apart, in no order that matters.
    """

    measured: str
    signs: tuple[str, ...]


class SignReader:
    """Reads the signs of the things and values of one article."""

    def __init__(self, extraction: Extraction) -> None:
        self._kinds: dict[Ref, str] = {actor.ref: actor.kind.value for actor in extraction.actors}
        self._kinds |= {zone.ref: "Zone" for zone in extraction.zones}
        self._forms = {(mention.span, mention.denotes): mention.kind.value for mention in extraction.mentions}
        self._told = Counter(mention.denotes for mention in extraction.mentions)
        self._named = {mention.denotes for mention in extraction.mentions if mention.kind is MentionKind.NAME}
        headings = sorted(segment.span for segment in extraction.segments if segment.kind in _HEADINGS)
        self._heading_begins = [span.begin for span in headings]
        self._heading_ends = [span.end for span in headings]
        self._of_things: dict[Ref, tuple[str, ...]] = {}

    def of_record(self, record: NodeRecord) -> Signs:
        """What tells how sure it is that there is such a thing in the article."""
        if isinstance(record, Actor | Place):
            kind = record.kind.value if isinstance(record, Actor) else "Place"
            name = "known" if record.ref.known else "named" if record.ref in self._named else "described"
            signs = (f"kind={kind}", f"name={name}", f"told={min(self._told[record.ref], _MOST_TOLD)}")
            return Signs("actor" if isinstance(record, Actor) else "place", signs)
        filled = sum(bool(getattr(record, name)) for name in PROPERTIES[type(record)])
        return Signs(record.ref.kind, (*self._of_thing(record), f"filled={filled}"))

    def of_fact(self, record: NodeRecord, name: str, fact: Fact) -> Signs:
        """What tells how sure a value is. name: the record's field that holds it."""
        held = getattr(record, name)
        values = len(held) if isinstance(held, tuple) else 1
        signs = [f"rule={part}" for part in fact.rule.split("+")]
        signs += self._of_thing(record)
        signs.append(f"values={min(values, _MOST_VALUES)}")
        if isinstance(fact.value, Ref):
            signs.append(f"value={self._kinds.get(fact.value, fact.value.kind)}")
            signs.append(f"words={self._forms.get((fact.words, fact.value), 'others')}")
        else:
            signs.append(f"value={fact.value}")
        if isinstance(record, Strike | Agreement):
            signs.append(f"where={_where(record, fact.words)}")
        return Signs(f"{record.ref.kind}.{PROPERTIES[type(record)][name]}", tuple(signs))

    def of_relation(self, relation: Relation) -> Signs:
        """What tells how sure a relation is."""
        signs = [f"rule={part}" for part in relation.rule.split("+")]
        return Signs(f"relation.{relation.property}", (*signs, f"factuality={relation.factuality.value}"))

    def _of_thing(self, record: NodeRecord) -> tuple[str, ...]:
        found = self._of_things.get(record.ref)
        if found is None:
            found = self._of_things[record.ref] = tuple(self._signs_of_thing(record))
        return found

    def _signs_of_thing(self, record: NodeRecord) -> Iterator[str]:
        if isinstance(record, Strike | Agreement):
            yield f"told={min(len(record.triggers), _MOST_TOLD)}"
            yield f"kind={record.kind.value if record.kind else 'none'}"
            yield f"factuality={record.factuality.value}"
            if all(self._is_heading(trigger) for trigger in record.triggers):
                yield "heading only"
        elif isinstance(record, Zone):
            yield f"told={min(self._told[record.ref], _MOST_TOLD)}"
            yield f"kind={record.kind.value}"
        elif isinstance(record, Claim):
            yield f"stance={record.stance.value}"
            yield f"claimant={record.claimant.rule if record.claimant else 'none'}"
            yield f"stance from={record.stance.rule}"
            if record.cue is None:
                yield "no cue"

    def _is_heading(self, span: Span) -> bool:
        at = bisect_right(self._heading_begins, span.begin) - 1
        return at >= 0 and span.begin < self._heading_ends[at]


def _where(record: Strike | Agreement, words: Span) -> str:
    """Where the words of a value stand beside those that tell of the event."""
    sentence = next((each for each in record.evidence if each.begin <= words.begin < each.end), None)
    if sentence is not None and any(sentence.begin <= each.begin < sentence.end for each in record.triggers):
        return "same sentence"
    gap = min((words.gap(trigger) for trigger in record.triggers), default=_FAR[-1])
    return f"far {bisect_left(_FAR, gap)}"
