"""SERVICE followed by us against SERVICE followed by the engine: the same rows, and far fewer asked for."""

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store, parse

from kg.asking import ask
from kg.errors import OutsideError, OutsideTimeout, QueryError
from kg.federation.follow import Federation, Followed
from kg.federation.shape import has_service
from kg.guard import require_local
from kg.outside.client import Client
from kg.settings import Settings
from tests.outside.standin import StandIn, standing_in

LOCAL = """
@prefix e: <http://example.org/> . @prefix wd: <http://www.wikidata.org/entity/> .
e:velmark e:item wd:Q4115189 ; e:label "Velmark" ; e:code "VX" .
e:front e:item wd:Q900000003 ; e:label "Hill Front" ; e:since 1998 .
e:karsk e:item wd:Q900000005 ; e:label "Karsk" ; e:country e:velmark .
e:nowhere e:item wd:Q900000099 ; e:label "Nowhere" .
e:unlinked e:label "Ilse Maren" ; e:country e:velmark .
e:odd e:item _:b ; e:label "Odd" .
"""
PREFIXES = """
PREFIX e: <http://example.org/> PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX schema: <http://schema.org/>
PREFIX wikibase: <http://wikiba.se/ontology#> PREFIX bd: <http://www.bigdata.com/rdf#>
"""
# W stands for the endpoint.
SAME = [
    "SELECT * { ?x e:item ?i . SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { SERVICE W { ?i rdfs:label ?l } ?x e:item ?i }",
    "SELECT * { SERVICE W { ?i wdt:P31 wd:Q515 } }",
    "SELECT ?x { ?x e:item ?i SERVICE W { ?i wdt:P17 ?c . ?c rdfs:label ?cl FILTER(LANG(?cl) = 'en') } }",
    "SELECT * { ?x e:item ?i OPTIONAL { SERVICE W { ?i wdt:P36 ?c . ?c rdfs:label ?cl } } }",
    "SELECT * { ?x e:item ?i OPTIONAL { ?x e:country ?y . SERVICE W { ?i wdt:P17 ?c } } }",
    "SELECT * { ?x e:label ?n OPTIONAL { ?x e:item ?i } SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { ?x e:label ?n OPTIONAL { ?x e:item ?i } OPTIONAL { SERVICE W { ?i rdfs:label ?l } } }",
    "SELECT * { ?x e:item ?i . SERVICE W { ?i rdfs:label ?l . OPTIONAL { ?i wdt:P571 ?since } } }",
    "SELECT * { ?x e:item ?i ; e:since ?since . SERVICE W { ?i rdfs:label ?l . OPTIONAL { ?i wdt:P571 ?since } } }",
    "SELECT * { ?x e:item ?i ; e:code ?c SERVICE W { OPTIONAL { ?i wdt:P297 ?c } ?i rdfs:label ?l } }",
    "SELECT * { ?x e:item ?i ; e:code ?c SERVICE W { ?i rdfs:label ?l BIND(STR(?l) AS ?c) } }",
    "SELECT * { ?x e:item ?i SERVICE W { { ?i wdt:P31 wd:Q515 } UNION { ?i wdt:P31 wd:Q3624078 } } }",
    "SELECT * { ?x e:item ?i SERVICE W { ?i wdt:P31 ?t MINUS { ?i wdt:P31 wd:Q515 } } }",
    "SELECT * { ?x e:item ?i SERVICE W { SELECT ?i (COUNT(*) AS ?n) { ?i ?p ?o } GROUP BY ?i } }",
    "SELECT * { ?x e:item ?i SERVICE W { { SELECT ?i (COUNT(*) AS ?n) { ?i ?p ?o } GROUP BY ?i } } }",
    "SELECT * { ?x e:item ?i FILTER(?x = e:karsk) SERVICE W { ?i ?p ?o } }",
    "SELECT * { ?x e:item ?i FILTER(?l = 'Karsk'@en) SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { ?x e:item ?i FILTER(!BOUND(?l)) OPTIONAL { SERVICE W { ?i wdt:P297 ?l } } }",
    "SELECT * { ?x e:item ?i OPTIONAL { SERVICE W { ?i wdt:P297 ?l } } FILTER(!BOUND(?l) || ?l = 'VX') }",
    "SELECT * { VALUES ?q { 'Q900000005' 'Q4115189' } BIND(IRI(CONCAT(STR(wd:), ?q)) AS ?i) "
    "SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { ?x e:item ?i BIND(?y AS ?z) OPTIONAL { ?x e:country ?y } SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { ?x e:item ?i OPTIONAL { ?x e:country ?y } BIND(?y AS ?z) SERVICE W { ?i wdt:P17 ?z } }",
    "SELECT * { VALUES ?p { UNDEF } ?x e:item ?i FILTER(!BOUND(?p) || ?x = ?p) SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { VALUES ?p { e:karsk } ?x e:item ?i FILTER(!BOUND(?p) || ?x = ?p) SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { ?x e:item ?i MINUS { ?x e:code ?c } SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { ?x e:item ?i FILTER NOT EXISTS { ?x e:code ?c } SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { { ?x e:item ?i } UNION { ?x e:label ?n } SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { { SELECT ?x ?i { ?x e:item ?i } ORDER BY ?x LIMIT 2 } SERVICE W { ?i rdfs:label ?l } }",
    "SELECT * { { ?x e:item ?i OPTIONAL { ?x e:code ?c } } SERVICE W { ?i wdt:P297 ?c } }",
    "SELECT * { ?x e:item ?i SERVICE W { ?i rdfs:label ?l } } VALUES ?x { e:karsk e:front }",
    "SELECT * { ?x e:item ?i FILTER(BOUND(?z)) SERVICE W { ?i rdfs:label ?l } } VALUES ?z { 1 }",
    "SELECT ?i (COUNT(?l) AS ?n) { ?x e:item ?i SERVICE W { ?i rdfs:label|skos:altLabel ?l } } "
    "GROUP BY ?i HAVING(?n > 1)",
    "SELECT * { ?x e:item ?i SERVICE W { ?i rdfs:label ?l } SERVICE W { ?i wdt:P17 ?c } "
    "OPTIONAL { SERVICE W { ?c rdfs:label ?cl } } }",
    "ASK { ?x e:item ?i SERVICE W { ?i wdt:P31 wd:Q515 } }",
    "CONSTRUCT { ?x e:name ?l } WHERE { ?x e:item ?i SERVICE W { ?i rdfs:label ?l } }",
    "DESCRIBE ?x { ?x e:item ?i SERVICE W { ?i wdt:P31 wd:Q515 } }",
    "SELECT (1 AS ?one) { SERVICE W { wd:Q4115189 wdt:P31 wd:Q3624078 } }",
    "SELECT ?x { ?x e:item ?i SERVICE SILENT W { ?i wdt:P36 ?c } } ORDER BY ?x",
    "SELECT * { ?x e:label ?i SERVICE W { ?i ?p ?o } }",
    "SELECT * { ?x e:label 'a # b { SERVICE <x> }' } # SERVICE W {",
    "SELECT*{?x e:item ?i.SERVICE W{?i rdfs:label ?l.}FILTER(STRLEN(?l)<7)}",
    "select * where { ?x e:item ?i . # here { SERVICE\n service silent W { # } there\n ?i rdfs:label ?l # end\n } }",
]


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    with standing_in() as found:
        yield found


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.extend(parse(LOCAL, format=RdfFormat.TURTLE))
    return made


