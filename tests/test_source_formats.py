"""Pages, feeds, archives, dumps, tables and PDF files as they come, whole and damaged."""

import bz2
import csv
import gzip
import io
import lzma
import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfWriter

from kg.errors import UsageError
from kg.records import Article
from kg.settings import Settings
from kg.sources import Problem, read_inputs
from kg.sources.feeds import feed_records
from kg.sources.html import fragment_text, html_record
from kg.sources.mediawiki import plain_text

SETTINGS = Settings()
BODY = (
    "At least four people were killed when shells hit the harbour of Marsa on Tuesday, the mayor said.",
    "The army denied that it had fired on the harbour and blamed the rebels in the hills above it.",
    "Aid groups had asked both sides to let their ships in before the truce of January ended.",
)
PAGE = """<!doctype html><html lang="en"><head><title>Shells hit harbour | Coast Wire</title>
<meta property="og:site_name" content="Coast Wire">
<meta property="article:published_time" content="2021-03-04T10:00:00Z">
<link rel="canonical" href="https://coast.example/a/1"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Shells hit harbour of Marsa</h1>
<figure><img src="a.jpg" alt=""><figcaption>Smoke over the harbour <b>after</b> the shelling.</figcaption></figure>
<p>{}</p><p>{}</p><ul><li>Ten shells fell within an hour</li></ul><p>{}</p></article>
<footer>All rights reserved</footer></body></html>""".format(*BODY)


def read(
    *inputs: Path | str, stdin: bytes = b"", settings: Settings = SETTINGS, format_name: str | None = None
) -> tuple[list[Article], list[str]]:
    items = list(read_inputs([str(each) for each in inputs], settings, io.BytesIO(stdin), format_name))
    return [i for i in items if isinstance(i, Article)], [str(i) for i in items if isinstance(i, Problem)]


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


def test_a_page_takes_no_date_from_its_text_or_its_address() -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2021-03-04T10:00:00Z">', "")
    page = page.replace("Aid groups", "Published on 4 March 2021. Aid groups")
    record = html_record(page.encode(), "a.html", "https://coast.example/2021/03/04/a")
    assert "published" not in record


def test_a_page_prefers_what_its_linked_data_declare() -> None:
    linked = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "no"},
      {"@type": "NewsArticle", "headline": "Harbour shelled", "datePublished": "2020-01-02",
       "publisher": {"@type": "Organization", "name": "The Gull"}}]}</script><script type="application/ld+json">{oops
      </script></head>"""
    record = html_record(PAGE.replace("</head>", linked).encode(), "a")
    assert (record["title"], record["published"], record["publisher"]) == ("Harbour shelled", "2020-01-02", "The Gull")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_a_page_is_read_in_the_encoding_it_names(encoding: str) -> None:
    page = PAGE.replace("<head>", f'<head><meta charset="{encoding}">').replace("the mayor", "Mayor Núñez")
    assert (
        "Mayor Núñez said"
        in html_record(page.encode(encoding), "a", encoding=None if encoding != "utf-16" else encoding)["text"]
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"<html><body></body></html>", "without the text of an article"),
        (b"<div>" * 100_000 + b"deep", "nested more than 200 deep"),
        (b"\x00\x01\x02\x03" * 50, "has no letters"),
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


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Coast Wire</title><language>en</language>
<item><guid>urn:1</guid><link>https://coast.example/1</link><title>Shells &amp; smoke</title>
<pubDate>Thu, 04 Mar 2021 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{}</p><p>{}</p>]]></content:encoded></item>
<item><guid>urn:2</guid><title>Teaser</title><description>{}</description></item>
<item><guid>urn:3</guid><title>No text</title></item></channel></rss>""".format(*BODY)
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Gull</title><entry><id>urn:9</id>
<title>T</title><published>2022-05-06T07:08:09Z</published><link href="https://gull.example/9"/>
<content type="html">&lt;p&gt;{BODY[0]}&lt;/p&gt;</content></entry></feed>"""


def test_a_feed_gives_an_article_for_each_entry_with_text(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS)
    articles, problems = read(tmp_path / "feed.xml")
    first, second = articles
    assert first.text == "\n".join(BODY[:2])
    assert (first.id, first.url, first.title, first.publisher) == (
        "urn:1",
        "https://coast.example/1",
        "Shells & smoke",
        "Coast Wire",
    )
    assert first.published == datetime(2021, 3, 4, 10, tzinfo=UTC)
    assert second.text == BODY[2]
    assert [p.rpartition(": ")[2] for p in problems] == [
        "the feed gives a summary; the article itself is at its link",
        "carries no text, only a title",
    ]


def test_atom_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "x.atom").write_text(ATOM)
    [article], problems = read(tmp_path / "x.atom")
    assert (article.id, article.text, article.published) == (
        "urn:9",
        BODY[0],
        datetime(2022, 5, 6, 7, 8, 9, tzinfo=UTC),
    )
    assert problems == []


def test_what_is_no_feed_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.rss").write_text("<html><body>Not found</body></html>")
    (tmp_path / "y.xml").write_text("<kml><Placemark/></kml>")
    _, problems = read(tmp_path / "x.rss", tmp_path / "y.xml")
    assert "is no readable feed" in problems[0]
    assert "neither a feed nor a MediaWiki dump" in problems[1]


def test_a_feed_with_an_entity_bomb_costs_nothing() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    item = "<item><guid>1</guid><description>&l11;</description></item>"
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]><rss version="2.0"><channel>{item}</channel></rss>'
    records = list(feed_records(bomb.encode()))
    assert sum(len(str(record)) for _, record in records) < 10_000


DUMP = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><dbname>enwikinews</dbname>
<base>https://en.wikinews.example/wiki/Main_Page</base></siteinfo>
<page><title>Shells hit Marsa</title><ns>0</ns><id>7</id><revision><id>70</id><text>{}</text></revision></page>
<page><title>Old name</title><ns>0</ns><id>8</id><redirect title="x"/><revision><text>#</text></revision></page>
<page><title>Talk:Shells</title><ns>1</ns><id>9</id><revision><text>Talk.</text></revision></page></mediawiki>"""
WIKI = f"""{{{{date|March 4, 2021}}}}
[[File:Smoke.jpg|thumb|right|200px|Smoke over [[Marsa|the harbour]] in {{{{w|Examplia|the republic}}}}.]]
'''{BODY[0]}'''&lt;ref&gt;No.&lt;/ref&gt; {BODY[1]}
{{{{haveyoursay}}}}
* Ten shells fell
{{| class="wikitable"
| cell
|}}
== Sources ==
* {{{{source|url=http://x.example}}}}
[[Category:War]]"""


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress], ids=["plain", "gz", "bz2", "xz"])
def test_a_wiki_dump_gives_its_articles(pack: type[bytes], tmp_path: Path) -> None:
    (tmp_path / "dump.xml.bz2").write_bytes(pack(DUMP.format(WIKI).encode()))
    [article], problems = read(tmp_path / "dump.xml.bz2")
    assert problems == []
    assert (article.id, article.title, article.published) == ("enwikinews-7", "Shells hit Marsa", date(2021, 3, 4))
    assert article.url == "https://en.wikinews.example/wiki/Shells_hit_Marsa"
    assert article.text.split("\n") == [
        "Smoke over the harbour in the republic.",
        f"{BODY[0]} {BODY[1]}",
        "Ten shells fell",
    ]


