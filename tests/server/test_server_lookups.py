"""Queries of one pattern, which are answered without the engine's planner."""

import pytest

from server.http.lookups import is_lookup
from tests.server.serving import Served

CKG = "https://w3id.org/conflict-kg/ontology#"
BASE = "https://w3id.org/conflict-kg/id/"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ <{BASE}actor/velmark> ?p ?o }}",
        f"PREFIX ckg: <{CKG}> SELECT ?s WHERE {{ ?s a ckg:Actor . }}",
        f"PREFIX ckg: <{CKG}> SELECT ?s WHERE {{ ?s a ckg:Actor . }} LIMIT 2",
        f"SELECT ?p {{ <{BASE}actor/velmark> ?p <{CKG}Actor> }} # with a comment",
    ],
)
def test_sparql_lookups_are_what_the_engine_says(client: Served, text: str) -> None:
    assert is_lookup(text)
    aside = text.replace("{ ", "{ FILTER(true) ")
    assert not is_lookup(aside)

    def rows(query: str) -> list[str]:
        return sorted(map(str, client.ask(query).json["results"]["bindings"]))

    if "LIMIT" in text:
        assert len(rows(text)) == len(rows(aside))
    else:
        assert rows(text) == rows(aside)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { <http://e/a> ?x ?x }",
        "SELECT * { <http://e/a> ?p ?o . ?o ?q ?r }",
        "SELECT * FROM <http://e/g> { <http://e/a> ?p ?o }",
        "SELECT * { <http://e/a> ?p ?o } ORDER BY ?o",
        "SELECT * { GRAPH ?g { <http://e/a> ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) { <http://e/a> ?p ?o }",
        "SELECT * { SERVICE <a> { } }",
        "ASK { <http://e/a> ?p ?o }",
        "SELECT * { <relative> ?p ?o }",
    ],
)
def test_sparql_lookups_are_one_pattern_and_no_more(text: str) -> None:
    assert not is_lookup(text)
