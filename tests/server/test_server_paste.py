"""An article pasted into a page of a real server: read, shown, stored only with the token."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.conftest import TOKEN
from tests.server.serving import Served, serving

TEXT = """Shells hit the harbour of Marsa on Tuesday, killing 4 people, the mayor said.

The army of Examplia denied that it had shelled the harbour."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("paste") / "store"
    small = {"KG_QUERY_PROCESSES": "2", "KG_HTTP_PROCESSES": "2", "KG_TRY_MAX_CHARS": "5000"}
    with serving(folder, "--allow-updates", KG_TOKEN=TOKEN, **small) as served:
        yield served


def post(url: str, **fields: str) -> tuple[int, str, str]:
    """Status, address after redirects, and page of a form that is sent."""
    request = urllib.request.Request(url, urllib.parse.urlencode(fields).encode(), {"Accept": "text/html"})
    return _answer(request)


def get(url: str) -> tuple[int, str, str]:
    return _answer(urllib.request.Request(url, headers={"Accept": "text/html"}))


def _answer(request: urllib.request.Request) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.url, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.url or "", error.read().decode()


def read(url: str) -> tuple[str, str]:
    """The address and page of a pasted article once it has been read."""
    for _ in range(300):
        status, at, page = get(url)
        assert status == 200, page
        if "Reading the article" not in page:
            return at, page
        time.sleep(0.2)
    raise AssertionError("the article was not read in a minute")


@pytest.fixture(scope="module")
def pasted(server: Served) -> tuple[str, str]:
    status, at, _ = post(f"{server.url}/paste", text=TEXT, title="Harbour shelled", published="2021-03-04")
    assert status == 200
    return read(at)


def test_an_article_is_read_and_shown_with_its_words_marked(pasted: tuple[str, str]) -> None:
    _, page = pasted
    assert "Harbour shelled" in page
    assert "Read, and not stored" in page
    assert "m-Strike" in page
    assert "m-Claim" in page


def test_it_is_not_in_the_store_until_it_is_asked_for(server: Served, pasted: tuple[str, str]) -> None:
    at, _ = pasted
    query = 'ASK { GRAPH ?article { ?a ?p "Harbour shelled" } }'
    ask = f"{server.url}/sparql?" + urllib.parse.urlencode({"query": query, "format": "json"})
    assert '"boolean":false' in get(ask)[2].replace(" ", "")
    status, _, page = post(at, token="wrong")
    assert (status, "not the server's token" in page.replace("&#39;", "'")) == (401, True)
    assert '"boolean":false' in get(ask)[2].replace(" ", "")
    status, where, page = post(at, token=TOKEN)
    assert status == 200, page
    assert "/article/" in where
    assert '"boolean":true' in get(ask)[2].replace(" ", "")


def test_its_graph_can_be_had_as_turtle(pasted: tuple[str, str]) -> None:
    status, _, turtle = get(pasted[0] + ".ttl")
    assert status == 200
    assert "ckg:Strike" in turtle


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": ""}, "is empty"),
        ({"text": "x" * 5001}, "not prose|more than 5000"),
        ({"text": TEXT, "published": "last Tuesday"}, "publication date"),
        ({"text": "12345 67"}, "no letters"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(server: Served, fields: dict[str, str], reason: str) -> None:
    status, _, page = post(f"{server.url}/paste", **fields)
    assert status in (400, 422)
    assert re.search(reason, page)
    assert "<textarea" in page


def test_hostile_words_run_no_script(server: Served) -> None:
    payload = "<script>alert(1)</script>"
    for _ in range(50):
        status, at, _ = post(f"{server.url}/paste", text=f"{payload} said the army shelled Marsa.", title=payload)
        if status != 503:
            break
        time.sleep(0.2)
    assert status == 200
    _, page = read(at)
    assert payload not in page


def test_an_unknown_id_is_not_found(server: Served) -> None:
    for id in ("x", "a" * 24, "..%2f..%2fetc"):
        assert get(f"{server.url}/paste/{id}")[0] == 404


def test_a_read_only_server_has_no_such_page(client: Served) -> None:
    assert get(f"{client.url}/paste")[0] == 404
