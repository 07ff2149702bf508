"""The days that one expression of time means, given what the words before it and the date of publication say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kg.extract.amounts import periods
from kg.extract.amounts.periods import Period
from kg.extract.amounts.time_words import COUNTS, DAYS, MONTHS, PARTS, SEASONS, WEEKDAYS

_LATE, _EARLY = 10, 2  # the months of a story that goes on into a new year
_HOURS_OF_DAY: Final = 24
_NEXT: Final = 2
_BACK: Final = frozenset({"previous", "preceding", "before", "earlier"})
_ON: Final = frozenset({"following", "next", "after"})


@dataclass
class Reading:
    """What earlier words of the text, and its date of publication, say about the words that follow.

    year, month: those of the story. bound: the day up to which that year is known to hold, where none was told yet.
    day: the last single day told in the paragraph. before: the only one told in the paragraph before. here: the last
    days told in the sentence. last: those told last. future: whether the words before speak of what is to come.
    groups: the parts of the expression.
    """

    published: date | None
    year: int | None = None
    month: int | None = None
    bound: date | None = None
    day: date | None = None
    before: date | None = None
    last: Period | None = None
    here: Period | None = None
    future: bool = False
    groups: dict[str, str | None] = field(default_factory=dict)
    _days: set[date] = field(default_factory=set)

    def tell(self, period: Period) -> None:
        """Keeps the days of an expression for those that count from them."""
        self.day = period.earliest if period.earliest == period.latest else None
        self._days |= set(period)
        self.here = self.last = period

    def leave_paragraph(self, between: str) -> None:
        """Goes on to the paragraph that follows. between: the words behind the last time told."""
        near = len(self._days) == 1 and len(between.split("\n\n")) <= _NEXT and between.count("\n") <= _NEXT
        self.before = self._days.pop() if near else None
        self.day = None
        self._days.clear()

    def number(self, name: str, forms: dict[str, int]) -> int:
        """What a part of the expression means by a table of words."""
        return forms[(self.groups[name] or "").lower().rstrip(".")]

    def count(self) -> int:
        """How many units the expression counts; one where it names no number."""
        written = (self.groups.get("count") or "a").lower()
        return int(written) if written.isdigit() else COUNTS[written]

    def has(self, name: str) -> bool:
        """Whether the expression has a part."""
        return self.groups.get(name) is not None


def _nearest(reading: Reading, in_year: Callable[[int], Period | None]) -> Period | None:
    """A yearly period in the written year, else the nearest to the publication, else in the year last written."""
    if reading.has("year"):
        return in_year(int(reading.groups["year"] or 0))
    if reading.published is None:
        told = in_year(_year_told(reading)) if reading.year else None
        return None if told and reading.bound and told.earliest > reading.bound else told
    this = in_year(reading.published.year)
    if reading.future:
        return this if this and this.latest >= reading.published else in_year(reading.published.year + 1)
    return this if this and this.earliest <= reading.published else in_year(reading.published.year - 1)


def _year_told(reading: Reading) -> int:
    """The year of the story, or the next one where it has gone from autumn to winter's end: "in December 2022 … On 10
    January".
    """
    assert reading.year is not None
    name = (reading.groups.get("month") or "").lower().rstrip(".")
    new_year = reading.month is not None and reading.month >= _LATE and MONTHS.get(name, _LATE) <= _EARLY
    return reading.year + new_year


def read_month_day(reading: Reading) -> Period | None:
    """A day of a month, or some days on end."""
    month, number = reading.number("month", MONTHS), int(reading.groups["day"] or 0)
    first = _nearest(reading, lambda y: periods.day(y, month, number))
    if not reading.has("day2") or first is None:
        return first
    month2 = reading.number("month2", MONTHS) if reading.has("month2") else month
    last = periods.day(first.earliest.year, month2, int(reading.groups["day2"] or 0))
    return Period(first.earliest, last.latest) if last and last.latest >= first.earliest else None


def read_months(reading: Reading) -> Period | None:
    """Some months of a year on end."""
    first = _nearest(reading, lambda y: periods.month(y, reading.number("month", MONTHS)))
    last = first and periods.month(first.earliest.year, reading.number("month2", MONTHS))
    return Period(first.earliest, last.latest) if first and last and last.latest > first.latest else None


def read_month(reading: Reading) -> Period | None:
    """A month or a third of one."""
    month = reading.number("month", MONTHS)
    whole = _nearest(reading, lambda y: periods.month(y, month))
    return periods.part(whole, reading.number("part", PARTS)) if whole and reading.has("part") else whole


def read_month_told(reading: Reading) -> Period | None:
    """A month, or a day of one, of the year that goes by that of the publication or by the one told last: "March last
    year", "October of that year".
    """
    if reading.has("which"):
        origin = reading.published.year if reading.published else None
        step = {"last": -1, "this": 0, "next": 1}[(reading.groups["which"] or "").lower()]
    else:
        last = reading.last
        origin = last.earliest.year if last and last.earliest.year == last.latest.year else None
        step = "following" in (reading.groups["told"] or "").lower()
    if origin is None:
        return None
    month = reading.number("month", MONTHS)
    if reading.has("day"):
        return periods.day(origin + step, month, int(reading.groups["day"] or 0))
    return periods.month(origin + step, month)


def read_same_month(reading: Reading) -> Period | None:
    """ "The same month of 2021": the month told last, in another year."""
    last = reading.last
    if last is None or (last.earliest.year, last.earliest.month) != (last.latest.year, last.latest.month):
        return None
    return periods.month(int(reading.groups["year"] or 0), last.earliest.month)


def read_year(reading: Reading) -> Period | None:
    """A year, some years on end, or a third of one."""
    whole = periods.year(int(reading.groups["year"] or 0))
    if reading.has("year2"):
        last = periods.year(int(reading.groups["year2"] or 0))
        return Period(whole.earliest, last.latest) if last.latest > whole.latest else None
    return periods.part(whole, reading.number("part", PARTS)) if reading.has("part") else whole


def read_decade(reading: Reading) -> Period | None:
    """Ten years; a part of them, which nobody bounds alike, has no days."""
    first = int(reading.groups["decade"] or 0) * 10
    return None if reading.has("part") else Period(periods.year(first).earliest, periods.year(first + 9).latest)


def read_season(reading: Reading) -> Period | None:
    """A season."""
    number = reading.number("season", SEASONS)
    return _nearest(reading, lambda y: periods.season(y, number))


def read_iso(reading: Reading) -> Period | None:
    """A date in figures."""
    month = int(reading.groups["m"] or 0)
    return (
        periods.day(int(reading.groups["year"] or 0), month, int(reading.groups["day"] or 0))
        if 1 <= month <= 12
        else None
    )


def read_weekday(reading: Reading) -> Period | None:
    """The last such weekday, or the next one where the words look ahead; "last Friday" is neither the day of the
    publication nor the one before, which would be called today and yesterday.
    """
    if reading.published is None:
        return None
    wanted = reading.number("weekday", WEEKDAYS) - 1
    back = (reading.published.weekday() - wanted) % 7
    which = (reading.groups.get("which") or "").lower()
    if which == "next" or (reading.future and which != "last"):
        found = periods.shift(reading.published, 7 - back)
    else:
        found = periods.shift(reading.published, -(back if back > 1 else back + 7) if which == "last" else -back)
    return Period(found, found)


def read_named_day(reading: Reading) -> Period | None:
    """ "Yesterday" and the like."""
    if reading.published is None:
        return None
    found = periods.shift(reading.published, reading.number("named", DAYS))
    return Period(found, found)


def read_around(reading: Reading) -> Period | None:
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


def _counted(reading: Reading, origin: Period | None, sign: int) -> Period | None:
    """Some days, weeks, months or years from some days; longer units keep their own width."""
    if origin is None:
        return None
    count = sign * reading.count()
    match (reading.groups["unit"] or "").lower():
        case "week" if origin.earliest == origin.latest:
            return periods.week_around(origin.earliest, count)
        case "month" if (origin.earliest.year, origin.earliest.month) == (origin.latest.year, origin.latest.month):
            return periods.month_around(origin.earliest, count)
        case "day" | "week" as unit:
            days = count * (7 if unit == "week" else 1)
            return Period(periods.shift(origin.earliest, days), periods.shift(origin.latest, days))
        case "year" if origin.earliest.year == origin.latest.year:
            return periods.year(origin.earliest.year + count)
        case _:
            return None


def _day(when: date | None) -> Period | None:
    return Period(when, when) if when else None


def read_ago(reading: Reading) -> Period | None:
    """Some days, weeks, months or years before the publication."""
    return _counted(reading, _day(reading.published), -1)


def read_later(reading: Reading) -> Period | None:
    """Some days, weeks, months or years after or before the last single day told."""
    later = (reading.groups["way"] or "").lower() in {"later", "after"}
    origin = reading.here or _day(reading.day or reading.before)
    if origin is None and (reading.groups["unit"] or "").lower() == "year":
        origin = reading.last
    return _counted(reading, origin, 1 if later else -1)


def read_beside(reading: Reading) -> Period | None:
    """ "The previous evening", "the day before", "that day": counted from the last single day told."""
    day = reading.day or reading.before
    if day is None:
        return None
    beside = (reading.groups.get("beside") or reading.groups.get("behind") or "").lower()
    found = periods.shift(day, (beside in _ON) - (beside in _BACK))
    return Period(found, found)


def read_next_to(reading: Reading) -> Period | None:
    """ "The previous month", "the following year": counted from the days told last."""
    beside = (reading.groups.get("beside") or "same").lower()
    step = (beside in _ON) - (beside in _BACK)
    unit = (reading.groups["unit"] or "").lower()
    last = reading.last
    if last is None:
        return None
    first, end = last
    if unit == "week" and first == end:
        return periods.week_around(first, step)
    if unit == "month" and (first.year, first.month) == (end.year, end.month):
        whole = periods.month_around(first, step)
        return periods.part(whole, reading.number("part", PARTS)) if reading.has("part") else whole
    return periods.year(first.year + step) if unit == "year" and first.year == end.year else None


def read_apart(reading: Reading) -> Period | None:
    """ "Two days after" with what it was after: the days of that, counted from the days told in the same sentence."""
    after = (reading.groups["apart"] or "").lower() != "before"
    if reading.has("exactly"):
        if reading.here is None or reading.here.earliest != reading.here.latest:
            return None
        return periods.same_day(reading.here.earliest, -reading.count() if after else reading.count())
    return _counted(reading, reading.here, -1 if after else 1)


def read_anniversary(reading: Reading) -> Period | None:
    """ "Forty years ago today", "a year ago this week"."""
    same = periods.same_day(reading.published, -reading.count()) if reading.published else None
    match (reading.groups["which"] or "").lower().split():
        case _ if same is None:
            return None
        case ["this", "week"]:
            return periods.week_around(same.earliest, 0)
        case ["this", "month"]:
            return periods.month_around(same.earliest, 0)
        case _:
            return same


def read_past(reading: Reading) -> Period | None:
    """ "In the past 24 hours", "over the last ten days": up to the day told in the sentence, else to the publication
    where the paragraph tells no other day.
    """
    here = reading.here.latest if reading.here and reading.here.earliest == reading.here.latest else None
    last = here or (reading.published if reading.day is None else None)
    if last is None:
        return None
    match (reading.groups.get("unit") or reading.groups.get("unit2") or "").lower():
        case "hour":
            back = -(-reading.count() // _HOURS_OF_DAY)
        case "week":
            back = 7 * reading.count() - 1
        case _:
            back = reading.count() - 1 or 1
    return Period(periods.shift(last, -back), last)


def read_overnight(reading: Reading) -> Period | None:
    """The night before the publication, where the paragraph tells no other day."""
    if reading.published is None or reading.day is not None or reading.here is not None:
        return None
    return Period(periods.shift(reading.published, -1), reading.published)
