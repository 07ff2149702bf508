"""What there is to tell how sure a value is: its rule, where its words stand, and what is known of the thing that has
it. All of it is read from the records, so that whoever has an Extraction can ask.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
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
_MOST_TOLD: Final = 4
_MOST_VALUES: Final = 3
_FAR: Final = (60, 200, 600)  # characters between the words of a value and the event's own


class Signs(NamedTuple):
    """What a confidence depends on. measured: the thing or property that is measured ("strike", "strike.target");
    signs: what tells such values apart, in no order that matters.
    """

    measured: str
    signs: tuple[str, ...]


class Speech(NamedTuple):
    """How one article speaks of its things. kinds: of what kind a node is; forms: how the words at a span name it;
    told: how many words name it; headings: begins of the segments that are titles or headlines, and where they end.
    """

    kinds: Mapping[Ref, str]
    forms: Mapping[tuple[Span, Ref], str]
    told: Mapping[Ref, int]
    named: frozenset[Ref]
    headings: tuple[Span, ...]


def speech_of(extraction: Extraction) -> Speech:
    """How an article speaks of its things."""
    kinds: dict[Ref, str] = {actor.ref: actor.kind.value for actor in extraction.actors}
    kinds |= {zone.ref: "Zone" for zone in extraction.zones}
    told: dict[Ref, int] = {}
    for mention in extraction.mentions:
        told[mention.denotes] = told.get(mention.denotes, 0) + 1
    headings = (SegmentKind.TITLE, SegmentKind.HEADLINE)
    return Speech(
        kinds,
        {(mention.span, mention.denotes): mention.kind.value for mention in extraction.mentions},
        told,
        frozenset(mention.denotes for mention in extraction.mentions if mention.kind is MentionKind.NAME),
        tuple(segment.span for segment in extraction.segments if segment.kind in headings),
    )


def signs_of_record(record: NodeRecord, speech: Speech) -> Signs:
    """What tells how sure it is that there is such a thing in the article."""
    if isinstance(record, Actor | Place):
        told = speech.told.get(record.ref, 0)
        kind = record.kind.value if isinstance(record, Actor) else "Place"
        known = "known" if record.ref.known else "named" if record.ref in speech.named else "described"
        signs = (f"kind={kind}", f"name={known}", f"told={min(told, _MOST_TOLD)}")
        return Signs("actor" if isinstance(record, Actor) else "place", signs)
    filled = sum(bool(getattr(record, name)) for name in PROPERTIES[type(record)])
    return Signs(record.ref.kind, (*_signs_of_thing(record, speech), f"filled={filled}"))


def signs_of_fact(record: NodeRecord, name: str, fact: Fact, speech: Speech) -> Signs:
    """What tells how sure a value is. name: the record's field that holds it."""
    property_ = PROPERTIES[type(record)][name]
    held = getattr(record, name)
    values = len(held) if isinstance(held, tuple) else 1
    signs = [f"rule={part}" for part in fact.rule.split("+")]
    signs += _signs_of_thing(record, speech)
    signs.append(f"values={min(values, _MOST_VALUES)}")
    if isinstance(fact.value, Ref):
        signs.append(f"value={speech.kinds.get(fact.value, fact.value.kind)}")
        form = speech.forms.get((fact.words, fact.value))
        signs.append(f"words={form}" if form else "words=others")
    else:
        signs.append(f"value={fact.value}")
    if isinstance(record, Strike | Agreement):
        signs.append(f"where={_where(record, fact.words)}")
    return Signs(f"{record.ref.kind}.{property_}", tuple(signs))


def signs_of_relation(relation: Relation) -> Signs:
    """What tells how sure a relation is."""
    signs = [f"rule={part}" for part in relation.rule.split("+")]
    return Signs(f"relation.{relation.property}", (*signs, f"factuality={relation.factuality.value}"))


def _signs_of_thing(record: NodeRecord, speech: Speech) -> Iterator[str]:
    if isinstance(record, Strike | Agreement):
        yield f"told={min(len(record.triggers), _MOST_TOLD)}"
        yield f"kind={record.kind.value if record.kind else 'none'}"
        yield f"factuality={record.factuality.value}"
        if all(_inside(trigger, speech.headings) for trigger in record.triggers):
            yield "heading only"
    elif isinstance(record, Zone):
        yield f"told={min(speech.told.get(record.ref, 0), _MOST_TOLD)}"
        yield f"kind={record.kind.value}"
    elif isinstance(record, Claim):
        yield f"stance={record.stance.value}"
        yield f"claimant={record.claimant.rule if record.claimant else 'none'}"
        yield f"stance from={record.stance.rule}"
        if record.cue is None:
            yield "no cue"


def _where(record: Strike | Agreement, words: Span) -> str:
    """Where the words of a value stand beside those that tell of the event."""
    sentence = next((each for each in record.evidence if each.begin <= words.begin < each.end), None)
    if sentence is not None and any(sentence.begin <= each.begin < sentence.end for each in record.triggers):
        return "same sentence"
    gap = min(words.gap(trigger) for trigger in record.triggers)
    return f"far {bisect_left(_FAR, gap)}"


def _inside(span: Span, wholes: Iterable[Span]) -> bool:
    return any(whole.begin <= span.begin < whole.end for whole in wholes)
