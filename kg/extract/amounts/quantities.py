"""Numbers that count or measure, with the tolerance that the words give them.

"At least 20" has a least and no value, "up to 20" a most, "about 100" a value that is approximate, "10 to 12" both
bounds, "dozens" a least of 24 and "hundreds" of 200 (two of the unit), "no casualties" and "nobody" the value 0.
Dates, clock times, ordinals, list numbers and footnote marks are none.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kg import lexicon
from kg.extract.amounts.times import time_spans
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Quantity, Ref, Span

_DIGITS, _SCALES, _VAGUE = (
    {row["form"]: Decimal(row["number"]) for row in lexicon.table("numbers") if row["kind"] == kind}
    for kind in ("digit", "scale", "vague")
)
_UNITS = lexicon.mapping("units", "form", "unit")
_BOUNDS = {tuple(row["phrase"].split()): row["bound"] for row in lexicon.table("number_bounds")}
_LONGEST_BOUND: Final = max(len(phrase) for phrase in _BOUNDS)
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d+)?")
_BEFORE_NAMES: Final = frozenset(
    {
        "resolution",
        "article",
        "chapter",
        "page",
        "no",
        "number",
        "route",
        "highway",
        "flight",
        "channel",
        "section",
        "§",
        "#",
    }
)
_CLOCK: Final = frozenset({"am", "pm", "a.m", "p.m", "a.m.", "p.m.", "gmt", "utc", "o'clock", "local"})
_JOINS: Final = frozenset({"-", "–", "—", "to", "or"})
_HYPHENS: Final = frozenset({"-", "–"})
_LONGEST_COMPOUND: Final = 4
_HARMS: Final = frozenset({"casualties", "injuries", "injury", "deaths", "fatalities"})
_RISING: Final = lexicon.words("rising_verbs")
_MOST_ADJECTIVES: Final = 2
# Words with which a number may begin that is not in digits.
_HURT: Final = frozenset(row["word"] for row in lexicon.table("harm_words")) | {"harmed"}
_HARM_REACH: Final = 4  # words
_OPENERS: Final = frozenset({"no", "nobody", "without", "a", "half", "tens", *_VAGUE, *_DIGITS})


def find_quantities(page: Page) -> tuple[Quantity, ...]:
    """Every counted or measured number of the text, in order."""
    words = page.words
    taken = time_spans(page)
    begins = [span.begin for span in taken]
    found: list[Quantity] = []
    past = 0
    for at, lower in enumerate(words.lowers):
        read = _read(words, at) if at >= past and (lower in _OPENERS or lower[0].isdigit()) else None
        if read is None:
            continue
        quantity, past = read
        before = bisect_right(begins, quantity.words.begin) - 1
        if before < 0 or taken[before].end <= quantity.words.begin:
            found.append(quantity)
    return tuple(found)


def _read(words: Words, at: int) -> tuple[Quantity, int] | None:
    """The quantity whose number begins at a word, and the word after it."""
    lowers = words.lowers
    bare = lowers[at] == "without" and lowers[at + 1 : at + 2] and lowers[at + 1] in _HARMS
    if bare or (lowers[at] == "no" and at + 1 < len(words) and _people_unit(words, at + 1)):
        return _quantity(words, at, at + 1, value=Decimal(0)), at + 1
    no_one = lowers[at : at + 2] == ["no", "one"] and not _HURT.isdisjoint(lowers[at + 2 : at + 2 + _HARM_REACH])
    if lowers[at] == "nobody" or no_one:
        past = at + (1 if lowers[at] == "nobody" else 2)
        return replace(_quantity(words, at, past, value=Decimal(0)), unit="people"), past
    number = _number(words, at)
    if number is None or not _counts(words, at, number[1]):
        return None
    value, past, vague = number
    first, bound = _bound_before(words, at)
    if vague:
        return _quantity(words, first, past, least=value), past
    if (
        past + 1 < len(words)
        and lowers[past] in _JOINS
        and not (
            lowers[past] == "to" and lowers[first - 1 : first] == ["from"] and lowers[max(0, first - 2)] in _RISING
        )
        and (second := _number(words, past + 1))
        and second[0] > value
        and not second[2]
    ):
        return _quantity(words, first, second[1], least=value, most=second[0]), second[1]
    if (
        first > 0
        and lowers[first - 1] == "between"
        and past + 1 < len(words)
        and lowers[past] == "and"
        and (second := _number(words, past + 1) or _number(words, min(past + 3, len(words) - 1)))
    ):
        return _quantity(words, first - 1, second[1], least=value, most=second[0]), second[1]
    if past + 1 < len(words) and lowers[past] == "or" and lowers[past + 1] == "more":
        return _quantity(words, first, past + 2, least=value), past + 2
    match bound:
        case "least":
            return _quantity(words, first, past, least=value), past
        case "most":
            return _quantity(words, first, past, most=value), past
        case _:
            return _quantity(words, first, past, value=value, approximate=bound == "about"), past


def _quantity(
    words: Words,
    first: int,
    past: int,
    *,
    value: Decimal | None = None,
    least: Decimal | None = None,
    most: Decimal | None = None,
    approximate: bool = False,
) -> Quantity:
    span = words.span_of(first, past)
    unit, unit_at = _unit_after(words, past)
    quantity = Quantity(Ref("quantity", ""), span, value, least, most, approximate, unit)
    if unit_at is not None and unit not in {None, "people"}:
        quantity = replace(quantity, words=Span(span.begin, words.spans[unit_at].end))
    return replace(quantity, ref=Ref("quantity", f"{quantity.words.begin}-{quantity.words.end}"))


def _number(words: Words, at: int) -> tuple[Decimal, int, bool] | None:
    """A number in digits or words: its value, the word after it, and whether it is vague ("dozens")."""
    form, lower = words.forms[at], words.lowers[at]
    if form[0].isdigit():
        if not _FIGURE.fullmatch(form):
            return None
        value, past = Decimal(form.replace(",", "")), at + 1
        if past < len(words) and words.lowers[past] in _SCALES and words.lowers[past] != "dozen":
            return value * _SCALES[words.lowers[past]], past + 1, False
        return value, past, False
    if lower in _VAGUE:
        past = at + 1
        value = _VAGUE[lower]
        if past + 1 < len(words) and words.lowers[past] == "of" and words.lowers[past + 1] in _VAGUE:
            return (Decimal(20) if lower == "tens" else value) * _VAGUE[words.lowers[past + 1]] / 2, past + 2, True
        return value, past, True
    if (
        lower == "tens"
        and words.lowers[at + 1 : at + 2] == ["of"]
        and words.lowers[at + 2 : at + 3]
        and words.lowers[at + 2] in _VAGUE
    ):
        return 10 * _VAGUE[words.lowers[at + 2]], at + 3, True
    return _spelled(words, at)


def _spelled(words: Words, at: int) -> tuple[Decimal, int, bool] | None:
    total = current = Decimal(0)
    past = at
    lowers = words.lowers
    if lowers[at] in {"a", "half"} and past + 1 < len(words):
        half = lowers[at] == "half"
        scale_at = at + 2 if half and lowers[at + 1] in {"a", "of"} else at + 1
        if scale_at < len(words) and lowers[scale_at] in _SCALES:
            return _SCALES[lowers[scale_at]] / (2 if half else 1), scale_at + 1, False
        return None
    while past < len(words):
        lower = lowers[past]
        if lower in _DIGITS:
            if (
                past > at
                and lowers[past - 1] in _DIGITS
                and not (_DIGITS[lowers[past - 1]] >= 20 and _DIGITS[lower] < 10)
            ):
                break
            current += _DIGITS[lower]
        elif lower in _SCALES and past > at:
            current *= _SCALES[lower]
            if _SCALES[lower] >= 1000:
                total, current = total + current, Decimal(0)
        elif not (lower in {"and", "-"} and past > at and past + 1 < len(words) and _goes_on(lowers, past)):
            break
        past += 1
    return (total + current, past, False) if past > at else None


def _goes_on(lowers: list[str], at: int) -> bool:
    """Whether "and" or a hyphen joins two parts of one number: "two hundred and five", "twenty-one"."""
    left, right = lowers[at - 1], lowers[at + 1]
    if lowers[at] == "and":
        return left in {"hundred", "thousand"} and right in _DIGITS
    return left in _DIGITS and right in _DIGITS and _DIGITS[left] >= 20 and _DIGITS[right] < 10


def _counts(words: Words, first: int, past: int) -> bool:
    """Whether a number counts: not a clock time, part of a name, a footnote mark, or "one" as a pronoun."""
    lowers, text = words.lowers, words.text
    before = lowers[first - 1] if first else ""
    after = lowers[past] if past < len(words) else ""
    begin, end = words.spans[first].begin, words.spans[past - 1].end
    if (
        before in _BEFORE_NAMES
        or after in _CLOCK
        or after == ":"
        or (before == ":" and text[begin - 2 : begin - 1].isdigit())
    ):
        return False
    if before == "[" and after == "]":
        return False
    if (
        before in {"-", "–"}
        and first > 1
        and words.spans[first - 1].end == begin
        and words.forms[first - 2][-1].isalpha()
    ):
        return False
    if lowers[first] == "one" and past == first + 1:
        return _people_unit(words, past) or (after in {"-", "–"} and _unit_after(words, past)[0] is not None)
    return not (end < len(text) and text[end] == "/")


def _bound_before(words: Words, at: int) -> tuple[int, str | None]:
    """First word of the longest bound phrase that ends before a number, and what it makes of the number."""
    for length in range(min(_LONGEST_BOUND, at), 0, -1):
        bound = _BOUNDS.get(tuple(words.lowers[at - length : at]))
        if bound:
            return at - length, bound
    return at, None


def _unit_after(words: Words, past: int) -> tuple[str | None, int | None]:
    """Unit named after a number, across a hyphen or a few adjectives, and the word that names it."""
    at = past + 1 if past < len(words) and words.lowers[past] in _HYPHENS else past
    end = at + 1 + _MOST_ADJECTIVES
    for number in range(at, min(end + _LONGEST_COMPOUND, len(words))):
        if number > at and words.lowers[number] in _HYPHENS:
            end += 2  # a compound is one adjective: "pro-government fighters"
            continue
        if number >= end:
            break
        if not words.forms[number][0].isalpha() and words.forms[number] != "%":
            return None, None
        unit = _UNITS.get(words.lowers[number])
        if unit and (number == at or unit == "people"):
            return unit, number
    return None, None


def _people_unit(words: Words, at: int) -> bool:
    return _unit_after(words, at)[0] == "people"


def spelled_value(lowers: Sequence[str], determiner: str | None = None) -> int | None:
    """The number among the words before a noun, if any: 34 in "34 precision" (strikes)."""
    for lower in (*lowers, determiner or ""):
        if lower in _DIGITS:
            return int(_DIGITS[lower])
        if lower.isdigit():
            return int(lower)
    return None
