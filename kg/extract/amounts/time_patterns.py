"""How times are written: patterns, and what reads the days of each."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from kg.extract.amounts.periods import Period
from kg.extract.amounts.time_reading import (
    Reading,
    read_ago,
    read_anniversary,
    read_apart,
    read_around,
    read_beside,
    read_decade,
    read_iso,
    read_later,
    read_month,
    read_month_day,
    read_month_told,
    read_months,
    read_named_day,
    read_next_to,
    read_overnight,
    read_past,
    read_same_month,
    read_season,
    read_weekday,
    read_year,
)
from kg.extract.amounts.time_words import (
    COUNT,
    DATELINE,
    DAY,
    DAY2,
    DAYS,
    HOURS,
    MONTH,
    PART,
    SEASONS,
    TO,
    UNIT,
    WEEKDAY,
    YEAR,
    YEAR_AFTER,
    YEARS,
    M,
    either,
)
from kg.records import Span

Reader = Callable[[Reading], Period | None]
#: Where an expression stands, its parts, and what reads its days.
Candidate = tuple[Span, dict[str, str | None], Reader]

_PART_OF_DAY = r"(?:day|morning|afternoon|evening|night)"
_TO_THE_DAY = r"(?:(?P<exactly>to\sthe\sday)\s)?"
_DURING = r"(?:in|over|during|within|for)\s"
# Words that may follow "the day before" without being what it was before.
_NO_EVENT = r"(?:in|at|near|on|by|and|but|when|that|which|with|from|to|for|as|while|because|or|who|after)\b"
_AT_END = rf"(?!\s(?!{_NO_EVENT})[\w“\"'‘])"
_ON = rf"(?=\s(?!{_NO_EVENT})[\w“\"'‘])"
_NO_PART = r"(?!\sof\b)"
# The year by that of the publication, or by the one told last: "in March last year", "in October of that year".
_YEAR_TOLD = r"\s(?:(?:of\s)?(?P<which>last|this|next)|(?:of|in)\s(?P<told>that|the\ssame|the\sfollowing))\syear"
# What "a 2000 …" counts, in place of a year.
_NO_UNIT = (
    r"(?!(?:km|kms|kilomet|met(?:re|er)|mile|miles|m|ft|feet|kg|kilo|pounds?|tons?|tonnes?|litres?|strong|men|people|word)"
    r"\b)"
)
#: The end of a time that counts from what follows it.
EVENT_BEHIND: Final = re.compile(rf"\b(?:after|before|since){_ON}", re.IGNORECASE)

RULES: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE), reader)
    for pattern, reader in (
        (rf"{YEAR}-(?P<m>\d\d)-(?P<day>\d\d)", read_iso),
        (rf"{DATELINE}{DAY}(?:{TO}{DAY2})?(?:\sof)?\s{MONTH}(?:,?\s{YEAR})?", read_month_day),
        (rf"{DAY}\s{MONTH}{TO}{DAY2}\s(?P<month2>{M})(?:,?\s{YEAR})?", read_month_day),
        (rf"{DATELINE}{MONTH}\s{DAY}(?:{TO}(?:(?P<month2>{M})\s)?{DAY2})?(?:,?\s\[?{YEAR})?", read_month_day),
        (rf"{MONTH}(?:\s?[-–—/]\s?|\s(?:to|through)\s)(?P<month2>{M}),?\s{YEAR}", read_months),
        (rf"{PART}{MONTH}(?:,?\s{YEAR})?", read_month),
        (rf"{MONTH},?\s(?:of\s)?{YEAR}", read_month),
        (rf"{DAY}\s{MONTH}{_YEAR_TOLD}", read_month_told),
        (rf"{MONTH}(?:\s{DAY},?)?{_YEAR_TOLD}", read_month_told),
        (rf"the\ssame\smonth\s(?:of|in)\s{YEAR}", read_same_month),
        (rf"(?:{YEAR_AFTER})?(?P<words>{PART}{YEAR})", read_year),
        (rf"(?:{YEAR_AFTER}|\(){YEARS}", read_year),
        (rf"{YEARS}(?=:)", read_year),
        (rf"(?:the|an?|its|their|this|that|['’]s)\s{YEARS}(?=\s{_NO_UNIT}[a-z])", read_year),
        (rf"(?m:^){YEARS}[ \t]*(?m:$)", read_year),
        (rf"(?:{PART})?(?:the\s)?(?P<decade>(?:19|20)\d)0s", read_decade),
        (rf"(?P<season>{either(SEASONS)}),?\s(?:of\s)?{YEAR}", read_season),
        (rf"(?:(?:late|early)\s(?:on\s)?)?(?:(?P<which>last|next|this)\s)?{WEEKDAY}{HOURS}", read_weekday),
        (rf"(?P<named>{either(DAYS)}){HOURS}", read_named_day),
        (r"(?:earlier\s|later\s)?(?P<which>last|this|next)\s(?P<unit>week|weekend|month|year)", read_around),
        (rf"{COUNT}\syears?\sago\s(?P<which>today|this\s(?:week|month))", read_anniversary),
        (rf"{COUNT}\s{UNIT}\sago", read_ago),
        (rf"{COUNT}\s{UNIT}\s(?P<way>later|earlier|(?:after|before){_AT_END})", read_later),
        (rf"{COUNT}\s{UNIT}\s{_TO_THE_DAY}(?P<apart>after|before|since){_ON}", read_apart),
        (rf"the\s(?P<unit>day)\s(?P<apart>after|before){_ON}", read_apart),
        (rf"(?:the\s(?P<beside>previous|following|next|same)|that\ssame|that)\s{_PART_OF_DAY}", read_beside),
        (
            r"(?:the\s(?P<beside>previous|preceding|following|next|same)|that\ssame)\s(?P<unit>week|month|year)",
            read_next_to,
        ),
        (rf"(?:{PART}|later\s|earlier\s)that\s(?P<unit>month|year)", read_next_to),
        (rf"the\s{_PART_OF_DAY}\s(?P<behind>before|earlier|after){_AT_END}", read_beside),
        (rf"{_DURING}(?P<words>the\s(?:last|past)\s{COUNT}\s(?P<unit>hour|day|week)s){_NO_PART}", read_past),
        (rf"{_DURING}(?P<words>the\s(?:past\s(?P<unit>day|week)|last\s(?P<unit2>week))){_NO_PART}", read_past),
        (r"overnight(?!\s(?:on|from|into|between|to|last)\s)", read_overnight),
    )
)
_UNITS: Final = ("day", "week", "month", "year")


def _counted(*ways: str) -> tuple[str, ...]:
    return tuple(f"{unit}{plural} {way}" for unit in _UNITS for plural in ("", "s") for way in ways)


def _beside(*things: str) -> tuple[str, ...]:
    return tuple(
        f"{word} {thing}" for word in ("previous", "preceding", "following", "next", "same") for thing in things
    )


_PARTS_OF_DAY: Final = ("day", "morning", "afternoon", "evening", "night")
# A reader is asked only where some of its words stand in the text, in lower case and on one line.
NEEDED: Final[dict[Reader, tuple[str, ...]]] = {
    read_ago: ("ago",),
    read_season: tuple(SEASONS),
    read_iso: ("-",),
    read_decade: ("0s",),
    read_named_day: tuple(form.split()[-1] for form in DAYS),
    read_around: tuple(f"{which} {unit}" for which in ("last", "this", "next") for unit in _UNITS),
    read_later: _counted("later", "earlier", "after", "before"),
    read_apart: _counted("to the day", "after", "before", "since"),
    read_month_told: ("last year", "this year", "next year", "that year", "same year", "following year"),
    read_same_month: ("same month",),
    read_beside: (
        *_beside(*_PARTS_OF_DAY),
        *(f"that {part}" for part in _PARTS_OF_DAY),
        *(f"{part} {way}" for part in _PARTS_OF_DAY for way in ("before", "earlier", "after")),
    ),
    read_next_to: (*_beside("week", "month", "year"), "that month", "that year"),
    read_anniversary: ("ago today", "ago this"),
    read_past: ("the last ", "the past "),
    read_overnight: ("overnight",),
}

_BARE_MONTH = re.compile(
    rf"(?<![\w-])(?:(?P<before>in|since|by|during|until|till|from|of|through|before|after|last|next|this|for)\s)?{MONTH}(?!\w|-\w)",
    re.IGNORECASE,
)
_AMBIGUOUS = {"march", "may", "mar", "jan", "jun"}


def bare_months(text: str) -> Iterator[re.Match[str]]:
    """Months alone; "March" and "May" only where a preposition shows that they are months."""
    for match in _BARE_MONTH.finditer(text):
        name = match["month"]
        if name[0].isupper() and (match["before"] or name.lower().rstrip(".") not in _AMBIGUOUS):
            yield match
