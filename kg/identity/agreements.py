"""Are two reports of a deal reports of one deal?"""

from datetime import date
from typing import Final

from kg.identity.happenings import Happening
from kg.identity.judging import Points, put_kind, scale
from kg.identity.where import known_sides
from kg.identity.words import likeness

# Signing, entry into force and the talks before them are days of one deal.
_SAME_PROCESS: Final = 45
_LONGEST: Final = 93
# A report that gives no day may tell of a deal that is signed so many days later,
_TALKED_OF: Final = 14
# and most often tells of one of the last days.
_LATELY: Final = 7


def blocks(report: Happening) -> list[str]:
    """Keys of which two reports must share one to be compared: a month, and a party, a place or a word of the deal's
    name."""
    if report.first is None or report.last is None or report.last - report.first > _LONGEST:
        return []
    # Of days that are not too far apart one month at least is shared.
    first, last = report.first - _SAME_PROCESS // 2, report.last + _SAME_PROCESS // 2
    months = {date.fromordinal(day).isoformat()[:7] for day in (*range(first, last, 28), last)}
    marks = {*report.who, *report.sites, *report.names} or report.near
    return sorted(f"{mark} {month}" for mark in marks for month in months)


def compare(one: Happening, other: Happening) -> Points | None:
    """Points for and against; None where the two cannot be one deal."""
    points: Points = {}
    put = scale("agreement").put
    if not put_kind(scale("agreement"), points, one.kind, other.kind) or not _put_days(points, one, other):
        return None
    if one.sites & other.sites:
        put(points, "same place")
    elif one.sites & other.near or other.sites & one.near:
        put(points, "place named")
    elif one.near & other.near:
        put(points, "both name place")
    elif one.sites and other.sites:
        put(points, "other place")
    if one.names & other.names:
        put(points, "same name")
    common = len(one.who & other.who)
    if common:
        put(points, "same parties" if common > 1 else "shared party")
    elif known_sides(one.who) and known_sides(other.who):
        put(points, "other parties")
    put(points, "words", likeness(one.words, other.words))
    put(points, "few words")
    return points


def _put_days(points: Points, one: Happening, other: Happening) -> bool:
    (first, last), (others_first, others_last) = one.period, other.period
    gap = max(first, others_first) - min(last, others_last)
    if gap > _SAME_PROCESS or (gap > _TALKED_OF and not (one.dated and other.dated)):
        return False
    if gap > 0:
        feature = "near days"
    elif one.dated and other.dated:
        feature = "same day" if one.period == other.period else "days overlap"
    else:
        # A report without a day speaks of what is in the news when it is published, which is its last day.
        feature = "lately" if abs(last - others_last) <= _LATELY else "period overlaps"
    scale("agreement").put(points, feature)
    return True
