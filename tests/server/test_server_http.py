"""Methods, headers and wishes of HTTP, as clients that are no browser send them."""

import re

import pytest

from tests.server.serving import BROWSER, Served
from tests.server.test_server_serving import say

ASK = "/sparql?query=ASK%7B%7D"
WISH = "Connection: Upgrade, HTTP2-Settings{}\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
CLOSE = "Connection: close\r\n\r\n"


def sent(body: str, kind: str, chunked: bool = False) -> str:
    """The end of a head, and the body."""
    if not chunked:
        return f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    return f"Content-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n{body}\r\n0\r\n\r\n"


def statuses(answer: bytes) -> list[str]:
    return re.findall(r"HTTP/1\.1 (\d{3}) ", answer.decode())


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_http_body_is_read_from_who_wishes_for_another_version(client: Served, version: str, chunked: bool) -> None:
    head = f"POST /sparql HTTP/{version}\r\nHost: a\r\n{WISH.format(', close')}"
    answer = say(client, (head + sent("ASK {}", "application/sparql-query", chunked)).encode())
    assert statuses(answer) == ["200"]
    assert answer.endswith(b'"boolean":true}')


def test_http_connection_goes_on_after_a_wish(client: Served) -> None:
    wished = f"POST /sparql HTTP/1.1\r\nHost: a\r\n{WISH.format('')}" + sent("ASK {}", "application/sparql-query")
    other = f"GET /health HTTP/1.1\r\nHost: a\r\n{WISH.format('')}\r\n"
    last = f"GET /nothing HTTP/1.1\r\nHost: a\r\n{CLOSE}"
    assert statuses(say(client, (wished + 50 * other + wished + last).encode())) == [*["200"] * 52, "404"]


def test_http_wish_does_not_empty_a_graph(writable: Served) -> None:
    line = "<http://e/a> <http://e/b> <http://e/wished> ."
    head = f"PUT /store?graph=http://e/w HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {writable.token}\r\n"
    answer = say(writable, (head + WISH.format(", close") + sent(line, "text/turtle")).encode())
    assert statuses(answer) == ["201"]
    assert writable.get("/store?graph=http://e/w&format=nt").text.strip() == line


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/update", "GET, HEAD, POST, OPTIONS"),
        ("/store", "GET, HEAD, PUT, POST, DELETE, OPTIONS"),
        ("/metrics", "GET, HEAD, OPTIONS"),
        ("/ready", "GET, HEAD, OPTIONS"),
        ("/.well-known/void", "GET, HEAD, OPTIONS"),
    ],
)
def test_http_address_knows_its_methods(client: Served, path: str, methods: str) -> None:
    told = client.open(path, "OPTIONS")
    assert (told.status_code, told.headers["allow"]) == (204, methods)
    assert told.headers["access-control-allow-methods"] == methods
    for method in {"PUT", "DELETE", "PATCH", "TRACE"} - set(methods.split(", ")):
        refused = client.open(path, method)
        assert (refused.status_code, refused.headers["allow"]) == (405, methods)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (BROWSER, "text/html"),
        ("TEXT/HTML", "text/html"),
        ("text/html;q=0", "application/json"),
        ("application/json, text/html;q=0.5", "application/json"),
        ("application/sparql-results+json", "application/json"),
    ],
)
def test_http_error_is_what_the_client_reads(client: Served, accept: str, media_type: str) -> None:
    refused = client.get("/sparql?query=SELECT", headers={"Accept": accept})
    assert refused.mimetype == media_type
    assert refused.status_code in (400, 406)


def test_http_page_says_which_methods_it_knows(client: Served) -> None:
    refused = client.open("/api/search?q=x", "PUT")
    assert refused.status_code == 405
    assert "GET" in refused.headers["allow"]


@pytest.mark.parametrize("path", ["/", "/health", "/static/style.css", "/.well-known/void", ASK, "/nothing"])
def test_http_head_says_what_get_would(client: Served, path: str) -> None:
    got, head = client.get(path), client.open(path, "HEAD")
    assert (head.status_code, head.data) == (got.status_code, b"")
    assert int(head.headers["content-length"]) == len(got.data) > 0
    assert head.headers.get("etag") == got.headers.get("etag")


def test_http_header_on_several_lines_is_a_list(client: Served) -> None:
    for first, second in (("text/csv", "image/png"), ("image/png", "text/csv")):
        head = f"GET {ASK} HTTP/1.1\r\nHost: a\r\nAccept: {first}\r\nAccept: {second}\r\n{CLOSE}"
        answer = say(client, head.encode())
        assert statuses(answer) == ["200"]
        assert answer.endswith(b"\r\n\r\ntrue")


@pytest.mark.parametrize("path", ["//[", "//[x/sparql", "/%5B"])
def test_http_error_is_a_page_whatever_the_path(client: Served, path: str) -> None:
    answer = say(client, f"GET {path} HTTP/1.1\r\nHost: a b\r\nAccept: {BROWSER}\r\n{CLOSE}".encode())
    assert statuses(answer) == ["400"]
    assert b"content-security-policy: default-src 'self'" in answer
    assert b"one header Host" in answer
