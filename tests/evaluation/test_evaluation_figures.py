"""The measures, on a small article whose figures were worked out by hand, and beside an independent scorer."""

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
from kg.evaluation.evaluate import score_quads
from kg.evaluation.found import found_account
from kg.evaluation.gold import read_gold
from kg.evaluation.matching import common_characters, matched
from kg.evaluation.report import faults_by_kind, json_report
from kg.evaluation.scoring import score_article
from kg.evaluation.tally import Score, Tally
from kg.identity.graph import identity_quads, refs_in
from kg.names import Names
from kg.records import Run, Span
from kg.settings import Settings
from kg.triples import extraction_quads
from tests.evaluation.tiny import NAMES, TEXT, found_extraction, gold_document


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
