"""The measures, on a small article whose figures were worked out by hand, and beside an independent scorer."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kg import names as ns
from kg.build import extracted_quads
from kg.errors import InputError
from kg.evaluation.evaluate import score_quads
from kg.evaluation.found import found_account
from kg.evaluation.gold import read_gold
from kg.evaluation.matching import common_characters, matched
from kg.evaluation.page import read_tables, write_tables
from kg.evaluation.report import faults_by_kind, json_report, markdown_tables, measure_rows, summary_rows
from kg.evaluation.scoring import score_article
from kg.evaluation.tally import Score, Tally
from kg.evaluation.targets import Target, targets
from kg.identity.graph import identity_quads, refs_in
from kg.names import Names
from kg.records import (
    Actor,
    ActorKind,
    Claim,
    Extraction,
    Fact,
    Factuality,
    Mention,
    MentionKind,
    Ref,
    Run,
    Span,
    Stance,
    Strike,
    StrikeKind,
)
from kg.settings import Settings
from kg.triples import extraction_quads
from tests.command import kg

TEXT = "Norland bombed Sudport. Norland denied wrongdoing there. A truce now holds."
NAMES = Names("https://example.org/")


def span(words: str, start: int = 0) -> Span:
    begin = TEXT.index(words, start)
    return Span(begin, begin + len(words))


def gold_document() -> dict[str, Any]:
    def mention(at: Span) -> dict[str, object]:
        return {"b": at.begin, "e": at.end, "kind": "name"}

    norland = [mention(span("Norland")), mention(span("Norland", 9))]
    return {
        "id": "tiny",
        "text": TEXT,
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "title": "A truce",
        "published": "2021-02-03",
        "url": None,
        "entities": [
            {"id": "a1", "type": "State", "name": "Norland", "qid": "Q900001", "mentions": norland},
            {"id": "p1", "type": "Place", "name": "Sudport", "qid": None, "mentions": [mention(span("Sudport"))]},
        ],
        "strikes": [
            {
                "id": "s1",
                "kind": "Bombing",
                "triggers": [span("bombed")],
                "perpetrator": ["a1"],
                "location": ["p1"],
                "factuality": "Stated",
            }
        ],
        "agreements": [{"id": "g1", "kind": "Ceasefire", "triggers": [span("truce")], "status": "InForce"}],
        "claims": [
            {"id": "c1", "claimant": "a1", "content": span("wrongdoing there"), "stance": "Denies", "about": ["s1"]}
        ],
        "relations": [],
    }


@pytest.fixture
def gold_file(tmp_path: Path) -> Callable[..., Path]:
    def written(document: object = None) -> Path:
        path = tmp_path / "tiny.json"
        path.write_text(json.dumps(gold_document() if document is None else document))
        return path

    return written


def found_extraction(article: Any) -> Extraction:
    """One name of Norland is missed and Sudport is taken for an actor; the bombing has the wrong kind and no place; a
    second strike is invented; the truce is missed; of the claim's 16 characters of content 10 are found."""
    norland, sudport = Ref("actor", "norland"), Ref("actor", "sudport")
    stated = Fact(Factuality.STATED, span("bombed"), "test")
    return Extraction(
        article,
        mentions=(
            Mention(span("Norland"), MentionKind.NAME, norland),
            Mention(span("Sudport"), MentionKind.NAME, sudport),
        ),
        actors=(Actor(norland, ActorKind.STATE, "Norland"), Actor(sudport, ActorKind.STATE, "Sudport")),
        strikes=(
            Strike(
                Ref("strike", "1"),
                StrikeKind.AIR_STRIKE,
                "bombed",
                (span("bombed"),),
                stated,
                perpetrator=(Fact(norland, span("Norland"), "test"),),
            ),
            Strike(Ref("strike", "2"), None, "holds", (span("holds"),), stated),
        ),
        claims=(
            Claim(
                Ref("claim", "1"),
                span("wrongdoing"),
                Fact(Stance.DENIES, span("denied"), "test"),
                Fact(norland, span("Norland"), "test"),
                about=(Fact(Ref("strike", "1"), span("wrongdoing"), "test"),),
            ),
        ),
    )


