"""The first pages: what stands on them, and that a wrong request is said on the page."""

import re
import time
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.library import queries
from kg.settings import Settings
from kg.store import Writer
from server.app import create_app
from tests.server.exploring import indexed
from tests.server.serving import Served
from tests.server.stores import make_store


@pytest.fixture
def ready(browser: Served) -> Served:
    """The server, as soon as its lists are there."""
    deadline = time.monotonic() + 60
    while "being made ready" in browser.get("/").text:
        assert time.monotonic() < deadline, "the lists were not made"
        time.sleep(0.1)
    return browser


def test_home_names_every_question(browser: Served) -> None:
    page = browser.get("/").text
    assert all(query.title in unescape(page) for query in queries().values())


def test_home_counts_follow_a_new_generation(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "s")
    indexed(folder).close()
    client = create_app(folder, Settings()).test_client()
    assert re.search(r"<span>Articles</span><b>4</b>", client.get("/").text)
    with Writer(folder) as writer:
        writer.drop_graph(f"{Settings().base_iri}article/a1")
        writer.publish()
    indexed(folder).close()
    assert re.search(r"<span>Articles</span><b>3</b>", client.get("/").text)


class _Targets(HTMLParser):
    """Addresses that a page loads from or links to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = tag == "a" or dict(attrs).get("rel") in ("canonical", "alternate")
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                (self.links if named else self.loads).append(value)


@pytest.mark.parametrize("page", ["/", "/strikes", "/claims", "/article/a1", "/actor/velmark", "/ontology/Strike"])
def test_pages_load_and_link_within_the_site(ready: Served, page: str) -> None:
    targets = _Targets()
    targets.feed(ready.get(page).text)
    assert all(target.startswith("/") for target in targets.loads)
    for target in [*targets.links, *targets.loads]:
        if target.startswith("/"):
            path, _, query = target.partition("#")[0].partition("?")
            assert ready.get(path, query_string=query).status_code == 200, target


def test_health_names_the_generation(browser: Served) -> None:
    assert browser.get("/health").json == {"status": "ok", "generation": 1}


def test_pages_forbid_foreign_content(browser: Served) -> None:
    policy = browser.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
