"""Answers in XML say what the graph does, or are refused."""

from xml.etree import ElementTree

import pytest

from kg.names import CKG, RDFS
from tests.graphs import BASE
from tests.server.serving import Served

LINES = "One.\\r\\nTwo."
DATA = f"""<http://e/a> <http://e/text> "{LINES}" . <http://e/b> <http://e/text> "page\\fbreak" .
<http://e/c> <http://e/1> "x" ."""
RESULTS = {"Accept": "application/sparql-results+xml"}
RDF = {"Accept": "application/rdf+xml"}


@pytest.fixture(scope="module", autouse=True)
def texts(writable: Served) -> None:
    assert writable.update(f"INSERT DATA {{ GRAPH <http://e/xml> {{ {DATA} }} }}").status_code == 204


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?text { GRAPH <http://e/xml> { <http://e/a> ?p ?text } }",
        "SELECT ?text FROM <http://e/xml> { <http://e/a> ?p ?text }",
        f'SELECT ?text {{ VALUES ?text {{ "{LINES}" }} }}',
    ],
)
def test_xml_rows_keep_carriage_returns(writable: Served, text: str) -> None:
    answer = writable.get("/sparql", query_string={"query": text}, headers=RESULTS)
    assert ElementTree.fromstring(answer.data).findtext(".//{*}literal") == "One.\r\nTwo."


def test_xml_of_a_lookup_is_that_of_the_engine(writable: Served) -> None:
    assert (
        writable.update(
            f'INSERT DATA {{ <http://e/look> <http://e/p> "{LINES}" ; <http://e/q> "\\u0001" }}'
        ).status_code
        == 204
    )
    answer = writable.get(
        "/sparql", query_string={"query": "SELECT * { <http://e/look> <http://e/p> ?o }"}, headers=RESULTS
    )
    assert ElementTree.fromstring(answer.data).findtext(".//{*}literal") == "One.\r\nTwo."
    refused = writable.get(
        "/sparql", query_string={"query": "SELECT * { <http://e/look> <http://e/q> ?o }"}, headers=RESULTS
    )
    assert (refused.status_code, "U+0001" in refused.json["error"]["message"]) == (406, True)


def test_xml_graphs_keep_carriage_returns(writable: Served) -> None:
    text = "CONSTRUCT WHERE { GRAPH <http://e/xml> { <http://e/a> ?p ?o } }".replace(
        "WHERE", "{ <http://e/a> ?p ?o } WHERE"
    )
    answer = writable.get("/sparql", query_string={"query": text}, headers=RDF)
    assert ElementTree.fromstring(answer.data).findtext(".//{http://e/}text") == "One.\r\nTwo."


@pytest.mark.parametrize(("subject", "headers"), [("b", RESULTS), ("b", RDF), ("c", RDF)])
def test_xml_that_would_be_none_is_refused(writable: Served, subject: str, headers: dict[str, str]) -> None:
    pattern = f"{{ GRAPH <http://e/xml> {{ <http://e/{subject}> ?p ?o }} }}"
    form = "SELECT *" if headers is RESULTS else f"CONSTRUCT {{ <http://e/{subject}> ?p ?o }}"
    asked = {"query": f"{form} {pattern}"}
    answer = writable.get("/sparql", query_string=asked, headers=headers)
    assert answer.status_code == 406
    assert "ask for" in answer.json["error"]["message"]
    assert writable.get("/sparql", query_string=asked, headers={"Accept": "application/json"}).status_code == 200


def test_xml_store_refuses_what_rdf_xml_cannot_write(writable: Served) -> None:
    assert writable.get("/store?graph=http://e/xml", headers=RDF).status_code == 406
    assert writable.get("/store?graph=http://e/xml").status_code == 200


def test_xml_of_a_page_keeps_carriage_returns(writable: Served) -> None:
    actor = f"{BASE}actor/windows"
    label = f'<{RDFS}label> "{LINES}"'
    assert writable.update(f"INSERT DATA {{ GRAPH <{BASE}article/x> {{ <{actor}> a <{CKG}Actor> ; {label} }} }}")
    page = writable.get("/actor/windows.rdf")
    assert page.status_code == 200, page.text
    assert ElementTree.fromstring(page.data).findtext(f".//{{{RDFS}}}label") == "One.\r\nTwo."


def test_xml_that_breaks_late_is_cut_off(writable: Served) -> None:
    many = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcd")
    last = f'BIND(IF(?a + ?b + ?c + ?d = 36, "\\u0001", "{100 * "x"}") AS ?x)'
    text = f"SELECT ?x {{ {many} {last} }}"
    answer = writable.get("/sparql", query_string={"query": text}, headers=RESULTS)
    assert answer.status_code == 200
    assert not answer.whole


def test_xml_is_no_matter_of_the_store(writable: Served) -> None:
    text = "CONSTRUCT { <http://e/a> <http://e/p> <<( <http://e/a> <http://e/p> 1 )>> } {}"
    answer = writable.get("/sparql", query_string={"query": text}, headers={"Accept": "application/ld+json"})
    assert answer.status_code == 406
    assert "RDF 1.2" in answer.json["error"]["message"]
