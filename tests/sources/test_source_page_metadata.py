"""What pages of many makes say of themselves."""

import json
from pathlib import Path

import pytest

from kg.sources.html import html_record
from tests.sources.inputs import BODY, PAGE, read

BARE = PAGE[PAGE.index("<body>") :]
NEWS = {
    "@type": "NewsArticle",
    "headline": "Marsa&#8217;s harbour &amp; its ships",
    "datePublished": "2021-03-04",
    "publisher": {"name": "The Gull"},
}


def page(head: str, body: str = BARE) -> bytes:
    return f"<!doctype html><html lang=en><head>{head}</head>{body}".encode()


def linked(data: object, kind: str = "application/ld+json") -> str:
    text = data if isinstance(data, str) else json.dumps(data)
    return f"<script type='{kind}'>{text}</script>"


@pytest.mark.parametrize(
    "script",
    [
        linked(NEWS),
        linked(NEWS, "application/ld+json; charset=utf-8"),
        linked(NEWS, "Application/LD+JSON"),
        linked({**NEWS, "@type": "LiveBlogPosting"}),
        linked({**NEWS, "@type": ["Thing", "BlogPosting"]}),
        linked({**NEWS, "@type": "https://schema.org/Report"}),
        linked({"@type": "WebPage", "mainEntity": {**NEWS, "headline": [NEWS["headline"]]}}),
        linked(f"<!-- {json.dumps(NEWS)} -->"),
        linked(f"//<![CDATA[\n{json.dumps(NEWS)}\n//]]>"),
        linked(json.dumps(NEWS).replace("its ships", "its\n\tships") + ";"),
        linked({"@graph": [{**NEWS, "publisher": {"@id": "#o"}}, {"@id": "#o", "name": "The Gull"}]}),
    ],
)
def test_linked_data_are_read_as_sites_write_them(script: str) -> None:
    record = html_record(page(script), "a").record
    told = (record["title"], record["published"], record["publisher"])
    assert told == ("Marsa’s harbour & its ships", "2021-03-04", "The Gull")


def test_open_graph_may_stand_under_another_attribute() -> None:
    head = "".join(
        f"<meta name='{name}' content='{value}'>"
        for name, value in {
            "og:title": "Shells",
            "og:site_name": "The Gull",
            "og:url": "https://gull.example/7",
            "article:published_time": "2021-03-04",
        }.items()
    )
    record = html_record(page(head), "a").record
    assert [record[key] for key in ("title", "publisher", "url", "published")] == [
        "Shells",
        "The Gull",
        "https://gull.example/7",
        "2021-03-04",
    ]


@pytest.mark.parametrize(
    ("link", "fetched", "address"),
    [
        ("<LINK REL='Canonical' HREF='https://gull.example/7'>", None, "https://gull.example/7"),
        ("<link rel='canonical shortlink' href='https://gull.example/7'>", None, "https://gull.example/7"),
        ("<link rel=canonical href='/7'>", "https://gull.example/7?from=feed", "https://gull.example/7"),
        ("<link rel=canonical href='/7'>", None, None),
        ("<link rel=canonical href='https://gull.example/'>", None, None),
        ("<link rel=canonical href='https://gull.example'>", "https://gull.example/7", "https://gull.example/7"),
        ("<link rel=canonical href='https://gull.example/?p=7'>", None, "https://gull.example/?p=7"),
        ("<link rel=canonical href='https://[bad'>", None, None),
    ],
)
def test_the_address_is_the_articles_and_not_the_sites(link: str, fetched: str | None, address: str | None) -> None:
    record = html_record(page(link), "a.html", fetched).record
    assert record.get("url") == address
    assert record["id"] == (address or "a.html")


def test_pages_that_all_name_the_front_page_are_articles_of_their_own(tmp_path: Path) -> None:
    for name in "ab":
        head = "<link rel=canonical href='https://gull.example/'>"
        (tmp_path / f"{name}.html").write_bytes(page(head, BARE.replace("Marsa", f"Marsa {name}")))
    assert [article.id for article in read(tmp_path)[0]] == ["a.html", "b.html"]


@pytest.mark.parametrize("free", [False, "False", "false"])
def test_a_page_that_keeps_a_part_for_subscribers_has_a_note(free: object, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(linked({**NEWS, "isAccessibleForFree": free})))
    _, [note] = read(tmp_path / "a.html")
    assert note.endswith("says that it shows a part of the article to whoever does not pay")


def test_captions_of_content_systems_stay_and_what_no_reader_sees_does_not() -> None:
    caption = (
        "<div class='wp-caption alignleft'><img src=x><p class='wp-caption-text'>A ship burns at Marsa.</p></div>"
        "<template><p>A hidden paragraph which no reader ever sees on the page.</p></template>"
        f"<p class=caption-free>{BODY[0]}</p>"
    )
    text = html_record(page("", BARE.replace("<ul>", f"{caption}<ul>")), "a").record["text"]
    assert "A ship burns at Marsa." in text.split("\n")
    assert "hidden paragraph" not in text
