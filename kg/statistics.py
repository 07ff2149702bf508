"""Counts of what a snapshot holds."""

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg import names as ns
from kg.asking import ask
from kg.store import Snapshot

_COUNTS = f"""
PREFIX ckg: <{ns.CKG}>
SELECT ?class (COUNT(DISTINCT ?node) AS ?count)
WHERE {{ GRAPH ?graph {{ ?node a ?class }} FILTER(STRSTARTS(STR(?class), STR(ckg:))) }}
GROUP BY ?class ORDER BY DESC(?count) ?class
"""


def statistics(snapshot: Snapshot) -> dict[str, int]:
    """Generation, triples, the number of things of each class of the ontology, most frequent first, and that of the
    articles that repeat another."""
    counts = {"generation": snapshot.generation, "triples": len(snapshot.store)}
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
