"""The ontology as a graph of the store."""

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.names import Names
from kg.resources import ontology_file
from kg.stores.interface import GraphWriter


def ontology_quads(names: Names) -> set[Quad]:
    """The triples of ``ontology/conflict.ttl`` in the graph ``graph/ontology``."""
    graph = NamedNode(names.graph("ontology"))
    with ontology_file("conflict.ttl").open("rb") as stream:
        return {Quad(q.subject, q.predicate, q.object, graph) for q in parse(stream, format=RdfFormat.TURTLE)}


def refresh_ontology(writer: GraphWriter, names: Names) -> None:
    """Makes the store's ontology graph the shipped one."""
    writer.replace_graph(names.graph("ontology"), ontology_quads(names))
