"""Is a graph well formed: the SHACL shapes, and a second, independent look at spans and digests.

The shapes (``ontology/shapes.ttl``) say all rules and can be run by any SHACL engine. The span check repeats the most
important of them in plain Python, so that a fault in shapes or engine cannot let a wrong span pass.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib import BNode, Dataset, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from kg import names as ns
from kg.names import Names
from kg.resources import ontology_file
from kg.settings import Settings

CKG: Final = Namespace(ns.CKG)
SHAPES: Final = Namespace("https://w3id.org/conflict-kg/shapes#")

# What the shapes ask of the ontology; the rest would only be more triples to search.
_ONTOLOGY_NEEDED: Final = (RDF.type, RDFS.subClassOf, RDFS.isDefinedBy)


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault of a graph.

    graph is the IRI of the article (or of the identity graph), focus the node at fault, rule the local name of the
    shape or the name of the Python rule, value what is wrong about it where one term can say so. severity is
    "Violation" or "Warning".
    """

    graph: str
    focus: str
    rule: str
    message: str
    value: str | None = None
    severity: str = "Violation"

    def __str__(self) -> str:
        value = f" [{self.value}]" if self.value is not None and self.value != self.focus else ""
        return f"{self.severity.lower()} {self.rule}: {self.focus}: {self.message}{value}"


def check_graph(graph: Graph) -> list[Violation]:
    """All faults of the graph of one article, sorted; empty where it is well formed.

    graph holds the triples of one article; where its identifier is an IRI, that must be the article's.
    """
    return sorted({*check_spans(graph), *check_shapes(graph, SHAPES.ArticleGraph)}, key=_order)


def check_identity(graph: Graph, collectives: Iterable[Node] = ()) -> list[Violation]:
    """All faults of the identity graph, sorted. collectives: the nodes that article graphs call a ckg:Collective."""
    merged = _copy(graph)
    for node in collectives:
        merged.add((node, RDF.type, CKG.Collective))
    return sorted(set(check_shapes(merged, SHAPES.IdentityGraph)), key=_order)


def check_each_graph(dataset: Dataset, names: Names | None = None) -> Iterator[tuple[str, list[Violation]]]:
    """The IRI and the faults of each article graph, in the order of their IRIs, and then of the identity graph.

    Graphs under ``<base>graph/`` other than the identity graph belong to no article and are passed over. names tells
    the base IRI; without it, the one of the settings holds.
    """
    names = names or Names(Settings.from_environment().base_iri)
    prefix, identity = names.graph(""), URIRef(names.graph("identity"))
    for name in _graph_names(dataset):
        if not name.startswith(prefix):
            yield str(name), check_graph(_copy(_named(dataset, name)))
    matches = _copy(_named(dataset, identity))
    matched = {subject for match in (SKOS.exactMatch, SKOS.closeMatch) for subject in matches.subjects(match)}
    collectives = [node for node in matched if _any_graph_has(dataset, node, CKG.Collective)]
    yield str(identity), check_identity(matches, collectives)


def check_shapes(graph: Graph, part: URIRef) -> Iterator[Violation]:
    """What the shapes of one part of the dataset report (part: ckgsh:ArticleGraph or ckgsh:IdentityGraph)."""
    # pyshacl is slow to import, and every command of the program would wait for it.
    from pyshacl import validate

    data = _copy(graph)
    for triple in _ontology():
        data.add(triple)
    conforms, report, text = validate(data, shacl_graph=_shapes(part), inference="none", advanced=False, inplace=True)
    if not isinstance(report, Graph):
        raise RuntimeError(f"the SHACL engine gave no report: {text}")
    if conforms:
        return
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _violation(str(graph.identifier), report, result)


