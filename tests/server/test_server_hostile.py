"""Requests that cost the server more than they cost who sends them: each is refused, or costs nothing."""

import asyncio
import http.client
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from kg.guard import tokens
from kg.library import parse_query
from server import formats
from server.http import codings, messages
from server.http.cache import Cache, Kept
from server.http.lookups import is_lookup
from server.http.messages import HttpError, Reply, Request
from server.http.queries import _name
from server.http.serving import BoundedProtocol
from server.http.wsgi import Pages
from tests.server.serving import Served, serving
from tests.server.test_server_bounds import BOMBS
from tests.server.test_server_serving import say

MANY = 20_000
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a ?c }"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * MANY + "}" * MANY,
        "SELECT * { FILTER(" + "(" * MANY + "1" + ")" * MANY + ") }",
        "SELECT * { ?s ?p " + "[ ?p " * MANY + "1" + "]" * MANY + " }",
        "SELECT * { ?s ?p " + "<<( ?a ?b " * MANY + "1" + " )>>" * MANY + " }",
        "SELECT * { ?s ?p ?o " + "{| ?a ?b " * MANY + "1" + " |}" * MANY + " }",
        "SELECT (" + "IF(true,1," * MANY + "1" + ")" * MANY + " AS ?x) {}",
        "SELECT * {" + "FILTER EXISTS {" * MANY + "}" * MANY + "}",
        "SELECT * { ?s " + "^(" * MANY + "<http://e/>" + ")" * MANY + " ?o }",
    ],
    ids=["groups", "terms", "nodes", "triples", "annotations", "calls", "EXISTS", "paths"],
)
def test_hostile_nesting_is_refused(client: Served, text: str) -> None:
    answer = client.post("/sparql", data={"query": text})
    assert answer.status_code == 400
    assert "nested too deeply" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(true" + "||true" * MANY + ") }",
        "ASK { FILTER(" + "!" * MANY + "true) }",
        "ASK { {} " + "UNION {} " * 9_000 + "}",
        "ASK { VALUES ?x { '" + "{" * MANY + "' } } #" + "{" * MANY,
        "ASK " + "{" * 100 + "}" * 100,
    ],
    ids=["or", "not", "union", "in strings", "some"],
)
def test_hostile_chains_are_answered(client: Served, text: str) -> None:
    assert client.post("/sparql", data={"query": text}).json["boolean"] is True


@pytest.mark.parametrize("unit", ["a.", "a-", "\\u0041.", "'''\\q", "<a", "_:a.", "@a-"])
def test_hostile_names_are_cut_in_one_pass(unit: str) -> None:
    """Were each part of it tried as the beginning of a name, this would take hours."""
    text = unit * 400_000
    assert "".join(token.text for token in tokens(text)) == text


def test_hostile_header_of_a_query_is_read_in_one_pass() -> None:
    assert parse_query("q", f"# title: a{' ' * 1_000_000}b\nASK {{}}").title.endswith(" b")


def test_hostile_names_are_no_lookups() -> None:
    assert is_lookup("SELECT * { ?s ex:a <http://a/b> }")
    # Else a text of 2 kB could be divided into three terms in 100 million ways.
    assert not is_lookup("SELECT * { ?sex:a <http://a/b> }")
    assert not is_lookup(f"SELECT * {{?{'a' * 640}:{'b' * 640}:{'c' * 640}!")


@pytest.mark.parametrize(
    ("kind", "status"), [("application/sparql-update", 401), ("application/x-www-form-urlencoded", 413)]
)
@pytest.mark.parametrize("path", ["/update", "/sparql"])
def test_hostile_update_is_refused_before_it_is_sent(writable: Served, path: str, kind: str, status: int) -> None:
    """Of 200 MB that a request announces nothing is sent, and its answer comes all the same."""
    connection = http.client.HTTPConnection(str(urlsplit(writable.url).netloc), timeout=60)
    connection.putrequest("POST", path)
    connection.putheader("Content-Type", kind)
    connection.putheader("Content-Length", "200000000")
    connection.endheaders()
    assert connection.getresponse().status == status
    connection.close()


def test_hostile_limit_is_not_that_of_who_may_write(writable: Served) -> None:
    data = f"INSERT DATA {{ <http://e/long> <http://e/p> '{'x' * 2_000_000}' }}"
    assert writable.post("/update", data={"update": data}).status_code == 204
    assert writable.update("DELETE WHERE { <http://e/long> ?p ?o }").status_code == 204


def _kept(read: Any) -> int:
    return int(read.__wrapped__.cache_info().currsize)


