"""Records → quads: the only place that knows both.

Each article gets one graph, named by the article's IRI. Every extracted value is written twice: as the direct triple
that queries use, and as a ``ckg:Relation`` node that holds the sentence, the exact words and the rule behind it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg import names as ns
from kg.errors import SpanError
from kg.names import Names
from kg.records import (
    Actor,
    Agreement,
    Article,
    Claim,
    Concept,
    Extraction,
    Fact,
    Factuality,
    Link,
    Mention,
    MentionKind,
    Place,
    Quantity,
    Ref,
    Relation,
    Run,
    Segment,
    Span,
    Strike,
    TimeExpression,
    Zone,
)

Term = NamedNode | Literal

_ORGANIZATIONS: Final = frozenset({"Government", "ArmedForce", "ArmedGroup", "MediaOrganization"})


@cache
def _ckg(local: str) -> NamedNode:
    return NamedNode(ns.CKG + local)


_A: Final = NamedNode(ns.RDF + "type")
_LABEL: Final = NamedNode(ns.RDFS + "label")
_ALT_LABEL: Final = NamedNode(ns.SKOS + "altLabel")
_DECIMAL: Final = NamedNode(ns.XSD + "decimal")
_DATE: Final = NamedNode(ns.XSD + "date")
_DATE_TIME: Final = NamedNode(ns.XSD + "dateTime")


def decimal_literal(number: Decimal) -> Literal:
    """An xsd:decimal in canonical form, as the store would give it back."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Literal(text, datatype=_DECIMAL)


def time_literal(moment: date | datetime) -> Literal:
    """An xsd:dateTime for a datetime, else an xsd:date, in the canonical form that the store would give back."""
    if not isinstance(moment, datetime):
        return Literal(moment.isoformat(), datatype=_DATE)
    text = moment.isoformat().replace("+00:00", "Z")
    if moment.microsecond:
        text = re.sub(r"(\.\d*?)0+(?=Z|[+-]|$)", r"\1", text)
    return Literal(text, datatype=_DATE_TIME)


def extraction_quads(extraction: Extraction, run: Run, names: Names) -> list[Quad]:
    """The quads of one article's graph, without repeats, in a fixed order.

    Raises SpanError where a record points outside the text or at nothing.
    """
    return _ArticleGraph(extraction, names).quads(run)


def quad_key(quad: Quad) -> str:
    """Sort key that puts quads in the order of their N-Quads lines."""
    return str(quad)


def link_quads(links: Iterable[Link], names: Names) -> Iterator[Quad]:
    """Quads of the identity graph for links to outside datasets: the direct triple for accepted links only."""
    graph = NamedNode(names.graph("identity"))
    for link in links:
        subject = NamedNode(link_subject(link, names))
        target, predicate = NamedNode(link.target), NamedNode(link.predicate)
        digest = hashlib.sha256(f"{subject.value} {predicate.value} {target.value}".encode()).hexdigest()[:16]
        node = NamedNode(names.known("link", digest))
        yield Quad(node, _A, _ckg("Link"), graph)
        yield Quad(node, _ckg("linkSubject"), subject, graph)
        yield Quad(node, _ckg("linkTarget"), target, graph)
        yield Quad(node, _ckg("linkPredicate"), predicate, graph)
        yield Quad(node, _ckg("linkMethod"), Literal(link.method), graph)
        yield Quad(node, _ckg("linkStatus"), _ckg(link.status), graph)
        yield Quad(node, _ckg("confidence"), decimal_literal(link.confidence), graph)
        if link.reason:
            yield Quad(node, _ckg("linkReason"), Literal(link.reason), graph)
        if link.status == "Accepted":
            yield Quad(subject, predicate, target, graph)


def link_subject(link: Link, names: Names) -> str:
    """IRI of what is linked."""
    return link.node or names.known(link.subject.kind, link.subject.key)


