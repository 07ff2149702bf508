"""Which dates of a text tell the year of its story: neither those of bylines and datelines, nor those that only tell of
what a noun speaks.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from kg.extract.amounts import periods
from kg.extract.amounts.time_words import MONTH, MONTHS, WEEKDAYS, YEAR, D, either
from kg.extract.text.page import Page
from kg.records import SegmentKind, Span

_FULL_DATE: Final = re.compile(rf"\b(?:(?P<day>{D})\s)?{MONTH}(?:\s(?P<day2>{D}),?)?,?\s{YEAR}\b", re.IGNORECASE)
_NOUN_BEHIND: Final = re.compile(r" (?!and\b|or\b|to\b|in\b|at\b|when\b|that\b|by\b|with\b)[a-z]")
_WRITTEN: Final = re.compile(
    r"\s*(?:by\b|(?:first |last )?(?:published|updated|posted|modified|edited|filed)\b)", re.IGNORECASE
)
_AROUND_DATE: Final = re.compile(
    rf"\W*(?:(?:{either(WEEKDAYS)})\W+)?DATE\W*(?:(?:at )?\d\d?[:.]\d\d\s?\w{{0,4}}\W*)?", re.IGNORECASE
)
_DATE_LINE: Final = re.compile(
    rf"^\W*(?:(?:{either(WEEKDAYS)})\W+)?(?:{D}\s)?{MONTH}(?:\s{D},?)?,?\s{YEAR}\W*(?:(?:at )?\d.*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_LINE: Final = 120


def first_full_date(page: Page) -> date | None:
    """The last day of the first date of the story that is written with its year."""
    for match in _FULL_DATE.finditer(page.article.text):
        year, number = int(match["year"]), MONTHS[match["month"].lower().rstrip(".")]
        day = match["day"] or match["day2"]
        period = periods.day(year, number, int(day)) if day else periods.month(year, number)
        if period is not None and not is_of_page(page, Span(*match.span())):
            return period.latest
    return None


def is_of_page(page: Page, date_words: Span) -> bool:
    """Whether a date stands in a byline, dateline or the like, which tells when an article was written: "Published: 18
    March 2024, 16:42 GMT".
    """
    at = date_words.begin
    if any(line.span.begin <= at < line.span.end for line in page.datelines):
        return True
    text = page.article.text
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[begin : end if end >= 0 else len(text)]
    if page.segment_kind(at) is SegmentKind.BOILERPLATE:
        return True
    if len(line) > _LONGEST_LINE or line.rstrip().endswith("."):
        return False
    alone = text[begin : date_words.begin] + "DATE" + text[date_words.end : begin + len(line)]
    if _WRITTEN.match(line):
        return True
    # Several lines of dates alone are the headings of a chronicle.
    return begin > 0 and _AROUND_DATE.fullmatch(alone) is not None and _count_of_date_lines(text) == 1


@lru_cache(maxsize=2)
def _count_of_date_lines(text: str) -> int:
    """How many lines hold a date alone."""
    return len(_DATE_LINE.findall(text))


def tells_which(text: str, span: Span) -> bool:
    """Whether a time only tells of what the noun behind it speaks: "the October 2019 agreements"."""
    return (
        text[max(0, span.begin - 5) : span.begin].lower().endswith(" the ")
        and _NOUN_BEHIND.match(text, span.end) is not None
    )
