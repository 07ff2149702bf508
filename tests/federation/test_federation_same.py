"""SERVICE followed by us against SERVICE followed by the engine: the same rows."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.asking import ask
from kg.errors import QueryError
from kg.guard import require_local
from tests.federation.following import followed, rows, written
from tests.outside.standin import StandIn

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
