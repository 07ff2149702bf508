"""Stores on other servers: the same graph as in a folder, over SPARQL 1.1, from a real server."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from spacy.language import Language

from kg.build import build, remove
from kg.errors import UsageError
from kg.records import Article
from kg.store import PENDING
from kg.stores.http import credentials
from kg.stores.place import endpoints
from kg.stores.remote import RemoteWriter
from tests.command import kg
from tests.stores.servers import ARTICLES, CHANGED, GRAPH, SETTINGS, quad


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[str]:
    """The address of an empty ``oxigraph serve``."""
    beside = Path(sys.executable).parent / "oxigraph"
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    if program is None:
        pytest.skip("needs the server of the package oxigraph")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [program, "serve", "--location", str(tmp_path / "oxigraph"), "--bind", address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(200):
                try:
                    urllib.request.urlopen(f"http://{address}/query?query=ASK%20%7B%7D").close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://{address}/"
        finally:
            process.terminate()


def content(url: str) -> list[str]:
    request = urllib.request.Request(f"{url}store", headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(request) as response:
        return sorted(str(each) for each in parse(response.read(), format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("way", ["update", "graph-store"])
def test_stores_remote_builds_the_graph_of_a_folder(
    way: str, oxigraph: str, pipeline: Language, in_a_folder: Callable[[list[Article]], list[str]]
) -> None:
    place = f"sparql+{oxigraph}#write={way}"
    with RemoteWriter(place, SETTINGS) as writer:
        report = build(ARTICLES, writer, pipeline, SETTINGS)
    assert report.written == ["a", "b"]
    assert content(oxigraph) == in_a_folder(ARTICLES)
    with RemoteWriter(place, SETTINGS) as writer:
        again = build([ARTICLES[0], CHANGED], writer, pipeline, SETTINGS)
    assert (again.unchanged, again.written, again.replaced) == (["a"], ["b"], 1)
    assert content(oxigraph) == in_a_folder([ARTICLES[0], CHANGED])
    with RemoteWriter(place, SETTINGS) as writer:
        assert remove(["b", "nowhere"], writer, SETTINGS) == ["b"]
    assert not any("/article/b>" in line for line in content(oxigraph))


def test_stores_remote_finishes_what_an_interrupted_build_left(
    oxigraph: str, pipeline: Language, in_a_folder: Callable[[list[Article]], list[str]]
) -> None:
    """The server ends between an article's graph and what follows from it."""
    place = f"sparql+{oxigraph}"
    with RemoteWriter(place, SETTINGS) as writer, pytest.MonkeyPatch.context() as patch:
        patch.setattr(RemoteWriter, "pending", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build(ARTICLES, writer, pipeline, SETTINGS)
    assert any(PENDING.value in line for line in content(oxigraph))
    with RemoteWriter(place, SETTINGS) as writer:
        report = build(ARTICLES, writer, pipeline, SETTINGS)
    assert report.unchanged == ["a", "b"]
    assert content(oxigraph) == in_a_folder(ARTICLES)


def test_stores_remote_changes_a_graph_and_leaves_the_others(oxigraph: str) -> None:
    with RemoteWriter(f"sparql+{oxigraph}", SETTINGS) as writer:
        writer.replace_graph("https://example.org/other", [quad(9)])
        writer.replace_graph(GRAPH, [quad(1), quad(2)])
        change = writer.replace_graph(GRAPH, [quad(2), quad(3)])
        assert (change.added, change.removed) == (1, 1)
        assert writer.graph_quads(GRAPH) == {quad(2), quad(3)}
        assert writer.stored([GRAPH, "https://example.org/none"]) == {GRAPH}
        writer.drop_graph(GRAPH)
        assert not writer.has_graph(GRAPH)
        assert writer.has_graph("https://example.org/other")


def test_stores_remote_takes_from_the_command_line(oxigraph: str) -> None:
    line = json.dumps({"id": "x", "text": ARTICLES[0].text})
    done = kg("build", "-", "--store", f"sparql+{oxigraph}", stdin=line)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().endswith(f"store sparql+{oxigraph}")
    assert any("/article/x>" in each for each in content(oxigraph))


def test_stores_addresses_name_endpoints() -> None:
    plain = endpoints("sparql+http://localhost:7878")
    assert (plain.origin, plain.query, plain.update, plain.graphs, plain.write) == (
        "http://localhost:7878",
        "/query",
        "/update",
        "/store",
        "update",
    )
    fuseki = endpoints("sparql+https://example.org/ds#query=sparql&graphs=data&write=graph-store")
    assert (fuseki.query, fuseki.update, fuseki.graphs) == ("/ds/sparql", "/ds/update", "/ds/data")
    assert endpoints("sparql+http://[::1]:8890/#query=/sparql").origin == "http://[::1]:8890"


@pytest.mark.parametrize(
    "place",
    [
        "sparql+ftp://example.org/",
        "sparql+http:///x",
        "sparql+http://example.org:no/",
        "sparql+http://user:secret@example.org/",
        "sparql+http://example.org/#querry=x",
        "sparql+http://example.org/#write=fast",
        "sparql+http://a..b/",
    ],
)
def test_stores_addresses_that_are_none_are_refused(place: str) -> None:
    with pytest.raises(UsageError) as refused:
        endpoints(place)
    assert "secret" not in str(refused.value)


def test_stores_credentials_come_from_the_environment() -> None:
    assert credentials({}) == {}
    assert credentials({"KG_STORE_TOKEN": "t0k"}) == {"Authorization": "Bearer t0k"}
    assert credentials({"KG_STORE_USER": "u", "KG_STORE_PASSWORD": "p"}) == {"Authorization": "Basic dTpw"}
    with pytest.raises(UsageError):
        credentials({"KG_STORE_TOKEN": "a\r\nX-Evil: 1"})
