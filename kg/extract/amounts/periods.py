"""Arithmetic of calendar intervals: which days a month, a season, a week or a part of them covers."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple

_SEASON_FIRST_MONTH = {1: 3, 2: 6, 3: 9, 4: 12}


class Period(NamedTuple):
    """Days from earliest to latest, both included."""

    earliest: date
    latest: date


def day(year: int, month: int, number: int) -> Period | None:
    """One day; None where the calendar has no such day."""
    if not MINYEAR <= year <= MAXYEAR or not 1 <= number <= monthrange(year, month)[1]:
        return None
    found = date(year, month, number)
    return Period(found, found)


def month(year: int, number: int) -> Period:
    """A whole month."""
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def year(number: int) -> Period:
    """A whole year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def season(of_year: int, number: int) -> Period:
    """Three whole months; winter ends in the year that follows."""
    first = _SEASON_FIRST_MONTH[number]
    last_year, last_month = (of_year + 1, 2) if number == 4 else (of_year, first + 2)
    return Period(date(of_year, first, 1), month(last_year, last_month).latest)


def part(whole: Period, third: int) -> Period:
    """First, middle or last third: of a month days 1–10, 11–20 and the rest, of a year four months each."""
    if whole.earliest.month == whole.latest.month:
        bounds = {1: (1, 10), 2: (11, 20), 3: (21, whole.latest.day)}[third]
        return Period(whole.earliest.replace(day=bounds[0]), whole.earliest.replace(day=bounds[1]))
    length = (whole.latest.year - whole.earliest.year) * 12 + whole.latest.month - whole.earliest.month + 1
    first = whole.earliest.month - 1 + (third - 1) * length // 3
    last = whole.earliest.month - 2 + third * length // 3
    begin = month(whole.earliest.year + first // 12, first % 12 + 1)
    return Period(begin.earliest, month(whole.earliest.year + last // 12, last % 12 + 1).latest)


def week_around(when: date, weeks: int) -> Period:
    """The week from Monday to Sunday that lies some weeks after (or, negative, before) that of a day."""
    monday = shift(shift(when, -when.weekday()), 7 * weeks)
    return Period(monday, shift(monday, 6))


def month_around(when: date, months: int) -> Period:
    """The month some months after (or, negative, before) that of a day."""
    count = when.year * 12 + when.month - 1 + months
    return month(count // 12, count % 12 + 1)


def same_day(when: date, years: int) -> Period | None:
    """The same day some years later (or, negative, earlier); None where that year has none."""
    return day(when.year + years, when.month, when.day)


def shift(when: date, days: int) -> date:
    """A day some days later, held inside the calendar."""
    try:
        return when + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
