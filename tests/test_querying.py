"""docs/querying.md: its queries answer on the samples, repeat no row, and use what the ontology has."""

import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from kg.asking import ask
from kg.repeats import hint
from kg.store import open_snapshot

_ROOT = Path(__file__).parents[1]
_TEXT = (_ROOT / "docs" / "querying.md").read_text(encoding="utf-8")
_QUERIES = re.findall(r"```sparql\n(.*?)```", _TEXT, re.DOTALL)


@pytest.mark.parametrize("text", _QUERIES, ids=range(len(_QUERIES)))
def test_querying_answers_on_the_samples(text: str, sample_store: Path) -> None:
    results = ask(open_snapshot(sample_store).store, text)
    assert isinstance(results, QuerySolutions)
    rows = [tuple(map(str, row)) for row in results]
    assert len(rows) > 2
    assert len(rows) == len(set(rows))
    assert hint(text, rows) == ""


def test_querying_names_what_there_is() -> None:
    ontology = (_ROOT / "ontology" / "conflict.ttl").read_text(encoding="utf-8")
    named = set(re.findall(r"\bckg:(\w+)", _TEXT)) - {"matches"}
    assert named <= set(re.findall(r"^ckg:(\w+)", ontology, re.MULTILINE))
