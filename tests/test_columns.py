"""The order of the columns of ``SELECT *``."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.asking import ask
from kg.columns import with_columns
from kg.errors import QueryError


@pytest.fixture
def store() -> Store:
    store = Store()
    store.add(Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), Literal("o")))
    return store


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", ["s", "p", "o"]),
        ("select distinct*where{?z ?y ?a}limit 1", ["z", "y", "a"]),
        ("# SELECT *\nPREFIX select: <http://x/>\nSELECT REDUCED * { ?s select:p ?o }", ["s", "o"]),
        ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?b ?s ?hidden } BIND(1 AS ?a) } ORDER BY ?o", ["s", "p", "o", "a"]),
        ("SELECT * { { SELECT ?o { ?s ?p ?o } } ?z ?p ?o }", ["o", "p", "z"]),
        ("SELECT ?o ?s { { SELECT * { ?s ?p ?o } } }", ["o", "s"]),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ["n"]),
        ("SELECT * { <http://x/s> <http://x/p> 'o' }", []),
    ],
)
def test_columns_come_as_the_query_names_them(text: str, columns: list[str], store: Store) -> None:
    results = ask(store, text)
    assert isinstance(results, QuerySolutions)
    assert [variable.value for variable in results.variables] == columns
    assert len(list(results)) == 1


@pytest.mark.parametrize(
    "text", ["ASK { ?s ?p ?o }", "SELECT * { ?s ?p", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT *", "*"]
)
def test_columns_leave_what_has_none_as_it_is(text: str) -> None:
    assert with_columns(text) == text


def test_columns_keep_the_place_of_an_error(store: Store) -> None:
    with pytest.raises(QueryError) as raised:
        ask(store, "SELECT * {\n  ?s ?p }")
    assert raised.value.line == 2
