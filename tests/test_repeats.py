"""What the union of all graphs gives more than once: triples of DESCRIBE, rows, and numbers."""

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store

from kg.asking import ask
from kg.repeats import each_once, hint
from tests.command import kg

_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_ROWS = f"SELECT ?name {{ <http://x/a> {_LABEL} ?name }}"
_CURE = "DISTINCT counts it once"


@pytest.fixture
def twice() -> Store:
    """A thing that two graphs name, and one graph by another name too."""
    store = Store()
    for graph, name in (("g", "Ann"), ("h", "Ann"), ("h", "Anna")):
        store.add(
            Quad(NamedNode("http://x/a"), NamedNode(_LABEL.strip("<>")), Literal(name), NamedNode(f"http://x/{graph}"))
        )
    return store


@pytest.mark.parametrize("text", ["DESCRIBE <http://x/a>", f"describe ?s {{ ?s {_LABEL} 'Ann' }}"])
def test_repeats_describe_gives_each_triple_once(twice: Store, text: str) -> None:
    results = ask(twice, text)
    assert isinstance(results, QueryTriples)
    assert sorted(str(triple.object) for triple in each_once(results, text)) == ['"Ann"', '"Anna"']


def test_repeats_construct_gives_each_triple_once(twice: Store) -> None:
    text = "CONSTRUCT WHERE { ?s ?p ?o }"
    results = ask(twice, text)
    assert isinstance(results, QueryTriples)
    assert len(list(each_once(results, text))) == 2


@pytest.mark.parametrize(
    ("rows", "told"),
    [(("Ann", "Ann", "Anna"), "1 of 3 rows repeats another"), (("a", "a", "a"), "2 of 3 rows repeat ")],
)
def test_repeats_hint_counts_the_rows(rows: tuple[str, ...], told: str) -> None:
    assert hint(_ROWS, rows).startswith(told)
    assert _CURE in hint(_ROWS, rows)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?name {{ GRAPH ?g {{ ?a {_LABEL} ?name }} }}",
        f"SELECT ?name FROM <http://x/g> {{ ?a {_LABEL} ?name }}",
    ],
)
def test_repeats_no_hint_where_the_graphs_are_named(text: str) -> None:
    assert hint(text, ("Ann", "Ann")) == ""


@pytest.mark.parametrize(
    ("head", "hinted"),
    [
        ("SELECT (COUNT(?name) AS ?n)", True),
        ("SELECT (count( * ) AS ?n)", True),
        ("SELECT (SUM(?n) AS ?all)", True),
        ('SELECT (GROUP_CONCAT(?name; SEPARATOR=", ") AS ?names)', True),
        ("SELECT (COUNT(DISTINCT ?name) AS ?n)", False),
        ("SELECT (COUNT ( distinct ?name) AS ?n)", False),
        ("SELECT (MAX(?name) AS ?n)", False),
        ('SELECT ("count(x)" AS ?n)', False),
        ("SELECT ?count", False),
    ],
)
def test_repeats_hint_where_a_number_counts_repeats(head: str, hinted: bool) -> None:
    assert bool(hint(f"{head} {{ ?a {_LABEL} ?name }}", ("3",))) == hinted


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles that name Russia."""
    folder = tmp_path_factory.mktemp("repeats") / "s"
    lines = [
        json.dumps({"id": name, "text": f"Russia bombed {name} on Sunday, rebels said."}) for name in ("Aleppo", "Homs")
    ]
    assert kg("build", "-", "--store", folder, stdin="\n".join(lines)).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?name { <actor/Russia> rdfs:label ?name }", "note: 1 of 2 rows repeats another."),
        ("SELECT (COUNT(?name) AS ?n) { <actor/Russia> rdfs:label ?name }", "note: A number here may count"),
        ("SELECT DISTINCT ?name { <actor/Russia> rdfs:label ?name }", ""),
    ],
)
def test_repeats_are_told_by_kg_query(store: Path, text: str, told: str) -> None:
    head = "BASE <https://w3id.org/conflict-kg/id/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    done = kg("query", "-", "--store", store, stdin=head + text)
    assert done.returncode == 0
    assert ("note:" in done.stderr) == bool(told)
    assert told in " ".join(done.stderr.split())


def test_repeats_are_not_in_what_kg_query_describes(store: Path) -> None:
    text = "DESCRIBE <https://w3id.org/conflict-kg/id/actor/Russia>"
    lines = kg("query", "-", "--store", store, "--format", "ntriples", stdin=text).stdout.splitlines()
    assert len(lines) == len(set(lines)) > 3
