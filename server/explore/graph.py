"""Look-ups in a snapshot by pattern: no query text, no unbounded answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg import names as ns

Value = NamedNode | BlankNode | Literal | Triple
TYPE: Final = ns.RDF + "type"
LABEL: Final = ns.RDFS + "label"
# Where a look-up is not bounded by its caller: no node of an article's graph comes near.
_MOST: Final = 5_000


@cache
def predicate_node(name: str) -> NamedNode:
    """A property by its IRI, or by its local name in our ontology."""
    return NamedNode(name if ":" in name else ns.CKG + name)


@dataclass(frozen=True, slots=True)
class Span:
    """A mention: its article's IRI, its offsets in code points, its words."""

    iri: str
    article: str
    begin: int
    end: int
    exact: str


class Graph:
    """What a snapshot says, all graphs together. Nodes are IRIs; a property is a local name of ours or an IRI."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._spans: dict[str, Span | None] = {}

    def quads(
        self, subject: str | None = None, property: str | None = None, value: str | None = None, most: int = _MOST
    ) -> Iterator[Quad]:
        """Quads with this subject, property, and IRI as value; nothing where one of them is no IRI."""
        try:
            pattern = (
                NamedNode(subject) if subject is not None else None,
                predicate_node(property) if property is not None else None,
                NamedNode(value) if value is not None else None,
            )
        except ValueError:
            return iter(())
        return islice(self.store.quads_for_pattern(*pattern, None), most)

    def values(self, node: str, property: str) -> list[Value]:
        """The values of a property, each once."""
        return list(dict.fromkeys(quad.object for quad in self.quads(node, property)))

    def nodes(self, node: str, property: str) -> list[str]:
        """The values that are IRIs, each once, sorted."""
        return sorted(value.value for value in self.values(node, property) if isinstance(value, NamedNode))

    def literals(self, node: str, property: str) -> list[str]:
        """The values that are literals, each once, sorted."""
        return sorted({value.value for value in self.values(node, property) if isinstance(value, Literal)})

    def literal(self, node: str, property: str) -> str | None:
        """The first value that is a literal."""
        return next(iter(self.literals(node, property)), None)

    def concepts(self, node: str, property: str) -> list[str]:
        """Local names of the values that are terms of our ontology."""
        return [iri.removeprefix(ns.CKG) for iri in self.nodes(node, property) if iri.startswith(ns.CKG)]

    def subjects(self, property: str, value: str, most: int = _MOST) -> list[str]:
        """The nodes that have a node as value of a property, each once, sorted."""
        subjects = (quad.subject for quad in self.quads(None, property, value, most))
        return sorted({subject.value for subject in subjects if isinstance(subject, NamedNode)})

    def described(self, node: str) -> dict[str, list[Value]]:
        """All that is said of a node, by the property's IRI."""
        found: dict[str, dict[Value, None]] = {}
        for quad in self.quads(node):
            found.setdefault(quad.predicate.value, {})[quad.object] = None
        return {name: list(values) for name, values in found.items()}

    def classes(self, node: str) -> frozenset[str]:
        """Local names of a node's classes that are of our ontology."""
        return frozenset(self.concepts(node, TYPE))

    def exists(self, node: str) -> bool:
        """Whether anything is said of a node, by means of it, or in a graph of its name."""
        if any(next(self.quads(**{part: node}, most=1), None) is not None for part in ("subject", "value")):
            return True
        return next(self.in_graph(node, 1), None) is not None

    def in_graph(self, name: str, most: int = _MOST) -> Iterator[Quad]:
        """The quads of a graph; none where its name is no IRI."""
        try:
            graph = NamedNode(name)
        except ValueError:
            return iter(())
        return islice(self.store.quads_for_pattern(None, None, None, graph), most)

    def any_label(self, node: str) -> str | None:
        """One label of a node, without reading all of them."""
        quad = next(self.quads(node, LABEL, most=1), None)
        return quad.object.value if quad is not None and isinstance(quad.object, Literal) else None

    def span(self, mention: str) -> Span | None:
        """A mention's article, offsets and words; None for what is none."""
        if mention not in self._spans:
            self._spans[mention] = self._span(mention)
        return self._spans[mention]

    def _span(self, mention: str) -> Span | None:
        said = self.described(mention)
        try:
            begin, end = (int(_literal(said, part)) for part in ("begin", "end"))
        except ValueError:
            return None
        within = next(iter(said.get(ns.CKG + "inArticle", ())), None)
        article = within.value if isinstance(within, NamedNode) else mention.partition("#")[0]
        return Span(mention, article, begin, end, _literal(said, "exact"))

    def spans(self, node: str, property: str) -> list[Span]:
        """The mentions that are values of a property, in text order."""
        found = (self.span(iri) for iri in self.nodes(node, property))
        return sorted((span for span in found if span is not None), key=lambda s: (s.article, s.begin, s.end))


def _literal(said: dict[str, list[Value]], name: str) -> str:
    return next((value.value for value in said.get(ns.CKG + name, ()) if isinstance(value, Literal)), "")
