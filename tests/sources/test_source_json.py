"""JSON as programs write it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.records import Article
from tests.sources.inputs import BODY, read


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_names_of_keys_may_be_written_in_any_way() -> None:
    record = {
        "ID": "a",
        "Headline": "H",
        "Full Text": BODY[0],
        "Source-URL": "https://x.example/",
        "PubDate": "2020-01-02",
    }
    [article], problems = read("-", stdin=lines(record))
    assert (article.id, article.title, article.url, str(article.published)) == (
        "a",
        "H",
        "https://x.example/",
        "2020-01-02",
    )
    assert (problems, article.extra) == ([], {})


def test_the_known_spelling_comes_before_others() -> None:
    [article], _ = read("-", stdin=lines({"Text": "other", "TEXT": "third", "text": BODY[0], "ID": "b", "id": "a"}))
    assert (article.id, article.text) == ("a", BODY[0])
    assert article.extra == {"Text": "other", "TEXT": "third", "ID": "b"}


def test_a_file_of_one_article_has_its_own_id_however_that_is_spelt(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"ID": "a", "Text": BODY[0]}))
    assert [article.id for article in read(tmp_path / "x.json")[0]] == ["a"]


def test_exports_of_document_bases_are_read() -> None:
    record = {"_id": {"$oid": "5f2b"}, "date": {"$date": "2021-03-04T10:00:00Z"}, "body": BODY[0]}
    [article], problems = read("-", stdin=lines(record))
    assert (article.id, article.published, problems) == ("5f2b", datetime(2021, 3, 4, 10, tzinfo=UTC), [])


def test_a_whole_number_may_have_become_a_decimal_one() -> None:
    articles, [problem] = read("-", stdin=lines({"id": 7.0, "text": BODY[0]}, {"id": 7.5, "text": BODY[0]}))
    assert [article.id for article in articles] == ["7"]
    assert "has an id that is neither a string nor a whole number: 7.5" in problem


def test_a_feed_in_json_may_carry_html_only() -> None:
    [article], problems = read("-", stdin=lines({"id": "a", "content_html": f"<p>{BODY[0]}</p><p>Caf&eacute;</p>"}))
    assert (article.text, problems) == (f"{BODY[0]}\nCafé", [])


def test_tags_within_a_text_are_noted() -> None:
    [article], [note] = read("-", stdin=lines({"id": "a", "text": f"<p>{BODY[0]}</p>"}))
    assert article.text == f"<p>{BODY[0]}</p>"
    assert note.endswith("its text holds tags of HTML, which are read as words")
    assert read("-", stdin=lines({"id": "a", "text": "Of 5 < 7 <people> were hurt, as he said."}))[1] == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_lines_may_be_in_another_unicode_form(encoding: str, tmp_path: Path) -> None:
    text = "\n".join(json.dumps({"id": name, "text": f"{BODY[0]} – {name}"}, ensure_ascii=False) for name in "ab")
    (tmp_path / "x.jsonl").write_bytes(text.encode(encoding))
    articles, problems = read(tmp_path / "x.jsonl")
    assert [article.text[-1] for article in articles] == ["a", "b"]
    assert problems == []


def test_lines_in_a_file_of_another_name_get_a_hint(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(lines({"id": "a", "text": BODY[0]}, {"id": "b", "text": BODY[1]}))
    assert "more follows at line 2; if each line is an article: --format jsonl" in read(tmp_path / "x.json")[1][0]
    articles = read(tmp_path / "x.json", format_name="jsonl")[0]
    assert all(isinstance(article, Article) for article in articles)
    assert len(articles) == 2
