"""Confidence against annotators: what is judged right, the fit, and the measures of how good it is."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from spacy.language import Language

from kg.confidence import Signs, Weights
from kg.evaluation.confidence_fit import fitted, held_out, main, write_weights
from kg.evaluation.gold import read_gold
from kg.evaluation.judged import Judged, judged
from kg.evaluation.reliability import reliability
from kg.extract import extract
from kg.records import Article
from tests.command import kg

TEXT = "Israeli jets struck a depot in Rafah on Sunday, killing four people, the army said."


def span(words: str) -> list[int]:
    begin = TEXT.index(words)
    return [begin, begin + len(words)]


def named(key: str, kind: str, words: str, form: str = "name") -> dict[str, object]:
    begin, end = span(words)
    return {"id": key, "type": kind, "name": words, "mentions": [{"b": begin, "e": end, "kind": form}]}


GOLD = {
    "id": "rafah",
    "text": TEXT,
    "published": "2024-05-06",
    "entities": [
        named("a1", "State", "Israeli"),
        named("a2", "Collective", "four people", "nominal"),
        named("a3", "ArmedForce", "army", "nominal"),
        named("p1", "Place", "Rafah"),
        named("p2", "Place", "depot", "nominal"),
    ],
    "strikes": [
        {
            "id": "s1",
            "kind": "AirStrike",
            "triggers": [span("struck")],
            "perpetrator": ["a1"],
            "alleged_perpetrator": [],
            "target": ["p2"],
            "location": ["p1"],
            "when": {"earliest": "2024-05-05", "latest": "2024-05-05"},
            "killed": {"min": 9, "max": 9},
            "injured": None,
            "factuality": "Attributed",
        }
    ],
    "agreements": [],
    "claims": [],
    "relations": [],
}


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "rafah.json"
    path.write_text(json.dumps(GOLD), encoding="utf-8")
    return path


def of(measured: str, values: list[Judged]) -> list[bool]:
    return [each.right for each in values if each.signs.measured == measured]


def test_values_are_judged_by_the_annotator(gold_file: Path, pipeline: Language) -> None:
    [gold] = read_gold([gold_file])
    values = judged(gold, extract(Article("rafah", TEXT, published=date(2024, 5, 6)), pipeline(TEXT)))
    assert of("strike", values) == [True]
    assert of("strike.when", values) == [True]
    assert of("strike.killed", values) == [False], "the annotator counts nine"
    assert of("strike.perpetrator", values) == [True]
    assert of("strike.location", values) == [False], "the annotator says the town, not the depot"
    assert of("claim", values) == [False], "the annotator has no claim"
    assert not any(of("claim.stance", values)), "nothing of an invented thing is right"
    assert of("place", values).count(True) >= 1


def examples(rule: str, right: int, wrong: int) -> list[Judged]:
    signs = Signs("strike.target", (f"rule={rule}", "told=1"))
    return [Judged(signs, 0.8, number < right) for number in range(right + wrong)]


def test_fit_gives_the_shares_of_frequent_signs_and_is_careful_with_rare_ones() -> None:
    weights = Weights(fitted([*examples("good", 900, 100), *examples("poor", 300, 700), *examples("rare", 3, 0)]))

    def share(rule: str) -> float:
        found = weights.confidence(Signs("strike.target", (f"rule={rule}", "told=1")))
        assert found is not None
        return float(found)

    assert share("good") == pytest.approx(0.9, abs=0.02)
    assert share("poor") == pytest.approx(0.3, abs=0.02)
    assert share("poor") < share("rare") < 0.95
    assert weights.confidence(Signs("strike.target", ("rule=never",))) is not None
    assert weights.confidence(Signs("zone.within", ())) is None


def test_reliability_of_perfect_and_of_blind_confidence() -> None:
    signs = Signs("claim", ())
    perfect = reliability([Judged(signs, 1.0, True)] * 3 + [Judged(signs, 0.0, False)])
    assert (perfect.brier, perfect.error, perfect.ranking, perfect.share) == (0, 0, 1, 0.75)
    blind = reliability([Judged(signs, 0.5, number % 2 == 0) for number in range(10)])
    assert (blind.brier, blind.error, blind.ranking) == (0.25, 0, 0.5)
    assert [(each.least, each.values, each.right) for each in blind.bins] == [(0.5, 10, 0.5)]
    boastful = reliability([Judged(signs, 0.9, number < 3) for number in range(10)])
    assert boastful.error == pytest.approx(0.6)
    with pytest.raises(ValueError, match="nothing"):
        reliability([])


def test_fit_writes_a_table_that_the_program_reads(
    gold_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "weights.csv"
    monkeypatch.setattr("kg.evaluation.confidence_fit.TABLE", out)
    main([str(gold_file)])
    first = out.read_bytes()
    assert b"strike.when" in first
    assert b"\r" not in first
    main([str(gold_file)])
    assert out.read_bytes() == first
    write_weights(fitted(examples("good", 8, 2)), out)
    weights = Weights(
        [
            dict(zip(("measured", "sign", "weight"), row.split(","), strict=False))
            for row in out.read_text().splitlines()[1:]
        ]
    )
    good = weights.confidence(Signs("strike.target", ("rule=good", "told=1")))
    assert good is not None
    assert good > Decimal("0.6")


def test_held_out_values_do_not_know_their_own_part() -> None:
    lucky, unlucky = examples("good", 30, 10), examples("good", 0, 40)
    values = held_out([lucky, unlucky], 2)
    assert [each.right for each in values] == [each.right for each in [*lucky, *unlucky]]
    assert {round(each.confidence, 2) < 0.1 for each in values[:40]} == {True}, "by the other part all are wrong"
    assert all(each.confidence == pytest.approx(0.75, abs=0.03) for each in values[40:])
    stranger = Judged(Signs("zone.within", ()), 0.31, True)
    assert held_out([lucky, [stranger]], 2)[-1].confidence == 0.31, "nothing like it was measured elsewhere"
    for folds in (1, 3):
        with pytest.raises(ValueError, match="held out"):
            held_out([lucky, unlucky], folds)


def test_command_measures_confidence_on_articles_held_out(gold_file: Path) -> None:
    other = gold_file.with_name("other.json")
    other.write_bytes(gold_file.read_bytes())
    result = kg("evaluate", "--confidence", "--folds", "2", str(gold_file), str(other))
    assert result.returncode == 0
    assert "Brier score" in result.stdout
    for options in (["--confidence", "--folds", "2"], ["--folds", "2"]):
        refused = kg("evaluate", *options, str(gold_file))
        assert refused.returncode == 2
        assert "--folds" in refused.stderr


def test_command_prints_how_often_values_of_each_confidence_are_right(gold_file: Path) -> None:
    result = kg("evaluate", "--confidence", str(gold_file))
    assert result.returncode == 0
    assert "confidence" in result.stdout
    assert "Brier score" in result.stdout
    assert "of them right" in result.stdout
