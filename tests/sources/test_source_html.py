"""Web pages as they come, whole and damaged."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.settings import Settings
from kg.sources.html import fragment_text, html_record
from tests.sources.inputs import BODY, PAGE, read


def test_a_page_gives_its_main_text_with_captions_and_declared_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    [article], problems = read(tmp_path)
    assert problems == []
    assert article.id == article.url == "https://coast.example/a/1"
    assert (article.publisher, article.language) == ("Coast Wire", "en")
    assert article.published == datetime(2021, 3, 4, 10, tzinfo=UTC)
    assert article.title == "Shells hit harbour | Coast Wire" or article.title == "Shells hit harbour of Marsa"
    lines = article.text.split("\n")
    assert "Smoke over the harbour after the shelling." in lines
    assert all(sentence in lines for sentence in BODY)
    assert "Home" not in article.text
    assert "rights" not in article.text


def test_a_page_laid_out_by_a_table_keeps_its_paragraphs(tmp_path: Path) -> None:
    cell = "<h1>Shells hit Marsa</h1><p>{}<br><br>{}<p>{}".format(*BODY)
    figures = "<table><tr><th>Town</th><th>Killed</th></tr><tr><td>Marsa</td><td>4</td></tr></table>"
    (tmp_path / "a.html").write_text(
        f"<html><body><table><tr><td>Menu</td><td>{cell}{figures}</td></tr></table></body></html>"
    )
    [article], problems = read(tmp_path)
    assert problems == []
    assert set(BODY) <= set(article.text.split("\n"))
    assert "| Marsa | 4 |" in article.text


def test_a_page_with_hardly_any_text_is_doubted(tmp_path: Path) -> None:
    (tmp_path / "wall.html").write_text("<html><body><h1>Before you go on</h1><p>We use cookies.</p></body></html>")
    [_], [problem] = read(tmp_path)
    assert problem.endswith("has 7 words of text only; is it a page that asks for consent or a login?")


def test_a_page_takes_no_date_from_its_text_or_its_address() -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2021-03-04T10:00:00Z">', "")
    page = page.replace("Aid groups", "Published on 4 March 2021. Aid groups")
    record = html_record(page.encode(), "a.html", "https://coast.example/2021/03/04/a").record
    assert "published" not in record


def test_a_page_prefers_what_its_linked_data_declare() -> None:
    linked = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "no"},
      {"@type": "NewsArticle", "headline": "Harbour shelled", "datePublished": "2020-01-02",
       "publisher": {"@type": "Organization", "name": "The Gull"}}]}</script><script type="application/ld+json">{oops
      </script></head>"""
    record = html_record(PAGE.replace("</head>", linked).encode(), "a").record
    assert (record["title"], record["published"], record["publisher"]) == ("Harbour shelled", "2020-01-02", "The Gull")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_a_page_is_read_in_the_encoding_it_names(encoding: str) -> None:
    page = PAGE.replace("<head>", f'<head><meta charset="{encoding}">').replace("the mayor", "Mayor Núñez")
    assert "Mayor Núñez said" in html_record(page.encode(encoding), "a").record["text"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"<html><body></body></html>", "without the text of an article"),
        (b"<div>" * 100_000 + b"deep", "nested more than 200 deep"),
        (b"\x00\x01\x02\x03" * 50, "looks like a binary file, not a web page"),
    ],
)
def test_a_page_without_article_is_reported(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_bytes(data)
    articles, [problem] = read(tmp_path / "bad.html")
    assert articles == []
    assert reason in problem


def test_a_page_larger_than_the_limit_is_reported(tmp_path: Path) -> None:
    (tmp_path / "big.html").write_text(PAGE)
    _, [problem] = read(tmp_path / "big.html", settings=Settings(max_html_bytes=100))
    assert "setting max_html_bytes" in problem


def test_html_fragments_become_lines() -> None:
    assert (
        fragment_text("<p>One &amp; <b>two</b>.</p><p>Three<br>four<script>x()</script></p>")
        == "One & two.\nThree\nfour"
    )
    assert fragment_text("plain") == "plain"
