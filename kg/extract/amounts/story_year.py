"""What a text itself says of when it was written, and of the year in which its story lies."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from kg.extract.amounts import periods
from kg.extract.amounts.time_patterns import Candidate
from kg.extract.amounts.time_reading import Reading
from kg.extract.amounts.time_words import MONTH, MONTHS, YEAR, D
from kg.extract.text.page import Page
from kg.records import Span

_FULL_DATE: Final = re.compile(rf"\b(?:(?P<day>{D})\s)?{MONTH}(?:\s(?P<day2>{D}),?)?,?\s{YEAR}\b", re.IGNORECASE)
_NOUN_BEHIND: Final = re.compile(r" (?!and\b|or\b|to\b|in\b|at\b|when\b|that\b|by\b|with\b)[a-z]")
_HEAD: Final = 600  # characters
_PUBLISHED: Final = re.compile(r"\b(?:published|posted|updated)(?: on| at)?:?\s(?:[A-Z]\w+day,? )?$", re.IGNORECASE)


def publication_told(page: Page, candidates: Sequence[Candidate]) -> date | None:
    """The day on which a text says that it was published: "Published: 18 March 2024", a line of its own, or the date of
    a dateline. candidates: in text order.
    """
    text = page.article.text
    for span, groups, reader in candidates:
        if span.begin > _HEAD:
            return None
        if not all(groups.get(part) for part in ("day", "month", "year")):
            continue
        line = text[text.rfind("\n", 0, span.begin) + 1 : span.begin]
        after = text[span.end : span.end + 1]
        alone = not line.strip() and span.begin > 0 and after in {"", "\n"}
        dateline = any(d.span.begin <= span.begin and span.end <= d.span.end for d in page.datelines)
        if alone or dateline or _PUBLISHED.search(line):
            reading = Reading(None)
            reading.groups = groups
            period = reader(reading)
            return period.earliest if period else None
    return None


def first_full_date(text: str) -> date | None:
    """The last day of the first date that is written with its year."""
    for match in _FULL_DATE.finditer(text):
        year, number = int(match["year"]), MONTHS[match["month"].lower().rstrip(".")]
        day = match["day"] or match["day2"]
        period = periods.day(year, number, int(day)) if day else periods.month(year, number)
        if period is not None:
            return period.latest
    return None


def tells_which(text: str, span: Span) -> bool:
    """Whether a time only tells of what the noun behind it speaks: "the October 2019 agreements"."""
    return (
        text[max(0, span.begin - 5) : span.begin].lower().endswith(" the ")
        and _NOUN_BEHIND.match(text, span.end) is not None
    )
