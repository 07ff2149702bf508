"""Stores on other servers: the same graph as in a folder, over SPARQL 1.1, whatever the server is in the mood for."""

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from spacy.language import Language

from kg.build import build, remove
from kg.errors import StoreError, StoreFull, UsageError
from kg.records import Article
from kg.settings import Settings
from kg.store import PENDING, GraphData, Writer
from kg.stores.http import Client, Reply, credentials
from kg.stores.place import endpoints
from kg.stores.remote import RemoteWriter
from tests.command import kg

SETTINGS = Settings(store_timeout=30)
ARTICLES = [
    Article("a", "Rebels said on Sunday that Russian jets bombed a hospital in Idlib, killing at least 20 people."),
    Article("b", 'The rebels "rejected" the truce.\n\nTurkey and Russia signed it\\ in Moscow on 5 March 2020.'),
]
CHANGED = Article("b", "Ukraine denied shelling Donetsk.")
GRAPH = "https://example.org/g"


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def quad(number: int) -> Quad:
    subject = NamedNode(f"https://example.org/{number}")
    return Quad(subject, NamedNode("https://example.org/p"), Literal('x "\\\n\u202e'), NamedNode(GRAPH))


# --- a real server ---------------------------------------------------------------------------------------------------


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


@pytest.fixture
def in_a_folder(pipeline: Language, tmp_path: Path) -> Callable[[list[Article]], list[str]]:
    """The graph of some articles as a store in a folder has it."""

    def built(articles: list[Article]) -> list[str]:
        with Writer(tmp_path / "folder") as writer:
            build(articles, writer, pipeline, SETTINGS)
            return sorted(str(each) for each in writer.store)

    return built


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


# --- a server in a bad mood ------------------------------------------------------------------------------------------


class _Moody(BaseHTTPRequestHandler):
    """Gives the next of the server's answers: a status, or silence until the client has gone."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        assert isinstance(server, _Server)
        server.heard.append((self.path, body, dict(self.headers)))
        answer = server.answers.pop(0) if server.answers else 204
        if answer == 0:
            server.gone.wait(10)
            self.close_connection = True
            return
        if answer < 0:
            self.close_connection = True
            return
        self.send_response(answer)
        self.send_header("Content-Length", "5")
        if answer == 429:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(b"busy\n")

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Moody)
        self.answers: list[int] = []
        self.heard: list[tuple[str, bytes, dict[str, str]]] = []
        self.gone = threading.Event()


@pytest.fixture
def moody() -> Iterator[_Server]:
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.gone.set()
        server.shutdown()
        thread.join()


def ask(server: _Server, timeout: float = 10) -> Reply:
    with Client(f"http://127.0.0.1:{server.server_address[1]}", {}, timeout, pause=0) as client:
        return client.request("POST", "/update", b"text")


@pytest.mark.parametrize("answers", [[500, 503], [429, 429, 429], [-1, 502], [504, -1, 408, 429, 500]])
def test_stores_remote_waits_for_a_busy_server(answers: list[int], moody: _Server) -> None:
    moody.answers = [*answers, 200]
    reply = ask(moody)
    assert (reply.status, reply.body) == (200, b"busy\n")
    assert [body for _, body, _ in moody.heard] == [b"text"] * (len(answers) + 1)


def test_stores_remote_waits_no_longer_than_its_timeout(moody: _Server) -> None:
    moody.answers = [0, 200]
    assert ask(moody, timeout=0.3).status == 200
    assert len(moody.heard) == 2


def test_stores_remote_gives_up_in_one_line(moody: _Server) -> None:
    moody.answers = [503] * 6
    with pytest.raises(StoreError, match=r"asked 6 times, answers 503: busy$"):
        ask(moody)
    nobody = Client("http://127.0.0.1:9", {}, 1, pause=0)
    with pytest.raises(StoreError, match=r"cannot be reached: .*refused"):
        nobody.request("POST", "/update", b"text")


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (302, "answers 302: busy"),
        (400, "answers 400: busy"),
        (401, "set KG_STORE_TOKEN"),
        (403, "set KG_STORE_TOKEN"),
    ],
)
def test_stores_remote_does_not_repeat_what_is_refused(status: int, message: str, moody: _Server) -> None:
    moody.answers = [status]
    with pytest.raises(StoreError, match=message):
        ask(moody)
    assert len(moody.heard) == 1


def test_stores_remote_that_is_full_says_so(moody: _Server) -> None:
    moody.answers = [507]
    with pytest.raises(StoreFull):
        ask(moody)


def test_stores_remote_puts_the_fingerprint_last(moody: _Server) -> None:
    mark = Quad(
        NamedNode("https://example.org/run"),
        NamedNode("https://w3id.org/conflict-kg/ontology#inputFingerprint"),
        Literal("abc"),
        NamedNode(GRAPH),
    )
    data = serialize([mark, quad(1)], format=RdfFormat.N_QUADS)
    assert data is not None
    with RemoteWriter(f"sparql+http://127.0.0.1:{moody.server_address[1]}/", SETTINGS) as writer:
        writer.add_graphs([GraphData(GRAPH, data, 2)])
    [(path, body, _)] = moody.heard
    assert path == "/update"
    steps = body.decode().split(" ;\n")
    assert [PENDING.value in steps[0], "DROP SILENT" in steps[1]] == [True, True]
    assert ['"abc"' in step for step in steps] == [False, False, False, True]


def test_stores_remote_sends_many_graphs_in_few_requests(moody: _Server) -> None:
    data = serialize([quad(number) for number in range(1000)], format=RdfFormat.N_QUADS)
    assert data is not None
    with RemoteWriter(f"sparql+http://127.0.0.1:{moody.server_address[1]}/", SETTINGS) as writer:
        writer.add_graphs([GraphData(GRAPH, data, 1000)] * 100)
    assert 2 < len(moody.heard) < 10
    assert max(len(body) for _, body, _ in moody.heard) < 5_000_000


# --- addresses -------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "answer",
    [
        b"{not json",
        b'{"head":{"vars":["g"]},"results":{"bindings":[{"g":',
        b'{"head":{},"boolean":true}',
        b'{"head":{"vars":["g"]},"results":{"bindings":[{"g":{"type":"uri","value":"\xff"}}]}}',
        b'{"head":{"vars":["g"]},"results":{"bindings":[{"g":{"type":"uri","value":"not an iri"}}]}}',
    ],
)
def test_stores_remote_that_answers_nonsense_is_an_error_in_one_line(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = Reply(200, "application/sparql-results+json", answer)
    monkeypatch.setattr(Client, "request", lambda *_: reply)
    with RemoteWriter("sparql+http://127.0.0.1:9/", SETTINGS) as writer:
        with pytest.raises(StoreError, match="/query answers") as error:
            writer.stored([GRAPH])
        assert str(error.value).isprintable()
