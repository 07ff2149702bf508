"""The graph of an article: each extracted value stands there twice, as the direct triple that queries use, and as a
``ckg:Relation`` node that holds the sentence, the exact words and the rule behind it.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from kg import names as ns
from kg.names import Names
from kg.records import (
    Actor,
    Agreement,
    Claim,
    Extraction,
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
from kg.triples.nodes import LABEL, A, ArticleNodes
from kg.triples.terms import boolean, ckg, decimal_term, iri, string, time_term

_ORGANIZATIONS: Final = frozenset({"Government", "ArmedForce", "ArmedGroup", "MediaOrganization"})
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
        self._nodes = ArticleNodes(extraction, names)
        self._add = self._nodes.add

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
        return self._nodes.triples

    def _article(self) -> None:
        article, node = self.article, self._nodes.article
        title = article.title or self._headline()
        self._nodes.types(node, "Article")
        self._add(node, A, iri(ns.SCHEMA + "NewsArticle"))
        self._add(node, LABEL, string(title or article.id))
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
            self._add(node, iri(ns.DCT + "issued"), time_term(article.published))
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
        self._nodes.types(node, "ExtractionRun")
        self._add(node, A, iri(ns.PROV + "Activity"))
        self._add(self._nodes.article, iri(ns.PROV + "wasGeneratedBy"), node)
        self._add(node, ckg("programVersion"), string(run.program_version))
        self._add(node, ckg("modelVersion"), string(run.model_version))
        self._add(node, ckg("rulesVersion"), string(run.rules_version))
        self._add(node, ckg("inputFingerprint"), string(run.fingerprint))
        self._add(node, iri(ns.PROV + "endedAtTime"), time_term(run.ended))

    def _segment(self, segment: Segment) -> None:
        node = self._nodes.mention(segment.span, MentionKind.SEGMENT)
        self._add(node, ckg("segmentKind"), ckg(segment.kind.value))

    def _mention_of(self, mention: Mention) -> None:
        node = self._nodes.mention(mention.span, mention.kind)
        self._add(node, ckg("denotes"), self._nodes.of(mention.denotes))

    def _quantity(self, quantity: Quantity) -> None:
        node = self._nodes.of(quantity.ref)
        self._nodes.types(node, "Quantity")
        self._nodes.words(node, quantity.words)
        for local, number in (("value", quantity.value), ("min", quantity.least), ("max", quantity.most)):
            if number is not None:
                self._add(node, ckg(local), decimal_term(number))
        self._add(node, ckg("approximate"), boolean(quantity.approximate))
        if quantity.unit:
            self._add(node, ckg("unit"), string(quantity.unit))

    def _time(self, time: TimeExpression) -> None:
        node = self._nodes.of(time.ref)
        self._nodes.types(node, "TimeExpression")
        self._nodes.words(node, time.words)
        for local, day in (("earliest", time.earliest), ("latest", time.latest)):
            if day is not None:
                self._add(node, ckg(local), time_term(day))

    def _actor(self, actor: Actor) -> None:
        node = self._nodes.of(actor.ref)
        kind = actor.kind.value
        self._nodes.types(node, "Actor", kind, *(["Organization"] if kind in _ORGANIZATIONS else []))
        self._nodes.extracted(node, actor.label, actor.evidence, actor.confidence)
        for name in actor.alt_labels:
            self._add(node, _ALT_LABEL, string(name))
        self._nodes.facts(node, "roleTitle", actor.role_titles, actor.evidence)
        self._nodes.facts(node, "strength", actor.strength, actor.evidence)

    def _place(self, place: Place) -> None:
        node = self._nodes.of(place.ref)
        self._nodes.types(node, "Place")
        self._add(node, A, _FEATURE)
        self._nodes.extracted(node, place.label, place.evidence, place.confidence)
        for name in place.alt_labels:
            self._add(node, _ALT_LABEL, string(name))
        self._nodes.facts(node, "within", place.within, place.evidence)

    def _zone(self, zone: Zone) -> None:
        node = self._nodes.of(zone.ref)
        self._nodes.types(node, "Place", "Zone", zone.kind.value)
        self._add(node, A, _FEATURE)
        self._nodes.extracted(node, zone.label, zone.evidence, zone.confidence)
        for local, facts in (("within", zone.within), ("controlledBy", zone.controlled_by), ("extent", zone.extent)):
            self._nodes.facts(node, local, facts, zone.evidence)

    def _strike(self, strike: Strike) -> None:
        node = self._nodes.of(strike.ref)
        self._nodes.types(node, "Event", "Strike", *([strike.kind.value] if strike.kind else []))
        self._nodes.extracted(node, strike.label, strike.evidence, strike.confidence)
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
            self._nodes.facts(node, local, facts, strike.evidence)

    def _agreement(self, agreement: Agreement) -> None:
        node = self._nodes.of(agreement.ref)
        self._nodes.types(node, "Agreement", *([agreement.kind.value] if agreement.kind else []))
        self._nodes.extracted(node, agreement.label, agreement.evidence, agreement.confidence)
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
            self._nodes.facts(node, local, facts, agreement.evidence)

    def _triggers(self, ref: Ref, spans: Iterable[Span]) -> None:
        for span in spans:
            self._mention_of(Mention(span, MentionKind.TRIGGER, ref))

    def _claim(self, claim: Claim) -> None:
        node = self._nodes.of(claim.ref)
        self._nodes.types(node, "Claim")
        self._nodes.extracted(
            node, self.article.text[claim.content.begin : claim.content.end], claim.evidence, claim.confidence
        )
        self._add(node, ckg("contentMention"), self._nodes.mention(claim.content, MentionKind.CONTENT))
        if claim.cue is not None:
            self._add(node, ckg("cueMention"), self._nodes.mention(claim.cue, MentionKind.CUE))
        if claim.claimant is not None:
            self._add(node, ckg("claimantMention"), self._nodes.mention(claim.claimant.words))
            self._nodes.facts(node, "claimant", (claim.claimant,), claim.evidence)
        for local, facts in (("stance", (claim.stance,)), ("about", claim.about), ("responsible", claim.responsible)):
            self._nodes.facts(node, local, facts, claim.evidence)

    def _relation(self, relation: Relation) -> None:
        subject, value = self._nodes.of(relation.subject), self._nodes.of(relation.object)
        if relation.factuality in (Factuality.STATED, Factuality.ATTRIBUTED):
            self._add(subject, ckg(relation.property), value)
        node = self._nodes.relation((subject, relation.property, value), relation, relation.evidence)
        self._add(node, ckg("factuality"), ckg(relation.factuality.value))
