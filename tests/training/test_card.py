"""The model card says what the shipped figures say."""

import json
from pathlib import Path

import pytest

from kg.language.pipeline import MODEL_FOLDER
from kg.training.card import card

PROJECT = Path(__file__).parents[2]


def test_the_card_is_that_of_the_shipped_model():
    assert (PROJECT / "MODEL.md").read_text(encoding="utf-8") == card(MODEL_FOLDER)


def test_the_card_gives_each_figure_of_each_corpus():
    figures = json.loads((MODEL_FOLDER / "figures.json").read_text(encoding="utf-8"))["figures"]
    text = card(MODEL_FOLDER)
    assert f"| EWT | LAS | {figures['float_dev']['ewt']['las']:.1f} | {figures['dev']['ewt']['las']:.1f} |" in text
    assert f"{figures['test']['ewt']['name']:.1f}" in text


def test_sentences_written_later_have_a_row_once_a_network_has_seen_them(tmp_path: Path):
    for name in ("meta.json", "figures.json"):
        (tmp_path / name).write_bytes((MODEL_FOLDER / name).read_bytes())
    facts = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    for part, number in {"train": 3400, "dev": 850}.items():
        facts["sentences"][part]["reports"] = number
    stages = facts["recipe"]["stages"]
    stages.append(stages[-1] | {"repeat": [["reports", 2]], "runs": 1, "share": 0.6})
    stages[0]["repeat"].append(["reports", 0])
    (tmp_path / "figures.json").write_text(json.dumps(facts), encoding="utf-8")
    text = card(tmp_path)
    assert "| CC BY-SA 4.0 | 3,400 / 850 / 0 |" in text
    assert "reports 2 times, 60% of the mean with the weights before" in text
    assert "annotated 3 times and without reports;" in text
    assert "kg/training/data/reports](" not in card(MODEL_FOLDER)


def test_missing_figures_are_an_error(tmp_path: Path):
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    (tmp_path / "figures.json").write_text("{}", encoding="utf-8")
    with pytest.raises(KeyError):
        card(tmp_path)
