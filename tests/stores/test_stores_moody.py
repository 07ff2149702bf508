"""A store on a server in a bad mood: what is waited for, repeated, given up and said."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.errors import StoreError, StoreFull
from kg.store import PENDING, GraphData
from kg.stores.http import Client, Reply
from kg.stores.remote import RemoteWriter
from tests.stores.servers import GRAPH, SETTINGS, MoodyServer, quad


def ask(server: MoodyServer, timeout: float = 10) -> Reply:
    with Client(f"http://127.0.0.1:{server.server_address[1]}", {}, timeout, pause=0) as client:
        return client.request("POST", "/update", b"text")


@pytest.mark.parametrize("answers", [[500, 503], [429, 429, 429], [-1, 502], [504, -1, 408, 429, 500]])
def test_stores_remote_waits_for_a_busy_server(answers: list[int], moody: MoodyServer) -> None:
    moody.answers = [*answers, 200]
    reply = ask(moody)
    assert (reply.status, reply.body) == (200, b"busy\n")
    assert [body for _, body, _ in moody.heard] == [b"text"] * (len(answers) + 1)


def test_stores_remote_waits_no_longer_than_its_timeout(moody: MoodyServer) -> None:
    moody.answers = [0, 200]
    assert ask(moody, timeout=0.3).status == 200
    assert len(moody.heard) == 2


def test_stores_remote_gives_up_in_one_line(moody: MoodyServer) -> None:
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
def test_stores_remote_does_not_repeat_what_is_refused(status: int, message: str, moody: MoodyServer) -> None:
    moody.answers = [status]
    with pytest.raises(StoreError, match=message):
        ask(moody)
    assert len(moody.heard) == 1


def test_stores_remote_that_is_full_says_so(moody: MoodyServer) -> None:
    moody.answers = [507]
    with pytest.raises(StoreFull):
        ask(moody)


def test_stores_remote_puts_the_fingerprint_last(moody: MoodyServer) -> None:
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


def test_stores_remote_sends_many_graphs_in_few_requests(moody: MoodyServer) -> None:
    data = serialize([quad(number) for number in range(1000)], format=RdfFormat.N_QUADS)
    assert data is not None
    with RemoteWriter(f"sparql+http://127.0.0.1:{moody.server_address[1]}/", SETTINGS) as writer:
        writer.add_graphs([GraphData(GRAPH, data, 1000)] * 100)
    assert 2 < len(moody.heard) < 10
    assert max(len(body) for _, body, _ in moody.heard) < 5_000_000


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
