"""Times as written, and the days they mean.

A date with its year speaks for itself. A date without one takes the year of the publication date (the nearest such
date before it, or after it where the words look ahead), else the year last written before it in the text (or, before
any, that of the text's first full date where it lies before that). Weekdays and words such as "yesterday" need the
publication date; without it they have no bounds. Nothing is made more exact than it was written: "in September" means
the whole month.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from kg.extract.amounts.periods import Period
from kg.extract.amounts.story_year import first_full_date, is_of_page, tells_which
from kg.extract.amounts.time_patterns import EVENT_BEHIND, NEEDED, RULES, Candidate, bare_months
from kg.extract.amounts.time_reading import Reading, read_apart, read_month, read_overnight
from kg.extract.text.page import Page
from kg.records import Ref, Span, TimeExpression

_OPENING, _SHORT_OPENING = 300, 16  # characters
_OPENED = re.compile(r"\b(?:between|from)\s$", re.IGNORECASE)
_OPENER = 8  # characters
_ON = "on "
_LONGEST_WAY = 6  # characters of "before"
_SINCE = re.compile(r"[^.!?\n] since (?:early |late |mid-)?$")
_UNTIL = re.compile(r"\s(?:and|to|until|through|till)\s(?:early\s|late\s)?", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|shall|would|due|scheduled|expected|plans?|planned|to be held|next|upcoming|coming)\b", re.IGNORECASE
)


def _candidates(text: str) -> Iterator[Candidate]:
    lowered = text.lower().replace("\n", " ").replace("\u00a0", " ")
    for pattern, reader in RULES:
        if reader in NEEDED and not any(word in lowered for word in NEEDED[reader]):
            continue
        for match in pattern.finditer(text):
            groups = match.groupdict()
            name = groups.get("month") or groups.get("weekday") or groups.get("month2")
            if name is None or name[0].isupper():
                yield Span(*match.span("words" if "words" in groups else 0)), groups, reader
    for match in bare_months(text):
        yield Span(*match.span("month")), {"month": match["month"]}, read_month


@lru_cache(maxsize=2)
def _in_order(text: str) -> list[Candidate]:
    """The candidates of a text in order, longer ones first; kept for the second finder that asks for them."""
    return sorted(_candidates(text), key=lambda c: (c[0].begin, -c[0].end))


def _looks_ahead(text: str, begin: int) -> bool:
    """Whether the words just before a time, back to the last stop, speak of what is to come."""
    window = text[max(0, begin - 80) : begin]
    return bool(_AHEAD.search(re.split(r"[.;:\n]\s", window)[-1]))


def time_spans(page: Page) -> list[Span]:
    """Where times stand, in order, the longer one where two overlap."""
    found: list[Span] = []
    for span, _, _ in _in_order(page.article.text):
        if not found or span.begin >= found[-1].end:
            found.append(span)
    return found


def counts_from_event(page: Page, time: Span) -> bool:
    """Whether a time is counted from what the words behind it tell: "two days after" the blast."""
    text = page.article.text
    begin = max(time.begin, time.end - _LONGEST_WAY)
    if not text[begin : time.end].lower().endswith(("after", "before", "since")):
        return False
    match = EVENT_BEHIND.search(text, begin)
    return match is not None and match.end() == time.end


def _leads(text: str, span: Span, reading: Reading) -> bool:
    """Whether a year opens its sentence or line, is the first one told, or goes on from there, or tells on what day: an
    earlier one in the midst of a sentence ("the war that began in 2014") does not move the story back.
    """
    if reading.year is None or reading.month is None:
        return True
    if reading.groups.get("day") and text[max(0, span.begin - len(_ON)) : span.begin].lower() == _ON:
        return True
    if reading.groups.get("month") and int(reading.groups["year"] or 0) >= reading.year:
        return True
    sentence = re.split(r"[.!?]\s+(?=[A-Z])|\n", text[max(0, span.begin - _OPENING) : span.begin])[-1]
    return len(sentence) < _SHORT_OPENING


def find_times(page: Page) -> tuple[TimeExpression, ...]:
    """Every time expression of the text, in order, the longer one where two overlap."""
    text = page.article.text
    published = page.article.published
    reading = Reading(published.date() if isinstance(published, datetime) else published)
    first_dated = first_full_date(page)
    if first_dated is not None:
        reading.year, reading.bound = first_dated.year, first_dated
    found: list[TimeExpression] = []
    waiting: list[tuple[int, Candidate]] = []
    end = last = sentence_end = 0
    for span, groups, reader in _in_order(text):
        if span.begin < end:
            continue
        end = span.end
        if "\n" in text[last : span.begin]:
            reading.leave_paragraph(text[last : span.begin])
        last = span.end
        if span.begin >= sentence_end:
            sentence_end = page.sentence_of(span).end
            reading.here = None
            waiting.clear()
        reading.groups = groups
        reading.future = _looks_ahead(text, span.begin) and not tells_which(text, span)
        period = reader(reading)
        if period is None and reader is read_overnight:
            continue
        of_page = groups.get("year") is not None and is_of_page(page, span)
        if not of_page:
            _keep_year(text, span, reading, period)
        if reader is read_apart:
            if period is None and reading.here is None:
                waiting.append((len(found), (span, groups, reader)))
        elif period and not of_page:
            reading.tell(period)
        found.append(_time(span, period))
        if waiting and reading.here is not None and "," in text[waiting[-1][1][0].end : span.begin]:
            for at, (other, parts, read) in waiting:
                reading.groups = parts
                found[at] = _time(other, read(reading))
            waiting.clear()
    return tuple(_with_spans(text, found))


def _time(span: Span, period: Period | None) -> TimeExpression:
    return TimeExpression(Ref("time", f"{span.begin}-{span.end}"), span, *(period or (None, None)))


def _keep_year(text: str, span: Span, reading: Reading, period: Period | None) -> None:
    """Keeps the year and month of the story as an expression tells them, but not those with which it is compared:
    "the worst since May 2009".
    """
    groups = reading.groups
    if reading.year is not None and _SINCE.search(text, max(0, span.begin - _SHORT_OPENING), span.begin):
        return
    if reading.year is not None and groups.get("year") and tells_which(text, span):
        return
    if groups.get("year"):
        if not _leads(text, span, reading):
            return
        reading.year, reading.month, reading.bound = int(groups["year"] or 0), None, None
    elif period and groups.get("month") and reading.published is None:
        reading.year = period.earliest.year
    if period and groups.get("month"):
        reading.month = period.earliest.month


def _with_spans(text: str, times: list[TimeExpression]) -> Iterator[TimeExpression]:
    """The times, two that tell a beginning and an end as one: "between January 2014 and March 2015"."""
    at = 0
    while at < len(times):
        first, second = times[at], times[at + 1] if at + 1 < len(times) else None
        if second is not None and _spans(text, first, second):
            words = Span(first.words.begin, second.words.end)
            yield TimeExpression(Ref("time", f"{words.begin}-{words.end}"), words, first.earliest, second.latest)
            at += 1
        else:
            yield first
        at += 1


def _spans(text: str, first: TimeExpression, second: TimeExpression) -> bool:
    between = text[first.words.end : second.words.begin]
    if between == " and " and first.earliest and first.earliest == first.latest:
        return second.earliest == second.latest == first.earliest + timedelta(days=1)
    opened = _OPENED.search(text[max(0, first.words.begin - _OPENER) : first.words.begin]) is not None
    if not opened or _UNTIL.fullmatch(between) is None:
        return False
    return bool(first.earliest and second.latest and first.earliest < second.latest)
