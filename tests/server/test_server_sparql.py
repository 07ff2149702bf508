"""The endpoint through Flask's client: protocol, formats, errors."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from werkzeug.test import TestResponse

CKG = "https://w3id.org/conflict-kg/ontology#"
BASE = "https://w3id.org/conflict-kg/id/"
ACTORS = f"PREFIX ckg: <{CKG}> SELECT DISTINCT ?actor {{ ?actor a ckg:Actor }} ORDER BY ?actor"
CONSTRUCT = f"PREFIX ckg: <{CKG}> CONSTRUCT {{ ?actor a ckg:Actor }} WHERE {{ ?actor a ckg:Actor }}"


def actors(response: TestResponse) -> list[str]:
    assert response.status_code == 200, response.text
    rows = json.loads(response.data)["results"]["bindings"]
    return [row["actor"]["value"] for row in rows]


def error(response: TestResponse) -> dict[str, Any]:
    body = json.loads(response.data)
    assert body["error"]["status"] == response.status_code
    assert "\n" not in body["error"]["message"]
    return dict(body["error"])


def test_sparql_answers_get_and_both_forms_of_post(client: FlaskClient) -> None:
    get = client.get("/sparql", query_string={"query": ACTORS})
    form = client.post("/sparql", data={"query": ACTORS})
    direct = client.post("/sparql", data=ACTORS, content_type="application/sparql-query")
    assert f"{BASE}actor/velmark" in actors(get)
    assert actors(get) == actors(form) == actors(direct)


def test_sparql_reads_a_body_in_its_own_charset(client: FlaskClient) -> None:
    body = ACTORS.encode("utf-16")
    response = client.post("/sparql", data=body, content_type="application/sparql-query; charset=UTF-16")
    assert f"{BASE}actor/velmark" in actors(response)


@pytest.mark.parametrize(
    ("accept", "media_type", "results_format"),
    [
        (None, "application/sparql-results+json", QueryResultsFormat.JSON),
        ("*/*", "application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/json", "application/json", QueryResultsFormat.JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml", QueryResultsFormat.XML),
        (
            "text/csv;q=0.2, application/xml;q=0.7",
            "application/xml",
            QueryResultsFormat.XML,
        ),
        ("text/tab-separated-values", "text/tab-separated-values", QueryResultsFormat.TSV),
    ],
)
def test_sparql_writes_rows_as_the_client_likes_them(
    client: FlaskClient, accept: str | None, media_type: str, results_format: QueryResultsFormat
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/sparql", query_string={"query": ACTORS}, headers=headers)
    assert response.mimetype == media_type
    assert "Accept" in response.headers["Vary"]
    solutions = parse_query_results(response.data, format=results_format)
    assert len(list(solutions)) == 5  # type: ignore[arg-type]


def test_sparql_writes_rows_as_csv(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": ACTORS}, headers={"Accept": "text/csv"})
    assert response.mimetype == "text/csv"
    lines = response.text.split("\r\n")
    assert lines[0] == "actor"
    assert f"{BASE}actor/velmark" in lines


@pytest.mark.parametrize(
    ("accept", "rdf_format"),
    [
        (None, RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/trig", RdfFormat.TRIG),
        ("application/n-quads", RdfFormat.N_QUADS),
        ("text/html, text/turtle;q=0.5", RdfFormat.TURTLE),
    ],
)
def test_sparql_writes_graphs_as_the_client_likes_them(
    client: FlaskClient, accept: str | None, rdf_format: RdfFormat
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/sparql", query_string={"query": CONSTRUCT}, headers=headers)
    assert response.mimetype == rdf_format.media_type.split(";")[0]
    assert len({str(quad.subject) for quad in parse(response.data, format=rdf_format)}) == 5


def test_sparql_lets_a_parameter_choose_the_format(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": ACTORS, "format": "csv"}, headers={"Accept": "text/html"})
    assert response.mimetype == "text/csv"


def test_sparql_refuses_a_format_that_it_cannot_write(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": ACTORS}, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/csv" in error(response)["message"]


@pytest.mark.parametrize(("accept", "body"), [("application/sparql-results+json", True), ("text/csv", False)])
def test_sparql_answers_yes_and_no(client: FlaskClient, accept: str, body: bool) -> None:
    response = client.get("/sparql", query_string={"query": "ASK { ?s ?p ?o }"}, headers={"Accept": accept})
    assert response.status_code == 200
    assert json.loads(response.data)["boolean"] is True if body else response.text == "true"


def test_sparql_dataset_of_the_request_overrides_the_querys_own(client: FlaskClient) -> None:
    text = f"SELECT (COUNT(*) AS ?n) FROM <{BASE}article/a2> {{ ?s ?p ?o }}"
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{BASE}article/a1> {{ ?s ?p ?o }} }}"

    def number(query: str, **parameters: str) -> int:
        response = client.get("/sparql", query_string={"query": query, **parameters})
        return int(json.loads(response.data)["results"]["bindings"][0]["n"]["value"])

    in_one = number(count)
    assert number(text) not in (0, in_one)
    assert number(text, **{"default-graph-uri": f"{BASE}article/a1"}) == in_one
    assert number(count, **{"named-graph-uri": f"{BASE}article/a2"}) == 0


def test_sparql_without_a_dataset_reads_all_graphs(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": f"ASK {{ <{BASE}actor/velmark> a <{CKG}Actor> }}"})
    assert json.loads(response.data) == {"head": {}, "boolean": True}


def test_sparql_says_where_a_query_is_wrong(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert response.status_code == 400
    assert (error(response)["line"], error(response)["column"]) == (2, 16)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ({"data": {"text": "ASK{}"}}, 400, "there is no query"),
        ({"query_string": "query=ASK{}&query=ASK{}", "method": "GET"}, 400, "more than one query"),
        ({"data": {"update": "DROP ALL"}}, 400, "read-only"),
        ({"data": "DROP ALL", "content_type": "application/sparql-update"}, 415, "POST a query"),
        ({"data": "ASK{}", "content_type": "text/plain"}, 415, "POST a query"),
        ({"data": b"\xff", "content_type": "application/sparql-query"}, 400, "cannot be read as utf-8"),
        ({"data": "ASK{}", "content_type": "application/sparql-query; charset=none"}, 400, "cannot be read as none"),
        ({"data": {"query": "ASK{}", "default-graph-uri": "not an iri"}}, 400, "graph's IRI is not valid"),
        ({"data": {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"}}, 400, "SERVICE is not allowed"),
        ({"data": {"query": "SELECT * { FILTER(<http://example.org/unknown>(1)) }"}}, 400, "unknown"),
        ({"data": {"query": "DELETE WHERE { ?s ?p ?o }"}}, 400, "not well formed"),
        ({"data": "x" * 2_000_000, "content_type": "application/sparql-query"}, 413, "exceeds"),
        ({"method": "PUT"}, 405, "not allowed"),
    ],
)
def test_sparql_refuses_with_one_line(
    client: FlaskClient, arguments: dict[str, Any], status: int, message: str
) -> None:
    response = client.open("/sparql", **{"method": "POST", **arguments})
    assert response.status_code == status
    assert message in error(response)["message"].lower() or message in error(response)["message"]


def test_sparql_errors_are_pages_for_browsers(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": "SELECT"}, headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert response.mimetype == "text/html"
    assert "Line 1, column 7" in response.text


def test_sparql_describes_itself_without_a_query(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Host": "example.org:81"})
    assert response.mimetype == "text/turtle"
    triples = list(parse(response.data, format=RdfFormat.TURTLE))
    endpoints = [t.object.value for t in triples if t.predicate.value.endswith("#endpoint")]
    assert endpoints == ["http://example.org:81/sparql"]


def test_sparql_may_be_used_from_other_origins(client: FlaskClient) -> None:
    response = client.options("/sparql")
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    head = client.head("/sparql", query_string={"query": ACTORS})
    assert (head.status_code, head.data) == (200, b"")
