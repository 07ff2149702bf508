"""Are two reports of a strike reports of one strike?"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from kg.identity.happenings import Happening, Range
from kg.identity.judging import Points, put_kind, scale
from kg.identity.where import is_wide, known_place
from kg.identity.words import likeness

# A report of so many days names its day, more or less.
_NARROW: Final = 4
_LONGEST: Final = 62
# News of one kind is worded alike; more likeness than this tells no more.
_ENOUGH: Final = 0.4


def blocks(report: Happening) -> list[str]:
    """Keys of which two reports must share one to be compared: a place and a day, or a place and a month."""
    if report.first is None or report.last is None or report.last - report.first > _LONGEST:
        return []
    sites = report.sites or report.near
    narrow = report.last - report.first <= _NARROW
    keys: set[str] = set()
    for site in sorted(sites | report.near | report.areas):
        if not is_wide(site):
            keys.update(f"{site} {month}" for month in _months(report.first, report.last))
            if narrow:
                keys.update(f"{site} {day}" for day in range(report.first, report.last + 1))
    if narrow:
        wide = report.areas | {site for site in sites if is_wide(site)}
        keys.update(f"{area} {day}" for area in sorted(wide) for day in range(report.first, report.last + 1))
    return sorted(keys)


def compare(one: Happening, other: Happening) -> Points | None:
    """Points for and against; None where the two cannot be one strike."""
    points: Points = {}
    put = scale("strike").put
    if not put_kind(scale("strike"), points, one.kind, other.kind) or not _put_days(points, one, other):
        return None
    if not _put_place(points, one, other):
        return None
    if one.who and other.who:
        common = one.who & other.who
        named = any(not key.startswith("~") for key in common)
        put(points, "same actor" if named else "same unnamed actor" if common else "other actor")
    if one.whom and other.whom:
        same = likeness(one.whom, other.whom)
        put(points, *(("same target", min(1.0, 2 * same)) if same else ("other target", 1.0)))
    _put_figures(points, "killed", one.killed, other.killed)
    _put_figures(points, "injured", one.injured, other.injured)
    if one.weapon & other.weapon:
        put(points, "same weapon")
    put(points, "words", min(_ENOUGH, likeness(one.words, other.words)))
    put(points, "few words")
    return points


def _months(first: int, last: int) -> Iterator[str]:
    day = date.fromordinal(first).replace(day=1)
    while day.toordinal() <= last:
        yield day.isoformat()[:7]
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _put_days(points: Points, one: Happening, other: Happening) -> bool:
    assert one.first is not None
    assert one.last is not None
    assert other.first is not None
    assert other.last is not None
    gap = max(one.first, other.first) - min(one.last, other.last)
    if gap > 1:
        return False
    longest = max(one.last - one.first, other.last - other.first)
    if gap == 1:
        feature = "next day"
    elif longest == 0:
        feature = "same day"
    else:
        feature = "days overlap" if longest <= _NARROW else "period overlaps"
    scale("strike").put(points, feature)
    return True


def _put_place(points: Points, one: Happening, other: Happening) -> bool:
    put = scale("strike").put
    narrow_one, narrow_other = _narrow(one.sites), _narrow(other.sites)
    if narrow_one & narrow_other:
        put(points, "same place")
    elif narrow_one & (other.near | other.areas) or narrow_other & (one.near | one.areas):
        put(points, "place named")
    elif _narrow(one.near) & _narrow(other.near) and not (narrow_one and narrow_other):
        put(points, "both name place")
    elif not narrow_one or not narrow_other:
        around, about = one.sites | one.areas, other.sites | other.areas
        if around and about and not around & about:
            return False
        put(points, "wider place" if around & about else "unsure place")
    elif one.areas and other.areas and not one.areas & other.areas:
        return False
    else:
        put(points, "other place" if _settlements(narrow_one) and _settlements(narrow_other) else "unsure place")
    return True


def _narrow(sites: frozenset[str]) -> frozenset[str]:
    return frozenset(site for site in sites if not is_wide(site))


def _settlements(sites: frozenset[str]) -> bool:
    """Whether all are settlements: two of them are two places, while a settlement may lie in a province."""
    return all(site.startswith("~") or ((known := known_place(site)) and known.level == "city") for site in sites)


def _put_figures(points: Points, harm: str, one: tuple[Range, ...], other: tuple[Range, ...]) -> None:
    """Compares the two figures that agree best: an article may give an early and a later count."""
    if not one or not other:
        return
    nearest = max(_agreement(a, b) for a in one for b in other)
    if nearest >= 1 and max(min(r[0] for r in one), min(r[0] for r in other)) <= 2 and harm == "killed":
        feature = "few killed"
    elif nearest >= 1:
        feature = f"same {harm}"
    elif nearest >= 0.65:
        feature = f"similar {harm}"
    else:
        feature = f"far {harm}" if nearest <= 0.35 else f"other {harm}"
    scale("strike").put(points, feature)


def _agreement(one: Range, other: Range) -> float:
    """How near two figures are: 1 where they are equal, else the ratio of the lesser to the greater number."""
    first, second = (figure[0] or figure[1] for figure in (one, other))
    if first == second:
        return 1.0
    ratio = min(first, second) / max(first, second)
    # "At least 20" does not deny 23.
    return max(ratio, 0.65) if one[1] == other[1] == float("inf") and ratio > 0.5 else ratio
