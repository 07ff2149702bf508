"""People of two sorts who are counted apart and harmed together: "twelve soldiers and two civilians were killed"."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kg import lexicon
from kg.extract.grammar.surface import AUXILIARIES, MODALS, PREPOSITIONS
from kg.extract.text.page import Page
from kg.records import Quantity, Ref, Span

_HARM: Final = frozenset(row["word"] for row in lexicon.table("harm_words"))
_LONGEST: Final = 5  # words between two numbers
_PEOPLE: Final = "people"
_WITHIN: Final = frozenset({"of", "from"})


def with_sums(page: Page, told: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The quantities in text order, and one more for each two that "and" joins into one number of people."""
    sums = [_sum(left, right) for left, right in pairwise(told) if _are_joined(page, left, right)]
    return tuple(sorted((*told, *sums), key=lambda q: (q.words, q.ref)))


def sums_of(quantities: Sequence[Quantity]) -> dict[Ref, tuple[Quantity, Quantity, Quantity]]:
    """For each of two that are joined their sum and both. quantities: in text order, as ``with_sums`` has them."""
    found: dict[Ref, tuple[Quantity, Quantity, Quantity]] = {}
    for left, whole, right in zip(quantities, quantities[1:], quantities[2:], strict=False):
        if left.words.begin == whole.words.begin and whole.words.end == right.words.end:
            found[left.ref] = found[right.ref] = (whole, left, right)
    return found


def _are_joined(page: Page, left: Quantity, right: Quantity) -> bool:
    words = page.words
    if not _PEOPLE == left.unit == right.unit or right.words.begin <= left.words.end or _zero(left, right):
        return False
    between = words.lowers[words.range_of(left.words)[1] : words.range_of(right.words)[0]]
    if not 1 < len(between) <= _LONGEST or between[-1] != "and" or "and" in between[:-1]:
        return False
    verbs = AUXILIARIES | MODALS | _HARM | (PREPOSITIONS - _WITHIN)
    return all(word[0].isalpha() and word not in verbs for word in between)


def _zero(*quantities: Quantity) -> bool:
    return any(quantity.value == Decimal(0) for quantity in quantities)


def _sum(left: Quantity, right: Quantity) -> Quantity:
    span = Span(left.words.begin, right.words.end)
    ref = Ref("quantity", f"{span.begin}-{span.end}")
    if left.value is not None and right.value is not None:
        approximate = left.approximate or right.approximate
        return Quantity(ref, span, left.value + right.value, approximate=approximate, unit=_PEOPLE)
    least = (left.value or left.least or Decimal(0)) + (right.value or right.least or Decimal(0))
    high, other = left.value or left.most, right.value or right.most
    most = high + other if high is not None and other is not None else None
    return Quantity(ref, span, None, least, most, unit=_PEOPLE)
