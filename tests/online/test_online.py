"""Online linking against a stand-in for Wikidata's search and query service, with faults."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, Store

from kg import names as ns
from kg.asking import ask
from kg.errors import InputError, OutsideError
from kg.linking.context import context_of
from kg.linking.decisions import Decisions, LinkVerdict
from kg.linking.things import Context
from kg.names import Names
from kg.online.around import context_around
from kg.online.judging import Judged, judge, roots
from kg.online.kept import Kept, read_kept
from kg.online.linking import ask_wikidata, online_quads
from kg.online.wanted import Wanted, wanted
from kg.online.wikidata import Item, Wikidata
from kg.outside.client import Client
from kg.settings import Settings
from kg.store import open_snapshot
from tests.outside.standin import ENTITY, StandIn, standing_in
from tests.server.stores import make_store

NAMES = Names(Settings().base_iri)
FAST = Settings(outside_per_minute=6_000_000)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with standing_in() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("online") / "store")


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    return open_snapshot(folder).store


def wikidata(standin: StandIn, folder: Path | None = None) -> Wikidata:
    client = Client([standin.api, standin.sparql], FAST, folder, loopback=True)
    return Wikidata(client, standin.api, standin.sparql)


def asked(store: Store, standin: StandIn, kept: Kept | None = None, seconds: float = 30) -> Kept:
    kept = Kept() if kept is None else kept
    ask_wikidata(store, NAMES, wikidata(standin), kept, seconds, lambda: None)
    return kept


def soon() -> float:
    return time.monotonic() + 10


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


@pytest.mark.parametrize(
    "fault",
    [
        *(
            "status 500",
            "json",
            "json []",
            "json {}",
            'json {"search": 1}',
            'json {"search": [{}]}',
            "short",
            "bomb 90000000",
        ),
        *(
            'json {"error": {"code": "x", "info": "maxlag"}}',
            'json {"error": 1}',
            "redirect https://127.0.0.1/",
            "deep",
        ),
    ],
)
def test_online_search_meets_faults_with_one_error(standin: StandIn, fault: str) -> None:
    standin.faults = [fault]
    with pytest.raises(OutsideError) as caught:
        wikidata(standin).search("Karsk", soon())
    assert "\n" not in str(caught.value)


def test_online_waits_when_it_is_asked_to(standin: StandIn) -> None:
    standin.faults = ["status 429 0", "status 503 0"]
    assert wikidata(standin).search("Karsk", soon())[0] == ENTITY + "Q900000005"


@pytest.mark.parametrize("qid", ["Q0", "Q1> ?p ?o } #", "P31", "Q" + "9" * 30, "", "q5", "Q1\n"])
def test_online_takes_no_hostile_item(standin: StandIn, qid: str) -> None:
    standin.faults = ["json " + json.dumps({"search": [{"id": qid}, {"id": "Q5"}]})]
    assert wikidata(standin).search("x", soon()) == [ENTITY + "Q5"]


@pytest.mark.parametrize("name", ["", '"', "a" * 10_000, "Карськ", "x\n&action=query", "?s ?p ?o }"])
def test_online_names_stay_names(standin: StandIn, name: str) -> None:
    wikidata(standin).search(name, soon())
    assert standin.asked[-1]["form"]["search"] == name[:250]
    assert standin.asked[-1]["form"]["action"] == "wbsearchentities"


KARSK = Wanted("place/k", "Place", ("Karsk",), frozenset({ENTITY + "Q1"}), date(2020, 5, 5))


def item(
    number: int,
    label: str = "Karsk",
    country: str = "Q1",
    kind: str = "Q515",
    inception: str = "",
    geonames: str = "",
    population: str = "",
) -> Item:
    values = {"label": [Literal(label)], "country": [NamedNode(ENTITY + country)], "type": [NamedNode(ENTITY + kind)]}
    given = {"inception": inception, "GeoNames": geonames, "population": population}
    more = {name: [Literal(text)] for name, text in given.items() if text}
    return Item(f"{ENTITY}Q{number}", values | more)


TOWN = {(ENTITY + "Q515", ENTITY + "Q486972")}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([item(7)], [("Q7", "Accepted")]),
        ([item(7, label="KARSK")], [("Q7", "Accepted")]),
        ([item(7, label="Karsk Bridge")], []),
        ([item(7, kind="Q482994")], []),
        ([item(7, country="Q2")], [("Q7", "Candidate")]),
        ([item(7), item(8)], [("Q7", "Candidate"), ("Q8", "Candidate")]),
        ([item(7), item(8, country="Q2")], [("Q7", "Accepted"), ("Q8", "Candidate")]),
        ([item(7, inception="2021-01-01T00:00:00Z")], []),
        ([item(7, inception="-0500-01-01T00:00:00Z")], [("Q7", "Accepted")]),
        ([], []),
    ],
)
def test_online_judges(items: list[Item], expected: list[tuple[str, str]]) -> None:
    found = judge(KARSK, items, TOWN, Context(), NAMES)
    assert [(each.target.removeprefix(ENTITY), each.status) for each in found] == expected
    assert all(0 < each.confidence < 1 for each in found)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([item(7, geonames="5"), item(8)], [("Q7", "Accepted"), ("Q8", "Candidate")]),
        ([item(7, geonames="5", country="Q2"), item(8)], [("Q7", "Accepted"), ("Q8", "Candidate")]),
        ([item(7, geonames="6")], [("Q7", "Candidate")]),
        ([item(7, geonames="6"), item(8)], [("Q8", "Accepted"), ("Q7", "Candidate")]),
        ([item(7, geonames="5"), item(8, geonames="5")], [("Q7", "Candidate"), ("Q8", "Candidate")]),
    ],
)
def test_online_verifies_by_number(items: list[Item], expected: list[tuple[str, str]]) -> None:
    found = judge(replace(KARSK, geonames="5"), items, TOWN, Context(), NAMES)
    assert [(each.target.removeprefix(ENTITY), each.status) for each in found] == expected


SYRIA, LEBANON, LIBYA = "Q858", "Q822", "Q1016"
TRIPOLI = Wanted("place/a1/Tripoli", "Place", ("Tripoli",), frozenset({ENTITY + LEBANON}), date(2020, 5, 5))


def around(*names: tuple[str, str]) -> Context:
    return context_of(names)


@pytest.mark.parametrize(
    ("thing", "offered", "context", "status"),
    [
        # The gazetteer has a Tripoli in Libya, of which the article speaks as well.
        (TRIPOLI, item(7, "Tripoli", LEBANON), around(("State", "Libya"), ("Place", "Benghazi")), "Candidate"),
        (
            Wanted("place/a1/Karsk", "Place", ("Karsk",), frozenset({ENTITY + SYRIA}), None),
            item(7, country=SYRIA),
            around(("State", "Syria")),
            "Accepted",
        ),
        # A hamlet.
        (
            Wanted("place/a1/Karsk", "Place", ("Karsk",), frozenset({ENTITY + SYRIA}), None),
            item(7, country=SYRIA, population="+40"),
            around(("State", "Syria"), ("State", "Iraq")),
            "Candidate",
        ),
    ],
)
def test_online_accepts_nothing_that_the_linker_would_refuse(
    thing: Wanted, offered: Item, context: Context, status: str
) -> None:
    [found] = judge(thing, [offered], TOWN, context, NAMES)
    assert found.status == status
    assert ("the linker" in found.reason) == (status == "Candidate")


def test_online_asks_the_linker_with_what_the_articles_speak_of(store: Store) -> None:
    found = context_around(store, NAMES.base + "place/karsk", NAMES)
    assert ("Place", "Karsk") in found.names
    assert found.day is not None
    assert context_around(store, NAMES.base + "place/nowhere", NAMES) == Context()


def test_online_knows_what_goes_with_each_class() -> None:
    assert set(roots()) == {
        "Person",
        "State",
        "Government",
        "ArmedForce",
        "ArmedGroup",
        "MediaOrganization",
        "Organization",
        "Place",
    }


LINK = {"target": "http://x/", "status": "Accepted", "confidence": 1, "reason": ""}
FAULTY = [
    "nonsense",
    "{}",
    "[]",
    '{"item": "a b", "facts": []}',
    '{"item": "http://x/", "facts": [["label", "nothing"]]}',
    '{"item": "http://x/", "facts": [["other", "<http://y/>"]]}',
    '{"item": "http://x/", "facts": [["label", "\\"a\\" . <x:y> <x:y> <x:y>"]]}',
    json.dumps({"subject": "s", "names": [], "links": [LINK | {"status": "Sure"}]}),
    json.dumps({"subject": "s", "names": [], "links": [LINK | {"target": "a> <b"}]}),
]


@pytest.mark.parametrize("line", FAULTY)
def test_online_file_that_is_not_of_the_form_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "wikidata.jsonl"
    path.write_text('{"item": "http://x", "facts": []}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_kept(path)


def test_online_file_keeps_any_text(tmp_path: Path) -> None:
    odd = 'a\u2028b\x85c\\n"\n'
    kept = Kept(
        {"s": (Judged("http://x/", "Accepted", 0.9, odd),)}, {"s": (odd,)}, {"http://y/": [("label", Literal(odd))]}
    )
    kept.write(tmp_path / "f")
    assert read_kept(tmp_path / "f") == kept


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
