import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import Article
from kg.settings import Settings
from kg.sources import Problem, read_inputs
from kg.sources.json_articles import parsed_date
from kg.store import Writer

SETTINGS = Settings()


def read(*inputs: Path | str, stdin: bytes = b"", settings: Settings = SETTINGS) -> tuple[list[Article], list[Problem]]:
    items = list(read_inputs([str(each) for each in inputs], settings, io.BytesIO(stdin)))
    return [i for i in items if isinstance(i, Article)], [i for i in items if isinstance(i, Problem)]


def one_problem(*inputs: Path | str, stdin: bytes = b"") -> str:
    articles, problems = read(*inputs, stdin=stdin)
    assert articles == []
    [problem] = problems
    assert "\n" not in str(problem)
    return str(problem)


def test_sources_read_plain_text_unaltered(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"  Shells fell.\r\n\tThen quiet.\n")
    [article], problems = read(tmp_path / "a.txt")
    assert (article.id, article.text, problems) == ("a.txt", "  Shells fell.\r\n\tThen quiet.\n", [])


def test_sources_walk_a_folder_in_name_order(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.txt", ".hidden/no.txt", "c.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}.")
    articles, problems = read(tmp_path)
    assert [a.id for a in articles] == ["a/one.txt", "b/two.txt"]
    assert [problem.skipped for problem in problems] == [False]


def test_sources_read_json_lines_with_aliases_and_keep_unknown_keys() -> None:
    line = {
        "guid": 7,
        "headline": "Truce",
        "body": "A truce held.",
        "pubDate": "2020-03-05",
        "link": "https://e.org/1",
        "tags": ["x"],
    }
    [article], problems = read("-", stdin=json.dumps(line).encode() + b"\n\n")
    assert problems == []
    assert article == Article("7", "A truce held.", "Truce", date(2020, 3, 5), "https://e.org/1", extra={"tags": ["x"]})


def test_sources_read_a_json_file_of_one_or_many_articles(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"id": "a", "text": "One."}, indent=2))
    (tmp_path / "two.json").write_text(json.dumps([{"id": "b", "text": "Two."}, {"id": "c"}]))
    articles, [problem] = read(tmp_path / "one.json", tmp_path / "two.json")
    assert [a.id for a in articles] == ["a", "b"]
    assert "two.json, article 2: has no text" in str(problem)


def test_sources_name_a_file_of_one_article_without_id_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"headline": "H", "text": "Shells fell.", "uri": "co-7781"}))
    (tmp_path / "three.json").write_text(json.dumps({"uri": "https://e.org/3", "text": "Shells fell thrice."}))
    (tmp_path / "two.json").write_text(json.dumps([{"text": "Shells fell."}, {"text": "It hit."}]))
    articles, problems = read(tmp_path)
    assert [article.id[:15] for article in articles[:2]] == ["one.json", "https://e.org/3"]
    assert all(article.id.startswith("text-") for article in articles[2:])
    assert (len(articles), problems) == (4, [])


@pytest.mark.parametrize("around", ["articles", "items"])
def test_sources_read_what_a_service_or_json_feed_answers(around: str, tmp_path: Path) -> None:
    one = {"url": "https://e.org/1", "content": "Shells fell.", "publishedAt": "2024-03-01T10:00:00Z"}
    two = {"id": "2", "content_text": "It hit.", "date_published": "2024-03-02"}
    (tmp_path / "found.json").write_text(json.dumps({"status": "ok", "total": 2, around: [one, two]}))
    articles, problems = read(tmp_path)
    assert [article.id for article in articles] == ["https://e.org/1", "2"]
    assert [article.published and article.published.day for article in articles] == [1, 2]
    assert problems == []


