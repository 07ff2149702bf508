"""The endpoint through Flask's client: protocol, datasets, errors."""

import gzip
import json
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from tests.server.serving import Answer, Served, error_of

CKG = "https://w3id.org/conflict-kg/ontology#"
BASE = "https://w3id.org/conflict-kg/id/"
ACTORS = f"PREFIX ckg: <{CKG}> SELECT DISTINCT ?actor {{ ?actor a ckg:Actor }} ORDER BY ?actor"
CONSTRUCT = f"PREFIX ckg: <{CKG}> CONSTRUCT {{ ?actor a ckg:Actor }} WHERE {{ ?actor a ckg:Actor }}"


def actors(response: Answer) -> list[str]:
    assert response.status_code == 200, response.text
    rows = json.loads(response.data)["results"]["bindings"]
    return [row["actor"]["value"] for row in rows]


def test_sparql_answers_get_and_both_forms_of_post(client: Served) -> None:
    get = client.get("/sparql", query_string={"query": ACTORS})
    form = client.post("/sparql", data={"query": ACTORS})
    direct = client.post("/sparql", data=ACTORS, content_type="application/sparql-query")
    assert f"{BASE}actor/velmark" in actors(get)
    assert actors(get) == actors(form) == actors(direct)


def test_sparql_takes_the_announcement_of_a_version(client: Served) -> None:
    for media_type in ("application/sparql-query; version=1.2", "application/sparql-query"):
        posted = client.open(
            "/sparql?version=1.2", method="POST", data=b'VERSION "1.2" ASK {}', content_type=media_type
        )
        assert posted.json == {"head": {}, "boolean": True}


def test_sparql_takes_bodies_in_utf_8_alone(client: Served) -> None:
    media_type = "application/sparql-query; charset="
    assert actors(client.post("/sparql", data=ACTORS, content_type=media_type + '"UTF-8"'))
    refused = client.post("/sparql", data=ACTORS.encode("utf-16"), content_type=media_type + "UTF-16")
    assert (refused.status_code, error_of(refused)["message"]) == (415, "the body must be in UTF-8, not UTF-16")


def test_sparql_takes_a_file_with_a_byte_order_mark(client: Served) -> None:
    text = "\ufeffASK {}"
    for answer in (
        client.ask(text),
        client.ask(text, format="json"),
        client.post("/sparql", data=text, content_type="application/sparql-query"),
        client.post("/sparql", data={"query": text}),
    ):
        assert answer.json["boolean"] is True


def test_sparql_dataset_of_the_request_overrides_the_querys_own(client: Served) -> None:
    text = f"SELECT (COUNT(*) AS ?n) FROM <{BASE}article/a2> {{ ?s ?p ?o }}"
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{BASE}article/a1> {{ ?s ?p ?o }} }}"

    def number(query: str, **parameters: str) -> int:
        response = client.get("/sparql", query_string={"query": query, **parameters})
        return int(json.loads(response.data)["results"]["bindings"][0]["n"]["value"])

    in_one = number(count)
    assert number(text) not in (0, in_one)
    assert number(text, **{"default-graph-uri": f"{BASE}article/a1"}) == in_one
    assert number(count, **{"named-graph-uri": f"{BASE}article/a2"}) == 0


def test_sparql_without_a_dataset_reads_all_graphs(client: Served) -> None:
    response = client.get("/sparql", query_string={"query": f"ASK {{ <{BASE}actor/velmark> a <{CKG}Actor> }}"})
    assert json.loads(response.data) == {"head": {}, "boolean": True}


@pytest.mark.parametrize("pattern", [f"<{BASE}actor/velmark> ?what ?value", "?what ?which ?value"])
def test_sparql_gives_the_columns_of_a_star_in_the_order_of_the_query(client: Served, pattern: str) -> None:
    text = f"SELECT * {{ {pattern} }} LIMIT 1"
    head = client.ask(text, format="csv").text.splitlines()[0]
    assert head.split(",") == [word[1:] for word in pattern.split() if word.startswith("?")]


def test_sparql_describes_each_triple_once(client: Served) -> None:
    lines = client.ask(f"DESCRIBE <{BASE}actor/velmark>", format="ntriples").text.splitlines()
    assert len(lines) == len(set(lines)) > 3


