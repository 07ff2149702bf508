"""A bar chart of months, as numbers for an SVG; stretches without anything are drawn as one gap."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

_SLOT: Final = 30
_BAR: Final = 22
_LEFT: Final = 36
_TOP: Final = 12
_HEIGHT: Final = 160
_BOTTOM: Final = 44
_MOST_TICKS: Final = 5
# Fewer empty months than this are drawn one by one.
_SHORTEST_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a bar that one series has: its place in the order of series, and where it is drawn, in pixels."""

    series: int
    name: str
    count: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A month. label: its name and year; short: the name alone; year: only where it differs from the bar before."""

    month: str
    label: str
    short: str
    year: str
    total: int
    x: float
    y: float
    height: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Months without anything, drawn as one mark at x."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that an SVG of the chart needs, in pixels; baseline is where bars stand. ticks: value and y."""

    width: float
    height: float
    left: float
    baseline: float
    bar_width: float
    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...]
    ticks: tuple[tuple[int, float], ...]
    series: tuple[str, ...]


def month_chart(counts: Mapping[str, Mapping[str, int]], series: Sequence[str]) -> Chart:
    """The chart of some months (``2018-09`` → series → count). Months without counts may be left out."""
    months = sorted(month for month, parts in counts.items() if sum(parts.values()))
    highest = max((sum(counts[month].values()) for month in months), default=0)
    ticks = _ticks(highest)
    scale = _HEIGHT / ticks[-1]
    bars: list[Bar] = []
    gaps: list[Gap] = []
    x = float(_LEFT)
    for place, month in enumerate(months):
        missing = _between(months[place - 1], month) if place else 0
        if missing >= _SHORTEST_GAP:
            gaps.append(Gap(x + _SLOT / 2, f"{missing} months without any"))
            x += _SLOT
        else:
            x += missing * _SLOT
        bars.append(_bar(month, counts[month], series, x, scale, shown_year=bars[-1].month[:4] if bars else ""))
        x += _SLOT
    return Chart(
        width=x + 8,
        height=_TOP + _HEIGHT + _BOTTOM,
        left=_LEFT,
        baseline=_TOP + _HEIGHT,
        bar_width=_BAR,
        bars=tuple(bars),
        gaps=tuple(gaps),
        ticks=tuple((tick, _TOP + _HEIGHT - tick * scale) for tick in ticks),
        series=tuple(series),
    )


def month_name(month: str) -> str:
    """A month in words: ``2018-09`` is September 2018."""
    return f"{calendar.month_name[int(month[5:7])]} {month[:4]}"


def _bar(month: str, parts: Mapping[str, int], series: Sequence[str], x: float, scale: float, shown_year: str) -> Bar:
    segments = []
    y = float(_TOP + _HEIGHT)
    for place, name in enumerate(series):
        if number := parts.get(name, 0):
            y -= number * scale
            segments.append(Segment(place, name, number, round(y, 2), round(number * scale, 2)))
    year = month[:4]
    return Bar(
        month=month,
        label=month_name(month),
        short=calendar.month_abbr[int(month[5:7])],
        year="" if year == shown_year else year,
        total=sum(parts.values()),
        x=x + (_SLOT - _BAR) / 2,
        y=round(y, 2),
        height=round(_TOP + _HEIGHT - y, 2),
        segments=tuple(segments),
    )


def _ticks(highest: int) -> list[int]:
    """Round values from 0 to the first that is no lower than the highest."""
    step = next(
        factor * 10**power for power in count() for factor in (1, 2, 5) if factor * 10**power * _MOST_TICKS >= highest
    )
    last = max(-(-highest // step), 1) * step
    return list(range(0, last + 1, step))


def _between(first: str, second: str) -> int:
    """How many months lie between two."""
    return (int(second[:4]) - int(first[:4])) * 12 + int(second[5:7]) - int(first[5:7]) - 1