def check_spans(graph: Graph) -> Iterator[Violation]:
    """Faults found without SHACL: of the article, its digest, and ``text[begin:end] == exact`` for every mention."""
    where = str(graph.identifier)
    articles = sorted(graph.subjects(RDF.type, CKG.Article), key=str)
    if not articles:
        yield Violation(where, where, "article-missing", "The graph describes no article.")
        return
    article = articles[0]
    if isinstance(graph.identifier, URIRef) and graph.identifier != article:
        yield Violation(where, str(article), "graph-name", "The name of the graph is not the IRI of its article.")
    blank = {s for s, _, o in graph if isinstance(s, BNode) or isinstance(o, BNode)}
    for subject in sorted(blank, key=str):
        yield Violation(where, str(subject), "blank-node", "A blank node stands here; in data every node has an IRI.")
    text = graph.value(article, CKG.text, any=True)
    if text is None:
        yield Violation(where, str(article), "text-missing", "The article has no text.")
        return
    stated = str(graph.value(article, CKG.sha256, any=True))
    if hashlib.sha256(str(text).encode("utf-8", "surrogatepass")).hexdigest() != stated:
        yield Violation(where, str(article), "text-digest", "The text has another SHA-256 digest than stated.", stated)
    for mention in sorted(graph.subjects(RDF.type, CKG.Mention), key=str):
        yield from _check_span(graph, where, str(text), mention)


def _check_span(graph: Graph, where: str, text: str, mention: Node) -> Iterator[Violation]:
    begin, end = (_offset(graph, mention, which) for which in (CKG.begin, CKG.end))
    exact = graph.value(mention, CKG.exact, any=True)
    if begin is None or end is None or not 0 <= begin < end <= len(text):
        message = f"The offsets {begin} and {end} are no span of {len(text)} characters."
        yield Violation(where, str(mention), "span-range", message)
    elif exact is None or text[begin:end] != str(exact):
        message = f"At {begin}–{end} the text has {text[begin:end]!r}."
        yield Violation(where, str(mention), "span-words", message, None if exact is None else str(exact))


def _offset(graph: Graph, mention: Node, which: URIRef) -> int | None:
    literal = graph.value(mention, which, any=True)
    return int(str(literal)) if literal is not None and str(literal).isdecimal() else None


def _violation(where: str, report: Graph, result: Node) -> Violation:
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    # A rule over a whole graph is asked at its article; what offends is the value.
    if report.value(result, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent and value is not None:
        focus = value
    rule = str(report.value(result, SH.sourceShape)).removeprefix(str(SHAPES))
    message = " ".join(sorted({str(each) for each in report.objects(result, SH.resultMessage)}))
    severity = str(report.value(result, SH.resultSeverity)).removeprefix(str(SH))
    return Violation(where, str(focus), rule, message, None if value is None else str(value), severity)


def _order(violation: Violation) -> tuple[str, str, str, str]:
    return violation.focus, violation.rule, violation.message, violation.value or ""


def _copy(graph: Graph) -> Graph:
    """The triples in memory: a store on disk is slow to search, and the caller's graph stays as it is."""
    copy = Graph(identifier=graph.identifier)
    for triple in graph:
        copy.add(triple)
    return copy


def _named(dataset: Dataset, name: URIRef) -> Graph:
    """A named graph of the dataset; ``Dataset.graph`` would try to create it, which a read-only store refuses."""
    return Graph(store=dataset.store, identifier=name)


def _graph_names(dataset: Dataset) -> list[URIRef]:
    default = dataset.default_graph.identifier
    names = {graph.identifier for graph in dataset.graphs() if graph.identifier != default and next(iter(graph), None)}
    return sorted(name for name in names if isinstance(name, URIRef))


def _any_graph_has(dataset: Dataset, node: Node, kind: URIRef) -> bool:
    return any(True for _ in dataset.quads((node, RDF.type, kind, None)))


@cache
def _shapes(part: URIRef) -> Graph:
    """The shapes file without the node shapes that hold in the other part only.

    The engine's own choice of shapes (``use_shapes``) passes over the property shapes below them.
    """
    shapes = Graph().parse(ontology_file("shapes.ttl"), format="turtle")
    for shape in set(shapes.subjects(RDF.type, SH.NodeShape)) - set(shapes.subjects(DCTERMS.isPartOf, part)):
        shapes.remove((shape, None, None))
    return shapes


@cache
def _ontology() -> frozenset[tuple[Node, Node, Node]]:
    ontology = Graph().parse(ontology_file("conflict.ttl"), format="turtle")
    return frozenset(triple for predicate in _ONTOLOGY_NEEDED for triple in ontology.triples((None, predicate, None)))