@pytest.mark.parametrize(
    ("given", "publisher", "url"),
    [
        ({"publisher": {"@type": "Organization", "name": "The Wire"}}, "The Wire", None),
        ({"publisher": [{"name": "The Wire"}, {"name": "Other"}]}, "The Wire", None),
        ({"source": {"id": None, "name": "The Wire"}}, "The Wire", None),
        ({"source": "The Wire"}, "The Wire", None),
        ({"source": "https://wire.example/1"}, None, "https://wire.example/1"),
        ({"source": {"id": 7}}, None, None),
        ({"publisher": []}, None, None),
    ],
)
def test_sources_know_a_publisher_in_the_forms_of_feeds_and_services(
    given: dict[str, object], publisher: str | None, url: str | None
) -> None:
    [article], problems = read("-", stdin=json.dumps({"text": "Shells fell.", **given}).encode())
    assert (article.publisher, article.url, problems) == (publisher, url, [])


def test_sources_name_an_article_without_id_by_its_address(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("body,link\nShells fell.,https://one.example/a\nShells fell.,https://two.example/a\nIt hit.,a/3\n")
    articles, problems = read(table)
    assert [article.id for article in articles[:2]] == ["https://one.example/a", "https://two.example/a"]
    assert articles[2].id.startswith("text-"), "a path is no address"
    assert not problems


@pytest.mark.parametrize("invisible", ["", " ", "\u007f", "\ufeff\u200b", "\u0000", "\u202e"])
def test_sources_take_what_nobody_sees_for_nothing(invisible: str) -> None:
    record = json.dumps({"text": "Shells fell.", "id": invisible, "title": invisible, "publisher": invisible})
    [article], _ = read("-", stdin=record.encode())
    assert article.id.startswith("text-")
    assert (article.title, article.publisher) == (None, None)


def test_sources_name_an_article_without_id_by_its_text() -> None:
    articles, _ = read("-", stdin=b'{"text": "Same."}\n{"text": "Same.", "title": "x"}\n{"text": "Other."}')
    assert articles[0].id == articles[1].id != articles[2].id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-01-28", date(2019, 1, 28)),
        ("2019-01-28T10:30:00Z", datetime(2019, 1, 28, 10, 30, tzinfo=UTC)),
        ("Mon, 28 Jan 2019 10:30:00 +0000", datetime(2019, 1, 28, 10, 30, tzinfo=UTC)),
        ("last Monday", None),
        ("2019-02-30", None),
        ("28/01/2019", None),
        ("0001-01-01", None),
        ("9999-12-31T23:59:59Z", None),
        ("2021-03-02T10:00:00+05:30", datetime(2021, 3, 2, 4, 30, tzinfo=UTC)),
        ("2021-03-02T10:00:00+05:30:15", None),
        ("2021-03-02T10:00:00-23:59", None),
        ("Mon, 1 Mar 2021 00:00:00 +99999999999999999999", None),
        ("", None),
    ],
)
def test_sources_read_dates_and_guess_none(text: str, expected: date | None) -> None:
    assert parsed_date(text) == expected


def test_sources_report_a_bad_date_and_keep_the_article() -> None:
    [article], [note] = read("-", stdin=b'{"id": "a", "text": "Quiet.", "date": "in spring"}')
    assert article.published is None
    assert article.extra == {"published": "in spring"}
    assert not note.skipped
    assert "'in spring'" in note.reason


