"""SERVICE through the server: switched on, only to the services that are allowed, within all bounds of a query."""

import http.client
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.command import kg
from tests.outside.standin import StandIn, standing_in
from tests.server.serving import Served, children, serving
from tests.server.stores import make_store
from tests.test_guard import REACHING_OUT, listener  # noqa: F401 - a fixture

PREFIXES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wdt: <http://www.wikidata.org/prop/direct/> """
TOKEN = "a-token-for-tests"


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    with standing_in() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("federated") / "store")


@pytest.fixture(scope="module")
def federated(folder: Path, standin: StandIn) -> Iterator[Served]:
    options = {
        "KG_FEDERATION_SERVICES": standin.sparql,
        "KG_OUTSIDE_LOOPBACK": "yes",
        "KG_OUTSIDE_PER_MINUTE": "1000000",
        "KG_OUTSIDE_CACHE_HOURS": "0",
        "KG_QUERY_PROCESSES": "2",
        "KG_HTTP_PROCESSES": "1",
        "KG_TOKEN": TOKEN,
    }
    with serving(folder, "--federation", "--allow-updates", **options) as served:
        served.token = TOKEN
        yield served


def capital(standin: StandIn, silent: str = "") -> str:
    return (
        PREFIXES + "SELECT ?label ?capital { ?actor skos:exactMatch ?item ; rdfs:label ?label . "
        f"OPTIONAL {{ SERVICE {silent} <{standin.sparql}> {{ ?item wdt:P36/rdfs:label ?capital }} }} }} ORDER BY ?label"
    )


def bindings(served: Served, text: str) -> list[dict[str, str]]:
    answer = served.ask(text)
    assert answer.status_code == 200, answer.text
    return [{name: cell["value"] for name, cell in row.items()} for row in answer.json["results"]["bindings"]]


def test_federation_joins_what_the_service_answers(federated: Served, standin: StandIn) -> None:
    standin.asked.clear()
    rows = bindings(federated, capital(standin))
    assert {"label": "Velmark", "capital": "Velm"} in rows
    [query] = standin.queries
    assert "wd:Q4115189" in query or "entity/Q4115189" in query
    assert "VALUES" in query
    answer = federated.ask(capital(standin))
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert standin.asked[0]["headers"]["user-agent"].startswith("conflict-kg/")


def test_federation_reads_the_dataset_of_the_request(federated: Served, standin: StandIn) -> None:
    text = capital(standin)
    answer = federated.get("/sparql", query_string={"query": text, "default-graph-uri": "http://example.org/none"})
    assert answer.json["results"]["bindings"] == []


def test_federation_is_told_in_the_service_description(federated: Served, client: Served) -> None:
    assert "BasicFederatedQuery" in federated.get("/sparql").text
    assert "BasicFederatedQuery" not in client.get("/sparql").text


@pytest.mark.parametrize(
    ("fault", "status"),
    [("status 500", 502), ("json", 502), ("large 40000000", 502), ("redirect http://127.0.0.1:9/", 502),
     ("status 429 3600", 504)],
)  # fmt: skip
def test_federation_tells_what_failed(folder: Path, fault: str, status: int) -> None:
    with standing_in() as standin:
        few = {"KG_QUERY_PROCESSES": "1", "KG_HTTP_PROCESSES": "1", "KG_OUTSIDE_PER_MINUTE": "1000000"}
        few |= {"KG_FEDERATION_SERVICES": standin.sparql, "KG_OUTSIDE_LOOPBACK": "yes", "KG_FEDERATION": "yes"}
        with serving(make_store(folder.parent / f"s{status}{len(fault)}"), **few) as served:
            standin.faults = [fault]
            answer = served.ask(capital(standin))
            assert answer.status_code == status, answer.text
            assert "127.0.0.1" in answer.json["error"]["message"]
            standin.faults = [fault]
            answer = served.ask(capital(standin, "SILENT"))
            assert answer.status_code == 200
            assert "127.0.0.1" in answer.headers["service-failed"]
            assert not any("capital" in row for row in answer.json["results"]["bindings"])


def test_federation_ends_within_the_time_of_the_query(federated: Served, standin: StandIn) -> None:
    for fault in ("silence", "drip"):
        standin.faults = [fault]
        begun = time.monotonic()
        answer = federated.ask(capital(standin), timeout="1")
        assert answer.status_code in (503, 504), answer.text
        assert time.monotonic() - begun < 15
    # Others go on meanwhile.
    standin.faults = ["silence"]
    waiting = threading.Thread(target=lambda: federated.ask(capital(standin), timeout="3"))
    waiting.start()
    assert federated.number("SELECT (COUNT(*) AS ?n) { ?s a ?c }") > 0
    waiting.join()
    assert bindings(federated, capital(standin))


