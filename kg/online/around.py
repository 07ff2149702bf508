"""What the articles that name a thing speak of."""

from typing import Final

from pyoxigraph import NamedNode, Store

from kg import names as ns
from kg.identity.links import context_of
from kg.identity.reading import GraphReader
from kg.linking.things import Context
from kg.names import Names

# A thing that more articles name is known well enough from these.
_MOST_ARTICLES: Final = 10


def context_around(store: Store, iri: str, names: Names) -> Context:
    """The contexts of the first articles that name a thing, as one; its day is the earliest of theirs."""
    denotes = NamedNode(ns.CKG + "denotes")
    graphs = {
        quad.graph_name.value
        for quad in store.quads_for_pattern(None, denotes, NamedNode(iri), None)
        if isinstance(quad.graph_name, NamedNode)
    }
    found = [context_of(GraphReader(store, graph), names) for graph in sorted(graphs)[:_MOST_ARTICLES]]
    return Context(
        tuple({entry.key: entry for each in found for entry in each.entries}.values()),
        frozenset().union(*(each.names for each in found)),
        min((each.day for each in found if each.day), default=None),
    )
