"""The server as a whole: it starts, follows what is published, tells of itself, ends."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kg.settings import Settings
from kg.store import Writer
from tests.command import kg
from tests.server.serving import Served, children, serving
from tests.server.stores import make_store

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    with serving(folder, KG_QUERY_PROCESSES="2", KG_HTTP_PROCESSES="2", KG_ACCESS_LOG="yes") as server:
        yield server


def test_run_answers_over_http(client: Served) -> None:
    assert client.get("/health").json == {"generation": 1, "status": "ok"}
    assert client.get("/ready").json == {"generation": 1, "status": "ready"}
    assert client.get("/").status_code == 200
    assert client.get("/static/style.css").status_code == 200
    assert client.get("/nothing").status_code == 404
    assert client.number(COUNT) > 1000


def test_run_counts_requests(client: Served) -> None:
    def counted() -> float:
        lines = client.get("/metrics").text.splitlines()
        found = [line for line in lines if line.startswith('kg_request_seconds_count{status="400"')]
        return sum(float(line.rpartition(" ")[2]) for line in found)

    before = counted()
    assert client.ask("SELECT").status_code == 400
    assert counted() == before + 1


def test_run_moves_on_to_what_a_writer_publishes(folder: Path, served: Served) -> None:
    before = served.number(COUNT)
    with Writer(folder) as writer:
        writer.drop_graph(f"{Settings().base_iri}article/a1")
        assert served.number(COUNT) == before
        writer.publish()
        assert served.number(COUNT) < before
        for _ in range(5):
            writer.publish()
            assert served.number(COUNT) < before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_ends_with_all_its_processes(served: Served, number: signal.Signals) -> None:
    family = children(served.process.pid)
    assert len(family) >= 5
    served.ask("ASK {}")
    served.process.send_signal(number)
    _, errors = served.process.communicate(timeout=30)
    assert "Traceback" not in errors
    lines = [json.loads(line) for line in errors.splitlines()]
    assert ("/sparql", 200) in [(line["path"], line["status"]) for line in lines]
    assert not [pid for pid in family if alive(pid)]


def test_run_takes_its_processes_along_when_killed(served: Served) -> None:
    family = children(served.process.pid)
    served.process.kill()
    served.process.wait()
    for _ in range(300):
        if not any(alive(pid) for pid in family):
            return
        signal.sigtimedwait([], 0.1)
    raise AssertionError("some processes outlive their parent")


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def test_run_says_that_a_port_is_taken(folder: Path, client: Served) -> None:
    port = client.url.rsplit(":", 1)[1]
    done = kg("serve", "--store", folder, "--port", port)
    assert done.returncode == 2
    assert "cannot serve at" in done.stderr
    assert done.stderr.rstrip().endswith("try --port 0")
    elsewhere = kg("serve", "--store", folder, "--host", "192.0.2.1")
    assert elsewhere.returncode == 2
    assert "cannot serve at 192.0.2.1:8000" in elsewhere.stderr
    assert "try --port" not in elsewhere.stderr
    assert "Traceback" not in done.stderr


def test_run_reads_the_default_graph_that_the_setting_names(
    graph_store: Path, start_server: Callable[..., AbstractContextManager[Served]]
) -> None:
    few = {"KG_QUERY_PROCESSES": "1", "KG_HTTP_PROCESSES": "1"}
    with start_server(graph_store, KG_DEFAULT_GRAPH="own", **few) as own:
        assert own.ask("ASK { ?s ?p ?o }").json["boolean"] is False
        assert own.ask("SELECT * { ?s ?p ?o FILTER(true) }").json["results"]["bindings"] == []


def test_run_of_a_store_that_cannot_be_opened_ends_with_one_line(folder: Path) -> None:
    (folder / "snapshots" / "1" / "CURRENT").unlink()
    done = kg("serve", "--store", folder, "--port", "0")
    assert (done.returncode, done.stdout) == (4, "")
    [line] = done.stderr.splitlines()
    assert f"kg resolve --store {folder} makes a new one" in line
