"""Times as written and the days they mean."""

from datetime import date
from itertools import pairwise

import pytest
from event_pages import page_of
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.amounts.periods import month as month_period
from kg.extract.amounts.periods import part, season
from kg.extract.amounts.times import find_times

THURSDAY = date(2021, 6, 17)


def resolved(text: str, published: date | None = None) -> list[tuple[str, str, str]]:
    page = page_of(text, published)
    return [(page.text(t.words), str(t.earliest), str(t.latest)) for t in find_times(page)]


@pytest.mark.parametrize(
    ("text", "words", "earliest", "latest"),
    [
        ("It began on 3 May 2015.", "3 May 2015", "2015-05-03", "2015-05-03"),
        ("It began on May 3, 2015.", "May 3, 2015", "2015-05-03", "2015-05-03"),
        ("It began on the 3rd of May 2015.", "3rd of May 2015", "2015-05-03", "2015-05-03"),
        ("It began on Nov. 3, 2015.", "Nov. 3, 2015", "2015-11-03", "2015-11-03"),
        ("Logged 2015-05-03 here.", "2015-05-03", "2015-05-03", "2015-05-03"),
        ("It began in May 2015.", "May 2015", "2015-05-01", "2015-05-31"),
        ("It began in early May 2015.", "early May 2015", "2015-05-01", "2015-05-10"),
        ("It began in mid-May 2015.", "mid-May 2015", "2015-05-11", "2015-05-20"),
        ("It began at the end of May 2015.", "the end of May 2015", "2015-05-21", "2015-05-31"),
        ("It began in late 2015.", "late 2015", "2015-09-01", "2015-12-31"),
        ("It began in 2015.", "2015", "2015-01-01", "2015-12-31"),
        ("It was fought from 2015 to 2017.", "2015 to 2017", "2015-01-01", "2017-12-31"),
        ("It began in spring 2015.", "spring 2015", "2015-03-01", "2015-05-31"),
        ("Held from 3 to 5 May 2015.", "3 to 5 May 2015", "2015-05-03", "2015-05-05"),
        ("Held between 3 and 5 May 2015.", "3 and 5 May 2015", "2015-05-03", "2015-05-05"),
        ("Held 30 April to 5 May 2015.", "30 April to 5 May 2015", "2015-04-30", "2015-05-05"),
        ("Held May 3-5, 2015.", "May 3-5, 2015", "2015-05-03", "2015-05-05"),
    ],
)
def test_a_date_with_its_year_needs_no_publication_date(text: str, words: str, earliest: str, latest: str) -> None:
    assert resolved(text) == [(words, earliest, latest)]


@pytest.mark.parametrize(
    ("text", "words", "earliest", "latest"),
    [
        ("They fled on Monday.", "Monday", "2021-06-14", "2021-06-14"),
        ("They fled on Thursday.", "Thursday", "2021-06-17", "2021-06-17"),
        ("They fled last Thursday.", "last Thursday", "2021-06-10", "2021-06-10"),
        ("They fled late on Tuesday.", "late on Tuesday", "2021-06-15", "2021-06-15"),
        ("The envoys will meet on Monday.", "Monday", "2021-06-21", "2021-06-21"),
        ("They fled yesterday.", "yesterday", "2021-06-16", "2021-06-16"),
        ("They fled last week.", "last week", "2021-06-07", "2021-06-13"),
        ("They fled last month.", "last month", "2021-05-01", "2021-05-31"),
        ("They fled three days ago.", "three days ago", "2021-06-14", "2021-06-14"),
        ("They fled in March.", "March", "2021-03-01", "2021-03-31"),
        ("They fled in September.", "September", "2020-09-01", "2020-09-30"),
        ("They fled on 3 May.", "3 May", "2021-05-03", "2021-05-03"),
        ("The vote is due in September.", "September", "2021-09-01", "2021-09-30"),
        ("They fled last year.", "last year", "2020-01-01", "2020-12-31"),
    ],
)
def test_a_relative_time_counts_from_the_publication_date(text: str, words: str, earliest: str, latest: str) -> None:
    assert resolved(text, THURSDAY) == [(words, earliest, latest)]