@pytest.fixture
def score(gold_file: Callable[..., Path]) -> Score:
    [gold] = read_gold([gold_file()])
    run = Run("1", "1", "1", "0", datetime(2021, 2, 4, tzinfo=UTC))
    quads = extraction_quads(found_extraction(gold.article), run, NAMES)
    graph = NamedNode(NAMES.graph("identity"))
    wikidata = NamedNode(ns.WIKIDATA + "Q900001")
    link = Quad(NamedNode(NAMES.local("actor", "tiny", "norland")), NamedNode(ns.SKOS + "exactMatch"), wikidata, graph)
    result = Score()
    score_article(gold.account, found_account("tiny", quads, [link]), result)
    return result


@pytest.mark.parametrize(
    ("measure", "precision", "recall", "gold"),
    [
        ("actor", 1 / 2, 1 / 2, 2),  # found: one of two names, and Sudport besides
        ("actor relaxed", 1 / 2, 1 / 2, 2),
        ("place", 0, 0, 1),
        ("identity", 1, 1, 2),  # the two names that both sides have are in clusters of their own on both
        ("link", 1, 1, 1),
        ("strike", 1 / 2, 1, 1),
        ("strike.kind", 0, 0, 1),
        ("strike.location", 0, 0, 1),
        ("strike.perpetrator", 1, 1, 1),
        ("strike.factuality", 1 / 2, 1, 1),  # the invented strike's factuality counts against precision
        ("strike.role", 2 / 4, 2 / 4, 4),
        ("agreement", 0, 0, 1),
        ("agreement.role", 0, 0, 2),  # a missed item loses its kind and its status
        ("claim", 1, 1, 1),
        ("claim.role", 1, 1, 3),  # claimant, stance and the strike that it is about
        ("zone.role", 0, 0, 0),
        ("relation", 0, 0, 0),
    ],
)
def test_evaluation_figures_are_those_worked_out_by_hand(
    score: Score, measure: str, precision: float, recall: float, gold: int
) -> None:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0
    assert astuple(score.tallies[measure].figures()) == pytest.approx((precision, recall, f1, gold))


def test_evaluation_lists_errors_by_kind_with_their_words(score: Score) -> None:
    kinds = faults_by_kind(score.faults)
    assert {kind: [fault.words for fault in faults] for kind, faults in kinds.items()} == {
        "missed actor": ["Norland"],
        "missed agreement": ["truce"],
        "missed place": ["Sudport"],
        "spurious actor": ["Sudport"],
        "spurious strike": ["holds"],
        "wrong strike.kind": ["bombed"],
        "wrong strike.location": ["bombed"],
    }
    [kind] = kinds["wrong strike.kind"]
    assert kind.detail == "annotated Bombing; found AirStrike"
    [location] = kinds["wrong strike.location"]
    assert location.detail == "annotated Sudport; found nothing"


def test_evaluation_claim_of_less_than_half_the_content_is_missed(gold_file: Callable[..., Path]) -> None:
    document = gold_document()
    document["claims"][0]["content"] = [0, len(TEXT)]
    [gold] = read_gold([gold_file(document)])
    run = Run("1", "1", "1", "0", datetime(2021, 2, 4, tzinfo=UTC))
    result = Score()
    quads = extraction_quads(found_extraction(gold.article), run, NAMES)
    score_article(gold.account, found_account("tiny", quads, []), result)
    assert result.tallies["claim"] == Tally(0, 1, 1)
    assert result.tallies["link"].figures().recall == 0


