"""Bounds: time, memory, size, numbers; what they end is said or visibly broken off, and others are not disturbed."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.server.serving import Answer, Served, children, processor_seconds, serving

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
BOMBS = [
    f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f",
    f"SELECT (COUNT(DISTINCT ?i) AS ?n) {{ {CROSS} FILTER(?a != ?d) }}",
    "SELECT * { ?s (<http://e/a>|!<http://e/a>)* ?o . ?o (<http://e/a>|!<http://e/a>)* ?x } ORDER BY ?x",
]


@pytest.fixture(scope="module")
def bounded(graph_store: Path) -> Callable[..., AbstractContextManager[Served]]:
    few = {"KG_QUERY_PROCESSES": "3", "KG_HTTP_PROCESSES": "1"}
    return lambda **settings: serving(graph_store, **{**few, **settings})


@pytest.fixture(scope="module")
def second(bounded: Callable[..., AbstractContextManager[Served]]) -> Iterator[Served]:
    """A server that gives each query one second."""
    with bounded(KG_QUERY_TIMEOUT="1", KG_MAX_RESULT_BYTES="3000000") as served:
        yield served


@pytest.mark.parametrize("text", BOMBS)
def test_bounds_end_a_query_at_its_time(second: Served, text: str) -> None:
    begun = time.monotonic()
    answer = second.ask(text)
    assert answer.status_code == 503
    # A sort may reach the memory that it may use before its second is over.
    assert any(bound in answer.json["error"]["message"] for bound in ("time limit", "more memory"))
    assert time.monotonic() - begun < 20
    assert second.number("SELECT (COUNT(*) AS ?n) { ?s a ?c }") > 0


def test_bounds_let_a_request_ask_for_less_time_only(client: Served, second: Served) -> None:
    begun = time.monotonic()
    assert client.ask(BOMBS[0], timeout="0.2").status_code == 503
    assert second.ask(BOMBS[0], timeout="1000").status_code == 503
    assert time.monotonic() - begun < 20
    for wrong in ("-1", "soon", "0", "1e9"):
        assert client.ask(BOMBS[0], timeout=wrong).status_code == 400


@pytest.mark.parametrize("media_type", ["text/csv", "application/sparql-results+json"])
def test_bounds_break_off_an_answer_that_is_too_large(second: Served, media_type: str) -> None:
    text = f"SELECT * {{ {CROSS} }}"
    answer = second.get("/sparql", query_string={"query": text}, headers={"Accept": media_type})
    assert answer.status_code == 200
    assert not answer.whole


def test_bounds_break_off_an_answer_whose_time_is_over(bounded: Callable[..., AbstractContextManager[Served]]) -> None:
    with bounded(KG_QUERY_TIMEOUT="1") as served:
        answer = served.get(
            "/sparql", query_string={"query": f"SELECT * {{ {CROSS} }}"}, headers={"Accept": "text/csv"}
        )
    assert (answer.status_code, answer.whole) == (200, False)


def test_bounds_end_a_query_at_its_memory(bounded: Callable[..., AbstractContextManager[Served]]) -> None:
    with bounded(KG_QUERY_MEMORY_MB="300", KG_QUERY_TIMEOUT="60") as served:
        answer = served.ask(BOMBS[1])
        assert answer.status_code == 503
        assert "memory" in answer.json["error"]["message"]


def test_bounds_hold_for_the_page(second: Served) -> None:
    answer = second.get("/query", query_string={"query": BOMBS[0]}, headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "time limit" in answer.text


def test_bounds_keep_lookups_and_quick_queries_going_under_bombs(
    bounded: Callable[..., AbstractContextManager[Served]],
) -> None:
    with bounded(KG_QUERY_TIMEOUT="3", KG_SLOW_QUERIES="2", KG_QUERY_PROCESSES="4") as served:
        answers: list[Answer] = []
        bombs = [threading.Thread(target=lambda n=n: answers.append(served.ask(BOMBS[n % 3]))) for n in range(8)]
        for bomb in bombs:
            bomb.start()
        statuses = set()
        while any(bomb.is_alive() for bomb in bombs):
            statuses.add(served.ask("SELECT * { <http://example.org/nothing> ?p ?o }").status_code)
        for bomb in bombs:
            bomb.join()
    assert statuses == {200}
    assert {answer.status_code for answer in answers} == {503}


def test_bounds_refuse_what_is_too_many(bounded: Callable[..., AbstractContextManager[Served]]) -> None:
    with bounded(KG_QUERY_TIMEOUT="2", KG_QUERY_PROCESSES="1") as served:
        answers: list[Answer] = []
        bombs = [threading.Thread(target=lambda: answers.append(served.ask(BOMBS[0]))) for _ in range(12)]
        for bomb in bombs:
            bomb.start()
        for bomb in bombs:
            bomb.join()
    assert {answer.status_code for answer in answers} == {503}
    assert any("retry-after" in answer.headers for answer in answers)


def test_bounds_end_a_query_whose_client_has_gone(bounded: Callable[..., AbstractContextManager[Served]]) -> None:
    with bounded(KG_QUERY_TIMEOUT="300", KG_QUERY_PROCESSES="1") as served:
        before = set(children(served.process.pid))
        idle = processor_seconds(before)
        connection = http.client.HTTPConnection(str(urlsplit(served.url).netloc))
        connection.request("GET", f"/sparql?query={quote(BOMBS[0])}")
        # A client that goes before its query runs ends nothing.
        while processor_seconds(before) < idle + 0.5:
            time.sleep(0.1)
        connection.close()
        # The only process that runs queries is free again, long before the time limit.
        assert served.number("SELECT (COUNT(*) AS ?n) { ?s a ?c }") > 0
        assert set(children(served.process.pid)) != before


def test_bounds_free_the_place_of_an_answer_that_is_not_read(
    bounded: Callable[..., AbstractContextManager[Served]],
) -> None:
    text = f"SELECT * {{ {CROSS} }}"
    with bounded(KG_QUERY_TIMEOUT="600") as served:
        # More often than the server answers at the same time.
        for _ in range(30):
            assert served.open("/sparql", "HEAD", {"query": text}).status_code == 200
        assert served.number("SELECT (COUNT(*) AS ?n) { ?s a ?c }") > 0


def test_bounds_hold_for_a_client_that_does_not_read(bounded: Callable[..., AbstractContextManager[Served]]) -> None:
    with bounded(KG_QUERY_TIMEOUT="2", KG_QUERY_PROCESSES="1") as served:
        connection = http.client.HTTPConnection(str(urlsplit(served.url).netloc))
        connection.request("GET", f"/sparql?query={quote(f'SELECT * {{ {CROSS} }}')}")
        # The only process that runs queries is stuck in sending until its time is up; then another takes its place.
        time.sleep(3)
        assert served.number("SELECT (COUNT(*) AS ?n) { ?s a ?c }") > 0
        connection.close()
