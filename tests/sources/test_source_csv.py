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
        (b"id,text\na,\x81\n", "line 2: is not valid UTF-8"),
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
    assert "line 2: is longer than 1000 bytes" in problem


def test_a_quoted_value_without_end_is_not_held_in_memory(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b'id,text\na,"' + b"word after word\n" * 500)
    articles, [first, rest] = read(tmp_path / "x.csv", settings=Settings(max_line_bytes=1000))
    assert articles == []
    assert "line 2: begins a record that is longer than 1000 bytes (setting max_line_bytes)" in first
    assert "line 501: is the last of 499 rows left out behind one that cannot be read" in rest


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


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ('"b","a "word" here, and more"', "line 3: is no CSV"),
        ('b,"a quote that nothing closes', "line 3: is no CSV"),
        ("b," + "x" * 3000, "line 3: is longer than 2000 bytes"),
        ("b,c,d", "line 3: has 3 values for 2 columns"),
    ],
)
def test_a_row_that_cannot_be_read_costs_itself(spoilt: str, reason: str, tmp_path: Path) -> None:
    rows = "".join(f'{name},"{BODY[0]}"\n' for name in "cde")
    (tmp_path / "x.csv").write_text(f'id,text\na,"{BODY[0]}"\n{spoilt}\n{rows}')
    articles, problems = read(tmp_path / "x.csv", settings=Settings(max_line_bytes=2000))
    assert [article.id for article in articles] == ["a", "c", "d", "e"]
    assert reason in problems[0]
    assert len(problems) <= 2


def test_the_rest_of_a_broken_row_makes_no_article_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(
        f'id,text,url\na,"One line of\nseveral "lines" of text, and\nmore",\nb,"{BODY[0]}",\n'
    )
    articles, problems = read(tmp_path / "x.csv")
    assert [article.id for article in articles] == ["b"]
    assert [problem.rpartition("x.csv, ")[2] for problem in problems] == [
        "line 2: is no CSV (',' expected after '\"')",
        "line 4: is the last of 2 rows left out behind one that cannot be read",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "ID;Title;Full Text;Date\n7;A;{};2020-01-02\n",
        "sep=;\nid;title;text;date\n7;A;{};2020-01-02\n",
        "\n\nid|title|text|date\n7|A|{}|2020-01-02\n",
        'id, title, text, date\n7, A, "{}", 2020-01-02\n',
        "id\ttitle\ttext\tdate\ttext\n7\tA\t{}\t2020-01-02\tno\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_tables_are_read_as_programs_write_them(table: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(table.format(BODY[0]).encode(encoding))
    [article], problems = read(tmp_path / "x.csv")
    assert (article.id, article.title, article.text, article.published) == ("7", "A", BODY[0], date(2020, 1, 2))
    assert problems == []


def test_a_table_in_an_old_code_page_is_read_with_one_note(tmp_path: Path) -> None:
    rows = "".join(f"{number};“Number {number}”, the mayor said\n" for number in range(3))
    (tmp_path / "x.csv").write_bytes(f"id;text\n{rows}".encode("cp1252"))
    articles, [note] = read(tmp_path / "x.csv")
    assert [article.text for article in articles] == [f"“Number {number}”, the mayor said" for number in range(3)]
    assert "line 2: is not valid UTF-8 at byte 2; read as windows-1252" in note
