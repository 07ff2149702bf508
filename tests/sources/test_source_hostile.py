"""Inputs by somebody who wants a build to end early or never."""

import os
from pathlib import Path

import brotli
import pytest

from tests.sources.inputs import PAGE, read
from tests.sources.test_source_mediawiki import DUMP, WIKI

MANY = " ".join(f"a{number}=1" for number in range(200_000))
GOOD = "https://coast.example/a/1"


def record(body: bytes, http: str = "", length: int | None = None) -> bytes:
    """A record of a web archive; length is what it says of itself, where that is a lie."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{http}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {GOOD}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length or len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", f"<html><body><p {MANY}>x"),
        ("page.html", f"<html><body><p x='>' \"{MANY}>x"),
        ("feed.rss", f"<rss {MANY}><channel/></rss>"),
        ("feed.rss", f"<rss><channel><item><description><![CDATA[<p {MANY}>]]></description></item></channel></rss>"),
        ("feed.rss", f"<rss><channel><item><description>&lt;p {MANY}&gt;</description></item></channel></rss>"),
    ],
    ids=["page", "odd quotes", "feed", "entry", "escaped"],
)
def test_an_element_of_too_many_attributes_is_reported(name: str, data: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(data)
    articles, [problem] = read(tmp_path / name)
    assert articles == []
    assert "more than 2000 attributes" in problem


@pytest.mark.parametrize("unit", ["<a ", "<a b='", '<a b="', "<a<", "<a b=", "<a '\"", "< a", "<a / = "])
def test_tags_that_end_nowhere_are_gone_over_once(unit: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<html><body><p>{PAGE}{unit * 100_000}")
    articles, problems = read(tmp_path / "page.html")
    assert len(articles) + len(problems) >= 1


def test_a_heading_within_headings_is_reported(tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_text(DUMP.format("== a " * 200_000))
    [problem] = read(tmp_path / "dump.xml")[1]
    assert "equal signs" in problem
    sound = "".join(f"== Part {number} ==\n{WIKI}\n" for number in range(300))
    (tmp_path / "dump.xml").write_text(DUMP.format(sound))
    assert read(tmp_path / "dump.xml")[1] == []


def test_an_archive_of_pages_in_brotli_is_read(tmp_path: Path) -> None:
    packed = record(brotli.compress(PAGE.encode()), "Content-Encoding: br\r\n")
    bomb = record(brotli.compress(b"<p>" + b" " * 100_000_000), "Content-Encoding: br\r\n")
    broken = record(b"\xff" * 40, "Content-Encoding: br\r\n")
    (tmp_path / "crawl.warc").write_bytes(bomb + broken + packed)
    [article], problems = read(tmp_path / "crawl.warc")
    assert article.id == GOOD
    assert len(problems) == 2
    assert "max_html_bytes" in problems[0]


@pytest.mark.parametrize("length", [10**30, 10**18, 10**9, -5])
def test_a_record_that_lies_of_its_length_costs_itself(length: int, tmp_path: Path) -> None:
    (tmp_path / "crawl.warc").write_bytes(record(PAGE.encode()) + record(b"", length=length))
    [article], problems = read(tmp_path / "crawl.warc")
    assert article.id == GOOD
    assert all("\n" not in problem for problem in problems)


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    for name in (
        b"a\nb.txt",
        b"\xff\xfe.txt",
        "\u202etxt.c.txt".encode(),
        b"-n.txt",
        b" .txt",
        "x\u00a0y.txt".encode(),
    ):
        (tmp_path / os.fsdecode(name)).write_text("Shells hit the harbour of Marsa on Tuesday, killing four people.")
    (tmp_path / os.fsdecode(b"\xff\n.json")).write_text("{")
    articles, [problem] = read(tmp_path)
    assert len({article.id for article in articles}) == 6
    for text in (problem, *(article.where for article in articles), *(article.id for article in articles)):
        text.encode()
    assert all(text.isprintable() for text in (problem, *(article.where for article in articles)))


@pytest.mark.parametrize("unit", ["<p>x</p>", "<p class=caption>x</p>", "<br>", "<table><tr><td>a</td></tr></table>"])
def test_a_page_of_hundreds_of_thousands_of_elements_is_reported(unit: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<html><body>{PAGE}<div>{unit * 60_000}<img></div>")
    articles, [problem] = read(tmp_path / "page.html")
    assert articles == []
    assert "it has more than 50000 elements" in problem