def told(standin: StandIn, **changed: object) -> Settings:
    values = {"outside_per_minute": 6_000_000, "federation_services": standin.sparql, "outside_loopback": True}
    return Settings(**{**values, **changed})  # type: ignore[arg-type]


def followed(store: Store, standin: StandIn, text: str, seconds: float = 20, **changed: object) -> Followed:
    chosen = told(standin, **changed)
    federation = Federation(chosen, Client([standin.sparql], chosen, loopback=True))

    def local(query: str) -> bytes:
        results = ask(store, query)
        assert isinstance(results, QuerySolutions)
        return results.serialize(format=QueryResultsFormat.JSON) or b""

    return federation.follow(text, local, time.monotonic() + seconds)


def written(query: str, standin: StandIn) -> str:
    return PREFIXES + re.sub(r"\bW\b", f"<{standin.sparql}>", query)


def rows(results: QuerySolutions | QueryBoolean | QueryTriples) -> object:
    if isinstance(results, QueryBoolean):
        return bool(results)
    if isinstance(results, QueryTriples):
        return sorted(str(triple) for triple in results)
    names = sorted(variable.value for variable in results.variables)
    return names, sorted(str([str(row[name]) for name in names]) for row in results)


def same(store: Store, standin: StandIn, query: str) -> bool:
    text = written(query, standin)
    result = followed(store, standin, text)
    require_local(result.text)
    return rows(ask(store, result.text)) == rows(ask(store, text))


