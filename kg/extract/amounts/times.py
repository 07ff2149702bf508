"""Times as written, and the days they mean.

A date with its year speaks for itself. A date without one takes the year of the publication date (the nearest such
date before it, or after it where the words look ahead), else the year last written before it in the text (or, before
any, that of the text's first full date). Weekdays and words such as "yesterday" need the publication date; without it
they have no bounds. Nothing is made more exact than it was written: "in September" means the whole month.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from kg import lexicon
from kg.extract.amounts import periods
from kg.extract.amounts.periods import Period
from kg.extract.text.page import Page
from kg.records import Ref, Span, TimeExpression


def _numbers(kind: str) -> dict[str, int]:
    return {row["form"]: int(row["number"]) for row in lexicon.table("calendar") if row["kind"] == kind}


_MONTHS, _WEEKDAYS, _SEASONS, _PARTS, _DAYS = (_numbers(k) for k in ("month", "weekday", "season", "part", "day"))


def _either(forms: dict[str, int]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))


_LATE, _EARLY = 10, 2  # the months of a story that goes on into a new year
_OPENING, _SHORT_OPENING = 300, 16  # characters
_COUNTS = {row["form"]: int(row["number"]) for row in lexicon.table("numbers") if row["kind"] == "digit"} | {
    "a": 1,
    "an": 1,
}
_FULL = {form: number for form, number in _MONTHS.items() if len(form) > 4 or form in {"june", "july", "may"}}
_M = rf"(?:{_either(_FULL)}|(?:{_either(_MONTHS)})\b\.?)"
_MONTH = rf"(?P<month>{_M})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_D = r"(?:[12]\d|3[01]|0?[1-9])"
_DAY = rf"(?P<day>{_D})(?:st|nd|rd|th)?"
_DAY2 = rf"(?P<day2>{_D})(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|–|—|to|and|until|through)\s?"
_PART = rf"(?P<part>{_either(_PARTS)})[\s-]?"
_HOURS = r"(?:\s(?:morning|afternoon|evening|night))?"
_DATELINE = rf"(?:(?:{_either(_WEEKDAYS)}),?\s)?"
_WEEKDAY = rf"(?P<weekday>{_either(_WEEKDAYS)})"
_SECOND_YEAR = r"(?:[-–]|\sto\s|\sand\s)(?P<year2>(?:19|20)\d\d)"
_YEARS = rf"(?P<words>{_YEAR}(?:{_SECOND_YEAR})?(?![.,]?\d|[-–]\d|%|\s?(?:people|men|km|troops)))"
_YEAR_AFTER = r"(?:in|since|during|of|by|until|till|from|to|through|between|after|before|around)\s"
_COUNT = rf"(?P<count>\d{{1,3}}|{_either(_COUNTS)})"
_UNIT = r"(?P<unit>day|week|month|year)s?"


@dataclass
class _Reading:
    """What earlier words of the text, and its date of publication, say about the words that follow."""

    published: date | None
    year: int | None = None
    month: int | None = None
    day: date | None = None
    future: bool = False
    groups: dict[str, str | None] = field(default_factory=dict)

    def number(self, name: str, forms: dict[str, int]) -> int:
        return forms[(self.groups[name] or "").lower().rstrip(".")]

    def has(self, name: str) -> bool:
        return self.groups.get(name) is not None


def _nearest(reading: _Reading, in_year: Callable[[int], Period | None]) -> Period | None:
    """A yearly period in the written year, else the nearest to the publication, else in the year last written."""
    if reading.has("year"):
        return in_year(int(reading.groups["year"] or 0))
    if reading.published is None:
        return in_year(_year_told(reading)) if reading.year else None
    this = in_year(reading.published.year)
    if reading.future:
        return this if this and this.latest >= reading.published else in_year(reading.published.year + 1)
    return this if this and this.earliest <= reading.published else in_year(reading.published.year - 1)


def _year_told(reading: _Reading) -> int:
    """The year of the story, or the next one where it has gone from autumn to winter's end: "in December 2022 … On 10
    January".
    """
    assert reading.year is not None
    name = (reading.groups.get("month") or "").lower().rstrip(".")
    new_year = reading.month is not None and reading.month >= _LATE and _MONTHS.get(name, _LATE) <= _EARLY
    return reading.year + new_year


def _month_day(reading: _Reading) -> Period | None:
    month, number = reading.number("month", _MONTHS), int(reading.groups["day"] or 0)
    first = _nearest(reading, lambda y: periods.day(y, month, number))
    if not reading.has("day2") or first is None:
        return first
    month2 = reading.number("month2", _MONTHS) if reading.has("month2") else month
    last = periods.day(first.earliest.year, month2, int(reading.groups["day2"] or 0))
    return Period(first.earliest, last.latest) if last and last.latest >= first.earliest else None


def _month(reading: _Reading) -> Period | None:
    month = reading.number("month", _MONTHS)
    whole = _nearest(reading, lambda y: periods.month(y, month))
    return periods.part(whole, reading.number("part", _PARTS)) if whole and reading.has("part") else whole


def _year(reading: _Reading) -> Period | None:
    whole = periods.year(int(reading.groups["year"] or 0))
    if reading.has("year2"):
        last = periods.year(int(reading.groups["year2"] or 0))
        return Period(whole.earliest, last.latest) if last.latest > whole.latest else None
    return periods.part(whole, reading.number("part", _PARTS)) if reading.has("part") else whole


def _season(reading: _Reading) -> Period | None:
    number = reading.number("season", _SEASONS)
    return _nearest(reading, lambda y: periods.season(y, number))


def _iso(reading: _Reading) -> Period | None:
    month = int(reading.groups["m"] or 0)
    return (
        periods.day(int(reading.groups["year"] or 0), month, int(reading.groups["day"] or 0))
        if 1 <= month <= 12
        else None
    )


def _weekday(reading: _Reading) -> Period | None:
    if reading.published is None:
        return None
    wanted = reading.number("weekday", _WEEKDAYS) - 1
    back = (reading.published.weekday() - wanted) % 7
    which = (reading.groups.get("which") or "").lower()
    if which == "next" or (reading.future and which != "last"):
        found = periods.shift(reading.published, 7 - back)
    else:
        found = periods.shift(reading.published, -(back or 7) if which == "last" else -back)
    return Period(found, found)


def _named_day(reading: _Reading) -> Period | None:
    if reading.published is None:
        return None
    found = periods.shift(reading.published, reading.number("named", _DAYS))
    return Period(found, found)


def _around(reading: _Reading) -> Period | None:
    """ "Last week", "this month", "next year"."""
    if reading.published is None:
        return None
    step = {"last": -1, "this": 0, "next": 1}[(reading.groups["which"] or "").lower()]
    match (reading.groups["unit"] or "").lower():
        case "week":
            return periods.week_around(reading.published, step)
        case "weekend":
            return Period(*(periods.shift(periods.week_around(reading.published, step).earliest, d) for d in (5, 6)))
        case "month":
            return periods.month_around(reading.published, step)
        case _:
            return periods.year(reading.published.year + step)


def _counted(reading: _Reading, origin: date | None, sign: int) -> Period | None:
    """Some days, weeks, months or years from a day; longer units keep their own width."""
    if origin is None:
        return None
    written = (reading.groups["count"] or "").lower()
    count = sign * (int(written) if written.isdigit() else _COUNTS[written])
    match (reading.groups["unit"] or "").lower():
        case "day":
            found = periods.shift(origin, count)
            return Period(found, found)
        case "week":
            return periods.week_around(origin, count)
        case "month":
            return periods.month_around(origin, count)
        case _:
            return periods.year(origin.year + count)


def _ago(reading: _Reading) -> Period | None:
    return _counted(reading, reading.published, -1)


def _later(reading: _Reading) -> Period | None:
    return _counted(reading, reading.day, 1 if (reading.groups["way"] or "").lower() in {"later", "after"} else -1)


def _beside(reading: _Reading) -> Period | None:
    """ "The previous evening", "the following day", "that day": counted from the last single day told."""
    if reading.day is None:
        return None
    step = {"previous": -1, "following": 1, "next": 1}.get((reading.groups["beside"] or "").lower(), 0)
    found = periods.shift(reading.day, step)
    return Period(found, found)


_RULES: tuple[tuple[re.Pattern[str], Callable[[_Reading], Period | None]], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE), reader)
    for pattern, reader in (
        (rf"{_YEAR}-(?P<m>\d\d)-(?P<day>\d\d)", _iso),
        (rf"{_DATELINE}{_DAY}(?:{_TO}{_DAY2})?(?:\sof)?\s{_MONTH}(?:,?\s{_YEAR})?", _month_day),
        (rf"{_DAY}\s{_MONTH}{_TO}{_DAY2}\s(?P<month2>{_M})(?:,?\s{_YEAR})?", _month_day),
        (rf"{_DATELINE}{_MONTH}\s{_DAY}(?:{_TO}(?:(?P<month2>{_M})\s)?{_DAY2})?(?:,?\s{_YEAR})?", _month_day),
        (rf"{_PART}{_MONTH}(?:,?\s{_YEAR})?", _month),
        (rf"{_MONTH},?\s(?:of\s)?{_YEAR}", _month),
        (rf"(?:{_YEAR_AFTER})?(?P<words>{_PART}{_YEAR})", _year),
        (rf"(?:{_YEAR_AFTER}|\(){_YEARS}", _year),
        (rf"{_YEARS}(?=:)", _year),
        (rf"the\s{_YEARS}(?=\s[a-z])", _year),
        (rf"(?m:^){_YEARS}[ \t]*(?m:$)", _year),
        (rf"(?P<season>{_either(_SEASONS)}),?\s(?:of\s)?{_YEAR}", _season),
        (rf"(?:(?:late|early)\s(?:on\s)?)?(?:(?P<which>last|next|this)\s)?{_WEEKDAY}{_HOURS}", _weekday),
        (rf"(?P<named>{_either(_DAYS)}){_HOURS}", _named_day),
        (r"(?:earlier\s|later\s)?(?P<which>last|this|next)\s(?P<unit>week|weekend|month|year)", _around),
        (rf"{_COUNT}\s{_UNIT}\sago", _ago),
        (rf"{_COUNT}\s{_UNIT}\s(?P<way>later|earlier|after|before)", _later),
        (
            r"(?:the\s(?P<beside>previous|following|next|same)|that\ssame|that)\s(?:day|morning|afternoon|evening|night)",
            _beside,
        ),
    )
)
# A reader is asked only where one of its words stands in the text.
_NEEDED: dict[Callable[[_Reading], Period | None], tuple[str, ...]] = {
    _ago: ("ago",),
    _season: tuple(_SEASONS),
    _iso: ("-",),
    _named_day: tuple(form.split()[-1] for form in _DAYS),
    _beside: ("day", "morning", "afternoon", "evening", "night"),
}
_FULL_DATE = re.compile(rf"\b{_MONTH}(?:\s{_D})?,?\s{_YEAR}\b", re.IGNORECASE)
_BARE_MONTH = re.compile(
    rf"(?<![\w-])(?:(?P<before>in|since|by|during|until|till|from|of|through|before|after|last|next|this|for)\s)?{_MONTH}(?!\w|-\w)",
    re.IGNORECASE,
)
_OPENED = re.compile(r"\b(?:between|from)\s$", re.IGNORECASE)
_OPENER = 8  # characters
_UNTIL = re.compile(r"\s(?:and|to|until|through|till)\s(?:early\s|late\s)?", re.IGNORECASE)
_AMBIGUOUS = {"march", "may", "mar", "jan", "jun"}
_AHEAD = re.compile(
    r"\b(?:will|shall|would|due|scheduled|expected|plans?|planned|to be held|next|upcoming|coming)\b", re.IGNORECASE
)


def _bare_months(text: str) -> Iterator[re.Match[str]]:
    """Months alone; "March" and "May" only where a preposition shows that they are months."""
    for match in _BARE_MONTH.finditer(text):
        name = match["month"]
        if name[0].isupper() and (match["before"] or name.lower().rstrip(".") not in _AMBIGUOUS):
            yield match


def _candidates(text: str) -> Iterator[tuple[Span, dict[str, str | None], Callable[[_Reading], Period | None]]]:
    lowered = text.lower()
    for pattern, reader in _RULES:
        if reader in _NEEDED and not any(word in lowered for word in _NEEDED[reader]):
            continue
        for match in pattern.finditer(text):
            groups = match.groupdict()
            name = groups.get("month") or groups.get("weekday") or groups.get("month2")
            if name is None or name[0].isupper():
                yield Span(*match.span("words" if "words" in groups else 0)), groups, reader
    for match in _bare_months(text):
        yield Span(*match.span("month")), {"month": match["month"]}, _month


@lru_cache(maxsize=2)
def _in_order(text: str) -> list[tuple[Span, dict[str, str | None], Callable[[_Reading], Period | None]]]:
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


def _leads(text: str, span: Span, reading: _Reading) -> bool:
    """Whether a year opens its sentence or line, is the first one told, or goes on from there: an earlier one in the
    midst of a sentence ("the war that began in 2014") does not move the story back.
    """
    if reading.year is None or reading.month is None:
        return True
    if reading.groups.get("month") and int(reading.groups["year"] or 0) >= reading.year:
        return True
    sentence = re.split(r"[.!?]\s+(?=[A-Z])|\n", text[max(0, span.begin - _OPENING) : span.begin])[-1]
    return len(sentence) < _SHORT_OPENING


def find_times(page: Page) -> tuple[TimeExpression, ...]:
    """Every time expression of the text, in order, the longer one where two overlap."""
    text = page.article.text
    published = page.article.published
    reading = _Reading(published.date() if isinstance(published, datetime) else published)
    first_dated = _FULL_DATE.search(text)
    reading.year = int(first_dated["year"]) if first_dated else None
    found: list[TimeExpression] = []
    end = last = 0
    for span, groups, reader in _in_order(text):
        if span.begin < end:
            continue
        end = span.end
        if "\n" in text[last : span.begin]:
            reading.day = None
        last = span.end
        reading.groups = groups
        reading.future = _looks_ahead(text, span.begin)
        period = reader(reading)
        if groups.get("year") and _leads(text, span, reading):
            reading.year, reading.month = int(groups["year2" if groups.get("year2") else "year"] or 0), None
        elif period and groups.get("month") and reading.published is None:
            reading.year = period.earliest.year
        if period and groups.get("month"):
            reading.month = period.earliest.month
        if period:
            reading.day = period.earliest if period.earliest == period.latest else None
        found.append(TimeExpression(Ref("time", f"{span.begin}-{span.end}"), span, *(period or (None, None))))
    return tuple(_with_spans(text, found))


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
