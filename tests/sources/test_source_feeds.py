"""Feeds, whole and damaged."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.sources.feeds import feed_records
from tests.sources.inputs import BODY, read

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


@pytest.mark.parametrize("data", [b"", b" \n ", b"\0"])
def test_an_answer_of_nothing_is_no_feed(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.rss").write_bytes(data)
    articles, [problem] = read(tmp_path / "x.rss")
    assert articles == []
    assert "is empty" in problem or "is no readable feed" in problem


def test_a_feed_that_breaks_off_is_reported_and_one_that_is_careless_is_not(tmp_path: Path) -> None:
    items = "".join(f"<item><guid>{n}</guid><description>{BODY[0]} & more {n}</description></item>" for n in range(2))
    whole = f"<rss version='2.0'><channel>{items}</channel></rss>"
    for end, told in (
        (len(whole), []),
        (len(whole) - 20, ["breaks off before its end; what stood before that was read"]),
    ):
        (tmp_path / "x.rss").write_text(whole[:end])
        articles, problems = read(tmp_path / "x.rss")
        assert len(articles) == 2
        assert [problem.partition("x.rss: ")[2] for problem in problems if "summary" not in problem] == told


def test_a_forbidden_character_does_not_cost_an_entry(tmp_path: Path) -> None:
    entry = f"<item><guid>1</guid><description>&lt;p&gt;{BODY[0]}&amp;#1;&lt;/p&gt;</description></item>"
    (tmp_path / "x.rss").write_text(f"<rss version='2.0'><channel>{entry}</channel></rss>")
    [article], _ = read(tmp_path / "x.rss")
    assert article.text == BODY[0]
