"""Words of the calendar, and the parts of patterns that read them."""

import re

from kg import lexicon


def _numbers(kind: str) -> dict[str, int]:
    return {row["form"]: int(row["number"]) for row in lexicon.table("calendar") if row["kind"] == kind}


MONTHS, WEEKDAYS, SEASONS, PARTS, DAYS = (_numbers(k) for k in ("month", "weekday", "season", "part", "day"))


def either(forms: dict[str, int]) -> str:
    """A pattern of any of some words, longer ones first. A look at their first letters passes over most places of a
    text in less time than the words would.
    """
    words = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    alike = range(min(2, *map(len, forms)))
    letters = [sorted({re.escape(form[at]) for form in forms}) for at in alike]
    firsts = "".join(f"[{''.join(each)}]" for each in letters)
    return f"(?={firsts})(?:{words})"


COUNTS = {row["form"]: int(row["number"]) for row in lexicon.table("numbers") if row["kind"] == "digit"} | {
    "a": 1,
    "an": 1,
}
_FULL = {form: number for form, number in MONTHS.items() if len(form) > 4 or form in {"june", "july", "may"}}
M = rf"(?:{either(_FULL)}|(?:{either(MONTHS)})\b\.?)"
MONTH = rf"(?P<month>{M})"
YEAR = r"(?P<year>(?:19|20)\d\d)"
D = r"(?:[12]\d|3[01]|0?[1-9])"
DAY = rf"(?P<day>{D})(?:st|nd|rd|th)?"
DAY2 = rf"(?P<day2>{D})(?:st|nd|rd|th)?"
TO = r"\s?(?:-|–|—|to|and|until|through)\s?"
PART = rf"(?P<part>{either(PARTS)})[\s-]?"
HOURS = r"(?:\s(?:morning|afternoon|evening|night))?"
DATELINE = rf"(?:(?:{either(WEEKDAYS)}),?\s)?"
WEEKDAY = rf"(?P<weekday>{either(WEEKDAYS)})"
_SECOND_YEAR = r"(?:[-–]|\sto\s|\sand\s)(?P<year2>(?:19|20)\d\d)"
YEARS = rf"(?P<words>{YEAR}(?:{_SECOND_YEAR})?(?![.,]?\d|[-–]\d|%|\s?(?:people|men|km|troops)))"
YEAR_AFTER = r"(?:in|since|during|of|by|until|till|from|to|through|between|after|before|around)\s"
COUNT = rf"(?P<count>\d{{1,3}}|{either(COUNTS)})"
UNIT = r"(?P<unit>day|week|month|year)s?"
