"""What identity needs to know of one article, read from its graph."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import names as ns
from kg.identity.sketch import Keys, Shingles, keys, shingles, words_of
from kg.stores.interface import QuadSource
from kg.triples.graph_triples import GraphTriples, Values
from kg.triples.terms import ckg, is_iri, is_literal, value_of

_NOWHERE: Final = (-1, -1)
_SKIPPED_SEGMENTS: Final = ("BoilerplateSegment", "TitleSegment", "HeadlineSegment", "CaptionSegment")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The words of an article for the search of copies: runs of them, and the keys under which articles like it meet.
    day is empty where the article has no date."""

    iri: str
    mark: str
    day: str
    runs: Shingles
    keys: Keys


class GraphReader:
    """Look-ups in the graph of one article, which is read at the first: from a store, or the triples themselves."""

    def __init__(self, source: QuadSource | GraphTriples, iri: str) -> None:
        self.iri = iri
        self._source = source
        self._nodes: dict[str, Node] = {}

    @cached_property
    def triples(self) -> GraphTriples:
        """All that the graph holds."""
        if isinstance(self._source, GraphTriples):
            return self._source
        # One large question is answered sooner than hundreds of small ones.
        return GraphTriples.of(self.iri, self._source.quads_for_pattern(None, None, None, NamedNode(self.iri)))

    def nodes(self, local: str) -> list[str]:
        """The IRIs of the nodes of a class of the ontology, in order."""
        return self.subjects(ns.RDF + "type", ns.CKG + local)

    def node(self, iri: str) -> "Node":
        """All that the article says of one node."""
        found = self._nodes.get(iri)
        if found is None:
            found = self._nodes[iri] = Node(iri, self.triples.values(f"<{iri}>"))
        return found

    def subjects(self, predicate: str, value: str) -> list[str]:
        """The IRIs of the nodes that have this IRI as value, in order."""
        found = self.triples.subjects(f"<{predicate}>", f"<{value}>")
        return sorted(value_of(each) for each in found if is_iri(each))


class Node:
    """A subject, and the values of its properties."""

    def __init__(self, iri: str, values: Values) -> None:
        self.iri = iri
        self.values = values

    def nodes(self, predicate: str) -> list[str]:
        """The IRIs among the values of a property (its IRI), in order."""
        return sorted(value_of(each) for each in self.values.get(f"<{predicate}>", ()) if is_iri(each))

    def things(self, local: str) -> list[str]:
        """The IRIs among the values of a property of the ontology, in order."""
        return sorted(value_of(each) for each in self.values.get(ckg(local), ()) if is_iri(each))

    def literals(self, predicate: str) -> list[str]:
        """Literal values of any property, sorted; names of the ontology need no namespace."""
        key = f"<{predicate}>" if ":" in predicate else ckg(predicate)
        return sorted(value_of(each) for each in self.values.get(key, ()) if is_literal(each))

    def literal(self, predicate: str) -> str:
        """The first literal value, empty where there is none."""
        return next(iter(self.literals(predicate)), "")

    @property
    def label(self) -> str:
        """The node's label."""
        return self.literal(ns.RDFS + "label")

    @property
    def other_names(self) -> list[str]:
        """The node's alternative labels."""
        return self.literals(ns.SKOS + "altLabel")

    @cached_property
    def classes(self) -> frozenset[str]:
        """Local names of the node's classes of the ontology."""
        return frozenset(each.removeprefix(ns.CKG) for each in self.nodes(ns.RDF + "type") if each.startswith(ns.CKG))


def article_marks(store: QuadSource) -> dict[str, str]:
    """For the IRI of every article, what tells whether it was changed: the fingerprint of its run, or its digest."""
    digests = {
        q.subject.value: q.object.value
        for q in store.quads_for_pattern(None, NamedNode(ns.CKG + "sha256"), None, None)
        if isinstance(q.subject, NamedNode) and isinstance(q.object, Literal) and q.graph_name == q.subject
    }
    for quad in store.quads_for_pattern(None, NamedNode(ns.CKG + "inputFingerprint"), None, None):
        graph = quad.graph_name
        if isinstance(graph, NamedNode) and graph.value in digests and isinstance(quad.object, Literal):
            digests[graph.value] = quad.object.value
    return digests


def read_text(reader: GraphReader) -> ArticleText | None:
    """An article's words without title, captions and boilerplate; None where the graph holds no article."""
    article = reader.node(reader.iri)
    if "Article" not in article.classes:
        return None
    text = article.literal("text")
    marks = (reader.node(run).literal("inputFingerprint") for run in article.nodes(ns.PROV + "wasGeneratedBy"))
    mark = next(marks, "")
    words = words_of(_body(reader, text)) or words_of(text)
    day = day_of(article.literal(ns.DCT + "issued"))
    runs = shingles(words)
    return ArticleText(reader.iri, mark or article.literal("sha256"), day, runs, keys(runs))


def span_of(mention: str) -> tuple[int, int]:
    """The offsets in the IRI of a mention; -1, -1 where it has none."""
    found = re.search(r"#char=(\d+),(\d+)$", mention)
    return (int(found[1]), int(found[2])) if found else _NOWHERE


def day_of(stamp: str) -> str:
    """The day of an xsd:date or xsd:dateTime literal, empty where it is none that a calendar has."""
    found = re.match(r"\d{4}-\d\d-\d\d", stamp)
    if not found:
        return ""
    try:
        return date.fromisoformat(found[0]).isoformat()
    except ValueError:
        return ""


def _body(reader: GraphReader, text: str) -> str:
    """The text with the segments blanked that a copy most often changes."""
    pieces, last = [], 0
    for begin, end in sorted(_spans(reader)):
        if begin >= last:
            pieces.append(text[last:begin])
            last = end
    return "\n".join([*pieces, text[last:]])


def _spans(reader: GraphReader) -> Iterable[tuple[int, int]]:
    for kind in _SKIPPED_SEGMENTS:
        for mention in reader.subjects(ns.CKG + "segmentKind", ns.CKG + kind):
            if ns.CKG + "Segment" in reader.node(mention).things("mentionKind"):
                span = span_of(mention)
                if span != _NOWHERE:
                    yield span