class _ArticleGraph:
    """Collects the quads of one article."""

    def __init__(self, extraction: Extraction, names: Names) -> None:
        self.extraction = extraction
        self.article = extraction.article
        self.names = names
        self.graph = NamedNode(names.article(self.article.id))
        self.collected: set[Quad] = set()
        self._mentions: dict[Span, NamedNode] = {}
        self._sentences: dict[Span, NamedNode] = {}

    def quads(self, run: Run) -> list[Quad]:
        self._article(self.article)
        self._run(run)
        every = self.extraction
        for segment in every.segments:
            self._segment(segment)
        for mention in every.mentions:
            self._mention_of(mention)
        for quantity in every.quantities:
            self._quantity(quantity)
        for time in every.times:
            self._time(time)
        for actor in every.actors:
            self._actor(actor)
        for place in every.places:
            self._place(place)
        for zone in every.zones:
            self._zone(zone)
        for strike in every.strikes:
            self._strike(strike)
        for agreement in every.agreements:
            self._agreement(agreement)
        for claim in every.claims:
            self._claim(claim)
        for relation in every.relations:
            self._relation(relation)
        return sorted(self.collected, key=quad_key)

    def _add(self, subject: NamedNode, predicate: NamedNode, value: Term) -> None:
        self.collected.add(Quad(subject, predicate, value, self.graph))

    def _node(self, ref: Ref) -> NamedNode:
        if ref.known:
            return NamedNode(self.names.known(ref.kind, ref.key))
        return NamedNode(self.names.local(ref.kind, self.article.id, ref.key))

    def _term(self, value: Ref | Concept | str) -> Term:
        if isinstance(value, Ref):
            return self._node(value)
        if isinstance(value, Concept):
            return _ckg(value.value)
        return Literal(value)

    def _types(self, node: NamedNode, *local_names: str) -> None:
        for local in local_names:
            self._add(node, _A, _ckg(local))

    def _mention(self, span: Span, kind: MentionKind | None = None) -> NamedNode:
        """The node of a span, described; kind is left out where another record gives it."""
        node = self._mentions.get(span)
        if node is None:
            node = self._mentions[span] = self._new_mention(span)
        if kind is not None:
            self._add(node, _ckg("mentionKind"), _ckg(kind.value))
        return node

    def _new_mention(self, span: Span) -> NamedNode:
        begin, end = span
        if not 0 <= begin < end <= len(self.article.text):
            raise SpanError(
                f"article {self.article.id!r}: span {begin}–{end} lies outside its {len(self.article.text)} characters"
            )
        node = NamedNode(self.names.mention(self.article.id, begin, end))
        self._types(node, "Mention")
        self._add(node, _ckg("inArticle"), self.graph)
        self._add(node, _ckg("begin"), Literal(begin))
        self._add(node, _ckg("end"), Literal(end))
        self._add(node, _ckg("exact"), Literal(self.article.text[begin:end]))
        return node

    def _sentence(self, span: Span) -> NamedNode:
        if span not in self._sentences:
            node = self._sentences[span] = self._mention(span, MentionKind.SENTENCE)
            for segment in self.extraction.segments:
                if segment.span.begin <= span.begin < segment.span.end:
                    self._add(node, _ckg("segmentKind"), _ckg(segment.kind.value))
        return self._sentences[span]

    def _extracted(self, node: NamedNode, label: str, evidence: Sequence[Span], confidence: Decimal) -> None:
        self._add(node, _LABEL, Literal(label))
        self._add(node, _ckg("confidence"), decimal_literal(confidence))
        for span in evidence:
            self._add(node, _ckg("evidence"), self._sentence(span))

    def _facts(self, subject: NamedNode, local: str, facts: Iterable[Fact], evidence: Sequence[Span]) -> None:
        for fact in facts:
            value = self._term(fact.value)
            self._add(subject, _ckg(local), value)
            node = self._relation_node(subject, local, value, fact.words, self._around(fact.words, evidence))
            self._add(node, _ckg("rule"), Literal(fact.rule))
            self._add(node, _ckg("confidence"), decimal_literal(fact.confidence))

    def _around(self, words: Span, evidence: Sequence[Span]) -> Sequence[Span]:
        """The evidence sentences that hold the words, or all where none does."""
        return [s for s in evidence if s.begin <= words.begin and words.end <= s.end] or evidence

    def _relation_node(
        self, subject: NamedNode, local: str, value: Term, words: Span, evidence: Sequence[Span]
    ) -> NamedNode:
        digest = hashlib.sha256(f"{subject} {local} {value}".encode()).hexdigest()[:16]
        node = NamedNode(self.names.local("relation", self.article.id, digest))
        self._types(node, "Relation")
        self._add(node, _ckg("relationSubject"), subject)
        self._add(node, _ckg("relationProperty"), _ckg(local))
        self._add(node, _ckg("relationObject"), value)
        self._add(node, _ckg("supportedBy"), self._mention(words))
        for span in evidence:
            self._add(node, _ckg("evidence"), self._sentence(span))
        return node

    def _article(self, article: Article) -> None:
        node = self.graph
        self._types(node, "Article")
        self._add(node, _A, NamedNode(ns.SCHEMA + "NewsArticle"))
        self._add(node, _LABEL, Literal(article.title or article.id))
        self._add(node, _ckg("text"), Literal(article.text))
        self._add(node, _ckg("sha256"), Literal(hashlib.sha256(article.text.encode()).hexdigest()))
        self._add(node, NamedNode(ns.DCT + "identifier"), Literal(article.id))
        literals = {
            "title": article.title,
            "source": article.url,
            "publisher": article.publisher,
            "language": article.language,
        }
        for term, value in literals.items():
            if value:
                self._add(node, NamedNode(ns.DCT + term), Literal(value))
        if article.published is not None:
            self._add(node, NamedNode(ns.DCT + "issued"), time_literal(article.published))
        if article.extra:
            kept = json.dumps(article.extra, ensure_ascii=False, sort_keys=True, default=str)
            self._add(node, _ckg("sourceMetadata"), Literal(kept.encode("utf-8", "replace").decode()))

    def _run(self, run: Run) -> None:
        node = NamedNode(self.names.known("run", self.article.id))
        self._types(node, "ExtractionRun")
        self._add(node, _A, NamedNode(ns.PROV + "Activity"))
        self._add(self.graph, NamedNode(ns.PROV + "wasGeneratedBy"), node)
        self._add(node, _ckg("programVersion"), Literal(run.program_version))
        self._add(node, _ckg("modelVersion"), Literal(run.model_version))
        self._add(node, _ckg("rulesVersion"), Literal(run.rules_version))
        self._add(node, _ckg("inputFingerprint"), Literal(run.fingerprint))
        self._add(node, NamedNode(ns.PROV + "endedAtTime"), time_literal(run.ended))

    def _segment(self, segment: Segment) -> None:
        node = self._mention(segment.span, MentionKind.SEGMENT)
        self._add(node, _ckg("segmentKind"), _ckg(segment.kind.value))

    def _mention_of(self, mention: Mention) -> None:
        node = self._mention(mention.span, mention.kind)
        self._add(node, _ckg("denotes"), self._node(mention.denotes))

    def _quantity(self, quantity: Quantity) -> None:
        node = self._node(quantity.ref)
        self._types(node, "Quantity")
        self._words(node, quantity.words)
        for local, number in (("value", quantity.value), ("min", quantity.least), ("max", quantity.most)):
            if number is not None:
                self._add(node, _ckg(local), decimal_literal(number))
        self._add(node, _ckg("approximate"), Literal(quantity.approximate))
        if quantity.unit:
            self._add(node, _ckg("unit"), Literal(quantity.unit))

    def _time(self, time: TimeExpression) -> None:
        node = self._node(time.ref)
        self._types(node, "TimeExpression")
        self._words(node, time.words)
        for local, day in (("earliest", time.earliest), ("latest", time.latest)):
            if day is not None:
                self._add(node, _ckg(local), time_literal(day))

    def _words(self, node: NamedNode, words: Span) -> None:
        """A value node says its own words and where they stand."""
        self._add(node, _LABEL, Literal(self.article.text[words.begin : words.end]))
        self._add(node, _ckg("exact"), Literal(self.article.text[words.begin : words.end]))
        self._add(node, _ckg("supportedBy"), self._mention(words))

    def _actor(self, actor: Actor) -> None:
        node = self._node(actor.ref)
        kind = actor.kind.value
        self._types(node, "Actor", kind, *(["Organization"] if kind in _ORGANIZATIONS else []))
        self._extracted(node, actor.label, actor.evidence, actor.confidence)
        for name in actor.alt_labels:
            self._add(node, _ALT_LABEL, Literal(name))
        self._facts(node, "roleTitle", actor.role_titles, actor.evidence)
        self._facts(node, "strength", actor.strength, actor.evidence)

    def _place(self, place: Place) -> None:
        node = self._node(place.ref)
        self._types(node, "Place")
        self._add(node, _A, NamedNode(ns.GEO + "Feature"))
        self._extracted(node, place.label, place.evidence, place.confidence)
        for name in place.alt_labels:
            self._add(node, _ALT_LABEL, Literal(name))
        self._facts(node, "within", place.within, place.evidence)

    def _zone(self, zone: Zone) -> None:
        node = self._node(zone.ref)
        self._types(node, "Place", "Zone", zone.kind.value)
        self._add(node, _A, NamedNode(ns.GEO + "Feature"))
        self._extracted(node, zone.label, zone.evidence, zone.confidence)
        for local, facts in (("within", zone.within), ("controlledBy", zone.controlled_by), ("extent", zone.extent)):
            self._facts(node, local, facts, zone.evidence)

    def _strike(self, strike: Strike) -> None:
        node = self._node(strike.ref)
        self._types(node, "Event", "Strike", *([strike.kind.value] if strike.kind else []))
        self._extracted(node, strike.label, strike.evidence, strike.confidence)
        self._triggers(strike.ref, strike.triggers)
        roles = {
            "perpetrator": strike.perpetrator,
            "allegedPerpetrator": strike.alleged_perpetrator,
            "target": strike.target,
            "location": strike.location,
            "when": strike.when,
            "weapon": strike.weapon,
            "killed": strike.killed,
            "injured": strike.injured,
            "factuality": (strike.factuality,),
        }
        for local, facts in roles.items():
            self._facts(node, local, facts, strike.evidence)

    def _agreement(self, agreement: Agreement) -> None:
        node = self._node(agreement.ref)
        self._types(node, "Agreement", *([agreement.kind.value] if agreement.kind else []))
        self._extracted(node, agreement.label, agreement.evidence, agreement.confidence)
        self._triggers(agreement.ref, agreement.triggers)
        roles = {
            "party": agreement.party,
            "establishes": agreement.establishes,
            "location": agreement.location,
            "when": agreement.when,
            "status": (agreement.status,) if agreement.status else (),
            "factuality": (agreement.factuality,),
        }
        for local, facts in roles.items():
            self._facts(node, local, facts, agreement.evidence)

    def _triggers(self, ref: Ref, spans: Iterable[Span]) -> None:
        for span in spans:
            self._mention_of(Mention(span, MentionKind.TRIGGER, ref))

    def _claim(self, claim: Claim) -> None:
        node = self._node(claim.ref)
        self._types(node, "Claim")
        self._extracted(
            node, self.article.text[claim.content.begin : claim.content.end], claim.evidence, claim.confidence
        )
        self._add(node, _ckg("contentMention"), self._mention(claim.content, MentionKind.CONTENT))
        if claim.cue is not None:
            self._add(node, _ckg("cueMention"), self._mention(claim.cue, MentionKind.CUE))
        if claim.claimant is not None:
            self._add(node, _ckg("claimantMention"), self._mention(claim.claimant.words))
            self._facts(node, "claimant", (claim.claimant,), claim.evidence)
        for local, facts in (("stance", (claim.stance,)), ("about", claim.about), ("responsible", claim.responsible)):
            self._facts(node, local, facts, claim.evidence)

    def _relation(self, relation: Relation) -> None:
        subject, value = self._node(relation.subject), self._node(relation.object)
        if relation.factuality in (Factuality.STATED, Factuality.ATTRIBUTED):
            self._add(subject, _ckg(relation.property), value)
        node = self._relation_node(subject, relation.property, value, relation.words, relation.evidence)
        self._add(node, _ckg("factuality"), _ckg(relation.factuality.value))
        self._add(node, _ckg("rule"), Literal(relation.rule))
        self._add(node, _ckg("confidence"), decimal_literal(relation.confidence))