BAD_FILES = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\t\n", "is empty"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff", "looks like a binary file"),
    "nul.txt": (b"one\x00two three", "looks like a binary file"),
    "french.txt": ("Le cessez-le-feu a été violé par les deux camps, selon le maire de cette ville.".encode(), "(fr;"),
    "word.txt": (b"a" * 900_000, "is not prose: 900000 characters without a space"),
    "five_megabytes.txt": (b"a" * 5_000_000, "has 5000000 characters, more than 1000000"),
    "long.txt": (b"shells fell. " * 400_000, "has 5200000 characters, more than 1000000"),
    "cut.json": (b'{"id": "a", "text": "Shells', "is not valid JSON"),
    "list.json": (b'["text"]', "is a JSON string"),
    "number.json": (b"7", "is a JSON number"),
    "deep.json": (b"[" * 200_000, "is not valid JSON"),
    "lone.json": (b'{"text": "half \\ud800 pair"}', "lone surrogate"),
    "id.json": (b'{"text": "Shells fell.", "id": [1]}', "an id that is neither"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_sources_report_a_bad_file_with_its_reason(name: str, tmp_path: Path) -> None:
    data, reason = BAD_FILES[name]
    (tmp_path / name).write_bytes(data)
    problem = one_problem(tmp_path / name)
    assert name in problem
    assert reason in problem


def test_sources_go_on_after_a_bad_line() -> None:
    lines = [b'{"text": "One."}', b'{"text": "Tw', b'{"text": "\xff"}', b"[]", b'{"text": "Three."}']
    articles, problems = read("-", stdin=b"\n".join(lines))
    assert [a.text for a in articles] == ["One.", "Three."]
    assert [p.where for p in problems] == [f"standard input, line {n}" for n in (2, 3, 4)]


def test_sources_pass_over_a_line_that_is_too_long() -> None:
    lines = b'{"text": "One."}\n' + b'{"text": "' + b"x" * 500 + b'"}\n' + b'{"text": "Three."}'
    articles, [problem] = read("-", stdin=lines, settings=Settings(max_line_bytes=100))
    assert [a.text for a in articles] == ["One.", "Three."]
    assert "line 2: is longer than 100 bytes" in str(problem)


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir()], ids=["missing", "empty folder"])
def test_sources_call_a_named_input_unreadable(make: object, tmp_path: Path) -> None:
    path = tmp_path / "input"
    make(path)  # type: ignore[operator]
    _, [problem] = read(path)
    assert problem.unreadable
    assert str(path) in str(problem)


@given(st.binary(max_size=300))
def test_sources_never_raise_on_any_bytes(data: bytes) -> None:
    read("-", stdin=data)


def test_files_of_other_kinds_in_a_folder_are_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.docx", "c.DOCX", "d.jpg", ".hidden.doc", "README.md", "Makefile"):
        (tmp_path / name).write_text("Shells fell on the port of Marsa on Tuesday.")
    articles, [problem] = read(tmp_path)
    assert [article.id for article in articles] == ["a.txt"]
    assert str(problem).endswith("4 files (.docx, .jpg, no suffix) of no known kind passed over")
    assert not problem.skipped


def test_a_store_in_a_folder_of_articles_is_none_of_them(tmp_path: Path) -> None:
    with Writer(tmp_path / "graph") as writer:
        writer.publish()
    (tmp_path / "graph" / "links.tsv").write_text("id\ttext\nx\tShells fell on the port of Marsa on Tuesday.\n")
    (tmp_path / "a.txt").write_text("Shells fell on the port of Marsa on Tuesday.")
    articles, problems = read(tmp_path)
    assert [article.id for article in articles] == ["a.txt"]
    assert problems == []


def test_plain_text_on_standard_input_is_told_how_it_is_read() -> None:
    assert "--format names another format" in one_problem("-", stdin=b"Rebels shelled the port of Marsa on Tuesday.")
    [problem] = read("-", stdin=b'{"text": "Rebels shelled the port."}\n{"text": ')[1]
    assert "--format" not in str(problem)


def test_the_parts_of_a_saved_page_are_no_articles(tmp_path: Path) -> None:
    page = (
        "<html><body><article><p>"
        + "Shells fell on the port of Marsa on Tuesday. " * 4
        + "</p></article></body></html>"
    )
    (tmp_path / "report.html").write_text(page)
    for folder in ("report_files", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text(page)
    (tmp_path / "report_files" / "script.js").write_text("")
    articles, [problem] = read(tmp_path)
    assert [article.id for article in articles] == ["other_files/frame.html", "report.html"]
    assert str(problem).endswith("2 files in the folders of saved web pages, beside the pages, passed over")
    assert not problem.skipped


def test_an_article_knows_where_it_was_read(tmp_path: Path) -> None:
    lines = tmp_path / "two.jsonl"
    lines.write_text('{"text": "Shells fell on the port."}\n\n{"text": "A truce was signed."}\n')
    articles, _ = read(lines)
    assert [article.where for article in articles] == [f"{lines}, line 1", f"{lines}, line 3"]
