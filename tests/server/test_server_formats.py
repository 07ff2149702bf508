"""The formats in which the endpoint answers, as clients and people wish them."""

import json
from urllib.parse import urlencode

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from tests.server.serving import Served, error_of

CKG = "https://w3id.org/conflict-kg/ontology#"
BASE = "https://w3id.org/conflict-kg/id/"
ACTORS = f"PREFIX ckg: <{CKG}> SELECT DISTINCT ?actor {{ ?actor a ckg:Actor }} ORDER BY ?actor"
CONSTRUCT = f"PREFIX ckg: <{CKG}> CONSTRUCT {{ ?actor a ckg:Actor }} WHERE {{ ?actor a ckg:Actor }}"


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
    client: Served, accept: str | None, media_type: str, results_format: QueryResultsFormat
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/sparql", query_string={"query": ACTORS}, headers=headers)
    assert response.mimetype == media_type
    assert "Accept" in response.headers["vary"]
    solutions = parse_query_results(response.data, format=results_format)
    assert len(list(solutions)) == 5  # type: ignore[arg-type]


def test_sparql_writes_rows_as_csv(client: Served) -> None:
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
    client: Served, accept: str | None, rdf_format: RdfFormat
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/sparql", query_string={"query": CONSTRUCT}, headers=headers)
    assert response.mimetype == rdf_format.media_type.split(";")[0]
    assert len({str(quad.subject) for quad in parse(response.data, format=rdf_format)}) == 5


def test_sparql_lets_a_parameter_choose_the_format(client: Served) -> None:
    response = client.get("/sparql", query_string={"query": ACTORS, "format": "csv"}, headers={"Accept": "text/html"})
    assert response.mimetype == "text/csv"


@pytest.mark.parametrize("formats", [["json-ld", "application/ld+json"], ["foo", "jsonld"], ["application/ld+json"]])
def test_sparql_takes_a_short_name_and_a_media_type_together(client: Served, formats: list[str]) -> None:
    asked = urlencode([("query", "CONSTRUCT WHERE { ?s ?p ?o }"), *(("format", each) for each in formats)])
    assert client.get("/sparql", query_string=asked).mimetype == "application/ld+json"


@pytest.mark.parametrize(
    ("wish", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("Turtle", "text/turtle"),
        ("nt", "application/n-triples"),
        ("nq", "application/n-quads"),
        ("rdf", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/ld json", "application/ld+json"),
    ],
)
def test_sparql_knows_formats_as_people_type_them(client: Served, wish: str, media_type: str) -> None:
    for path, query in (("/sparql", "CONSTRUCT WHERE { ?s ?p ?o }"), ("/.well-known/void", "")):
        answer = client.get(path, query_string={"format": wish, **({"query": query} if query else {})})
        assert (answer.status_code, answer.mimetype) == (200, media_type)


def test_sparql_refuses_a_format_that_it_cannot_write(client: Served) -> None:
    response = client.get("/sparql", query_string={"query": ACTORS}, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/csv" in error_of(response)["message"]


@pytest.mark.parametrize(("accept", "body"), [("application/sparql-results+json", True), ("text/csv", False)])
def test_sparql_answers_yes_and_no(client: Served, accept: str, body: bool) -> None:
    response = client.get("/sparql", query_string={"query": "ASK { ?s ?p ?o }"}, headers={"Accept": accept})
    assert response.status_code == 200
    assert json.loads(response.data)["boolean"] is True if body else response.text == "true"
