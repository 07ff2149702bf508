"""Counts of what a snapshot holds."""

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg import names as ns
from kg.asking import ask
from kg.names import Names
from kg.store import Snapshot

_COUNTS = f"""
PREFIX ckg: <{ns.CKG}>
SELECT ?class (COUNT(DISTINCT ?node) AS ?count)
WHERE {{ GRAPH ?graph {{ ?node a ?class }} FILTER(STRSTARTS(STR(?class), STR(ckg:))) }}
GROUP BY ?class ORDER BY DESC(?count) ?class
"""


_SHARED = {
    "identity": "triples of what is decided across articles",
    "wikidata": "triples of facts from Wikidata",
    "ontology": "triples of the ontology",
}


def statistics(snapshot: Snapshot, names: Names) -> dict[str, int]:
    """Generation, triples by what they belong to, the number of things of each class of the ontology, most frequent
    first, and that of the articles that repeat another."""
    triples = len(snapshot.store)
    shared = {words: _size(snapshot, names.graph(graph)) for graph, words in _SHARED.items()}
    counts = {
        "generation": snapshot.generation,
        "triples": triples,
        "triples of articles": triples - sum(shared.values()),
    }
    counts |= {words: number for words, number in shared.items() if number}
    solutions = ask(snapshot.store, _COUNTS)
    assert isinstance(solutions, QuerySolutions)
    for row in solutions:
        name, count = row["class"], row["count"]
        assert isinstance(name, NamedNode)
        assert isinstance(count, Literal)
        counts[name.value.removeprefix(ns.CKG)] = int(count.value)
    copies = snapshot.store.quads_for_pattern(None, NamedNode(ns.CKG + "nearDuplicateOf"), None, None)
    if number := len({quad.subject for quad in copies}):
        counts["articles that are copies"] = number
    return counts


def _size(snapshot: Snapshot, graph: str) -> int:
    """Triples of a graph."""
    solutions = ask(snapshot.store, f"SELECT (COUNT(*) AS ?size) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    assert isinstance(solutions, QuerySolutions)
    size = next(iter(solutions))["size"]
    assert isinstance(size, Literal)
    return int(size.value)
