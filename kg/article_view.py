"""One article's quads as a thing to look things up in: what is said of a node, and which words speak of it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg import names as ns
from kg.records import Span

Term = NamedNode | BlankNode | Literal | Triple

_TYPE: Final = ns.RDF + "type"


def local_name(iri: str) -> str:
    """What follows the last ``#`` or ``/`` of an IRI."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class ArticleView:
    """What one article's graph says. Nodes are IRIs as str; a property is a local name of our ontology or an IRI.

    Values come in the reverse order of their N-Quads lines, which is how Oxigraph gives them back, so that whoever
    takes the first of several gets the same one as a query does.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._said: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._mentions: dict[str, list[str]] = defaultdict(list)
        self.article = ""
        denotes, article = ns.CKG + "denotes", NamedNode(ns.CKG + "Article")
        for quad in sorted(quads, key=str, reverse=True):
            if not isinstance(quad.subject, NamedNode):
                continue
            self._said[quad.subject.value][quad.predicate.value].append(quad.object)
            if quad.predicate.value == denotes and isinstance(quad.object, NamedNode):
                self._mentions[quad.object.value].append(quad.subject.value)
            if quad.object == article and quad.predicate.value == _TYPE:
                self.article = quad.subject.value

    @property
    def text(self) -> str:
        """The article's text as received."""
        return self.literal(self.article, "text") or ""

    def nodes(self) -> list[str]:
        """Every node that something is said of."""
        return list(self._said)

    def values(self, node: str, property: str) -> list[Term]:
        """All values of a property."""
        iri = property if ":" in property else ns.CKG + property
        return self._said[node][iri] if node in self._said and iri in self._said[node] else []

    def iris(self, node: str, property: str) -> list[str]:
        """Values that are nodes."""
        return [value.value for value in self.values(node, property) if isinstance(value, NamedNode)]

    def literals(self, node: str, property: str) -> list[str]:
        """Lexical forms of the values that are literals."""
        return [value.value for value in self.values(node, property) if isinstance(value, Literal)]

    def literal(self, node: str, property: str) -> str | None:
        """The first literal value, None where there is none."""
        return next(iter(self.literals(node, property)), None)

    def concepts(self, node: str, property: str) -> list[str]:
        """Local names of the values that are nodes, such as ``Disputed``."""
        return [local_name(iri) for iri in self.iris(node, property)]

    def classes(self, node: str) -> frozenset[str]:
        """Local names of the node's classes, those of our ontology only."""
        return frozenset(iri.removeprefix(ns.CKG) for iri in self.iris(node, _TYPE) if iri.startswith(ns.CKG))

    def label(self, node: str) -> str:
        """The node's label, or the end of its IRI."""
        return self.literal(node, ns.RDFS + "label") or local_name(node)

    def span(self, mention: str) -> Span | None:
        """Where a mention stands; None for a node that is no mention."""
        begin, end = self.literal(mention, "begin"), self.literal(mention, "end")
        return None if begin is None or end is None else Span(int(begin), int(end))

    def mentions(self, node: str) -> list[tuple[Span, str]]:
        """Span and kind of each mention that denotes the node; one that is of two kinds comes twice."""
        found = []
        for mention in self._mentions.get(node, []):
            span = self.span(mention)
            if span is not None:
                found += [(span, kind) for kind in self.concepts(mention, "mentionKind") or [""]]
        return found
