"""Tables, whole and damaged."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from kg.settings import Settings
from tests.sources.inputs import BODY, read


def test_a_table_gives_an_article_for_each_row(tmp_path: Path) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(
        [["id", "headline", "body", "date"], ["a", "H", "Line one.\nLine two.", "2020-01-02"], ["b", "", BODY[0], ""]]
    )
    (tmp_path / "x.csv").write_text(out.getvalue())
    articles, problems = read(tmp_path / "x.csv")
    assert [(a.id, a.text, a.published) for a in articles] == [
        ("a", "Line one.\nLine two.", date(2020, 1, 2)),
        ("b", BODY[0], None),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "has no header line"),
        (b"id,text\na,b,c\n", "has 3 values for 2 columns"),
        (b"id,text\na,\xff\n", "line 2 is not valid UTF-8"),
        (b'id,text\na,"never ends', "is no CSV"),
        (b"id,title\na,b\n", "has no text"),
    ],
)
def test_a_bad_table_is_reported(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(data)
    articles, problems = read(tmp_path / "x.csv")
    assert articles == []
    assert any(reason in problem for problem in problems)


def test_a_line_without_end_is_not_held_in_memory(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"id,text\n" + b"a" * 5000)
    _, [problem] = read(tmp_path / "x.csv", settings=Settings(max_line_bytes=1000))
    assert "line 2 is longer than 1000 bytes" in problem


def test_a_quoted_value_without_end_is_not_held_in_memory(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b'id,text\na,"' + b"word after word\n" * 500)
    _, [problem] = read(tmp_path / "x.csv", settings=Settings(max_line_bytes=1000))
    assert "is longer than 1000 bytes (setting max_line_bytes); the rest of the file is left out" in problem


def test_a_short_limit_for_input_leaves_other_tables_readable(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    (tmp_path / "x.csv").write_bytes(b"id,text\na,b\n")
    read(tmp_path / "x.csv", settings=Settings(max_line_bytes=1000))
    assert csv.field_size_limit() >= before


def test_many_records_together_may_be_longer_than_one_may(tmp_path: Path) -> None:
    rows = "".join(f"{number},{BODY[0]}\n" for number in range(50))
    (tmp_path / "x.csv").write_text("id,text\n" + rows.replace(BODY[0], '"' + BODY[0] + '"'))
    articles, problems = read(tmp_path / "x.csv", settings=Settings(max_line_bytes=1000))
    assert (len(articles), problems) == (50, [])
