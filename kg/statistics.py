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
    """Generation, triples, and the number of things of each class of the ontology, most frequent first."""
    counts = {"generation": snapshot.generation, "triples": len(snapshot.store)}
    solutions = ask(snapshot.store, _COUNTS)
    assert isinstance(solutions, QuerySolutions)
    for row in solutions:
        name, count = row["class"], row["count"]
        assert isinstance(name, NamedNode)
        assert isinstance(count, Literal)
        counts[name.value.removeprefix(ns.CKG)] = int(count.value)
    return counts
