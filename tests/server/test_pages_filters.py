"""What templates do with values."""

import pytest

from server.explore.views import Evidence, Row, Term, Thing, Time
from server.pages.filters import (
    counted,
    day,
    days,
    first_day,
    grouped,
    href,
    last_day,
    marked_sentence,
    marked_snippet,
    row_days,
    shortened,
    span_of_days,
)
from server.pages.questions import of_list, of_search, of_thing
from server.pages.wording import wording

THING = Thing("https://example.org/strike/x", "strike", "Strike", "strike", "/strike/x")


@pytest.mark.parametrize(
    "url", ["/actor/x", "/article/a#char=0,5", "#main", "?page=2", "https://example.org/a?b=c", "HTTP://x/"]
)
def test_href_keeps_addresses_of_this_host_and_of_the_web(url: str) -> None:
    assert href(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        None,
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        " https://x",
        "java\nscript:x",
        "data:,x",
        "//x",
        "/\\x",
        "ftp://x",
        'https://x" onclick=',
        "https://x\n",
        "urn:x",
    ],
)
def test_href_gives_nothing_for_any_other(url: str | None) -> None:
    assert href(url) == ""


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2017-04-04", "2017-04-04", "4 April 2017"),
        ("2017-04-01", "2017-04-30", "April 2017"),
        ("2016-02-01", "2016-02-29", "February 2016"),
        ("2017-04-01", "2017-06-30", "April–June 2017"),
        ("2013-01-01", "2013-12-31", "2013"),
        ("2013-01-01", "2015-12-31", "2013–2015"),
        ("2017-04-04", "2017-04-06", "4–6 April 2017"),
        ("2017-04-30", "2017-05-02", "30 April – 2 May 2017"),
        ("2017-12-30", "2018-01-02", "30 December 2017 – 2 January 2018"),
        ("2017-04-04", None, "from 4 April 2017"),
        (None, "2017-04-04", "until 4 April 2017"),
        (None, None, ""),
        ("2017-13-45", "x", ""),
    ],
)
def test_span_of_days_says_no_more_than_is_known(earliest: str | None, latest: str | None, words: str) -> None:
    assert span_of_days(earliest, latest) == words


def test_days_of_a_time_without_bounds_are_unknown() -> None:
    assert days(Time("recently", None, None, None)) == "which day is unknown"


def test_row_days_keeps_the_words_where_no_day_is_known() -> None:
    assert "(day unknown)" in row_days(Row(THING, when="on <b>Sunday</b>"))
    assert "<b>" not in row_days(Row(THING, when="on <b>Sunday</b>"))


def test_day_takes_moments_and_leaves_other_text() -> None:
    assert day("2017-04-04T10:00:00Z") == "4 April 2017"
    assert day("last week") == "last week"
    assert day("2017-04") == "April 2017"
    assert day("2017-13") == "2017-13"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-03", "2024-02-03", "2024-02-03"),
        ("", "", ""),
        ("soon", "", ""),
        ("2024-13", "2024-13-01", ""),
        ("0000", "0000-01-01", ""),
    ],
)
def test_filters_give_date_fields_whole_days(text: str, first: str, last: str) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


def test_shortened_cuts_at_a_word_and_drops_what_cannot_be_seen() -> None:
    assert shortened("one two three", 9) == "one two…"
    assert shortened("x" * 50, 10) == "x" * 10 + "…"
    assert shortened("a\u202eb\u200f \n c") == "ab c"


def test_numbers_are_grouped_and_counted() -> None:
    assert grouped(1234567) == "1,234,567"
    assert [counted(1, "claim"), counted(2, "claim"), counted(2, "body", "bodies")] == [
        "1 claim",
        "2 claims",
        "2 bodies",
    ]


def evidence(sentence: str, words: str, begin: int, words_begin: int) -> Evidence:
    end = words_begin + len(words)
    return Evidence(THING, None, None, sentence, begin, begin + len(sentence), words, words_begin, end, "/a#char=0,1")


def test_marked_sentence_marks_the_words_where_they_stand() -> None:
    assert marked_sentence(evidence("a <b> c", "<b>", 10, 12)) == "a <mark>&lt;b&gt;</mark> c"


def test_marked_sentence_marks_nothing_that_is_not_there() -> None:
    assert marked_sentence(evidence("a b c", "x", 10, 12)) == "a b c"
    assert marked_sentence(evidence("a b c", "b", 10, 2)) == "a b c"


def test_marked_snippet_closes_all_that_it_opens() -> None:
    assert marked_snippet("a \x02b\x03 <i>") == "a <mark>b</mark> &lt;i&gt;"
    assert marked_snippet("\x03a\x02\x02b\x03 \x02c") == "a<mark>b</mark> c"


def test_query_of_a_thing_cannot_be_left_by_its_iri() -> None:
    text = of_thing("https://example.org/> } DROP ALL #\n")
    assert "<https://example.org/%3E%20%7D%20DROP%20ALL%20#%0A>" in text


def test_query_of_a_list_takes_only_names_for_terms() -> None:
    text = of_list("Strike", {"kind": ["AirStrike", "x> } DROP"], "source": ['a"b']}, "w", "https://example.org/")
    assert "ontology#AirStrike>" in text
    assert "DROP" not in text
    assert '"a\\"b"' in text
    assert "# The page is narrowed further, by: words." in text


def test_query_of_a_search_quotes_its_words() -> None:
    assert '"a\\"b\\\\"' in of_search('a"b\\')


@pytest.mark.parametrize("name", ["Threatened", "Proposed", "Hypothetical"])
def test_wording_tells_no_happening_of_what_has_not_happened(name: str) -> None:
    assert "not known to have" in wording().hedge(Term(name, name.lower(), "", ""))


def test_wording_falls_back_on_the_label() -> None:
    unknown = Term("Rumoured", "rumoured", "It is a rumour.", "")
    assert wording().factuality(unknown) == "rumoured"
    assert wording().hedge(unknown) == "It is a rumour."
