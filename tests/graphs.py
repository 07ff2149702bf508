"""The well-formed sample graphs, and ways to spoil a copy of them."""

from pathlib import Path

import oxrdflib
import pyoxigraph
from rdflib import Dataset, Graph, URIRef

BASE = "https://w3id.org/conflict-kg/id/"
ARTICLE = URIRef(f"{BASE}article/harbourtown-bridge")
IDENTITY = URIRef(f"{BASE}graph/identity")

_PROLOGUE = f"""
BASE <{BASE}>
PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def wellformed_dataset() -> Dataset:
    """Article graph and identity graph of ``data/wellformed.trig``, in a store of their own."""
    store = pyoxigraph.Store()
    store.load(path=Path(__file__).parent / "data" / "wellformed.trig")
    return Dataset(store=oxrdflib.OxigraphStore(store=store))


def wellformed(name: URIRef) -> Graph:
    """A fresh copy of one graph of the sample."""
    copy = Graph(identifier=name)
    for triple in Graph(store=wellformed_dataset().store, identifier=name):
        copy.add(triple)
    return copy


def spoil(graph: Graph, update: str) -> Graph:
    """The graph after a SPARQL update, which must change it; relative IRIs stand under the data base."""
    before = set(graph)
    graph.update(_PROLOGUE + update)
    assert set(graph) != before, f"the update changed nothing: {update}"
    return graph


def say(subject: str, predicate: str, value: str, more: str = "") -> str:
    """The update that states an extracted value as the project does: the direct triple and a complete relation node."""
    return f"""INSERT {{
        {subject} {predicate} {value} .
        <relation/added> a ckg:Relation ; ckg:relationSubject {subject} ; ckg:relationProperty {predicate} ;
            ckg:relationObject {value} ; ckg:evidence ?sentence ; ckg:supportedBy ?sentence ; ckg:rule "test" {more} .
    }} WHERE {{ SELECT ?sentence {{ ?sentence ckg:mentionKind ckg:Sentence }} ORDER BY ?sentence LIMIT 1 }}"""


def unsay(subject: str, predicate: str) -> str:
    """The update that takes every value of a property of a node away, with its relation nodes."""
    return f"""DELETE {{ {subject} {predicate} ?value . ?relation ?p ?o }} WHERE {{
        {subject} {predicate} ?value .
        ?relation ckg:relationSubject {subject} ; ckg:relationProperty {predicate} ; ?p ?o .
    }}"""
