"""SERVICE followed by us: what is asked for, what is refused, and what a faulty endpoint does."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.asking import ask
from kg.errors import OutsideError, OutsideTimeout, QueryError
from kg.federation.shape import has_service
from tests.federation.following import followed, rows, written
from tests.outside.standin import StandIn


def test_federation_sends_the_values_in_batches(store: Store, standin: StandIn) -> None:
    standin.asked.clear()
    text = written("SELECT ?l { ?x e:item ?i SERVICE W { ?i rdfs:label ?l } }", standin)
    followed(store, standin, text, federation_batch=2)
    assert len(standin.queries) == 2
    for query in standin.queries:
        assert "VALUES (?i)" in query
        assert "e:" not in query.replace("example", "")
    sent = " ".join(standin.queries)
    assert all(sent.count(f"<http://www.wikidata.org/entity/{item}>") == 1 for item in ("Q4115189", "Q900000099"))
    assert "Maren" not in sent


def test_federation_asks_nobody_where_nothing_could_join(store: Store, standin: StandIn) -> None:
    standin.asked.clear()
    text = written("SELECT * { ?x e:nothing ?i SERVICE W { ?i rdfs:label ?l } }", standin)
    assert rows(ask(store, followed(store, standin, text).text)) == (["i", "l", "x"], [])
    assert standin.asked == []


def test_federation_asks_for_labels_that_a_service_of_the_endpoint_makes(store: Store, standin: StandIn) -> None:
    standin.asked.clear()
    standin.faults = [
        "json " + '{"head":{"vars":["i","iLabel"]},"results":{"bindings":[{"i":{"type":"uri",'
        '"value":"http://www.wikidata.org/entity/Q900000005"},"iLabel":{"type":"literal","value":"K"}}]}}'
    ]
    label = "SERVICE wikibase:label { bd:serviceParam wikibase:language 'en' }"
    text = written(f"SELECT ?x ?iLabel {{ ?x e:item ?i SERVICE W {{ ?i wdt:P31 ?t . {label} }} }}", standin)
    result = followed(store, standin, text)
    assert "SELECT ?i ?iLabel WHERE" in standin.queries[0]
    assert [row["iLabel"].value for row in ask(store, result.text)] == ["K"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { { SERVICE W { ?s ?p ?o } } UNION { } }", "may stand"),
        ("SELECT * { MINUS { SERVICE W { ?s ?p ?o } } }", "may stand"),
        ("SELECT * { GRAPH ?g { SERVICE W { ?s ?p ?o } } }", "may stand"),
        ("SELECT * { FILTER EXISTS { SERVICE W { ?s ?p ?o } } }", "may stand"),
        ("SELECT * { { SELECT * { SERVICE W { ?s ?p ?o } } } }", "may stand"),
        ("SELECT * { OPTIONAL { OPTIONAL { SERVICE W { ?s ?p ?o } } } }", "may stand"),
        ("SELECT (EXISTS { SERVICE W { ?s ?p ?o } } AS ?x) { }", "may stand"),
        ("SELECT * { } HAVING(EXISTS { SERVICE W { ?s ?p ?o } })", "may stand"),
        ("SELECT * { ?x e:item ?w SERVICE ?w { ?s ?p ?o } }", "variable"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "not among"),
        ("SELECT * { SERVICE SILENT e:x { ?s ?p ?o } }", "not among"),
        ("SELECT * { SERVICE unknown:x { ?s ?p ?o } }", "not among"),
        ("BASE <http://x/> SELECT * { SERVICE <sparql> { ?s ?p ?o } }", "not among"),
        ("SELECT * { SERVICE W { SERVICE <http://127.0.0.1/> { ?s ?p ?o } } }", "within"),
        ("SELECT * { SERVICE W { SERVICE ?x { ?s ?p ?o } } }", "within"),
        ("SELECT * { SERVICE W { ?s ?p ?o }", "brackets|ends within"),
        ("SELECT * { SERVICE W { ?s ?p ?o ] } }", "brackets"),
        ("SELECT * { SERVICE W }", "expected"),
        ("SELECT * { SERVICE W { ?s ?p ?o } ?x e:p e:a.OPTIONAL { ?x e:q ?y } }", "white space"),
        ("SELECT * { SERVICE W { ?s ?p ?o } ?x e:p trueOPTIONAL { ?x e:q ?y } }", "white space"),
        ("SELECT * { SERVICE W { ?s ?p ?o } LATERAL { ?x e:q ?y } }", "not understood"),
        ("SELECT * { SERVICE W { ?s ?p ?o } ?x e:p ?y {| e:q 1 |} }", "not understood"),
        ("SELECT * { " + "{" * 60 + "SERVICE W { ?s ?p ?o }" + "}" * 60 + " }", "deeply"),
        ("SELECT * { " + "SERVICE W { ?s rdfs:label ?o } " * 5 + " }", "at most"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE W { ?s ?p ?o } }", "queries only"),
        ("SERVICE", "queries only"),
    ],
)
def test_federation_refuses_other_shapes(store: Store, standin: StandIn, query: str, message: str) -> None:
    asked = len(standin.queries)
    with pytest.raises(QueryError, match=message):
        followed(store, standin, written(query, standin))
    assert len(standin.queries) == asked


def test_federation_has_bounds(store: Store, standin: StandIn) -> None:
    text = written("SELECT * { ?x e:item ?i SERVICE W { ?i ?p ?o } }", standin)
    with pytest.raises(QueryError, match="more than 2 values"):
        followed(store, standin, text, federation_rows=2)
    with pytest.raises(QueryError, match="more than 9 rows"):
        followed(store, standin, text, federation_rows=9)
    standin.faults = ["silence"]
    begun = time.monotonic()
    with pytest.raises(OutsideTimeout):
        followed(store, standin, text, seconds=1)
    assert time.monotonic() - begun < 15


FAULTS = [
    "status 500",
    "json",
    "json []",
    'json {"results":{"bindings":[{"i":{"type":"uri","value":"a b"}}]}}',
    "short",
]


@pytest.mark.parametrize("fault", FAULTS)
def test_federation_honours_silent(store: Store, standin: StandIn, fault: str) -> None:
    query = "SELECT * { ?x e:item ?i OPTIONAL { SERVICE W { ?i rdfs:label ?l } } }"
    standin.faults = [fault]
    with pytest.raises(OutsideError):
        followed(store, standin, written(query, standin))
    standin.faults = [fault]
    result = followed(store, standin, written(query.replace("SERVICE", "SERVICE SILENT"), standin))
    assert len(result.failures) == 1
    found = list(ask(store, result.text))  # type: ignore[arg-type]
    assert len(found) == 5
    assert all(row["l"] is None for row in found)


def test_federation_knows_service_as_a_word_only() -> None:
    assert has_service("ASK { '\\u0022' service <x> { } }")
    assert not has_service("ASK { \\u0053ervice <x> { } }")
    assert not has_service("ASK { ?service e:service 'SERVICE' } # SERVICE")


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(
            [
                "SERVICE",
                "SILENT",
                "<http://127.0.0.1:9/>",
                "{",
                "}",
                "(",
                ")",
                "[",
                "]",
                ".",
                "?x",
                "e:a",
                "'s'",
                "OPTIONAL",
                "UNION",
                "FILTER",
                "NOT",
                "EXISTS",
                "BIND",
                "AS",
                "VALUES",
                "GRAPH",
                "SELECT",
                "*",
                "WHERE",
                "FROM",
                "NAMED",
                "PREFIX",
                "e:",
                "\\u0053",
                "#",
                "\n",
                "ASK",
                "CONSTRUCT",
                "LIMIT",
                "1",
                "wikibase:label",
                "MINUS",
                "BASE",
            ]
        ),
        max_size=25,
    ).map(" ".join)
)
def test_federation_meets_any_text_with_a_refusal(store: Store, standin: StandIn, text: str) -> None:
    standin.asked.clear()
    try:
        result = followed(store, standin, text)
    except QueryError:
        return
    assert not has_service(result.text)
    assert standin.asked == []
