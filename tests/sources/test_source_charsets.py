"""Characters of web pages: what the bytes are counts, not what is said of them."""

import random

import pytest

from kg.errors import ArticleError
from kg.sources.charset import page_text
from kg.sources.html import html_record
from tests.sources.inputs import PAGE

QUOTED = PAGE.replace("the mayor said", "“We won’t leave,” the mayor said – again")
SAID = "“We won’t leave,” the mayor said – again"


def named(label: str) -> str:
    return QUOTED.replace("<head>", f'<head><meta charset="{label}">')


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "us-ascii", "windows-1252", "x-klingon", "base64", "utf-8"])
def test_quotation_marks_of_old_pages_stay_whatever_their_set_is_called(label: str) -> None:
    found = html_record(named(label).encode("cp1252"), "a")
    assert SAID in found.record["text"]
    assert found.notes == (("is not in UTF-8, as it says it is; read as windows-1252",) if label == "utf-8" else ())


@pytest.mark.parametrize("label", [None, "iso-8859-1", "base64", "idna", "rot13", "undefined", "utf-8-sig", "\udcff"])
def test_what_is_utf_8_is_read_so_whatever_the_server_says(label: str | None) -> None:
    assert SAID in html_record(named("latin1").encode(), "a", encoding=label).record["text"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "koi8-r"])
def test_other_sets_are_told_by_their_bytes_or_their_name(encoding: str) -> None:
    page = named(encoding).replace("“", "").replace("”", "").replace("’", "'").replace("–", "-") + "<p>Правда</p>"
    assert "Правда" in page_text(page.encode(encoding))[0]


def test_a_few_spoilt_bytes_do_not_turn_the_page_into_another_set() -> None:
    data = named("utf-8").encode().replace(b"Aid groups", b"Aid\xff groups")
    found = html_record(data, "a")
    assert SAID in found.record["text"]
    assert found.notes == ("has 1 sequences of bytes that are not UTF-8, as the rest of it is",)
    cut = data[: data.rindex("–".encode()) + 1]
    assert "“We won’t leave,”" in html_record(cut, "a").record["text"]


@pytest.mark.parametrize(
    "spoilt", ["\x0b", "\x01", "\0", "&#1;", "&#x0B;", "\ufffe", "&#xfffe;", "&#xD800;", "&#9999999;"]
)
def test_a_forbidden_character_does_not_cost_the_page(spoilt: str) -> None:
    text = html_record(QUOTED.replace("Aid groups", f"Aid{spoilt} groups").encode(), "a").record["text"]
    assert "Aid groups had asked" in " ".join(text.split())
    assert SAID in text


def test_a_picture_that_is_called_a_page_is_none() -> None:
    with pytest.raises(ArticleError, match="looks like a binary file, not a web page"):
        html_record(b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(5000), "a")
