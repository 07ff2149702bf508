"""The annotated articles that come with the source: sound files, and confidence that fits what they say."""

import json
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from spacy.language import Language

from kg.evaluation.gold import Gold, read_gold
from kg.evaluation.judged import judged_article
from kg.evaluation.reliability import reliability

ARTICLES: Final = Path(__file__).resolve().parent.parent / "kg" / "training" / "data" / "articles"
FILES: Final = sorted(ARTICLES.rglob("*.json"))


@pytest.fixture(scope="module")
def unread() -> list[Gold]:
    """The articles that confidence is fitted on."""
    return read_gold(path for path in FILES if path.parent.name in {"ordinary", "long", "untidy"})


def test_every_article_is_named_as_its_file_and_says_whose_it_is() -> None:
    assert len(FILES) > 100
    assert not [name for name, count in Counter(path.stem for path in FILES).items() if count > 1]
    for path in FILES:
        document = json.loads(path.read_text(encoding="utf-8"))
        assert (document["id"], document["source"]) == (path.stem, "written for the project"), path
        assert document["licence"] == "CC BY-SA 4.0", path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_article_can_be_read_and_its_names_stand_in_it(path: Path) -> None:
    [gold] = read_gold([path])
    assert gold.article.text == gold.account.text
    assert all(entity.mentions for entity in gold.account.entities if entity.names)
    for entity in gold.account.entities:
        for begin, end in entity.names:
            words = gold.article.text[begin:end]
            assert words == words.strip(), (path, entity.label, words)


def test_confidence_is_fitted_to_the_program_as_it_is(unread: list[Gold], pipeline: Language) -> None:
    """Where this fails the rules have changed since: see ``kg/evaluation/confidence_fit.py``."""
    figures = reliability([value for gold in unread for value in judged_article(gold, pipeline)])
    assert figures.values > 3_000
    assert figures.error < 0.05
    assert figures.ranking > 0.7
    assert figures.brier < figures.share * (1 - figures.share)
