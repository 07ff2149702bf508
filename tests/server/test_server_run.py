"""The server as a process of its own, over HTTP."""

import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.settings import Settings
from kg.store import Writer
from tests.server.stores import make_store

SERVE = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--port", "0", "--store"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


@pytest.fixture
def served(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with subprocess.Popen([*SERVE, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        try:
            assert found, line
            yield found[0], process
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


def fetch(url: str, data: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def count(url: str) -> int:
    query = urllib.parse.urlencode({"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"})
    status, body = fetch(f"{url}/sparql?{query}")
    assert status == 200
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


def test_run_answers_over_http(served: tuple[str, subprocess.Popen[str]]) -> None:
    url, _ = served
    assert fetch(f"{url}/health") == (200, b'{"generation":1,"status":"ok"}\n')
    assert fetch(f"{url}/")[0] == 200
    assert fetch(f"{url}/static/style.css")[0] == 200
    assert fetch(f"{url}/nothing")[0] == 404
    assert count(url) > 1000


def test_run_moves_on_to_what_a_writer_publishes(folder: Path, served: tuple[str, subprocess.Popen[str]]) -> None:
    url, _ = served
    before = count(url)
    with Writer(folder) as writer:
        writer.drop_graph(f"{Settings().base_iri}article/a1")
        assert count(url) == before
        writer.publish()
        assert count(url) < before


def test_run_ends_on_interrupt(served: tuple[str, subprocess.Popen[str]]) -> None:
    _, process = served
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors


def test_run_says_that_a_port_is_taken(folder: Path, served: tuple[str, subprocess.Popen[str]]) -> None:
    port = served[0].rsplit(":", 1)[1]
    command = [port if part == "0" else part for part in SERVE]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "cannot serve at" in done.stderr
    assert "Traceback" not in done.stderr
