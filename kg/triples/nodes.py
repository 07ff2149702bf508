"""The nodes of an article's graph, and what each value in it stands on: mentions, sentences, relations."""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from pyoxigraph import NamedNode

from kg import names as ns
from kg.errors import SpanError
from kg.names import Names
from kg.records import Concept, Extraction, Fact, MentionKind, Ref, Relation, Span
from kg.triples.graph_triples import GraphTriples
from kg.triples.terms import ckg, decimal_term, integer, iri, string

A: Final = iri(ns.RDF + "type")
LABEL: Final = iri(ns.RDFS + "label")


class ArticleNodes:
    """Names and describes the nodes of one article's graph, each mention and sentence once."""

    def __init__(self, extraction: Extraction, names: Names) -> None:
        self._id = extraction.article.id
        self._text = extraction.article.text
        self._segments = extraction.segments
        self._names = names
        # The library checks that the IRI is one, and with it the base of all others.
        graph = NamedNode(names.article(self._id))
        self.article = str(graph)
        self.triples = GraphTriples(graph.value)
        self.add = self.triples.add
        self._mentions: dict[Span, str] = {}
        self._sentences: dict[Span, str] = {}
        self._refs: dict[Ref, str] = {}

    def of(self, ref: Ref) -> str:
        """The node that a reference names."""
        node = self._refs.get(ref)
        if node is None:
            known = self._names.known(ref.kind, ref.key) if ref.known else ""
            node = self._refs[ref] = iri(known or self._names.local(ref.kind, self._id, ref.key))
        return node

    def _term(self, value: Ref | Concept | str) -> str:
        if isinstance(value, Ref):
            return self.of(value)
        return ckg(value.value) if isinstance(value, Concept) else string(value)

    def types(self, node: str, *local_names: str) -> None:
        """Says which classes of the ontology a node is of."""
        for local in local_names:
            self.add(node, A, ckg(local))

    def mention(self, span: Span, kind: MentionKind | None = None) -> str:
        """The node of a span, described; kind is left out where another record gives it."""
        node = self._mentions.get(span)
        if node is None:
            node = self._mentions[span] = self._new_mention(span)
        if kind is not None:
            self.add(node, ckg("mentionKind"), ckg(kind.value))
        return node

    def _new_mention(self, span: Span) -> str:
        begin, end = span
        if not 0 <= begin < end <= len(self._text):
            raise SpanError(f"article {self._id!r}: span {begin}–{end} lies outside its {len(self._text)} characters")
        node = iri(self._names.mention(self._id, begin, end))
        self.types(node, "Mention")
        self.add(node, ckg("inArticle"), self.article)
        self.add(node, ckg("begin"), integer(begin))
        self.add(node, ckg("end"), integer(end))
        self.add(node, ckg("exact"), string(self._text[begin:end]))
        return node

    def _sentence(self, span: Span) -> str:
        if span not in self._sentences:
            node = self._sentences[span] = self.mention(span, MentionKind.SENTENCE)
            for segment in self._segments:
                if segment.span.begin <= span.begin < segment.span.end:
                    self.add(node, ckg("segmentKind"), ckg(segment.kind.value))
        return self._sentences[span]

    def extracted(self, node: str, label: str, evidence: Sequence[Span], confidence: Decimal) -> None:
        """Says of a thing what is said of every one: its label, how sure it is, and the sentences that tell of it."""
        self.add(node, LABEL, string(label))
        self.add(node, ckg("confidence"), decimal_term(confidence))
        for span in evidence:
            self.add(node, ckg("evidence"), self._sentence(span))

    def facts(self, subject: str, local: str, facts: Iterable[Fact], evidence: Sequence[Span]) -> None:
        """Says the values of a property twice, each as the direct triple and as the relation behind it."""
        for fact in facts:
            value = self._term(fact.value)
            self.add(subject, ckg(local), value)
            # The sentences that hold the words, or all where none does.
            around = [s for s in evidence if s.begin <= fact.words.begin and fact.words.end <= s.end]
            self.relation((subject, local, value), fact, around or evidence)

    def relation(self, triple: tuple[str, str, str], told: Fact | Relation, evidence: Sequence[Span]) -> str:
        """The ``ckg:Relation`` node of a triple (its property a local name of the ontology): the words, the rule and
        the sentences behind it, and how sure it is."""
        subject, local, value = triple
        digest = hashlib.sha256(f"{subject} {local} {value}".encode()).hexdigest()[:16]
        node = iri(self._names.local("relation", self._id, digest))
        self.types(node, "Relation")
        self.add(node, ckg("relationSubject"), subject)
        self.add(node, ckg("relationProperty"), ckg(local))
        self.add(node, ckg("relationObject"), value)
        self.add(node, ckg("supportedBy"), self.mention(told.words))
        self.add(node, ckg("rule"), string(told.rule))
        self.add(node, ckg("confidence"), decimal_term(told.confidence))
        for span in evidence:
            self.add(node, ckg("evidence"), self._sentence(span))
        return node

    def words(self, node: str, words: Span) -> None:
        """A value node says its own words and where they stand."""
        self.add(node, LABEL, string(self._text[words.begin : words.end]))
        self.add(node, ckg("exact"), string(self._text[words.begin : words.end]))
        self.add(node, ckg("supportedBy"), self.mention(words))