@pytest.mark.parametrize("query", SAME)
def test_federation_gives_what_the_engine_would(store: Store, standin: StandIn, query: str) -> None:
    assert same(store, standin, query)


LOCALS = [
    "?x e:item ?i",
    "?x e:label ?n",
    "?x e:country ?y",
    "OPTIONAL { ?x e:item ?i }",
    "OPTIONAL { ?x e:code ?c }",
    "OPTIONAL { ?x e:since ?s . ?x e:item ?i }",
    "MINUS { ?x e:code ?c }",
    "BIND(?c AS ?d)",
    "BIND(STR(?n) AS ?m)",
    "FILTER(?x != e:karsk)",
    "FILTER(!BOUND(?c))",
    "FILTER(BOUND(?l))",
    "FILTER(BOUND(?c) || ?x = e:karsk)",
    "VALUES (?c ?x) { ('VX' UNDEF) (UNDEF e:front) }",
    "{ ?x e:item ?i OPTIONAL { ?x e:code ?c } }",
    "{ ?x e:item ?i } UNION { ?x e:code ?c }",
]
BODIES = [
    "?i rdfs:label ?l",
    "?i wdt:P297 ?c",
    "?i rdfs:label ?l OPTIONAL { ?i wdt:P297 ?c }",
    "OPTIONAL { ?i wdt:P297 ?c } ?i wdt:P31 ?t",
    "?i wdt:P31 ?t MINUS { ?i wdt:P297 ?c }",
    "?i rdfs:label ?l BIND(STR(?l) AS ?n)",
    "{ ?i wdt:P297 ?c } UNION { ?i wdt:P17 ?d }",
    "?i wdt:P31 wd:Q3624078 . ?i wdt:P36 ?d",
]
SERVICES = st.sampled_from(BODIES).flatmap(
    lambda body: st.sampled_from([f"SERVICE W {{ {body} }}", f"OPTIONAL {{ SERVICE W {{ {body} }} }}"])
)
# Only well-designed ones: an OPTIONAL in an OPTIONAL uses what its own group binds, or engines differ about it.
INSIDE = st.builds(
    lambda body, beside: f"OPTIONAL {{ {beside[0]} SERVICE W {{ {body} }} {beside[1]} }}",
    st.sampled_from(BODIES),
    st.sampled_from(
        [
            ("", ""),
            ("", "FILTER(?x != e:front)"),
            ("", "FILTER(BOUND(?n))"),
            ("", "BIND(?i AS ?j)"),
            ("?x e:item ?i .", ""),
            ("?x e:item ?i .", "OPTIONAL { ?x e:code ?c }"),
            ("?x e:label ?n .", "OPTIONAL { ?x e:code ?c } FILTER(BOUND(?c))"),
            ("FILTER(BOUND(?c))", "?x e:country ?y"),
        ]
    ),
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(LOCALS), max_size=4),
    SERVICES | INSIDE,
    st.lists(st.sampled_from(LOCALS) | SERVICES | INSIDE, max_size=3),
)
def test_federation_gives_what_the_engine_would_for_any_shape(
    store: Store, standin: StandIn, before: list[str], service: str, after: list[str]
) -> None:
    query = (
        "SELECT * { " + " ".join(each + (" ." if each[0] == "?" else "") for each in [*before, service, *after]) + " }"
    )
    try:
        list(ask(store, written(query, standin)))  # type: ignore[arg-type]
    except QueryError:
        return  # a BIND to a variable that is in use
    assert same(store, standin, query), query


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
