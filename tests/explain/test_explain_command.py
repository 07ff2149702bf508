"""The command that explains an article: by id, IRI or file, in text or as a page."""

import json
from pathlib import Path

import pytest

from kg.asking import ask
from kg.explain.pieces import shown
from kg.resources import samples_dir
from kg.store import open_snapshot
from tests.command import kg
from tests.explain.hostile import Page


def test_explain_command_takes_an_id_an_iri_or_a_file(sample_store: Path) -> None:
    by_id = kg("explain", "kunduz-hospital", "--store", sample_store)
    by_iri = kg("explain", "https://w3id.org/conflict-kg/id/article/kunduz-hospital", "--store", sample_store)
    by_file = kg("explain", samples_dir() / "kunduz-hospital.json")
    assert [done.returncode for done in (by_id, by_iri, by_file)] == [0, 0, 0], by_id.stderr
    assert by_id.stdout == by_iri.stdout == by_file.stdout
    assert "rule " in by_id.stdout
    assert "\x1b" not in by_id.stdout


def test_explain_command_shows_every_value_of_every_node(sample_store: Path) -> None:
    graph = "<https://w3id.org/conflict-kg/id/article/kunduz-hospital>"
    query = f"SELECT ?n {{ GRAPH {graph} {{ ?n a <https://w3id.org/conflict-kg/ontology#Relation> }} }}"
    relations = len(list(ask(open_snapshot(sample_store).store, query)))
    assert relations > 50
    assert kg("explain", "kunduz-hospital", "--store", sample_store).stdout.count(", rule ") == relations


def test_explain_command_colours_a_terminal_unless_told_not_to(sample_store: Path) -> None:
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    coloured = kg("explain", "kunduz-hospital", "--store", sample_store, **terminal)
    plain = kg("explain", "kunduz-hospital", "--store", sample_store, NO_COLOR="1", **terminal)
    assert "\x1b[1;31m" in coloured.stdout
    assert "31m" not in plain.stdout


def test_explain_command_writes_a_page(sample_store: Path) -> None:
    done = kg("explain", "kunduz-hospital", "--store", sample_store, "--format", "html")
    assert done.returncode == 0
    sample = json.loads((samples_dir() / "kunduz-hospital.json").read_text(encoding="utf-8"))
    assert Page(done.stdout).text == shown(sample["text"])


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nonsense", "--store", "{store}"], 2, "the store has no article 'nonsense' (one is named by its id"),
        (["in/KUNDUZ-hospital.json", "--store", "{store}"], 2, "perhaps kunduz-hospital"),
        (["kunduz", "--store", "{store}"], 2, "perhaps kunduz-hospital"),
        (["drones SET fire", "--store", "{store}"], 2, "perhaps abqaiq-drone-attack or abqaiq-drone-attack-copy"),
        (["not an iri <>", "--store", "{store}"], 2, "the store has no article"),
        (["https://example.org/none", "--store", "{store}"], 2, "the store has no article"),
        (["kunduz-hospital", "--store", "{tmp}/none"], 4, "there is no store at"),
        (["kunduz-hospital"], 2, "there is no file kunduz-hospital"),
        (["kunduz-hospital", "--store", "{store}", "--node", "x"], 2, "says nothing of x"),
        (["{tmp}/empty.txt"], 3, "no usable article in"),
        (["{tmp}/two.jsonl"], 2, "holds 2 articles"),
        (["kunduz-hospital", "--store", "{store}", "--format", "pdf"], 2, "'pdf' is not one of"),
    ],
)
def test_explain_command_refuses_with_one_line_and_its_code(
    arguments: list[str], code: int, message: str, sample_store: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "two.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    done = kg("explain", *(argument.format(store=sample_store, tmp=tmp_path) for argument in arguments))
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    assert message in done.stderr.strip().splitlines()[-1]
