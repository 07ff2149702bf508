"""The graph of an article: each extracted value stands there twice, as the direct triple that queries use, and as a
``ckg:Relation`` node that holds the sentence, the exact words and the rule behind it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg import names as ns
from kg.errors import SpanError
from kg.names import Names
from kg.records import (
    Actor,
    Agreement,
    Claim,
    Concept,
    Extraction,
    Fact,
    Factuality,
    Mention,
    MentionKind,
    Place,
    Quantity,
    Ref,
    Relation,
    Run,
    Segment,
    SegmentKind,
    Span,
    Strike,
    TimeExpression,
    Zone,
)
from kg.triples.graph_triples import GraphTriples
from kg.triples.terms import boolean, ckg, decimal_literal, integer, iri, string, time_literal

_ORGANIZATIONS: Final = frozenset({"Government", "ArmedForce", "ArmedGroup", "MediaOrganization"})
_A: Final = iri(ns.RDF + "type")
_LABEL: Final = iri(ns.RDFS + "label")
_ALT_LABEL: Final = iri(ns.SKOS + "altLabel")
_FEATURE: Final = iri(ns.GEO + "Feature")


def extraction_quads(extraction: Extraction, run: Run, names: Names) -> list[Quad]:
    """The quads of one article's graph, without repeats, in a fixed order.

    Raises SpanError where a record points outside the text or at nothing.
    """
    lines = ArticleGraph(extraction, names).triples(run).lines()
    return list(parse("\n".join(lines), format=RdfFormat.N_QUADS, lenient=True))


class ArticleGraph:
    """Puts what was extracted from one article into triples."""

    def __init__(self, extraction: Extraction, names: Names) -> None:
        self.extraction = extraction
        self.article = extraction.article
        self.names = names
        # The library checks that the IRI is one, and with it the base of all others.
        graph = NamedNode(names.article(self.article.id))
        self.node = str(graph)
        self._triples = GraphTriples(graph.value)
        self._add = self._triples.add
        self._mentions: dict[Span, str] = {}
        self._sentences: dict[Span, str] = {}
        self._refs: dict[Ref, str] = {}

    def triples(self, run: Run) -> GraphTriples:
        """All triples of the graph. Raises SpanError where a record points outside the text or at nothing."""
        self._article()
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
        return self._triples

    def _node(self, ref: Ref) -> str:
        node = self._refs.get(ref)
        if node is None:
            known = self.names.known(ref.kind, ref.key) if ref.known else ""
            node = self._refs[ref] = iri(known or self.names.local(ref.kind, self.article.id, ref.key))
        return node

    def _term(self, value: Ref | Concept | str) -> str:
        if isinstance(value, Ref):
            return self._node(value)
        return ckg(value.value) if isinstance(value, Concept) else string(value)

    def _types(self, node: str, *local_names: str) -> None:
        for local in local_names:
            self._add(node, _A, ckg(local))

    def _mention(self, span: Span, kind: MentionKind | None = None) -> str:
        """The node of a span, described; kind is left out where another record gives it."""
        node = self._mentions.get(span)
        if node is None:
            node = self._mentions[span] = self._new_mention(span)
        if kind is not None:
            self._add(node, ckg("mentionKind"), ckg(kind.value))
        return node

    def _new_mention(self, span: Span) -> str:
        begin, end = span
        if not 0 <= begin < end <= len(self.article.text):
            raise SpanError(
                f"article {self.article.id!r}: span {begin}–{end} lies outside its {len(self.article.text)} characters"
            )
        node = iri(self.names.mention(self.article.id, begin, end))
        self._types(node, "Mention")
        self._add(node, ckg("inArticle"), self.node)
        self._add(node, ckg("begin"), integer(begin))
        self._add(node, ckg("end"), integer(end))
        self._add(node, ckg("exact"), string(self.article.text[begin:end]))
        return node

    def _sentence(self, span: Span) -> str:
        if span not in self._sentences:
            node = self._sentences[span] = self._mention(span, MentionKind.SENTENCE)
            for segment in self.extraction.segments:
                if segment.span.begin <= span.begin < segment.span.end:
                    self._add(node, ckg("segmentKind"), ckg(segment.kind.value))
        return self._sentences[span]

    def _extracted(self, node: str, label: str, evidence: Sequence[Span], confidence: Decimal) -> None:
        self._add(node, _LABEL, string(label))
        self._add(node, ckg("confidence"), _decimal(confidence))
        for span in evidence:
            self._add(node, ckg("evidence"), self._sentence(span))

    def _facts(self, subject: str, local: str, facts: Iterable[Fact], evidence: Sequence[Span]) -> None:
        for fact in facts:
            value = self._term(fact.value)
            self._add(subject, ckg(local), value)
            node = self._relation_node(subject, local, value, fact.words, self._around(fact.words, evidence))
            self._add(node, ckg("rule"), string(fact.rule))
            self._add(node, ckg("confidence"), _decimal(fact.confidence))

    def _around(self, words: Span, evidence: Sequence[Span]) -> Sequence[Span]:
        """The evidence sentences that hold the words, or all where none does."""
        return [s for s in evidence if s.begin <= words.begin and words.end <= s.end] or evidence

    def _relation_node(self, subject: str, local: str, value: str, words: Span, evidence: Sequence[Span]) -> str:
        digest = hashlib.sha256(f"{subject} {local} {value}".encode()).hexdigest()[:16]
        node = iri(self.names.local("relation", self.article.id, digest))
        self._types(node, "Relation")
        self._add(node, ckg("relationSubject"), subject)
        self._add(node, ckg("relationProperty"), ckg(local))
        self._add(node, ckg("relationObject"), value)
        self._add(node, ckg("supportedBy"), self._mention(words))
        for span in evidence:
            self._add(node, ckg("evidence"), self._sentence(span))
        return node

    def _article(self) -> None:
        article, node = self.article, self.node
        title = article.title or self._headline()
        self._types(node, "Article")
        self._add(node, _A, iri(ns.SCHEMA + "NewsArticle"))
        self._add(node, _LABEL, string(title or article.id))
        self._add(node, ckg("text"), string(article.text))
        self._add(node, ckg("sha256"), string(hashlib.sha256(article.text.encode()).hexdigest()))
        self._add(node, iri(ns.DCT + "identifier"), string(article.id))
        literals = {
            "title": title,
            "source": article.url,
            "publisher": article.publisher,
            "language": article.language,
        }
        for term, value in literals.items():
            if value:
                self._add(node, iri(ns.DCT + term), string(value))
        if article.published is not None:
            self._add(node, iri(ns.DCT + "issued"), _time(article.published))
        if article.extra:
            kept = json.dumps(article.extra, ensure_ascii=False, sort_keys=True, default=str)
            self._add(node, ckg("sourceMetadata"), string(kept.encode("utf-8", "replace").decode()))

    def _headline(self) -> str:
        """The title that the text begins with, "" where it has none."""
        spans = (each.span for each in self.extraction.segments if each.kind is SegmentKind.TITLE)
        span = next(spans, Span(0, 0))
        return " ".join(self.article.text[span.begin : span.end].split())

    def _run(self, run: Run) -> None:
        node = iri(self.names.known("run", self.article.id))
        self._types(node, "ExtractionRun")
        self._add(node, _A, iri(ns.PROV + "Activity"))
        self._add(self.node, iri(ns.PROV + "wasGeneratedBy"), node)
        self._add(node, ckg("programVersion"), string(run.program_version))
        self._add(node, ckg("modelVersion"), string(run.model_version))
        self._add(node, ckg("rulesVersion"), string(run.rules_version))
        self._add(node, ckg("inputFingerprint"), string(run.fingerprint))
        self._add(node, iri(ns.PROV + "endedAtTime"), _time(run.ended))

    def _segment(self, segment: Segment) -> None:
        node = self._mention(segment.span, MentionKind.SEGMENT)
        self._add(node, ckg("segmentKind"), ckg(segment.kind.value))

    def _mention_of(self, mention: Mention) -> None:
        node = self._mention(mention.span, mention.kind)
        self._add(node, ckg("denotes"), self._node(mention.denotes))

    def _quantity(self, quantity: Quantity) -> None:
        node = self._node(quantity.ref)
        self._types(node, "Quantity")
        self._words(node, quantity.words)
        for local, number in (("value", quantity.value), ("min", quantity.least), ("max", quantity.most)):
            if number is not None:
                self._add(node, ckg(local), _decimal(number))
        self._add(node, ckg("approximate"), boolean(quantity.approximate))
        if quantity.unit:
            self._add(node, ckg("unit"), string(quantity.unit))

    def _time(self, time: TimeExpression) -> None:
        node = self._node(time.ref)
        self._types(node, "TimeExpression")
        self._words(node, time.words)
        for local, day in (("earliest", time.earliest), ("latest", time.latest)):
            if day is not None:
                self._add(node, ckg(local), _time(day))

    def _words(self, node: str, words: Span) -> None:
        """A value node says its own words and where they stand."""
        self._add(node, _LABEL, string(self.article.text[words.begin : words.end]))
        self._add(node, ckg("exact"), string(self.article.text[words.begin : words.end]))
        self._add(node, ckg("supportedBy"), self._mention(words))

    def _actor(self, actor: Actor) -> None:
        node = self._node(actor.ref)
        kind = actor.kind.value
        self._types(node, "Actor", kind, *(["Organization"] if kind in _ORGANIZATIONS else []))
        self._extracted(node, actor.label, actor.evidence, actor.confidence)
        for name in actor.alt_labels:
            self._add(node, _ALT_LABEL, string(name))
        self._facts(node, "roleTitle", actor.role_titles, actor.evidence)
        self._facts(node, "strength", actor.strength, actor.evidence)

    def _place(self, place: Place) -> None:
        node = self._node(place.ref)
        self._types(node, "Place")
        self._add(node, _A, _FEATURE)
        self._extracted(node, place.label, place.evidence, place.confidence)
        for name in place.alt_labels:
            self._add(node, _ALT_LABEL, string(name))
        self._facts(node, "within", place.within, place.evidence)

    def _zone(self, zone: Zone) -> None:
        node = self._node(zone.ref)
        self._types(node, "Place", "Zone", zone.kind.value)
        self._add(node, _A, _FEATURE)
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
        self._add(node, ckg("contentMention"), self._mention(claim.content, MentionKind.CONTENT))
        if claim.cue is not None:
            self._add(node, ckg("cueMention"), self._mention(claim.cue, MentionKind.CUE))
        if claim.claimant is not None:
            self._add(node, ckg("claimantMention"), self._mention(claim.claimant.words))
            self._facts(node, "claimant", (claim.claimant,), claim.evidence)
        for local, facts in (("stance", (claim.stance,)), ("about", claim.about), ("responsible", claim.responsible)):
            self._facts(node, local, facts, claim.evidence)

    def _relation(self, relation: Relation) -> None:
        subject, value = self._node(relation.subject), self._node(relation.object)
        if relation.factuality in (Factuality.STATED, Factuality.ATTRIBUTED):
            self._add(subject, ckg(relation.property), value)
        node = self._relation_node(subject, relation.property, value, relation.words, relation.evidence)
        self._add(node, ckg("factuality"), ckg(relation.factuality.value))
        self._add(node, ckg("rule"), string(relation.rule))
        self._add(node, ckg("confidence"), _decimal(relation.confidence))


@lru_cache(maxsize=1024)
def _decimal(number: Decimal) -> str:
    return str(decimal_literal(number))


def _time(moment: date | datetime) -> str:
    return str(time_literal(moment))