def test_evaluation_counts_mentions_that_say_other_words(gold_file: Callable[..., Path]) -> None:
    [gold] = read_gold([gold_file()])
    run = Run("1", "1", "1", "0", datetime(2021, 2, 4, tzinfo=UTC))
    quads = extraction_quads(found_extraction(gold.article), run, NAMES)
    exact = NamedNode(ns.CKG + "exact")
    spoilt = [q for q in quads if not (q.predicate == exact and q.object.value == "Sudport")]
    [right] = set(quads) - set(spoilt)
    spoilt.append(Quad(right.subject, exact, type(right.object)("Südport"), right.graph_name))
    assert found_account("tiny", quads, []).wrong_spans == 0
    assert found_account("tiny", spoilt, []).wrong_spans == 1


spans = st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(spans), st.lists(spans))
def test_evaluation_matching_is_one_to_one_and_leaves_no_pair_over(gold: list[Span], found: list[Span]) -> None:
    pairs = matched(gold, found, common_characters)
    assert len(set(pairs.values())) == len(pairs)
    assert all(common_characters(gold[i], found[j]) for i, j in pairs.items())
    left = [(i, j) for i in range(len(gold)) for j in range(len(found)) if i not in pairs and j not in pairs.values()]
    assert not any(common_characters(gold[i], found[j]) for i, j in left)


def test_evaluation_matching_prefers_the_likest_pair() -> None:
    assert matched([Span(0, 10)], [Span(8, 12), Span(0, 5)], common_characters) == {0: 1}
    assert matched([Span(0, 4), Span(2, 9)], [Span(2, 9)], common_characters) == {1: 0}


