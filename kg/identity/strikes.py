"""Are two reports of a strike reports of one strike?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from kg.identity.happenings import Happening, Range
from kg.identity.judging import Points, put_kind, scale
from kg.identity.where import core, is_country, is_settlement, is_spot, is_wide, known_sides, namesakes, towns
from kg.identity.words import likeness

# A report of so many days names its day, more or less.
_NARROW: Final = 4
_LONGEST: Final = 62
# Articles that give no day tell again what was in the news within so many days before.
_RETOLD: Final = 7
# News of one kind is worded alike; more likeness than this tells no more.
_ENOUGH: Final = 0.4
# Figures of which the lesser is so much of the greater may be an early and a late count of one thing.
_SIMILAR: Final = 0.65


def blocks(report: Happening) -> list[str]:
    """Keys of which two reports must share one to be compared: a place and a day, or a place and a month."""
    if report.first is None or report.last is None or report.last - report.first > _LONGEST:
        return []
    sites = report.sites or report.near
    narrow = report.last - report.first <= _NARROW
    keys: set[str] = set()
    for site in sorted(sites | report.near | report.areas):
        if not is_wide(site):
            back = 0 if report.dated else _RETOLD
            keys.update(f"{core(site)} {month}" for month in _months(report.first - back, report.last))
            if narrow:
                keys.update(f"{core(site)} {day}" for day in range(report.first, report.last + 1))
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
    _put_actors(points, one, other)
    _put_targets(points, one, other)
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
    (first, last), (others_first, others_last) = one.period, other.period
    gap = max(first, others_first) - min(last, others_last)
    longest = max(last - first, others_last - others_first)
    if gap > 0 and not (one.dated and other.dated):
        retold = one if first > others_last else other
        # Nobody reports what is yet to happen.
        if retold.dated or gap > _RETOLD:
            return False
        feature = "told later"
    elif gap > 1:
        return False
    elif gap == 1:
        # "Last week" and "early in May" are not meant to the day.
        feature = "next day" if longest == 0 else "next to a period"
    elif longest == 0:
        feature = "same day"
    else:
        feature = "days overlap" if longest <= _NARROW else "period overlaps"
    scale("strike").put(points, feature)
    return True


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is asked of the places of a report: its sites that are no countries, towns, all that it lies in or is
    itself, such of them and of the places named nearby that are no countries, countries, and whether all sites are
    settlements."""

    sites: frozenset[str]
    towns: frozenset[str]
    around: frozenset[str]
    about: frozenset[str]
    near: frozenset[str]
    countries: frozenset[str]
    settled: bool


@lru_cache(maxsize=20_000)
def _scene(sites: frozenset[str], areas: frozenset[str], near: frozenset[str]) -> _Scene:
    narrow, around = _narrow(sites), sites | areas
    return _Scene(
        sites=narrow,
        towns=towns(sites, areas),
        around=around,
        about=_narrow(near | areas),
        near=_narrow(near),
        countries=frozenset(filter(is_country, around)),
        # A settlement may lie in a province.
        settled=bool(narrow) and all(map(is_settlement, narrow)),
    )


def _put_place(points: Points, one: Happening, other: Happening) -> bool:
    put = scale("strike").put
    here, there = (_scene(each.sites, each.areas, each.near) for each in (one, other))
    apart = bool(here.towns and there.towns) or (here.settled and there.settled)
    if here.sites & there.sites:
        put(points, "same place")
    elif here.towns & there.towns:
        put(points, "same town")
    elif named := (here.sites | here.towns) & there.about | (there.sites | there.towns) & here.about:
        put(points, "town named" if apart else "place named" if any(map(is_spot, named)) else "area named")
    elif here.countries and there.countries and not here.countries & there.countries:
        return False
    elif namesakes(here.towns) & there.about or namesakes(there.towns) & here.about:
        put(points, "area named")
    elif apart and ((here.towns and there.towns) or not namesakes(here.towns | there.towns)):
        put(points, "other place")
    elif not apart and here.near & there.near:
        put(points, "both name place")
    else:
        put(points, "wider place" if here.around & there.around else "unsure place")
    return True


def _narrow(sites: frozenset[str]) -> frozenset[str]:
    """Places that are no countries, without the common nouns of their names."""
    return frozenset(core(site) for site in sites if not is_wide(site))


def _put_actors(points: Points, one: Happening, other: Happening) -> None:
    """To whom the deed is ascribed. People who are only described exclude nobody: the rebels may be any group."""
    common = one.who & other.who
    if common:
        scale("strike").put(points, "same actor" if known_sides(common) else "same unnamed actor")
    elif known_sides(one.who) and known_sides(other.who):
        scale("strike").put(points, "other actor")


def _put_targets(points: Points, one: Happening, other: Happening) -> None:
    put = scale("strike").put
    same = likeness(one.whom, other.whom)
    if same:
        put(points, "same target", min(1.0, 2 * same))
    if one.aims and other.aims:
        put(points, "same sort" if one.aims & other.aims else "other sort")
    elif one.scenes & other.scenes:
        put(points, "sort named")
    elif one.whom and other.whom and not same:
        put(points, "other target")


def _put_figures(points: Points, harm: str, one: tuple[Range, ...], other: tuple[Range, ...]) -> None:
    """Compares the two figures that agree best: an article may give an early and a later count."""
    if not one or not other:
        return
    nearest = max(_agreement(a, b) for a in one for b in other)
    if nearest >= 1 and max(min(r[0] for r in one), min(r[0] for r in other)) <= 2 and harm == "killed":
        feature = "few killed"
    elif nearest >= 1:
        feature = f"same {harm}"
    elif nearest >= _SIMILAR:
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
    lesser = one if first < second else other
    # "At least 20" does not deny 23.
    return max(ratio, _SIMILAR) if lesser[1] == float("inf") and ratio > 0.5 else ratio