@pytest.mark.parametrize(
    "text", ["They fled on Monday.", "They fled yesterday.", "They fled last week.", "They fled in September."]
)
def test_a_relative_time_without_publication_date_has_no_bounds(text: str) -> None:
    assert [(earliest, latest) for _, earliest, latest in resolved(text)] == [("None", "None")]


def test_a_date_without_year_takes_the_year_written_before_it() -> None:
    text = "The truce of 14 March 2016 failed on 12 September."
    assert resolved(text)[1] == ("12 September", "2016-09-12", "2016-09-12")


def test_a_date_before_any_year_takes_the_first_year_of_the_text() -> None:
    assert resolved("It began on 1 March and ended on 5 March 2020.")[0] == ("1 March", "2020-03-01", "2020-03-01")


def test_the_following_day_counts_from_the_day_told_before() -> None:
    text = "On 28 February 2016 they signed. The following day guns fell silent."
    assert resolved(text)[1] == ("The following day", "2016-02-29", "2016-02-29")


def test_the_following_day_of_a_new_paragraph_counts_from_the_only_day_of_the_one_before() -> None:
    text = "Signed on 28 February 2016.\n\nThe following day was calm."
    assert resolved(text)[1] == ("The following day", "2016-02-29", "2016-02-29")


def test_the_following_day_of_a_new_paragraph_has_no_bounds_after_several_days() -> None:
    text = "Signed on 26 February 2016. Printed on 28 February 2016.\n\nThe following day was calm."
    assert resolved(text)[2][1:] == ("None", "None")


def test_the_following_day_of_a_later_paragraph_has_no_bounds() -> None:
    text = "Signed on 28 February 2016.\n\nSome wept.\n\nThe following day was calm."
    assert resolved(text)[1][1:] == ("None", "None")


def test_days_later_count_from_the_day_told_before() -> None:
    assert resolved("Begun on 5 May 2015, it was over four days later.")[1] == (
        "four days later",
        "2015-05-09",
        "2015-05-09",
    )


@pytest.mark.parametrize(
    "text", ["They may march to the sea.", "He sat in the sun.", "Some 2015 people came.", "Resolution 2254 passed."]
)
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    assert resolved(text) == []


def test_a_day_that_the_calendar_lacks_has_no_bounds() -> None:
    assert resolved("It happened on 31 June 2015.")[0][1:] == ("None", "None")


def test_the_dateline_is_one_time() -> None:
    assert resolved("Monday, January 28, 2019") == [("Monday, January 28, 2019", "2019-01-28", "2019-01-28")]


def test_a_winter_ends_in_the_next_year() -> None:
    assert season(2015, 4) == (date(2015, 12, 1), date(2016, 2, 29))


def test_a_part_of_february_ends_with_the_month() -> None:
    assert part(month_period(2015, 2), 3) == (date(2015, 2, 21), date(2015, 2, 28))


@given(st.text(max_size=200), st.none() | st.dates())
def test_any_text_gives_ordered_times_that_do_not_overlap(text: str, published: date | None) -> None:
    found = find_times(page_of(text, published))
    assert all(0 <= t.words.begin < t.words.end <= len(text) for t in found)
    assert all(a.words.end <= b.words.begin for a, b in pairwise(found))


_PIECES = [
    "on Monday",
    "3 May",
    "2016",
    "last",
    "the following day",
    "in",
    "99 days ago",
    "31 June 2015",
    ",",
    "late",
    "to",
    "next week",
    "mid-",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join), st.none() | st.dates())
def test_bounds_stand_together_and_in_order(text: str, published: date | None) -> None:
    for time in find_times(page_of(text, published)):
        assert (time.earliest is None) == (time.latest is None)
        assert time.earliest is None or time.latest is None or time.earliest <= time.latest
