"""How figures are shown: beside their targets, in a page between its marks, and by the command."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.page import read_tables, write_tables
from kg.evaluation.report import markdown_tables, measure_rows, summary_rows
from kg.evaluation.tally import Score
from kg.evaluation.targets import Target, targets
from tests.command import kg


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