def test_hostile_texts_and_headers_are_not_kept() -> None:
    assert len(_name(("ASK {} #" + "x" * 1_000_000, "text/csv"))) < 100
    cache = Cache(50_000)
    for number in range(1_000):
        cache.put((1, str(number)), Kept("text/csv", b"x"))
    assert sum(cache.get((1, str(number))) is not None for number in range(1_000)) <= 100
    before = _kept(formats.chosen), _kept(codings.coding_for)
    assert formats.chosen("text/csv," + "x" * 5_000) == ("text/csv", None)
    assert formats.chosen("", "x" * 5_000 + ",csv") == ("text/csv", None)
    assert codings.coding_for("br," + "x" * 5_000) == "br"
    assert (_kept(formats.chosen), _kept(codings.coding_for)) == before
    assert formats.chosen("text/csv;q=0.123") == ("text/csv", None)
    assert _kept(formats.chosen) == before[0] + 1


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("HTTP/1.1\r\nHost: example.org:8000", "200"),
        ("HTTP/1.1\r\nHost: [::1]:8000", "200"),
        ("HTTP/1.1\r\nHost:", "200"),
        ("HTTP/1.0\r\nX: y", "200"),
        ("HTTP/1.1\r\nX: y", "400"),
        ("HTTP/1.1\r\nHost: a\r\nHost: b", "400"),
        ("HTTP/1.1\r\nHost: a>b", "400"),
        ("HTTP/1.1\r\nHost: a/b", "400"),
        ("HTTP/1.1\r\nHost: a@b", "400"),
        ('HTTP/1.1\r\nHost: "', "400"),
        ("HTTP/1.1\r\nHost: [::1", "400"),
        ("HTTP/1.1\r\nHost: example.org.:8000", "200"),
        ("HTTP/1.1\r\nHost: a..b", "400"),
        ("HTTP/1.1\r\nHost: .b", "400"),
        ("HTTP/1.1\r\nHost: .", "400"),
        (f"HTTP/1.1\r\nHost: {63 * 'a'}.b", "200"),
        (f"HTTP/1.1\r\nHost: {64 * 'a'}.b", "400"),
    ],
)
@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/health", "/reconcile"])
def test_hostile_host_is_refused(client: Served, path: str, head: str, status: str) -> None:
    answer = say(client, f"GET {path} {head}\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ", 2)[1].decode() == status


def test_hostile_packed_body_is_not_taken_for_a_plain_one(client: Served) -> None:
    for coding, status in (("gzip", 415), ("identity", 200)):
        sent = {"Content-Encoding": coding}
        answer = client.post("/sparql", data="ASK {}", content_type="application/sparql-query", headers=sent)
        assert answer.status_code == status


@pytest.mark.parametrize("accept", ["application/json", "text/html", "text/csv"])
def test_hostile_data_comes_with_the_headers_of_pages(client: Served, accept: str) -> None:
    for text in ("ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }", "<script>"):
        answer = client.get("/sparql", query_string={"query": text}, headers={"Accept": accept})
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")


def _request(path: str, receive: Any = None) -> Request:
    scope: dict[str, Any] = {"method": "POST" if receive else "GET", "path": path, "query_string": b"", "headers": []}
    return Request(scope, receive)


def test_hostile_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_SILENT_SECONDS", 0.05)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3_600)
        return {"type": "http.request"}

    with pytest.raises(HttpError, match="too slowly") as error:
        asyncio.run(_request("/sparql", receive).body(1_000))
    assert error.value.status == 408


def test_hostile_queries_of_pages_leave_other_pages_alone() -> None:
    go_on = threading.Event()

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/query":
            go_on.wait(60)
        start("200 OK", [])
        return [b"x"]

    async def never() -> dict[str, Any]:
        await asyncio.sleep(3_600)
        return {}

    async def run() -> None:
        pages = Pages(app, 40)

        def ask(path: str) -> "asyncio.Task[Reply]":
            request = _request(path)
            request.receive = never
            return asyncio.create_task(pages.answer(request, 1))

        slow = [ask("/query") for _ in range(40)]
        assert (await ask("/health")).status == 200
        with pytest.raises(HttpError, match="busy"):
            await ask("/query")
        go_on.set()
        assert {(await each).status for each in slow} == {200}
        assert (await ask("/query")).status == 200

    asyncio.run(run())


def test_hostile_page_whose_client_has_gone_ends_its_query(graph_store: Path) -> None:
    with serving(graph_store, KG_QUERY_TIMEOUT="300", KG_QUERY_PROCESSES="1", KG_HTTP_PROCESSES="1") as served:
        connection = http.client.HTTPConnection(str(urlsplit(served.url).netloc))
        connection.request("GET", f"/query?query={quote(BOMBS[0])}", headers={"Accept": "text/html"})
        time.sleep(1)
        connection.close()
        # The only process that runs queries is free again, long before the time limit.
        assert served.number(COUNT) > 0


class _Transport(asyncio.Transport):
    """A transport whose client takes what the test says."""

    def __init__(self) -> None:
        super().__init__()
        self.unsent = 0
        self.aborted = False

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def abort(self) -> None:
        self.aborted = True


def test_hostile_client_that_takes_nothing_is_cut_off() -> None:
    async def run() -> None:
        protocol = BoundedProtocol.__new__(BoundedProtocol)
        transport = _Transport()
        protocol.transport, protocol.loop = transport, asyncio.get_running_loop()
        protocol._unsent, protocol._sending = 0, None
        for unsent in (300_000, 200_000, 400_000):
            transport.unsent = unsent
            protocol._watch_sending()
            assert not transport.aborted
        protocol._watch_sending()
        assert transport.aborted
        transport.aborted, transport.unsent = False, 0
        protocol._watch_sending()
        assert not transport.aborted
        assert protocol._sending is None

    asyncio.run(run())


def test_hostile_cache_cannot_give_a_page_to_a_program(client: Served) -> None:
    for accept, media_type in (("text/html", "text/html"), ("application/json", "application/json")):
        answer = client.get("/query", query_string={"query": "ASK {}"}, headers={"Accept": accept})
        assert answer.mimetype == media_type
        assert "Accept" in [each.strip() for each in answer.headers["vary"].split(",")]


def test_hostile_connections_do_not_keep_others_out(graph_store: Path) -> None:
    """A program may have few files open unless it asks for more; idle connections of one client are not the end."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, hard))
    try:
        with serving(graph_store, KG_QUERY_PROCESSES="1", KG_HTTP_PROCESSES="1") as served:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            address = urlsplit(served.url)
            idle = [socket.create_connection((str(address.hostname), address.port or 0)) for _ in range(250)]
            assert served.get("/health").status_code == 200
            for connection in idle:
                connection.close()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
