"""The command that asks: formats, refusals, labels, what is said where there are no rows."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.articles import TEXT
from tests.command import kg, last_line


def test_cli_query_gives_each_format(store: Path) -> None:
    select = "SELECT ?t { ?a a ckg:Article ; ckg:text ?t }"
    text = f"PREFIX ckg: <https://w3id.org/conflict-kg/ontology#> {select}"
    assert TEXT in kg("query", "-", "--store", store, "--format", "csv", stdin=text).stdout
    rows = json.loads(kg("query", "-", "--store", store, "--format", "json", stdin=text).stdout)
    assert rows["results"]["bindings"][0]["t"]["value"] == TEXT
    graph = text.replace(select, "CONSTRUCT { ?a a ckg:Article } { ?a a ckg:Article }")
    assert "a ckg:Article" in kg("query", "-", "--store", store, stdin=graph).stdout
    assert kg("query", "-", "--store", store, stdin="ASK { ?s ?p ?o }").stdout == "yes\n"
    wrong = kg("query", "-", "--store", store, "--format", "turtle", stdin=text)
    assert wrong.returncode == 2


def test_cli_query_says_how_to_give_what_it_needs(store: Path) -> None:
    done = kg("query", "actor-mentions", "--store", store)
    assert done.returncode == 2
    assert "needs --param actor=VALUE: any name of the actor" in last_line(done)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {", "not well formed"),
        ("SELECT * { ?s a ckg:Strike }", "begin with PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>"),
        ("SELECT * { ?s a none:Strike }", "column 28: its prefix is not declared"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed here"),
        ("DELETE WHERE { ?s ?p ?o }", "not well formed"),
    ],
)
def test_cli_query_refuses_what_it_cannot_run(text: str, message: str, store: Path) -> None:
    done = kg("query", "-", "--store", store, stdin=text)
    assert done.returncode == 2
    assert message in last_line(done)


def test_cli_query_runs_every_shipped_query(store: Path) -> None:
    from kg.library import queries

    for query in queries().values():
        if not query.federated and not any(p.required for p in query.parameters):
            done = kg("query", query.name, "--store", store)
            assert done.returncode == 0, f"{query.name}: {done.stderr}"


def test_cli_query_names_unknown_queries_and_parameters(store: Path) -> None:
    assert "kg queries lists them" in last_line(kg("query", "nonsense", "--store", store))
    assert "NAME=VALUE" in last_line(kg("query", "strikes", "--param", "x", "--store", store))


def test_cli_query_without_rows_says_what_was_asked_for(store: Path) -> None:
    default = kg("query", "former-names", "--store", store)
    assert last_line(default) == "0 rows for actor 'Hayat Tahrir al-Sham'; --param actor=VALUE asks for another"
    given = kg("query", "former-names", "--param", "actor=Nobody", "--store", store)
    assert last_line(given) == "0 rows for actor 'Nobody'; --param actor=VALUE asks for another"


def test_cli_query_shows_a_thing_without_a_label_by_its_name(store: Path) -> None:
    pairs = "(<https://example.org/x> UNDEF) (<https://example.org/y> 'Why')"
    text = f"SELECT ?a ?aLabel {{ VALUES (?a ?aLabel) {{ {pairs} }} }}"
    shown = kg("query", "-", "--store", store, stdin=text).stdout
    assert "https://example.org/x" in shown
    assert "Why" in shown
    assert "https://example.org/y" not in shown


def test_cli_query_calls_things_by_their_labels_in_the_tables_of_shipped_queries(store: Path) -> None:
    shown = kg("query", "claim-evidence", "--store", store).stdout
    assert ":claim/" not in shown
    assert ":article/a" not in shown
    assert "--format csv gives the IRIs too" in kg("query", "claim-evidence", "--store", store).stderr
    own = kg("query", "-", "--store", store, stdin="SELECT ?s { ?s a <https://w3id.org/conflict-kg/ontology#Article> }")
    assert ":article/a" in own.stdout


def test_cli_query_shows_texts_of_any_length(store: Path) -> None:
    done = kg("query", "-", "--store", store, stdin=f"SELECT ('{'x' * 200_000}' AS ?long) {{}}")
    assert (done.returncode, last_line(done)) == (0, "1 row")
    assert "xxx" in done.stdout


def test_cli_query_says_that_a_graph_is_empty(store: Path) -> None:
    done = kg("query", "actor-mentions", "--param", "actor=Nobody", "--store", store)
    assert last_line(done) == "0 rows for actor 'Nobody'; --param actor=VALUE asks for another"
    done = kg("query", "actor-annotations", "--param", "actor=Nobody", "--store", store)
    assert last_line(done) == "0 triples for actor 'Nobody'; --param actor=VALUE asks for another"


def test_cli_query_as_xml_keeps_the_ends_of_lines(store: Path) -> None:
    select = 'SELECT ?x { VALUES ?x { "a\\r\\nb" } }'
    done = kg("query", "-", "--store", store, "--format", "xml", stdin=select)
    assert done.returncode == 0
    assert [each.text for each in ElementTree.fromstring(done.stdout).iter() if each.text] == ["a\r\nb"]
    done = kg("query", "-", "--store", store, "--format", "xml", stdin='SELECT ?x { VALUES ?x { "a\\u0001b" } }')
    assert (done.returncode, "U+0001, which XML cannot write" in last_line(done)) == (2, True)
