"""The graph store: graphs as documents."""

import pytest
from pyoxigraph import RdfFormat, parse

from tests.server.serving import Answer, Served

GRAPH = "graph=http%3A%2F%2Fexample.org%2Fg"
ONE = "<http://example.org/a> <http://example.org/p> 1 ."
TWO = "<http://example.org/a> <http://example.org/p> 2 ; <http://example.org/b> <rel> ."


def triples(answer: Answer) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {str(quad.triple) for quad in parse(answer.data, RdfFormat.from_media_type(answer.mimetype))}


def put(served: Served, data: str, query: str = GRAPH, method: str = "PUT", path: str = "/store") -> Answer:
    return served.open(path, method, query, data, "text/turtle; charset=utf-8")


@pytest.fixture(autouse=True)
def empty(writable: Served) -> None:
    assert writable.update("DROP ALL").status_code == 204


@pytest.mark.parametrize("query", [GRAPH, "default"])
def test_store_puts_adds_and_deletes(writable: Served, query: str) -> None:
    made = 201 if query == GRAPH else 204
    assert put(writable, ONE, query).status_code == made
    assert len(triples(writable.get("/store", query_string=query))) == 1
    assert put(writable, TWO, query, "POST").status_code == 204
    assert len(triples(writable.get("/store", query_string=query))) == 3
    assert put(writable, TWO, query).status_code == 204
    assert len(triples(writable.get("/store", query_string=query, headers={"Accept": "application/rdf+xml"}))) == 2
    assert writable.open("/store", "DELETE", query).status_code == 204
    gone = writable.get("/store", query_string=query)
    assert gone.status_code == (404 if query == GRAPH else 200)
    assert writable.open("/store", "DELETE", query).status_code == (404 if query == GRAPH else 204)


def test_store_keeps_an_empty_graph(writable: Served) -> None:
    assert put(writable, "").status_code == 201
    assert triples(writable.get("/store", query_string=GRAPH)) == set()
    assert writable.open("/store", "HEAD", GRAPH).status_code == 200


def test_store_names_graphs_by_their_address(writable: Served) -> None:
    assert put(writable, ONE, "", path="/store/my/graph").status_code == 201
    assert writable.number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{writable.url}/store/my/graph> {{ ?s ?p ?o }} }}") == 1
    made = put(writable, ONE, "", "POST")
    assert made.status_code == 201
    assert len(triples(writable.get(made.headers["location"].removeprefix(writable.url)))) == 1


def test_store_adds_the_parts_of_a_form(writable: Served) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="f"; filename="{}"\r\nContent-Type: {}\r\n\r\n{}\r\n'.format
    nquads = ONE.replace(" 1 ", ' "three" ')
    body = part("a.ttl", "text/turtle", TWO) + part("b.nt", "application/n-triples", nquads) + "--x--\r\n"
    answer = writable.open("/store", "POST", GRAPH, body, "multipart/form-data; boundary=x")
    assert answer.status_code == 201
    assert len(triples(writable.get("/store", query_string=GRAPH))) == 3


@pytest.mark.parametrize(
    ("method", "query", "data", "media_type", "status"),
    [
        ("PUT", GRAPH, "<a> <b>", "text/turtle", 400),
        ("PUT", GRAPH, ONE, "text/csv", 415),
        ("PUT", GRAPH, "<http://a> <http://b> <http://c> <http://d> .", "application/n-quads", 400),
        ("PUT", f"{GRAPH}&default", ONE, "text/turtle", 400),
        ("PUT", f"{GRAPH}&{GRAPH}", ONE, "text/turtle", 400),
        ("PUT", "graph=relative", ONE, "text/turtle", 400),
        ("PUT", "graph=http%3A%2F%2Fa%20b", ONE, "text/turtle", 400),
        ("PUT", "", ONE, "text/turtle", 400),
        ("PATCH", GRAPH, ONE, "text/turtle", 405),
        ("POST", GRAPH, "--x--", "multipart/form-data; boundary=x", 400),
    ],
)
def test_store_refuses(writable: Served, method: str, query: str, data: str, media_type: str, status: int) -> None:
    answer = writable.open("/store", method, query, data, media_type)
    assert answer.status_code == status, answer.text
    assert answer.json["error"]["status"] == status
    assert writable.get("/store", query_string=GRAPH).status_code == 404


def test_store_keeps_terms_of_rdf_1_2(writable: Served) -> None:
    data = '<http://e/s> <http://e/p> <<( <http://e/a> <http://e/b> "x"@en--ltr )>> .'
    assert put(writable, data).status_code == 201
    assert triples(writable.get("/store", query_string=GRAPH)) == {str(q.triple) for q in parse(data, RdfFormat.TURTLE)}


def test_store_takes_an_address_as_it_was_sent(writable: Served) -> None:
    for path in ("/store/a%2Fb", "/store/a/b", "/store/with%20space"):
        assert put(writable, ONE, "", path=path).status_code == 201
        assert writable.number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{writable.url}{path}> {{ ?s ?p ?o }} }}") == 1
    assert writable.open("/store/a/b", "DELETE").status_code == 204
    assert len(triples(writable.get("/store/a%2Fb"))) == 1


def test_store_writes_the_format_that_is_wished(writable: Served) -> None:
    assert put(writable, ONE).status_code == 201
    for wish, media_type in (
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("ttl", "text/turtle"),
    ):
        answer = writable.get("/store", query_string=f"{GRAPH}&format={wish}")
        assert answer.mimetype == media_type
        assert len(triples(answer)) == 1
    assert writable.get("/store", query_string=f"{GRAPH}&format=csv").status_code == 406


def test_store_takes_documents_in_utf_8_alone(writable: Served) -> None:
    refused = writable.open("/store", "PUT", GRAPH, ONE, "text/turtle; charset=iso-8859-1")
    assert refused.status_code == 415
    assert "UTF-8" in refused.json["error"]["message"]
