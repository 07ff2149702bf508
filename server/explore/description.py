"""A node's concise bounded description: what is said of it, what points at it, and the nodes that only serve it.

After Stickler, CBD – Concise Bounded Description (W3C member submission, 2005), in both directions; nodes without a
page of their own (relations, mentions, quantities, times, links, geometries) take the part of its blank nodes.
"""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Triple

from kg import names as ns
from server.explore.graph import LABEL
from server.explore.here import Explorer

MOST_TRIPLES: Final = 3_000
_SERVING: Final = frozenset({"Relation", "Mention", "Quantity", "TimeExpression", "Link", "ExtractionRun"})
_GEOMETRY: Final = ns.GEO + "hasGeometry"
# From a node to those that serve it, and from these once more: strike, relation, the words it stands on.
_DEPTH: Final = 2
_MOST_POINTING: Final = 500


def description(here: Explorer, iri: str) -> tuple[list[Triple], bool]:
    """The triples of a description, each once, and whether it is whole; for a graph, such as an article, all of it."""
    found: dict[Triple, None] = {}
    for triple in _triples(here, iri):
        if len(found) >= MOST_TRIPLES:
            return list(found), False
        found[triple] = None
    return list(found), not _is_cut(here, iri)


def _is_cut(here: Explorer, iri: str) -> bool:
    """Whether more points at a node than a description takes."""
    if next(here.graph.in_graph(iri, 1), None) is not None:
        return False
    return sum(1 for _ in here.graph.quads(None, None, iri, _MOST_POINTING + 1)) > _MOST_POINTING


def _triples(here: Explorer, iri: str) -> Iterator[Triple]:
    graph = here.graph
    for quad in graph.quads(iri, most=MOST_TRIPLES + 1):
        yield quad.triple
    of_graph = graph.in_graph(iri, MOST_TRIPLES + 1)
    named = next(of_graph, None)
    if named is None:
        yield from _around(here, iri)
        return
    yield named.triple
    for quad in of_graph:
        yield quad.triple


def _around(here: Explorer, iri: str) -> Iterator[Triple]:
    """What points at the node, and what is said of the nodes that serve it; labels of all others."""
    graph, others = here.graph, dict[str, None]()
    seen = {iri}
    edge = [iri]
    for depth in range(_DEPTH):
        served: list[str] = []
        for node in edge:
            neighbours = _objects(here, node)
            if depth == 0:
                for quad in graph.quads(None, None, node, _MOST_POINTING):
                    yield quad.triple
                    if isinstance(quad.subject, NamedNode):
                        neighbours.append(quad.subject.value)
            for each in dict.fromkeys(neighbours):
                if each in seen:
                    continue
                seen.add(each)
                if not _serves(here, each):
                    others[each] = None
                    continue
                served.append(each)
                for quad in graph.quads(each):
                    yield quad.triple
        edge = served
    for other in others:
        for quad in graph.quads(other, LABEL, most=1):
            yield quad.triple


def _objects(here: Explorer, node: str) -> list[str]:
    return [
        quad.object.value
        for quad in here.graph.quads(node)
        if isinstance(quad.object, NamedNode) and not quad.object.value.startswith(ns.CKG)
    ]


def _serves(here: Explorer, node: str) -> bool:
    if here.graph.classes(node) & _SERVING:
        return True
    return next(here.graph.quads(None, _GEOMETRY, node, 1), None) is not None
