"""What holds for every page that links lead to, found by following all links of a site."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from server.explore.here import open_explorer
from tests.server.reading_html import Element, read, require_sound
from tests.server.serving import BROWSER

# Parts of the server that are no pages of the application, or whose pages have tests of their own.
_ELSEWHERE = ("/sparql", "/.well-known/", "/static/", "/query", "/api", "/map", "/timeline", "/health", "/links")


def page_links(page: Element) -> Iterator[str]:
    for link in page.all("a"):
        target = link.attributes["href"]
        if target.startswith("/") and "rel" not in link.attributes and not target.startswith(_ELSEWHERE):
            yield target


@pytest.fixture(scope="module")
def site(app_client: FlaskClient) -> dict[str, Element]:
    """All pages that can be reached from the first one without narrowing a list, by path and query."""
    found: dict[str, Element] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in found:
            continue
        response = app_client.get(address, headers={"Accept": BROWSER})
        assert response.status_code == 200, address
        assert response.mimetype == "text/html", address
        found[address] = read(response.text)
        waiting += page_links(found[address])
    return found


def test_every_page_is_sound(site: dict[str, Element]) -> None:
    assert len(site) > 100
    for address, page in site.items():
        try:
            require_sound(page)
        except AssertionError as error:
            raise AssertionError(f"{address}: {error}") from error


def test_every_thing_of_the_graph_has_a_page_that_links_lead_to(
    site: dict[str, Element], app_client: FlaskClient
) -> None:
    here = open_explorer(Path(app_client.application.extensions["snapshots"].folder), Settings())
    urls = {here.url(iri) for (iri,) in here.index.rows("SELECT iri FROM thing")}
    here.close()
    assert len(urls) > 30
    assert urls <= set(site)


def test_every_link_to_words_leads_to_their_anchor(site: dict[str, Element]) -> None:
    links = {link.attributes["href"] for page in site.values() for link in page.all("a")}
    spans = [link for link in links if "#char=" in link and link.startswith("/article/")]
    assert len(spans) > 20
    for link in spans:
        address, _, fragment = link.partition("#")
        assert site[address].all(id=unquote(fragment)), link


def test_every_page_offers_its_query_and_other_formats(site: dict[str, Element], app_client: FlaskClient) -> None:
    for address, page in site.items():
        if urlsplit(address).path == "/search":
            continue
        section = page.one("section", class_="formats")
        texts = [link.words for link in section.all("a")]
        assert texts[0] == "This page’s query", address
        assert [text for text in texts[1:] if text.startswith("as ")], address
        for link in section.all("a")[1:]:
            target = link.attributes["href"]
            if not target.startswith(("/sparql", "/.well-known", "/api")):
                response = app_client.get(target)
                assert response.status_code == 200, target
                assert response.mimetype == link.attributes["type"], target


def test_every_page_says_its_canonical_address(site: dict[str, Element]) -> None:
    for address, page in site.items():
        if urlsplit(address).path != "/search":
            assert page.one("link", rel="canonical").attributes["href"], address


def test_no_page_shows_an_iri_as_the_name_of_a_thing(site: dict[str, Element]) -> None:
    for address, page in site.items():
        for link in page.one("main").all("a"):
            raw = link.words.startswith(("http://", "https://"))
            # Where an article was published is its address, and is shown as one.
            assert not raw or "external" in link.attributes.get("rel", ""), (address, link.words)
