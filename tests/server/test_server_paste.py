"""An article pasted into a page of a real server: read, shown, stored only with the token."""

import gzip
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.pasted import put_article
from kg.records import Article
from kg.settings import Settings
from server.explore.here import NotFound
from server.trying.jobs import Jobs
from tests.server.conftest import TOKEN
from tests.server.serving import Served, serving

TEXT = """Shells hit the harbour of Marsa on Tuesday, killing 4 people, the mayor said.

The army of Examplia denied that it had shelled the harbour."""

GERMAN = (
    "Granaten trafen am Dienstag den Hafen von Marsa und töteten vier Menschen, wie der Bürgermeister mitteilte. "
    "Die Streitkräfte von Examplia wiesen den Vorwurf zurück und sprachen von einer Täuschung durch die Aufständischen."
)


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


def upload(url: str, name: str, data: bytes, **fields: str) -> tuple[int, str, str]:
    """The same of a form with a file; sent again while another article is being read."""
    parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    parts.append(f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + data)
    body = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    headers = {"Accept": "text/html", "Content-Type": "multipart/form-data; boundary=edge"}
    for _ in range(100):
        found = _answer(urllib.request.Request(url, body, headers))
        if found[0] != 503:
            break
        time.sleep(0.2)
    return found


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
        ({"text": " \n"}, "nothing to read: paste a text"),
        ({"text": "x" * 5001}, "not prose|more than 5000"),
        ({"text": TEXT, "published": "last Tuesday"}, "publication date"),
        ({"text": "12345 67"}, "no letters"),
        ({"text": GERMAN}, r"The text is in another language than English \(de"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(server: Served, fields: dict[str, str], reason: str) -> None:
    status, _, page = post(f"{server.url}/paste", **fields)
    assert status in (400, 422)
    assert re.search(reason, page)
    assert "<textarea" in page


def test_an_uploaded_file_is_read_with_what_the_form_says_of_it(server: Served) -> None:
    status, at, _ = upload(f"{server.url}/paste", "harbour.txt.gz", gzip.compress(TEXT.encode()), title="By the sea")
    assert status == 200
    _, page = read(at)
    assert "By the sea" in page
    assert "m-Strike" in page


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "two.jsonl",
            b'{"text": "The army left."}\n{"text": "It came back."}\n',
            "two.jsonl holds more than one article",
        ),
        ("none.csv", b"id,text\n", "none.csv holds no article"),
        ("long.txt", b"The army left. " * 400, "more than 5000"),
        ("torn.json", b'{"text": ', "not valid JSON"),
        ("many.jsonl", gzip.compress(b'{"text": "The army left."}\n' * 1_000_000), "more than one article"),
        ("large.txt", gzip.compress(b"The army left. " * 6_000_000), "larger than"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    server: Served, name: str, data: bytes, reason: str
) -> None:
    status, at, _ = upload(f"{server.url}/paste", name, data)
    assert status == 200
    _, page = read(at)
    assert "could not be read" in page
    assert reason in page


def test_a_file_of_another_kind_is_refused_at_once(server: Served) -> None:
    status, _, page = upload(f"{server.url}/paste", "../../photo.jpg", b"x")
    assert status == 400
    assert "of no known kind" in page


def test_a_pasted_article_stays_out_of_caches(pasted: tuple[str, str], server: Served) -> None:
    for url in (pasted[0], f"{server.url}/paste", f"{server.url}/links"):
        with urllib.request.urlopen(url, timeout=60) as answer:
            assert answer.headers["Cache-Control"] == "no-store"


def test_what_has_not_been_read_cannot_be_stored(server: Served) -> None:
    status, at, _ = upload(f"{server.url}/paste", "torn.json", b'{"text": ')
    read(at)
    status, _, page = post(at, token="wrong")
    assert status == 400
    assert "has not been read" in page


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


def test_a_form_on_another_site_is_refused(server: Served) -> None:
    for origin, refused in (("https://evil.example", True), ("null", True), (server.url, False)):
        answer = server.post("/paste", data={"text": "", "title": "x"}, headers={"Origin": origin})
        assert (answer.status_code == 403) is refused, answer.text


def test_an_unknown_id_is_not_found(server: Served) -> None:
    for id in ("x", "a" * 24, "..%2f..%2fetc"):
        assert get(f"{server.url}/paste/{id}")[0] == 404


def test_the_oldest_articles_go_where_there_are_too_many(tmp_path: Path) -> None:
    for age in range(4):
        folder = tmp_path / (str(age) * 24)
        put_article(folder_made(folder), Article("a", "Shells fell."))
        os.utime(folder, (time.time() - 60 * age,) * 2)
    jobs = Jobs(tmp_path, Settings(try_kept=3, try_kept_minutes=10))

    def fill(folder: Path) -> None:
        raise UsageError("no article")

    with pytest.raises(UsageError):
        jobs.start(fill)
    assert {jobs.job(str(age) * 24).id[0] for age in range(2)} == {"0", "1"}
    for gone in "23":
        with pytest.raises(NotFound, match="more than 10 minutes ago"):
            jobs.job(gone * 24)


def folder_made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_read_only_server_says_how_to_start_one_that_may_write(client: Served, server: Served) -> None:
    for status, _, page in (get(f"{client.url}/paste"), post(f"{client.url}/paste", text=TEXT)):
        assert status == 403
        assert "only reads" in page
        assert re.search(r"KG_TOKEN=\S+ kg serve --store store --allow-updates", page)
        assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert "/paste" not in get(f"{client.url}/")[2]
    assert "/paste" in get(f"{server.url}/")[2]
    assert get(f"{client.url}/paste/{'a' * 24}")[0] == 404


def test_a_read_only_server_tells_programs_in_json(client: Served) -> None:
    answer = client.open("/paste", headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert "--allow-updates" in answer.json["error"]["message"]
