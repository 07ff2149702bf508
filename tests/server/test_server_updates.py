"""Updates over HTTP: who may, what they change, what survives when processes are killed."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kg.store import Writer
from tests.command import kg
from tests.server.serving import Answer, Served, children, kill

COUNT = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def item(number: int) -> str:
    return f"<http://example.org/i{number}> <http://example.org/p> {number}"


def message(answer: Answer) -> str:
    return str(answer.json["error"]["message"])


def test_update_is_seen_by_the_next_query(writable: Served) -> None:
    assert writable.update("DROP ALL").status_code == 204
    for number in range(5):
        assert writable.update(f"INSERT DATA {{ {item(number)} }}").status_code == 204
        assert writable.number(COUNT) == number + 1
    assert writable.post("/sparql", data={"update": "DELETE WHERE { ?s ?p 1 }"}).status_code == 204
    assert writable.number(COUNT) == 4


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Basic a-token-for-tests"])
def test_update_needs_the_token(writable: Served, header: str) -> None:
    anyone = Served(writable.url, writable.process)
    before = anyone.number(COUNT)
    for path, method in (
        ("/update", "POST"),
        ("/sparql", "POST"),
        ("/store?default", "PUT"),
        ("/store?default", "DELETE"),
    ):
        path, _, query = path.partition("?")
        body, kind = ("DROP ALL", "application/sparql-update") if method == "POST" else (b"", "text/turtle")
        answer = anyone.open(path, method, query, body, kind, {"Authorization": header})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert anyone.number(COUNT) == before


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("INSERT DATA { <a> <b> }", 400),
        ("LOAD <http://127.0.0.1:9/>", 400),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("CLEAR GRAPH <http://example.org/not-there>", 500),
        ("LOAD SILENT <http://127.0.0.1:9/> ; LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <http://e.org/g>", 204),
    ],
)
def test_update_that_fails_changes_nothing(writable: Served, text: str, status: int) -> None:
    writable.update(f"DROP ALL ; INSERT DATA {{ {item(1)} }}")
    assert writable.update(f"INSERT DATA {{ {item(2)} }} ; {text}").status_code == status
    assert writable.number(COUNT) == (2 if status == 204 else 1)


def test_update_reads_the_graphs_that_the_request_names(writable: Served) -> None:
    graph = "http://example.org/g{}".format
    data = "".join(f"GRAPH <{graph(n)}> {{ {item(n)} }} " for n in (1, 2))
    for text in (
        "INSERT { ?s <http://example.org/q> ?o } WHERE { ?s ?p ?o }",
        "PREFIX e: <http://example.org/> insert{?s e:q ?o}where{?s ?p ?o}",
    ):
        writable.update(f"DROP ALL ; INSERT DATA {{ {data} }}")
        answer = writable.post("/update", data={"update": text, "using-graph-uri": graph(1)})
        assert answer.status_code == 204, answer.text
        assert writable.number("SELECT (SUM(?o) AS ?n) { ?s <http://example.org/q> ?o }") == 1
    taken = {"update": f"WITH <{graph(1)}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "using-graph-uri": graph(2)}
    assert "using-graph-uri" in message(writable.post("/update", data=taken))


def test_updates_of_many_at_once_are_all_kept(writable: Served) -> None:
    writable.update("DROP ALL")
    done: list[int] = []

    def write(first: int) -> None:
        for number in range(first, first + 10):
            assert writable.update(f"INSERT DATA {{ {item(number)} }}").status_code == 204
            done.append(number)

    threads = [threading.Thread(target=write, args=(first,)) for first in range(0, 60, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == writable.number(COUNT) == 60


def test_update_waits_for_a_build(
    tmp_path: Path,
    start_server: Callable[..., AbstractContextManager[Served]],
    other_writer: Callable[[Path], AbstractContextManager[None]],
) -> None:
    folder = tmp_path / "store"
    with start_server(folder, "--allow-updates", KG_TOKEN="t", KG_QUERY_PROCESSES="1", KG_HTTP_PROCESSES="1") as served:
        served.token = "t"
        with other_writer(folder):
            busy = served.update(f"INSERT DATA {{ {item(1)} }}")
            assert (busy.status_code, "retry-after" in busy.headers) == (503, True)
        assert served.update(f"INSERT DATA {{ {item(1)} }}").status_code == 204
        end = time.monotonic() + 30
        while True:  # the lock is given back when nothing is left to write
            try:
                with Writer(folder):
                    break
            except Exception:
                assert time.monotonic() < end
                time.sleep(0.1)
        assert served.number(COUNT) == 1


def test_update_needs_a_token_to_be_allowed(tmp_path: Path) -> None:
    done = kg("serve", "--store", tmp_path, "--allow-updates")
    assert (done.returncode, "needs a token" in done.stderr) == (2, True)


def test_update_that_was_acknowledged_survives_kill_9(
    tmp_path: Path, start_server: Callable[..., AbstractContextManager[Served]]
) -> None:
    acknowledged: list[int] = []
    with start_server(
        tmp_path, "--allow-updates", KG_TOKEN="t", KG_QUERY_PROCESSES="2", KG_HTTP_PROCESSES="2"
    ) as served:
        served.token = "t"
        for number in range(24):
            pair = f"INSERT DATA {{ {item(2 * number)} }} ; INSERT DATA {{ {item(2 * number + 1)} }}"
            family = children(served.process.pid)
            victim = family[number % len(family)]
            killer = threading.Timer(0.01 * (number % 3), kill, (victim,))
            killer.start()
            try:
                if served.update(pair).status_code == 204:
                    acknowledged.append(number)
            except OSError:  # the process that spoke HTTP with us was the victim
                pass
            killer.join()
        end = time.monotonic() + 30
        while True:
            try:
                answer = served.ask("SELECT ?o { ?s ?p ?o }")
                if answer.status_code == 200:
                    break
            except OSError:
                pass
            assert time.monotonic() < end
            time.sleep(0.1)
    found = {int(row["o"]["value"]) for row in answer.json["results"]["bindings"]}
    assert acknowledged
    assert all({2 * number, 2 * number + 1} <= found for number in acknowledged)
    assert all((value ^ 1) in found for value in found)