def test_a_broken_dump_gives_what_stands_before_the_break(tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_text(DUMP.format(WIKI).replace("<page><title>Old", "<page><<title>Old"))
    [article], [problem] = read(tmp_path / "dump.xml")
    assert article.id == "enwikinews-7"
    assert "is damaged XML" in problem


@pytest.mark.parametrize("source", ["{{" * 5000, "[[" * 5000, "''" * 5000, "{|" * 2000, "<ref>" * 5000, "=" * 10_000])
def test_hostile_wiki_text_ends(source: str) -> None:
    text, published = plain_text(source)
    assert len(text) <= len(source)
    assert published is None


def warc(pages: dict[str, bytes], compressed: bool, status: str = "200 OK") -> bytes:
    """An archive as the standard writes it down (ISO 28500), each record a gzip member of its own if compressed."""
    records = []
    for address, body in pages.items():
        http = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-03-05T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{len(body)}>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        records.append(gzip.compress(record) if compressed else record)
    return b"".join(records)


PAGES = {f"https://coast.example/{n}": PAGE.replace("a/1", f"a/{n}").encode() for n in range(4)}


@pytest.mark.parametrize("compressed", [True, False])
def test_a_web_archive_gives_its_pages(compressed: bool, tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(
        warc(PAGES, compressed) + warc({"https://x.example": b"gone"}, compressed, "404 Not Found")
    )
    articles, problems = read(tmp_path / "crawl.warc.gz")
    assert problems == []
    assert [article.id for article in articles] == [f"https://coast.example/a/{n}" for n in range(4)]
    assert "crawled" in articles[0].extra


@pytest.mark.parametrize("compressed", [True, False])
def test_a_damaged_record_of_an_archive_costs_itself_only(compressed: bool, tmp_path: Path) -> None:
    pieces = [warc({address: page}, compressed) for address, page in PAGES.items()]
    middle = len(pieces[1]) // 2
    spoilt = (
        b"WARC/9.9 nonsense\r\n" + pieces[1][20:]
        if not compressed
        else pieces[1][:middle] + b"\xff" * 40 + pieces[1][middle + 40 :]
    )
    (tmp_path / "crawl.warc").write_bytes(pieces[0] + spoilt + pieces[2] + pieces[3])
    articles, problems = read(tmp_path / "crawl.warc")
    found = {article.id[-1] for article in articles}
    assert {"0", "2", "3"} <= found
    assert len(problems) >= 1 or found == {"0", "1", "2", "3"}
    assert all("\n" not in problem for problem in problems)


def test_an_archive_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    data = warc(PAGES, True)
    (tmp_path / "crawl.warc.gz").write_bytes(data[: len(data) - 200])
    articles, _ = read(tmp_path / "crawl.warc.gz")
    assert [article.id[-1] for article in articles][:3] == ["0", "1", "2"]


def test_a_record_that_the_file_cuts_off_is_reported_and_not_read_as_whole(tmp_path: Path) -> None:
    data = warc(PAGES, False)
    (tmp_path / "crawl.warc").write_bytes(data[: len(data) - 200])
    articles, problems = read(tmp_path / "crawl.warc")
    assert [article.id[-1] for article in articles] == ["0", "1", "2"]
    assert "the file ends before the record does" in problems[-1]


def test_random_bytes_are_no_archive(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(random.Random(1).randbytes(200_000))
    articles, problems = read(tmp_path / "x.warc")
    assert articles == []
    assert problems


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


def a_pdf(lines: tuple[str, ...]) -> bytes:
    """A PDF of one page, written by hand."""
    drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 11 Tf 40 700 Td {drawn} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def test_a_pdf_gives_its_text_and_a_warning(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(a_pdf(BODY))
    [article], [note] = read(tmp_path / "x.pdf")
    assert all(sentence in article.text for sentence in BODY)
    assert article.published is None
    assert "order" in note


def test_a_pdf_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    blank = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(blank)
    locked = io.BytesIO()
    writer.encrypt("secret")
    writer.write(locked)
    for name, data in {
        "blank": blank.getvalue(),
        "locked": locked.getvalue(),
        "cut": a_pdf(BODY)[:60],
        "no": b"%PDF-",
    }.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    articles, problems = read(tmp_path)
    assert articles == []
    assert len(problems) == 4
    assert all("\n" not in problem for problem in problems)


def test_compressed_input_comes_from_files_and_from_standard_input(tmp_path: Path) -> None:
    line = b'{"id": "a", "text": "Shells fell on the port."}\n'
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(line))
    assert [a.id for a in read(tmp_path)[0]] == ["a"]
    assert [a.id for a in read("-", stdin=bz2.compress(line))[0]] == ["a"]
    [page], _ = read("-", stdin=PAGE.encode(), format_name="html")
    assert page.id == "https://coast.example/a/1"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_damaged_compression_is_reported_after_what_was_whole(pack: type[bytes], tmp_path: Path) -> None:
    lines = b"".join(
        b'{"id": "%d", "text": "Shells fell on the port %d."}\n' % (n, random.Random(n).getrandbits(64))
        for n in range(20_000)
    )
    data = pack(lines)
    (tmp_path / "cut.jsonl.gz").write_bytes(data[: len(data) // 2])
    (tmp_path / "spoilt.jsonl.gz").write_bytes(data[: len(data) // 2] + b"\xff" * 50 + data[len(data) // 2 + 50 :])
    for name in ("cut", "spoilt"):
        _, problems = read(tmp_path / f"{name}.jsonl.gz")
        assert len(problems) >= 1
        assert any("compressed data" in problem for problem in problems)


def test_a_bomb_of_compressed_zeros_stops_at_the_limit(tmp_path: Path) -> None:
    (tmp_path / "x.txt.gz").write_bytes(gzip.compress(b"\0" * 100_000_000))
    _, [problem] = read(tmp_path / "x.txt.gz")
    assert "max_input_bytes" in problem


def test_another_language_is_left_out_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "ru.txt").write_text("Силы обороны сообщили, что ночью были сбиты десять беспилотников над городом.")
    (tmp_path / "en.txt").write_text(
        "Kyiv, Kharkiv, Odesa, Dnipro, Lviv, Sumy, Poltava, Kherson and Mykolaiv were shelled."
    )
    articles, [problem] = read(tmp_path)
    assert [a.id for a in articles] == ["en.txt"]
    assert "another language than English (ru" in problem
    assert len(read(tmp_path, settings=Settings(english_only=False))[0]) == 2


def test_old_text_in_a_code_page_is_read_with_a_note(tmp_path: Path) -> None:
    text = "The mayor, José Núñez, said “no shells fell” on the café, and that the truce with the rebels would hold."
    (tmp_path / "old.txt").write_bytes(text.encode("cp1252"))
    [article], [note] = read(tmp_path / "old.txt")
    assert article.text == text
    assert "is not valid UTF-8 at byte 14; read as windows-1252" in note


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no format 'doc'; known: text, json"):
        read("-", format_name="doc")
