"""Dumps of wikis, whole, broken and hostile."""

import bz2
import gzip
import lzma
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from kg.settings import Settings
from kg.sources.mediawiki import plain_text
from kg.sources.unclosed_markup import unclosed_reach
from tests.sources.inputs import BODY, read

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


@pytest.mark.parametrize(
    "opening", ["{{a|", "[[a|", "<b ", "<ref>", '<div a="', "<!--", "<li>", "{|\n", "[//", "<i><!--"]
)
def test_a_page_of_openings_alone_is_passed_over(opening: str, tmp_path: Path) -> None:
    hostile = DUMP.format(escape(opening * 3000)).partition("<page><title>Old")[0]
    whole = DUMP.format(WIKI).partition("</siteinfo>")[2]
    (tmp_path / "dump.xml").write_text(hostile + whole)
    [article], [problem] = read(tmp_path / "dump.xml")
    assert article.text.startswith("Smoke over the harbour")
    assert "setting max_wiki_unclosed" in problem


def test_only_openings_that_nothing_closes_count() -> None:
    closed = (
        "{{a|{{{b|}}}}} [[File:x|see [http://a b]]] <ref name=x/> <ref>a</ref> <br> '''''x'' y''' it''s\n"
        "{|\n| a\n|}\n {| class=x\n|}}} }} --> <!-- {{ [[ --> <nowiki>[[</nowiki> a < b [1] <GALLERY>x</gallery >\n"
    )
    assert unclosed_reach(closed) == 0
    assert unclosed_reach("ab<b>c" + closed) == len(closed) + 4
    assert unclosed_reach("{{a|[[b|}}]]") == len("{{a|[[b|}}]]")
    assert unclosed_reach('<a b="c>') == len('<a b="c>') * 2
    assert unclosed_reach("<!-- a") == len("<!-- a")
    assert unclosed_reach("") == 0


def test_a_slip_or_two_of_a_writer_are_no_reason() -> None:
    text, _ = plain_text(f"{BODY[0]} {{{{cite {BODY[1]}\n\n<b>{BODY[2]}")
    assert BODY[0] in text
    assert unclosed_reach(f"{BODY[0]} {{{{cite {BODY[1]}\n\n<b>{BODY[2]}") < Settings().max_wiki_unclosed * 2_000


def test_sections_at_the_end_go_wherever_they_stand() -> None:
    text, published = plain_text(
        "One.\n== Sources ==\nNo.\n=== Two ===\nYes.\n==Sources==\n{{date|March 4, 2021}}" * 400
    )
    assert text.split("\n")[:3] == ["One.", "Two", "Yes."]
    assert "No." not in text
    assert published is None


@pytest.mark.parametrize(
    "written",
    ["{{byline|date=March 4, 2021|location=[[Marsa]]}}", "{{Date|4 March 2021}}", "{{date|2021-03-04}}"],
)
def test_a_date_of_publication_is_read_as_wikinews_writes_it(written: str) -> None:
    assert plain_text(f"{written}\n{BODY[0]}") == (BODY[0], "2021-03-04")


def test_the_address_of_a_page_is_one_that_can_be_asked(tmp_path: Path) -> None:
    page = DUMP.format(WIKI).replace("<title>Shells hit Marsa", "<title>Marsa: &quot;10 dead&quot;? 50% &amp; more")
    (tmp_path / "dump.xml").write_text(page)
    [article], _ = read(tmp_path / "dump.xml")
    assert article.title == 'Marsa: "10 dead"? 50% & more'
    assert article.url == "https://en.wikinews.example/wiki/Marsa:_%2210_dead%22%3F_50%25_%26_more"


def test_a_page_without_words_is_empty(tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_text(DUMP.format("{{date|March 4, 2021}}"))
    assert read(tmp_path / "dump.xml")[1][0].endswith("dump.xml, Shells hit Marsa: is empty")
