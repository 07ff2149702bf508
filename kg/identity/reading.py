"""What identity needs to know of one article, read from its graph."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg import names as ns
from kg.identity.sketch import Shingles, shingles, words_of
from kg.stores.interface import QuadSource

_A: Final = NamedNode(ns.RDF + "type")
_LABEL: Final = NamedNode(ns.RDFS + "label")
_ALT_LABEL: Final = NamedNode(ns.SKOS + "altLabel")
_SKIPPED_SEGMENTS: Final = ("BoilerplateSegment", "TitleSegment", "HeadlineSegment", "CaptionSegment")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The words of an article for the search of copies. day is empty where the article has no date."""

    iri: str
    mark: str
    day: str
    runs: Shingles


@dataclass(slots=True)
class GraphReader:
    """Look-ups in the graph of one article."""

    store: QuadSource
    iri: str
    graph: NamedNode = field(init=False)

    def __post_init__(self) -> None:
        if not isinstance(self.store, Store):
            # A remote store answers one large question sooner than hundreds of small ones.
            copy = Store()
            copy.extend(self.store.quads_for_pattern(None, None, None, NamedNode(self.iri)))
            self.store = copy
        self.graph = NamedNode(self.iri)

    def nodes(self, local: str) -> list[NamedNode]:
        """The nodes of a class, in the order of their IRIs."""
        quads = self.store.quads_for_pattern(None, _A, NamedNode(ns.CKG + local), self.graph)
        return sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=lambda node: node.value)

    def typed(self) -> Iterable[Quad]:
        """The quads that say of something that it is an actor or a place."""
        for local in ("Actor", "Place"):
            yield from self.store.quads_for_pattern(None, _A, NamedNode(ns.CKG + local), self.graph)

    def node(self, subject: NamedNode) -> "Node":
        """All that the article says of one node."""
        return Node(subject, tuple(self.store.quads_for_pattern(subject, None, None, self.graph)))

    def subjects(self, predicate: str, value: NamedNode) -> list[NamedNode]:
        """The nodes that have this value, in the order of their IRIs."""
        quads = self.store.quads_for_pattern(None, NamedNode(predicate), value, self.graph)
        return sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=lambda node: node.value)


@dataclass(frozen=True)
class Node:
    """A subject with its quads."""

    iri: NamedNode
    quads: tuple[Quad, ...]

    @cached_property
    def _values(self) -> dict[str, list[object]]:
        found: dict[str, list[object]] = {}
        for quad in self.quads:
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return found

    def things(self, local: str) -> list[NamedNode]:
        """Values of a property of the ontology that are nodes, in the order of their IRIs."""
        return sorted(
            (v for v in self._values.get(ns.CKG + local, ()) if isinstance(v, NamedNode)), key=lambda node: node.value
        )

    def literals(self, predicate: str) -> list[str]:
        """Literal values of any property, sorted; names of the ontology need no namespace."""
        key = predicate if ":" in predicate else ns.CKG + predicate
        return sorted(v.value for v in self._values.get(key, ()) if isinstance(v, Literal))

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

    @property
    def classes(self) -> frozenset[str]:
        """Local names of the node's classes of the ontology."""
        classes = (v.value for v in self._values.get(ns.RDF + "type", ()) if isinstance(v, NamedNode))
        return frozenset(c.removeprefix(ns.CKG) for c in classes if c.startswith(ns.CKG))


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
    article = reader.node(reader.graph)
    if "Article" not in article.classes:
        return None
    text = article.literal("text")
    run = [quad.object for quad in article.quads if quad.predicate.value == ns.PROV + "wasGeneratedBy"]
    mark = ""
    if run and isinstance(run[0], NamedNode):
        mark = reader.node(run[0]).literal("inputFingerprint")
    words = words_of(_body(reader, text)) or words_of(text)
    day = day_of(article.literal(ns.DCT + "issued"))
    return ArticleText(reader.iri, mark or article.literal("sha256"), day, shingles(words))


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
        for mention in reader.subjects(ns.CKG + "segmentKind", NamedNode(ns.CKG + kind)):
            if NamedNode(ns.CKG + "Segment") in reader.node(mention).things("mentionKind"):
                span = re.search(r"#char=(\d+),(\d+)$", mention.value)
                if span:
                    yield int(span[1]), int(span[2])
