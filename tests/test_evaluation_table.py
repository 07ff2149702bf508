"""EVALUATION.md says what the program does today."""

from pathlib import Path
from typing import Any

import pytest

from kg.evaluation import evaluate, read_gold
from kg.evaluation.page import read_tables
from kg.evaluation.report import measure_rows, summary_rows
from kg.settings import Settings

PAGE = Path(__file__).resolve().parent.parent / "EVALUATION.md"
HALF_A_POINT = 0.5
REMEDY = "run: kg evaluate ../shared/gold/*.json --markdown EVALUATION.md"


def test_evaluation_table_is_that_of_this_program(shared: Path, pipeline: Any) -> None:
    score = evaluate(read_gold(sorted((shared / "gold").glob("*.json"))), pipeline, Settings())
    written = read_tables(PAGE.read_text(encoding="utf-8"))
    rows = {row.cells[0]: row.cells[1:] for row in (*measure_rows(score), *summary_rows(score))}
    assert rows.keys() <= written.keys(), REMEDY
    for name, cells in rows.items():
        for figure, stated in zip(cells[:-1], written[name][:-1], strict=True):
            assert float(stated) == pytest.approx(float(figure), abs=HALF_A_POINT), f"{name}; {REMEDY}"


def test_evaluation_table_has_every_target_beside_its_figure() -> None:
    from kg.evaluation.targets import targets

    written = read_tables(PAGE.read_text(encoding="utf-8"))
    assert {name: written[name][-1] for name in targets()} == {
        name: ", ".join(map(str, wanted)) for name, wanted in targets().items()
    }
