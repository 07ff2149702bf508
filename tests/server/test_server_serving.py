"""Connections: what a client may send before it is a request, requests one after the other, processes that end."""

import contextlib
import os
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.server.serving import Served, children, serving


def say(server: Served, data: bytes) -> bytes:
    """All that the server answers to some bytes until it closes; nothing where it closes before it has read them."""
    address = urlsplit(server.url)
    with socket.create_connection((str(address.hostname), address.port or 0), timeout=60) as connection:
        try:
            connection.sendall(data)
            parts = []
            while part := connection.recv(65_536):
                parts.append(part)
        except ConnectionError:
            return b""
    return b"".join(parts)


def test_serving_bounds_the_head_of_a_request(client: Served) -> None:
    answer = say(client, b"GET /health HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * 400_000)
    assert answer[:13] in (b"HTTP/1.1 431 ", b"")
    assert b"HTTP/1.1 200 " in say(client, b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")


def test_serving_takes_long_queries_in_the_address(client: Served) -> None:
    text = "ASK {} #" + "x" * 30_000
    assert client.ask(text).json["boolean"] is True


def test_serving_answers_requests_that_came_together(client: Served) -> None:
    head = b" HTTP/1.1\r\nHost: a\r\n"
    both = b"GET /health" + head + b"\r\n" + b"GET /nothing" + head + b"Connection: close\r\n\r\n"
    answer = say(client, both)
    assert answer.index(b"HTTP/1.1 200 ") < answer.index(b"HTTP/1.1 404 ")


def test_serving_answers_what_is_no_http(client: Served) -> None:
    assert say(client, b"\x16\x03\x01\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert say(client, b"GET /\xc3\xa9%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")[9:10] == b"4"


def test_serving_bounds_the_connections_of_one_address(graph_store: Path) -> None:
    with serving(graph_store, KG_HTTP_PROCESSES="1", KG_QUERY_PROCESSES="1", KG_CLIENT_CONNECTIONS="3") as server:
        address = urlsplit(server.url)
        where = str(address.hostname), address.port or 0
        held = []
        for _ in range(10):
            held.append(socket.create_connection(where, timeout=60))
            with contextlib.suppress(ConnectionError):
                held[-1].sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        answered = [each for each in held if _first_byte(each)]
        assert 1 <= len(answered) <= 3, "one of the places may still be that of an earlier request"
        for each in held:
            each.close()
        assert any(_answers(server) for _ in range(1_000)), "what has been closed is free again"


def _first_byte(connection: socket.socket) -> bytes:
    """What an answer begins with; nothing where the server closed the connection."""
    try:
        return connection.recv(1)
    except ConnectionError:
        return b""


def _answers(server: Served) -> bool:
    return say(server, b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200 ")


def test_serving_keeps_what_waits_for_a_process_that_was_killed(graph_store: Path) -> None:
    with serving(graph_store, KG_HTTP_PROCESSES="2", KG_QUERY_PROCESSES="1") as server:
        for child in children(server.process.pid):
            os.kill(child, signal.SIGKILL)
        for _ in range(8):
            assert server.get("/health").status_code == 200
        assert server.ask("ASK { ?s ?p ?o FILTER(true) }").status_code == 200


@pytest.mark.parametrize(
    ("given", "tuned"),
    [({}, "glibc.malloc.tcache_count=200"), ({"GLIBC_TUNABLES": "glibc.malloc.check=0"}, "glibc.malloc.check=0")],
    ids=["of its own", "the environment's"],
)
def test_serving_tunes_the_c_library_unless_the_environment_does(
    graph_store: Path, given: dict[str, str], tuned: str
) -> None:
    with serving(graph_store, **given) as server:
        environment = Path(f"/proc/{server.process.pid}/environ").read_bytes().split(b"\0")
        assert f"GLIBC_TUNABLES={tuned}".encode() in environment
        assert server.get("/health").status_code == 200


def test_serving_tells_of_no_fault_where_a_client_sends_rubbish_or_goes(graph_store: Path) -> None:
    with serving(graph_store, KG_HTTP_PROCESSES="1", KG_QUERY_PROCESSES="1") as server:
        for _ in range(20):
            say(server, b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n\x00\x00\r\n\r\n")
            say(server, b"GET /links HTTP/1.1\r\nHost: a..b\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
        assert _answers(server)
        server.process.send_signal(signal.SIGINT)
        _, told = server.process.communicate(timeout=30)
    assert told == ""
