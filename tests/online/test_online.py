"""Online linking of a store against a stand-in for Wikidata's search and query service, with faults."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QueryBoolean, Store

from kg import names as ns
from kg.asking import ask
from kg.linking.decisions import Decisions, LinkVerdict
from kg.linking.things import Context
from kg.names import Names
from kg.online.around import context_around
from kg.online.kept import Kept, read_kept
from kg.online.linking import ask_wikidata, online_quads
from kg.online.wanted import wanted
from kg.settings import Settings
from kg.store import open_snapshot
from tests.online.asking import wikidata
from tests.outside.standin import ENTITY, StandIn
from tests.server.stores import make_store

NAMES = Names(Settings().base_iri)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("online") / "store")


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    return open_snapshot(folder).store


def asked(store: Store, standin: StandIn, kept: Kept | None = None, seconds: float = 30) -> Kept:
    kept = Kept() if kept is None else kept
    ask_wikidata(store, NAMES, wikidata(standin), kept, seconds, lambda: None)
    return kept


def test_online_wants_what_is_named_and_not_linked(store: Store) -> None:
    found = {each.iri.removeprefix(NAMES.base): each for each in wanted(store)}
    assert "actor/velmark" not in found, "it has a link"
    assert not any(iri.startswith("zone/") for iri in found)
    karsk = found["place/karsk"]
    assert (karsk.kind, karsk.names, karsk.places) == ("Place", ("Karsk",), frozenset({ENTITY + "Q4115189"}))
    assert found["actor/hill-front"].kind == "ArmedGroup"
    assert found["actor/ilse-maren"].kind == "Person"
    assert found["place/torvale"].day == date(2031, 5, 5)


def test_online_accepts_what_name_type_and_country_verify(store: Store, standin: StandIn) -> None:
    kept = asked(store, standin)
    links = {
        subject: [(link.target.removeprefix(ENTITY), link.status) for link in found]
        for subject, found in kept.links.items()
    }
    assert links["place/karsk"] == [("Q900000005", "Accepted"), ("Q900000007", "Candidate")]
    assert links["actor/hill-front"] == [("Q900000003", "Accepted")]
    assert links["actor/ostland"] == [("Q900000008", "Candidate")], "a state lies in no other state"
    assert links["actor/ilse-maren"] == []
    reason = kept.links["place/karsk"][0].reason
    assert "town in Velmark" in reason
    assert "Q4115189" in reason
    # Facts come for what is accepted, and for what was linked before.
    assert set(kept.facts) == {ENTITY + qid for qid in ("Q4115189", "Q900000003", "Q900000005")}
    assert ("coordinates", '"Point(21.9 47.1)"') in [
        (n, str(t).split("^^")[0]) for n, t in kept.facts[ENTITY + "Q900000005"]
    ]
    assert all(query.startswith("PREFIX") for query in standin.queries)
    assert len(standin.queries) <= 6, "items are asked about together"


def test_online_makes_a_graph_of_its_own(store: Store, standin: StandIn) -> None:
    kept = asked(store, standin)
    quads = online_quads(kept, store, NAMES, Decisions())
    assert {quad.graph_name for quad in quads} == {NamedNode(NAMES.graph("wikidata"))}
    made = Store()
    made.extend(quads)
    text = f"""PREFIX ckg: <{ns.CKG}> PREFIX skos: <{ns.SKOS}> PREFIX wd: <{ENTITY}> PREFIX wdt: <http://www.wikidata.org/prop/direct/>
      BASE <{NAMES.base}> ASK {{
      <place/karsk> skos:exactMatch wd:Q900000005 . wd:Q900000005 wdt:P17 wd:Q4115189 ; wdt:P625 ?point .
      ?link ckg:linkSubject <place/karsk> ; ckg:linkTarget wd:Q900000007 ; ckg:linkStatus ckg:Candidate .
      FILTER NOT EXISTS {{ <place/karsk> skos:exactMatch wd:Q900000007 }} }}"""
    assert isinstance(found := ask(made, text), QueryBoolean)
    assert bool(found)
    assert online_quads(kept, Store(), NAMES, Decisions()) == [
        quad for quad in quads if quad.subject.value.startswith(ENTITY)
    ], "what the store no longer has gets no links"


def test_online_obeys_reviewers(store: Store, standin: StandIn) -> None:
    kept = asked(store, standin)
    decisions = Decisions()
    decisions.decide(LinkVerdict("place/karsk", ENTITY + "Q900000005", "reject"))
    decisions.decide(LinkVerdict("actor/ostland", ENTITY + "Q900000008", "accept"))
    targets = [
        (quad.subject.value.removeprefix(NAMES.base), quad.object.value.removeprefix(ENTITY))
        for quad in online_quads(kept, store, NAMES, decisions)
        if quad.predicate.value == ns.SKOS + "exactMatch"
    ]
    assert sorted(targets) == [("actor/hill-front", "Q900000003"), ("actor/ostland", "Q900000008")]


def test_online_goes_on_where_it_stopped(store: Store, standin: StandIn, tmp_path: Path) -> None:
    whole = asked(store, standin)
    path = tmp_path / "wikidata.jsonl"
    kept = Kept()
    standin.faults = ["status 500"] * 20
    report = ask_wikidata(store, NAMES, wikidata(standin), kept, 30, lambda: kept.write(path))
    assert report.problem
    assert report.left == len(wanted(store))
    standin.faults = []
    kept = read_kept(path)
    report = ask_wikidata(store, NAMES, wikidata(standin), kept, 30, lambda: kept.write(path))
    assert (report.left, report.problem) == (0, "")
    assert read_kept(path) == kept
    assert (kept.links, kept.facts) == (whole.links, whole.facts)
    standin.asked.clear()
    again = ask_wikidata(store, NAMES, wikidata(standin), read_kept(path), 30, lambda: None)
    assert (again.asked, standin.asked) == (0, [])
    before = path.read_bytes()
    read_kept(path).write(path)
    assert path.read_bytes() == before


def test_online_ends_in_its_time(store: Store, standin: StandIn) -> None:
    standin.faults = ["silence"] * 9
    begun = time.monotonic()
    report = ask_wikidata(store, NAMES, wikidata(standin), Kept(), 0.5, lambda: None)
    assert time.monotonic() - begun < 20
    assert report.left > 0


def test_online_asks_the_linker_with_what_the_articles_speak_of(store: Store) -> None:
    found = context_around(store, NAMES.base + "place/karsk", NAMES)
    assert ("Place", "Karsk") in found.names
    assert found.day is not None
    assert context_around(store, NAMES.base + "place/nowhere", NAMES) == Context()


def test_online_command_links_and_makes_the_graph_again_without_a_network(standin: StandIn, tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    environment = {
        "KG_WIKIDATA_SEARCH": standin.api,
        "KG_WIKIDATA_SPARQL": standin.sparql,
        "KG_OUTSIDE_LOOPBACK": "yes",
        "KG_OUTSIDE_PER_MINUTE": "1000000",
        "PATH": "/bin",
    }

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from kg.cli import main; main()", "link", "--store", str(folder), *options]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)

    def graph() -> list[str]:
        found = open_snapshot(folder).store.quads_for_pattern(None, None, None, NamedNode(NAMES.graph("wikidata")))
        return sorted(str(quad) for quad in found)

    done = run()
    assert (done.returncode, done.stderr.count("\n"), standin.asked) == (2, 1, [])
    done = run("--online", "--store", str(tmp_path / "nothing"))
    assert (done.returncode, done.stderr.count("\n"), (tmp_path / "nothing").exists()) == (4, 1, False)
    standin.faults = ["status 500"] * 20
    done = run("--online")
    assert (done.returncode, "500" in done.stderr) == (5, True)
    standin.faults = []
    done = run("--online")
    assert done.returncode == 0, done.stderr
    assert "accepted" in done.stderr
    made = graph()
    assert any("Q900000005" in line for line in made)
    standin.asked.clear()
    other = make_store(tmp_path / "other")
    (other / "wikidata.jsonl").write_bytes((folder / "wikidata.jsonl").read_bytes())
    folder = other
    assert run().returncode == 0
    assert (graph(), standin.asked) == (made, [])
