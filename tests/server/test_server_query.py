"""The query page: shipped questions, free SPARQL, errors at their place, views by what the columns hold."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from kg.library import queries
from kg.settings import Settings
from kg.store import Writer
from server.app import create_app
from server.pages import query as query_module
from tests.server.serving import Served

_CKG = "PREFIX ckg: <https://w3id.org/conflict-kg/ontology#> "


@pytest.mark.parametrize("name", sorted(queries()))
def test_query_page_runs_each_shipped_query(browser: Served, name: str) -> None:
    response = browser.get("/query", query_string={"name": name})
    assert response.status_code == 200
    assert 'role="alert"' not in response.text


def test_query_page_offers_each_shipped_query(browser: Served) -> None:
    page = unescape(browser.get("/query").text)
    for query in queries().values():
        assert f'<option value="{query.name}">{query.title}</option>' in page


def test_query_page_runs_what_it_offers(browser: Served) -> None:
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", browser.get("/query").text, re.DOTALL)
    assert text
    page = browser.get("/query", query_string={"query": unescape(text[1])}).text
    assert len(re.findall("<tr>", page)) > 1


def test_query_page_puts_a_label_in_the_place_of_its_iri(browser: Served) -> None:
    page = browser.get("/query", query_string={"name": "strikes"}).text
    assert "gas attack on Torvale" in page
    assert ">strikeLabel<" not in page
    assert ">strike/a1/s1<" not in page


def test_query_page_looks_up_labels_and_links_to_the_page_here(browser: Served) -> None:
    text = f"{_CKG} SELECT ?who {{ ?strike ckg:allegedPerpetrator ?who }}"
    page = browser.get("/query", query_string={"query": text}).text
    assert re.search(r'<a href="/actor/hill-front"[^>]*><bdi>Hill Front</bdi></a>', page)


def test_query_page_says_that_rows_repeat(browser: Served) -> None:
    text = f"{_CKG} SELECT ?what {{ <https://w3id.org/conflict-kg/id/actor/velmark> ?what ckg:State }}"
    page = unescape(browser.get("/query", query_string={"query": text}).text)
    assert "3 of 4 rows repeat another. A thing that several articles name" in page
    once = browser.get("/query", query_string={"query": text.replace("SELECT", "SELECT DISTINCT")}).text
    assert "repeat another" not in once


def test_query_page_asks_for_required_parameters_first(browser: Served) -> None:
    page = browser.get("/query", query_string={"name": "neighbours"}).text
    assert 'name="param_node"' in page
    assert 'id="answer"' not in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"query": "SELECT * {"}, "not well formed"),
        ({"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"}, "SERVICE is not allowed"),
        ({"query": "# param: x"}, "declared as"),
        ({"name": "nonsense"}, "there is no shipped query"),
        ({"name": "strikes", "param_article": "not an iri <"}, "must be"),
    ],
)
def test_query_page_says_what_is_wrong(browser: Served, arguments: dict[str, str], message: str) -> None:
    response = browser.get("/query", query_string=arguments)
    assert response.status_code == 400
    assert message in response.text


def test_query_page_keeps_the_form_where_a_parameter_is_wrong(browser: Served) -> None:
    page = browser.get("/query", query_string={"name": "strikes", "param_article": '"><b>not an iri'}).text
    assert re.search(r'name="param_article"[^>]* value="&#34;&gt;&lt;b&gt;not an iri"', page)
    assert "Which strikes are told" in page


@pytest.mark.parametrize(
    ("text", "line", "caret"),
    [
        ("SELECT * {\n  ?s ?p }", "  ?s ?p }", 9),
        ("SELECT * {\n\t?s ?p }", "\t?s ?p }", 8),
        ("SELECT (1 AS ?x {}", "SELECT (1 AS ?x {}", 16),
    ],
)
def test_query_page_shows_the_line_of_an_error_with_a_caret(browser: Served, text: str, line: str, caret: int) -> None:
    page = unescape(browser.get("/query", query_string={"query": text}).text)
    shown = re.search(r'<pre class="fault"><code>(.*?)</code></pre>', page, re.DOTALL)
    assert shown
    first, second = shown[1].split("\n")
    assert first == line
    assert len(second) == caret + 1
    assert second.endswith("^")
    assert second.strip() == "^"


def test_query_page_says_that_there_is_more(monkeypatch: pytest.MonkeyPatch, graph_store: Path) -> None:
    monkeypatch.setattr(query_module, "SHOWN_ROWS", 3)
    client = create_app(graph_store, Settings()).test_client()
    page = client.get("/query", query_string={"query": "SELECT * { ?s ?p ?o }"}).text
    assert "The first 3 of more rows" in page
    assert len(re.findall("<tr>", page)) == 4


def test_query_page_says_how_many_rows_there_are(browser: Served) -> None:
    page = browser.get("/query", query_string={"query": "SELECT * { VALUES ?x { 1 2 } }"}).text
    assert "2 rows." in page
    assert "of more" not in page


def test_query_page_answers_yes_or_no_in_a_sentence(browser: Served) -> None:
    assert "The answer is <strong>yes</strong>" in browser.get("/query", query_string={"query": "ASK {}"}).text


def test_query_page_links_to_the_whole_answer_in_each_format(browser: Served) -> None:
    page = unescape(browser.get("/query", query_string={"query": "SELECT (1 AS ?one) {}"}).text)
    links = re.findall(r'href="(/sparql\?[^"]*)"', page)
    answers = {
        link.rpartition("format=")[2]: browser.get(*link.partition("?")[::2][:1], query_string=link.partition("?")[2])
        for link in links
        if "format=" in link
    }
    assert set(answers) == {"csv", "tsv", "json", "xml"}
    assert all(answer.status_code == 200 and "1" in answer.text for answer in answers.values())


@pytest.mark.parametrize(
    ("text", "views"),
    [
        ("SELECT (1 AS ?x) {}", []),
        ('SELECT ("2031-05-04"^^<http://www.w3.org/2001/XMLSchema#date> AS ?day) {}', ["Table", "Timeline"]),
        ('SELECT ("POINT(1 2)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> AS ?where) {}', ["Table", "Map"]),
        (f"{_CKG} SELECT ?a ?b {{ ?a ckg:allegedPerpetrator ?b }}", ["Table", "Graph"]),
        (f"{_CKG} CONSTRUCT {{ ?a ckg:party ?b }} {{ ?a ckg:party ?b }}", ["Table", "Graph"]),
    ],
)
def test_query_page_offers_the_views_that_fit_the_columns(browser: Served, text: str, views: list[str]) -> None:
    page = browser.get("/query", query_string={"query": text}).text
    nav = re.search(r'<nav class="views".*?</nav>', page, re.DOTALL)
    assert re.findall(r">(\w+)</a>", nav[0] if nav else "") == views


def test_query_page_keeps_to_the_table_where_a_view_does_not_fit(browser: Served) -> None:
    page = browser.get("/query", query_string={"query": "SELECT (1 AS ?x) {}", "view": "map"}).text
    assert "leaflet" not in page
    assert 'data-label="x"' in page


def test_query_page_shows_markup_of_the_data_as_text(browser: Served) -> None:
    page = browser.get("/query", query_string={"query": "SELECT ('<script>alert(1)</script>' AS ?x) {}"}).text
    assert "<script>alert" not in page


def test_query_page_links_no_iri_that_a_browser_would_run(browser: Served) -> None:
    page = browser.get("/query", query_string={"query": "SELECT (<javascript:alert(1)> AS ?x) {}"}).text
    assert 'href="javascript:' not in page


def test_query_page_shows_what_has_a_position(tmp_path: Path, graph_store: Path) -> None:
    folder = tmp_path / "s"
    base = Settings().base_iri
    with Writer(folder) as writer:
        writer.store.update(
            f"INSERT DATA {{ <{base}place/a> <http://www.opengis.net/ont/geosparql#hasGeometry> [ "
            '<http://www.opengis.net/ont/geosparql#asWKT> "POINT(36.3 33.5)"^^'
            "<http://www.opengis.net/ont/geosparql#wktLiteral> ] }"
        )
        writer.publish()
    client = create_app(folder, Settings()).test_client()
    text = "SELECT ?place { ?place <http://www.opengis.net/ont/geosparql#hasGeometry> ?g }"
    page = unescape(client.get("/query", query_string={"query": text, "view": "map"}).text)
    shape = re.search(r"data-shape=\"(\{.*?\})\"", page)
    assert shape
    assert json.loads(shape[1]) == {"type": "Point", "coordinates": [36.3, 33.5]}
    assert "de facto boundaries" in page


def test_query_answers_programs_as_before(client: Served) -> None:
    answer = client.get(
        "/query", query_string={"query": "ASK {}"}, headers={"Accept": "application/sparql-results+json"}
    )
    assert answer.json["boolean"] is True


def test_terms_hold_what_the_editor_completes(browser: Served) -> None:
    answer = browser.get("/query/terms.json").json
    terms = {term["name"]: term for term in answer["terms"]}
    assert answer["prefixes"]["ckg"] == "https://w3id.org/conflict-kg/ontology#"
    assert terms["ckg:AirStrike"]["sort"] == "class"
    assert terms["ckg:allegedPerpetrator"]["sort"] == "property"
    assert terms["ckg:Denies"]["sort"] == "concept"
    assert all(term["label"] for term in terms.values())
