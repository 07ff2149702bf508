"""The first pages: what stands on them, and that a wrong request is said on the page."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.library import queries
from kg.settings import Settings
from kg.store import Writer
from server.app import create_app
from tests.server.serving import Served
from tests.server.stores import make_store


def test_home_shows_what_the_graph_holds(browser: Served) -> None:
    page = browser.get("/").text
    assert re.search(r"<dt>Articles</dt><dd>4</dd>", page)
    assert re.search(r"<dt>Strikes</dt><dd>7</dd>", page)
    assert all(query.title in page.replace("&#39;", "'") for query in queries().values())


def test_home_counts_follow_a_new_generation(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "s")
    client = create_app(folder, Settings()).test_client()
    assert "<dd>4</dd>" in client.get("/").text
    with Writer(folder) as writer:
        writer.drop_graph(f"{Settings().base_iri}article/a1")
        writer.publish()
    assert "<dt>Articles</dt><dd>3</dd>" in client.get("/").text


class _Targets(HTMLParser):
    """Addresses that a page loads from or links to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                (self.links if tag == "a" else self.loads).append(value)


@pytest.mark.parametrize("path", ["/", "/query", "/query?name=strikes"])
def test_pages_load_and_link_within_the_site(browser: Served, path: str) -> None:
    targets = _Targets()
    page, _, query = path.partition("?")
    targets.feed(browser.get(page, query_string=query).text)
    for target in [*targets.links, *targets.loads]:
        assert target.startswith(("/", "#"))
        if target.startswith("/"):
            path, _, query = target.partition("?")
            assert browser.get(path, query_string=query).status_code == 200, target


@pytest.mark.parametrize("name", sorted(queries()))
def test_query_page_runs_each_shipped_query(browser: Served, name: str) -> None:
    response = browser.get("/query", query_string={"name": name})
    assert response.status_code == 200
    assert 'role="alert"' not in response.text


def test_query_page_puts_a_label_in_the_place_of_its_iri(browser: Served) -> None:
    page = browser.get("/query", query_string={"name": "strikes"}).text
    assert "gas attack on Torvale" in page
    assert ">strikeLabel<" not in page
    assert ">strike/a1/s1<" not in page


def test_query_page_runs_what_the_home_page_offers(browser: Served) -> None:
    home = browser.get("/").text
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", home, re.DOTALL)
    assert text
    page = browser.get("/query", query_string={"query": unescape(text[1])}).text
    assert "<table>" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"query": "SELECT * {"}, "not well formed"),
        ({"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"}, "SERVICE is not allowed"),
        ({"name": "nonsense"}, "there is no shipped query"),
        ({"name": "strikes", "param_article": "not an iri <"}, "must be"),
    ],
)
def test_query_page_says_what_is_wrong(browser: Served, arguments: dict[str, str], message: str) -> None:
    response = browser.get("/query", query_string=arguments)
    assert response.status_code == 400
    assert message in response.text


def test_query_page_shows_markup_of_the_data_as_text(browser: Served) -> None:
    page = browser.get("/query", query_string={"query": "SELECT ('<script>alert(1)</script>' AS ?x) {}"}).text
    assert "<script>" not in page


def test_health_names_the_generation(browser: Served) -> None:
    assert browser.get("/health").json == {"status": "ok", "generation": 1}


def test_pages_forbid_foreign_content(browser: Served) -> None:
    policy = browser.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