def changed(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    *steps, last = path.split("/")
    place: Any = document
    for step in steps:
        place = place[int(step) if step.isdigit() else step]
    place[int(last) if last.isdigit() else last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("text", None, "has no 'text'"),
        ("text", 7, "text is no string"),
        ("text", TEXT + " ", "sha256 is not that of the text"),
        ("entities", {}, "entities is no list"),
        ("entities/0", 1, "entities[0] is no object"),
        ("entities/1/id", "a1", "entities[1] has the id 'a1' of another item"),
        ("entities/0/type", "Planet", "entities[0].type is 'Planet', which is none of"),
        ("entities/0/mentions/1/e", 999, f"is [24, 999], which is no span of a text of {len(TEXT)} characters"),
        ("strikes/0/triggers/0", [5], "strikes[0].triggers[0] is [5], which is no span"),
        ("strikes/0/triggers/0", [9, 9], "strikes[0].triggers[0] is [9, 9], which is no span"),
        ("strikes/0/perpetrator/0", "a7", "strikes[0].perpetrator[0] names 'a7', which has no entry"),
        ("strikes/0/factuality", "Maybe", "strikes[0].factuality is 'Maybe', which is none of"),
        ("strikes/0/when", {"earliest": "3 May", "latest": "x"}, "is '3 May', which is no date"),
        ("strikes/0/killed", {"min": "many"}, "strikes[0].killed.min is no number"),
        ("strikes/0/killed", {"min": None}, "strikes[0].killed has no 'max'"),
        ("agreements/0/status", "Fine", "agreements[0].status is 'Fine'"),
        ("claims/0/stance", None, "claims[0] has no 'stance'"),
        ("claims/0/about/0", "x", "claims[0].about[0] names 'x'"),
        ("relations", [{"type": "allyOf", "from": "a1"}], "relations[0] has no 'to'"),
    ],
)
def test_evaluation_refuses_malformed_gold_with_its_place(
    gold_file: Callable[..., Path], path: str, value: object, message: str
) -> None:
    file = gold_file(changed(gold_document(), path, value))
    with pytest.raises(InputError) as caught:
        read_gold([file])
    assert str(caught.value).startswith(f"{file}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("document", [[], "x", 3, None])
def test_evaluation_refuses_gold_that_is_no_object(tmp_path: Path, document: object) -> None:
    (tmp_path / "odd.json").write_text(json.dumps(document))
    with pytest.raises(InputError, match="is no object"):
        read_gold([tmp_path / "odd.json"])


def test_evaluation_refuses_an_article_that_nobody_annotated(tmp_path: Path) -> None:
    file = tmp_path / "plain.json"
    file.write_text(json.dumps({"text": TEXT}))
    with pytest.raises(InputError, match=r"plain\.json: has no annotations: none of entities, strikes"):
        read_gold([file])
    file.write_text(json.dumps({"text": TEXT, "entities": []}))
    assert read_gold([file])


def test_evaluation_targets_hold_from_below_and_from_above() -> None:
    assert Target("x", "f1", "least", 80).met(80)
    assert not Target("x", "f1", "least", 80).met(79.99)
    assert Target("wrong spans", "count", "most", 0).met(0)
    assert not Target("wrong spans", "count", "most", 0).met(1)
    assert {str(target) for target in targets()["link"]} == {"≥ 85", "P ≥ 98"}


def test_evaluation_every_target_is_for_a_figure_of_the_report(score: Score) -> None:
    from kg.evaluation.throughput import Throughput

    shown = {row.cells[0] for row in (*measure_rows(score), *summary_rows(score, Throughput(3, 2, 1)))}
    assert set(targets()) <= shown
    missed = {row.cells[0] for row in measure_rows(score) if row.met is False}
    assert missed >= {"actor", "place", "strike", "agreement"}
    assert "link" not in missed


def test_evaluation_table_is_written_between_its_marks(score: Score, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write_tables(page, markdown_tables(score))
    fresh = page.read_text()
    page.write_text("# Figures\n\nBefore.\n\n" + fresh + "\nAfter.\n")
    write_tables(page, markdown_tables(score))
    assert page.read_text() == "# Figures\n\nBefore.\n\n" + fresh + "\nAfter.\n"
    assert read_tables(page.read_text())["strike"] == ("50.0", "100.0", "66.7", "1", "≥ 80")
    page.write_text("# No marks\n")
    with pytest.raises(InputError, match="has no lines"):
        write_tables(page, "x")


def test_evaluation_command_prints_table_errors_json_and_markdown(
    gold_file: Callable[..., Path], tmp_path: Path
) -> None:
    gold = gold_file()
    table = kg("evaluate", gold, "--no-throughput", "--errors", "--markdown", tmp_path / "out.md")
    assert table.returncode == 0, table.stderr
    assert "KG5" in table.stdout
    assert "≥ 80" in table.stdout
    assert "\x1b" not in table.stdout
    figures = json.loads(kg("evaluate", gold, "--json").stdout)
    assert figures["bad_spans"] == 0
    assert read_tables((tmp_path / "out.md").read_text())["actor"][3] == f"{figures['actor']['gold']}"


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "no such file or directory"), ("{", "is not valid JSON"), ("{}", "has no 'text'")],
)
def test_evaluation_command_refuses_with_one_line(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "g.json").write_text(content)
    done = kg("evaluate", tmp_path / "g.json")
    assert (done.returncode, done.stdout) == (3, "")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_evaluation_agrees_with_an_independent_scorer(shared: Path, pipeline: Any, tmp_path: Path) -> None:
    scorer = shared / "gold" / "score.py"
    files = sorted((shared / "gold").glob("*.json"))
    golds = read_gold(files)
    settings = Settings()
    names = Names(settings.base_iri)
    score, quads = Score(), []
    for gold, graph in zip(golds, extracted_quads([g.article for g in golds], pipeline, settings), strict=True):
        assert isinstance(graph, tuple), graph
        score_quads(gold, graph[1], names, score)
        quads += graph[1]
    quads += identity_quads(refs_in(quads, names), names)
    with (tmp_path / "found.nq").open("wb") as stream:
        serialize(quads, stream, format=RdfFormat.N_QUADS)
    command = [sys.executable, scorer, "--rdf", tmp_path / "found.nq", "--json", *files]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = json.loads(json_report(score))
    assert ours.keys() == theirs.keys()
    for measure, figures in theirs.items():
        assert ours[measure] == pytest.approx(figures, abs=5e-5), measure
