"""Annotated articles that are not as they should be are refused, with file and place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.evaluation.gold import read_gold
from tests.evaluation.tiny import TEXT, gold_document


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
