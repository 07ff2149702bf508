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


def test_missing_figures_are_an_error(tmp_path: Path):
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    (tmp_path / "figures.json").write_text("{}", encoding="utf-8")
    with pytest.raises(KeyError):
        card(tmp_path)
