"""EVALUATION.md, the pages on unread articles and the README say what the program does today."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from kg.evaluation import evaluate, read_gold
from kg.evaluation.page import read_tables
from kg.evaluation.report import measure_rows, summary_rows
from kg.settings import Settings

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "EVALUATION.md"
ARTICLES: Final = ROOT / "kg" / "training" / "data" / "articles"
UNREAD: Final = {name: ROOT / "docs" / f"evaluation-{name}.md" for name in ("ordinary", "long", "untidy")}
HALF_A_POINT: Final = 0.5
REMEDY: Final = "run: kg evaluate ../shared/gold/*.json --markdown EVALUATION.md"
_MEASURE: Final = re.compile(r"\(`(.+)`\)")


def written(page: Path) -> dict[str, tuple[str, ...]]:
    return read_tables(page.read_text(encoding="utf-8"))


def compare(folder: Path, page: Path, pipeline: Any, remedy: str) -> None:
    """Raises AssertionError where a figure of the page is not what the program reaches on the articles of a folder."""
    score = evaluate(read_gold(sorted(folder.glob("*.json"))), pipeline, Settings())
    rows = {row.cells[0]: row.cells[1:] for row in (*measure_rows(score), *summary_rows(score))}
    stated = written(page)
    assert rows.keys() <= stated.keys(), remedy
    for name, cells in rows.items():
        for figure, said in zip(cells[:-1], stated[name][:-1], strict=True):
            assert float(said) == pytest.approx(float(figure), abs=HALF_A_POINT), f"{name}; {remedy}"


def test_evaluation_table_is_that_of_this_program(shared: Path, pipeline: Any) -> None:
    compare(shared / "gold", PAGE, pipeline, REMEDY)


@pytest.mark.parametrize("name", UNREAD)
def test_evaluation_of_unread_articles_is_that_of_this_program(name: str, pipeline: Any) -> None:
    remedy = f"run: kg evaluate --no-throughput {ARTICLES / name}/*.json --markdown {UNREAD[name]}"
    compare(ARTICLES / name, UNREAD[name], pipeline, remedy)


def test_evaluation_table_has_every_target_beside_its_figure() -> None:
    from kg.evaluation.targets import targets

    stated = written(PAGE)
    assert {name: stated[name][-1] for name in targets()} == {
        name: ", ".join(map(str, wanted)) for name, wanted in targets().items()
    }


def test_readme_has_the_figures_of_the_pages() -> None:
    tables = [written(page) for page in (PAGE, *UNREAD.values())]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and _MEASURE.search(line)
    ]
    assert len(rows) > 10
    for label, *cells in rows:
        found = _MEASURE.search(label)
        assert found
        assert cells == [_f1(table[found[1]]) for table in tables], label


def _f1(row: Sequence[str]) -> str:
    """The F1 of a measure's row (precision, recall, F1, …), or the value of a mean's."""
    return row[2 if len(row) > 2 else 0]