def test_federation_is_free_again_when_its_clients_have_gone(folder: Path, tmp_path: Path) -> None:
    with standing_in() as standin:
        few = {"KG_QUERY_PROCESSES": "1", "KG_HTTP_PROCESSES": "1", "KG_OUTSIDE_PER_MINUTE": "1000000"}
        few |= {"KG_FEDERATION_SERVICES": standin.sparql, "KG_OUTSIDE_LOOPBACK": "yes", "KG_QUERY_TIMEOUT": "600"}
        with serving(make_store(tmp_path / "store"), "--federation", **few) as served:
            standin.faults = ["silence"] * 4
            waiting = [http.client.HTTPConnection(str(urlsplit(served.url).netloc)) for _ in range(4)]
            for connection in waiting:
                connection.request("GET", f"/sparql?query={quote(capital(standin))}")
            while standin.faults:
                time.sleep(0.05)
            for connection in waiting:
                connection.close()
            # Long before the time limit: all that could ask a service were waiting.
            assert {"label": "Velmark", "capital": "Velm"} in bindings(served, capital(standin))


def test_federation_gives_the_bounds_of_any_query(federated: Served, standin: StandIn) -> None:
    bomb = f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i SERVICE <{standin.sparql}> {{ ?a ?p ?o }} }}"
    answer = federated.ask(bomb, timeout="1")
    assert answer.status_code == 503


def test_federation_refuses_with_a_place_or_a_reason(federated: Served, standin: StandIn) -> None:
    for text in (
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        f"SELECT * {{ {{ SERVICE <{standin.sparql}> {{ ?s ?p ?o }} }} UNION {{ }} }}",
        f"SELECT * {{ SERVICE <{standin.sparql}> {{ ?s ?p ?o }}",
        f"SELECT * {{ ?s ?p ?q ; SERVICE <{standin.sparql}> {{ ?s ?p }} }}",
    ):
        assert federated.ask(text).status_code in (400, 502), text
    update = f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{standin.sparql}> {{ ?s ?p ?o }} }}"
    assert federated.update(update).status_code == 400


def test_federation_leaves_other_processes_as_they_were(federated: Served, folder: Path) -> None:
    with serving(folder, KG_QUERY_PROCESSES="2", KG_HTTP_PROCESSES="1") as plain:
        assert len(children(federated.process.pid)) == len(children(plain.process.pid)) + 4 + 1


@pytest.mark.parametrize("text", REACHING_OUT)
def test_federation_connects_to_no_one_else(
    federated: Served,
    client: Served,
    text: str,
    listener: tuple[str, list[int]],  # noqa: F811
) -> None:
    url, connections = listener
    before = len(connections)
    text = text.replace("http://x/", url).replace("CLEAR ALL", "INSERT DATA {}")
    for served in (federated, client):
        answers = [served.ask(text), served.update(text), served.post("/sparql", data={"update": text})]
        assert all(answer.status_code < 500 for answer in answers), [answer.text for answer in answers]
    assert len(connections) == before


def test_federation_works_on_the_query_page(federated: Served, client: Served, standin: StandIn) -> None:
    page = federated.get("/query", query_string={"query": capital(standin)}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Velm<" in page.text
    standin.faults = ["status 500"]
    page = federated.get("/query", query_string={"query": capital(standin)}, headers={"Accept": "text/html"})
    assert page.status_code == 502
    page = client.get("/query", query_string={"query": capital(standin)}, headers={"Accept": "text/html"})
    assert page.status_code == 400


def test_federation_refuses_to_start_with_an_address_that_cannot_be_asked(folder: Path) -> None:
    services = "ftp://example.org/"
    done = kg("serve", "--port", 0, "--store", folder, "--federation", KG_FEDERATION_SERVICES=services)
    assert done.returncode == 5
    assert done.stderr.count("\n") == 1


def test_federation_works_on_the_command_line(folder: Path, standin: StandIn) -> None:
    environment = {"KG_FEDERATION_SERVICES": standin.sparql, "KG_OUTSIDE_LOOPBACK": "yes"}

    def run(text: str) -> subprocess.CompletedProcess[str]:
        return kg("query", "-", "--store", folder, "--federated", "--format", "csv", stdin=text, **environment)

    assert "Velmark,Velm" in run(capital(standin)).stdout
    standin.faults = ["status 500"]
    done = run(capital(standin, "SILENT").replace("?capital }", "?capital . }"))
    assert (done.returncode, "Velmark," in done.stdout.splitlines()) == (0, True)
    assert done.stderr.startswith("note: ")
    done = run("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
