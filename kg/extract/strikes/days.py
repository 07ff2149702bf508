"""When attacks were, as far as that tells them apart: by the days that times mean, or by their words where an article
without a date leaves the days open.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from kg import lexicon
from kg.extract.text.page import Page
from kg.records import Ref, TimeExpression

When = tuple[date, date] | str
_MONTH: Final = 31
_DATED: Final = re.compile(
    r"\d|" + "|".join(row["form"] for row in lexicon.table("calendar") if row["kind"] in {"weekday", "month"})
)
_SUMMING: Final = ("the last ", "the past ")
_GOING_ON: Final = re.compile(r"\b(?:next|following|later|after|subsequent|previous|earlier|before|ago)\b")


def days_told(page: Page, times: Sequence[TimeExpression]) -> Mapping[Ref, When]:
    """The days of each time that has them, else its words in lower case where these name a day or lead to another."""
    return {time.ref: when for time in times if (when := _when(page, time)) is not None}


def _when(page: Page, time: TimeExpression) -> When | None:
    words = page.text(time.words).lower()
    if time.earliest and time.latest and not words.startswith(_SUMMING):
        return time.earliest, time.latest
    return words if words.startswith(_SUMMING) or _DATED.search(words) or _GOING_ON.search(words) else None


def differ(one: When, other: When) -> bool:
    """Whether two times cannot be the same; days in which all of some sort is summed up are those of no single one."""
    if isinstance(one, str) or isinstance(other, str):
        summing = any(isinstance(each, str) and each.startswith(_SUMMING) for each in (one, other))
        return one != other if summing or (isinstance(one, str) and isinstance(other, str)) else False
    return one[1] < other[0] or other[1] < one[0]


def within(one: When, other: When) -> bool:
    """Whether two times are the same, or one is a part of the other and that no longer than a month."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    inner, outer = sorted((one, other), key=lambda each: each[1] - each[0])
    return outer[0] <= inner[0] and inner[1] <= outer[1] and (outer[1] - outer[0]).days <= _MONTH
