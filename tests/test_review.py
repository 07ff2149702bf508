"""Review of links on a terminal: keys decide, the file keeps, undo gives back."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad

from kg import names as ns
from kg.cli.link_review import command
from kg.linking.decisions import Decisions
from kg.review import pending, take, take_back, verdicts, waiting
from kg.store import Writer, open_snapshot
from tests.candidates import ARTICLE, BASE, make_candidates

TRIPOLIS, BRIGADE = BASE + "place/a1/Tripolis", BASE + "actor/a1/Marsa-Brigade"
LIBYA, LEBANON = ns.WIKIDATA + "Q3579", ns.WIKIDATA + "Q3915"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make_candidates(tmp_path / "store")


def decided(store: Path) -> dict[tuple[str, str], str]:
    return {key: each.verdict for key, each in Decisions.read(store / "links.tsv").verdicts.items()}


def review(store: Path, keys: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["--store", str(store), "--who", "ann"], input=keys)
    return done.exit_code, done.output


def test_what_waits_is_shown_with_its_sentence_and_its_proposals(store: Path) -> None:
    graph = open_snapshot(store).store
    assert waiting(graph, BASE, Decisions()) == [BRIGADE, TRIPOLIS]
    thing = pending(graph, TRIPOLIS, BASE, Decisions())
    [context] = thing.contexts
    assert context.sentence == "Shells fell on Tripolis on Monday."
    assert context.sentence[context.begin : context.end] == "Tripolis"
    assert [each.target for each in thing.proposals] == [LIBYA, LEBANON]
    assert (thing.label, thing.kind) == ("Tripolis", "Place")
    assert pending(graph, BRIGADE, BASE, Decisions()).contexts == ()


def test_to_accept_one_is_to_reject_its_rivals(store: Path) -> None:
    code, said = review(store, "s1q")
    assert code == 0, said
    assert decided(store) == {("place/a1/Tripolis", LIBYA): "accept", ("place/a1/Tripolis", LEBANON): "reject"}
    assert waiting(open_snapshot(store).store, BASE, Decisions.read(store / "links.tsv")) == [BRIGADE]
    assert {each.who for each in Decisions.read(store / "links.tsv").verdicts.values()} == {"ann"}


def test_none_rejects_all_and_undo_gives_them_back(store: Path) -> None:
    code, said = review(store, "snuq")
    assert code == 0, said
    assert decided(store) == {}
    review(store, "snq")
    assert set(decided(store).values()) == {"reject"}
    assert "1 thing to decide about" in review(store, "q")[1]


def test_what_an_article_says_does_not_command_the_terminal(store: Path) -> None:
    with Writer(store) as writer:
        label, place = NamedNode(ns.RDFS + "label"), NamedNode(TRIPOLIS)
        # The least of two labels is shown.
        writer.store.add(Quad(place, label, Literal("\x1b]0;owned\x07"), NamedNode(ARTICLE)))
        writer.publish()
    said = review(store, "ssq")[1]
    assert "]0;owned" in said
    assert "\x1b]" not in said
    assert "\x07" not in said


def test_undo_without_a_decision_says_so(store: Path) -> None:
    code, said = review(store, "uq")
    assert (code, "nothing to undo" in said) == (0, True)


def test_other_keys_tell_the_keys(store: Path) -> None:
    assert review(store, "x9q")[1].count("1-9 accept") == 3


def test_two_reviewers_do_not_lose_each_others_decisions(store: Path) -> None:
    graph, path = open_snapshot(store).store, store / "links.tsv"
    one, other = (pending(graph, iri, BASE, Decisions()) for iri in (TRIPOLIS, BRIGADE))
    take(path, verdicts(one, None, "ann"))
    take(path, verdicts(other, other.proposals[0].target, "bob"))
    assert len(decided(store)) == 3
    take_back(path, one.subject, [LIBYA, LEBANON])
    assert list(decided(store)) == [("actor/a1/Marsa-Brigade", ns.WIKIDATA + "Q99")]


def test_a_file_in_conflict_is_named(store: Path) -> None:
    lines = [f"place/a1/Tripolis\t{LIBYA}\t{verdict}\tann\t2026-01-01\t" for verdict in ("accept", "reject")]
    (store / "links.tsv").write_text("\n".join(["subject\ttarget\tdecision\twho\twhen\tnote", *lines, ""]))
    done = CliRunner().invoke(command, ["--store", str(store)])
    assert "lines 2 and 3" in str(done.exception)