def test_sparql_says_where_a_query_is_wrong(client: Served) -> None:
    response = client.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert response.status_code == 400
    assert (error_of(response)["line"], error_of(response)["column"]) == (2, 16)
    response = client.get("/sparql", query_string={"query": "ASK { ?s none:such ?o }"})
    assert error_of(response)["message"].endswith("at line 1, column 19: its prefix is not declared")
    response = client.get("/sparql", query_string={"query": "ASK {\n ?s a ckg:Strike }"})
    assert error_of(response)["message"].endswith(
        f"column 17: its prefix is not declared; begin with PREFIX ckg: <{CKG}>"
    )


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ({"data": {"text": "ASK{}"}}, 400, "there is no query"),
        ({"query_string": "query=ASK{}&query=ASK{}", "method": "GET"}, 400, "more than one query"),
        ({"data": {"update": "DROP ALL"}}, 403, "read-only"),
        ({"data": "DROP ALL", "content_type": "application/sparql-update"}, 403, "read-only"),
        ({"data": "ASK{}", "content_type": "text/plain"}, 415, "POST a query"),
        ({"query_string": "query=ASK{}&version=1.1&version=1.2", "method": "GET"}, 400, "version is given more than"),
        ({"data": {"query": "SELECT * { ?\\u0073 ?p 1 }"}}, 400, "not well formed"),
        ({"data": b"\xff", "content_type": "application/sparql-query"}, 400, "cannot be read as utf-8"),
        ({"data": "ASK{}", "content_type": "application/sparql-query; charset=none"}, 415, "must be in UTF-8"),
        ({"data": {"query": "ASK{}", "default-graph-uri": "not an iri"}}, 400, "graph's IRI is not valid"),
        ({"data": {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"}}, 400, "SERVICE is not allowed"),
        ({"data": {"query": "DELETE WHERE { ?s ?p ?o }"}}, 400, "not well formed"),
        ({"data": "x" * 2_000_000, "content_type": "application/sparql-query"}, 413, "exceeds"),
        ({"method": "PUT"}, 405, "not allowed"),
    ],
)
def test_sparql_refuses_with_one_line(client: Served, arguments: dict[str, Any], status: int, message: str) -> None:
    response = client.open("/sparql", **{"method": "POST", **arguments})
    assert response.status_code == status
    assert message in error_of(response)["message"].lower() or message in error_of(response)["message"]


def test_sparql_errors_are_pages_for_browsers(browser: Served) -> None:
    response = browser.get("/sparql", query_string={"query": "SELECT"})
    assert response.status_code == 400
    assert response.mimetype == "text/html"
    assert "Line 1, column 7" in response.text


def test_sparql_describes_itself_without_a_query(client: Served) -> None:
    response = client.get("/sparql", headers={"Host": "example.org:81"})
    assert response.mimetype == "text/turtle"
    triples = list(parse(response.data, format=RdfFormat.TURTLE))
    endpoints = [t.object.value for t in triples if t.predicate.value.endswith("#endpoint")]
    assert endpoints == ["http://example.org:81/sparql"]


def test_sparql_may_be_used_from_other_origins(client: Served) -> None:
    response = client.open("/sparql", "OPTIONS")
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert "POST" in response.headers["access-control-allow-methods"]
    head = client.open("/sparql", "HEAD", query_string={"query": ACTORS})
    assert (head.status_code, head.data) == (200, b"")


def test_sparql_takes_an_unknown_function_as_a_type_error(client: Served) -> None:
    unknown = "<http://example.org/unknown>"
    answer = client.ask(f"SELECT * {{ BIND({unknown}(1) AS ?a) BIND(COALESCE({unknown}(2), 3) AS ?b) }}")
    assert [row.keys() for row in answer.json["results"]["bindings"]] == [{"b"}]


def test_sparql_answers_not_modified_until_the_graph_changes(client: Served) -> None:
    first = client.ask(ACTORS)
    tag = first.headers["etag"]
    again = client.get("/sparql", query_string={"query": ACTORS}, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get("/sparql", query_string={"query": ACTORS + " LIMIT 1"}, headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert client.ask(ACTORS).data == first.data
    posted = client.post(
        "/sparql", data=ACTORS, content_type="application/sparql-query", headers={"If-None-Match": tag}
    )
    assert (posted.status_code, posted.data) == (200, first.data)


def test_sparql_gives_no_tag_to_what_differs_each_time(client: Served) -> None:
    for call in ("STRUUID()", "struuid # so\n ()", "RAND#\r()"):
        first, second = (client.ask(f"SELECT ({call} AS ?x) {{}}") for _ in range(2))
        assert first.data != second.data
        assert "etag" not in first.headers


@pytest.mark.parametrize("text", [ACTORS, f"SELECT * {{ <{BASE}actor/velmark> ?p ?o }}"])
def test_sparql_gzips_for_who_wants_it(client: Served, text: str) -> None:
    plain = client.ask(text)
    packed = client.get("/sparql", query_string={"query": text}, headers={"Accept-Encoding": "br;q=0, gzip"})
    if "content-encoding" in packed.headers:
        assert gzip.decompress(packed.data) == plain.data
    else:
        assert packed.data == plain.data
    refused = client.get("/sparql", query_string={"query": text}, headers={"Accept-Encoding": "gzip;q=0"})
    assert refused.data == plain.data


def test_void_counts_triples(client: Served) -> None:
    found = {t.predicate.value: t.object.value for t in parse(client.get("/.well-known/void").data, RdfFormat.TURTLE)}
    count = client.number("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert found["http://rdfs.org/ns/void#triples"] == str(count)
