"""People of several sorts who are counted apart and harmed together: "twelve soldiers and two civilians were killed",
"killing three doctors, two nurses and a patient".
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kg import lexicon
from kg.extract.grammar.word_classes import AUXILIARIES, MODALS, PREPOSITIONS
from kg.extract.strikes.single_victims import is_age
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Quantity, Ref, Span

_HARM: Final = frozenset(row["word"] for row in lexicon.table("harm_words"))
_LONGEST: Final = 5  # words between two numbers
_PEOPLE: Final = "people"
_WITHIN: Final = frozenset({"of", "from"})
_BREAKING: Final = AUXILIARIES | MODALS | _HARM | (PREPOSITIONS - _WITHIN)
_ANYBODY: Final = frozenset({"people", "persons", "victims", "casualties", "others", "dead", "men", "members"})
_ONE: Final = frozenset({"a", "an", "the", "his", "her", "their"})
_MOST_ADJECTIVES: Final = 2
_AGED: Final = ("-", "year", "-", "old")
_FORMS: Final = frozenset(row["form"] for row in lexicon.table("units") if row["unit"] == _PEOPLE)
_SINGLE: Final = frozenset(
    form for form in _FORMS if f"{form}s" in _FORMS or form in {"child", "person"} or form.endswith(("man", "woman"))
)


def with_sums(page: Page, told: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The quantities in text order, with one of each single person beside them ("and a patient"), and one more for all
    that commas and "and" join into one number of people.
    """
    everybody = {q.words: q for q in (*_single_ones(page, told), *told)}
    counted = [everybody[span] for span in sorted(everybody)]
    sums = [_sum(joined) for joined in _lists(page, counted)]
    return tuple(sorted((*counted, *sums), key=lambda q: (q.words, q.ref)))


def sums_of(quantities: Sequence[Quantity]) -> dict[Ref, tuple[Quantity, ...]]:
    """For each of those that are joined their sum and all of them. quantities: in text order, as ``with_sums`` has
    them.
    """
    found: dict[Ref, tuple[Quantity, ...]] = {}
    for at, whole in enumerate(quantities):
        if at == 0 or quantities[at - 1].words.begin != whole.words.begin:
            continue
        inside = [quantities[at - 1]]
        inside += [q for q in quantities[at + 1 : at + 1 + _LONGEST] if q.words.end <= whole.words.end]
        found |= {part.ref: (whole, *inside) for part in inside}
    return found


def _lists(page: Page, counted: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """The numbers of people that are joined, the last one by "and"."""
    joined: list[Quantity] = []
    for quantity in counted:
        if _is_included(page.words, quantity) or is_age(page.words, quantity):
            continue
        joint = _joint(page, joined[-1], quantity) if joined else None
        joined = [*joined, quantity] if joint else [quantity]
        if joint == "and":
            if len(joined) == 2 or not _is_whole(page, joined[0]):
                yield joined
            joined = []


def _is_included(words: Words, quantity: Quantity) -> bool:
    """Whether a number only counts some of those told before: "including two children", "including a mother"."""
    first = words.range_of(quantity.words)[0]
    first -= first > 1 and words.lowers[first - 1] in {"a", "an"}
    return words.lowers[first - 1 : first] == ["including"]


def _counts_people(words: Words, quantity: Quantity) -> bool:
    """Whether a number counts people, be it by the name of their nation or group: "48 Syrians", "36 al-Shabaab"."""
    past = words.range_of(quantity.words)[1]
    named = past < len(words) and (words.forms[past][0].isupper() or words.lowers[past : past + 2] == ["al", "-"])
    return quantity.unit == _PEOPLE or (quantity.unit is None and named)


def _joint(page: Page, left: Quantity, right: Quantity) -> str | None:
    """What joins two numbers of people in one list: a comma or "and"; None where nothing does."""
    words = page.words
    if not (_counts_people(words, left) and _counts_people(words, right)):
        return None
    if right.words.begin <= left.words.end or _zero(left, right):
        return None
    between = _without_aside(words.lowers[words.range_of(left.words)[1] : words.range_of(right.words)[0]])
    if _is_single(words, right):
        between = next((between[:at] for at in range(len(between) - 1, -1, -1) if between[at] in _ONE), between)
    elif between[-1:] and between[-1] in _ONE:
        between = between[:-1]
    joint = between[-1] if between else ""
    inner = between[:-1]
    if joint == "and" and inner[-1:] == [","]:
        inner = inner[:-1]
    if joint not in {"and", ","} or len(between) > _LONGEST or "and" in inner:
        return None
    if not inner and not _is_single(words, left):
        return None
    return joint if all((word[0].isalpha() or word == "-") and word not in _BREAKING for word in inner) else None


def _without_aside(between: list[str]) -> list[str]:
    """Words without those that only tell of parts or stand in brackets: "soldiers, including two officers, and"."""
    if "(" in between and ")" in between[between.index("(") :]:
        begin = between.index("(")
        between = [*between[:begin], *between[between.index(")", begin) + 1 :]]
    begin = between.index("including") if "including" in between else len(between)
    if "," not in between[begin:] or between[begin - 1] != ",":
        return between
    return [*between[: begin - 1], *between[between.index(",", begin) + 1 :]]


def _is_whole(page: Page, first: Quantity) -> bool:
    """Whether the first number of a list counts people of any sort, so that the others may be some of them."""
    words = page.words
    past = words.range_of(first.words)[1]
    return not _ANYBODY.isdisjoint(words.lowers[past : past + 1]) or past == len(words)


def _single_ones(page: Page, told: Sequence[Quantity]) -> Iterator[Quantity]:
    """One for each single person beside a number of people: "two policemen and a civilian", "a woman and two girls"."""
    for quantity in told:
        if quantity.unit != _PEOPLE or _zero(quantity) or _is_single(page.words, quantity):
            continue
        for span in (_one_behind(page, quantity), _one_before(page, quantity)):
            if span is not None:
                yield Quantity(Ref("quantity", f"{span.begin}-{span.end}"), span, Decimal(1), unit=_PEOPLE)


def _is_single(words: Words, quantity: Quantity) -> bool:
    """Whether a number stands on the words of one who is named without one."""
    return words.lowers[words.range_of(quantity.words)[1] - 1] in _SINGLE


def _one_behind(page: Page, quantity: Quantity) -> Span | None:
    words = page.words
    first = words.range_of(quantity.words)[1]
    ands = [at for at in range(first, min(first + _LONGEST, len(words))) if words.lowers[at] == "and"]
    at = ands[0] + 1 if ands else len(words)
    if at >= len(words) or words.lowers[at] not in _ONE:
        return None
    at += len(_AGED) + 1 if tuple(words.lowers[at + 2 : at + 2 + len(_AGED)]) == _AGED else 0
    for noun in range(at + 1, min(at + 2 + _MOST_ADJECTIVES, len(words))):
        if words.lowers[noun] in _SINGLE:
            return words.spans[noun] if _are_joined(page, words.spans[noun], quantity.words) else None
    return None


def _one_before(page: Page, quantity: Quantity) -> Span | None:
    words = page.words
    at = words.range_of(quantity.words)[0] - 1
    at -= at > 0 and words.lowers[at] in _ONE
    single = at > 1 and words.lowers[at] == "and" and words.lowers[at - 1] in _SINGLE
    return words.spans[at - 1] if single and words.lowers[at - 2] in {"a", "an"} else None


def _are_joined(page: Page, noun: Span, number: Span) -> bool:
    """Whether a noun is joined to the one that a number counts, and opens no clause of its own."""
    if not page.has_tree:
        return False
    token = page.tokens(noun).root
    return token.dep_ == "conj" and number.begin <= token.head.idx + len(token.head) and token.head.idx < noun.begin


def _zero(*quantities: Quantity) -> bool:
    return any(quantity.value == Decimal(0) for quantity in quantities)


def _sum(joined: Sequence[Quantity]) -> Quantity:
    span = Span(joined[0].words.begin, joined[-1].words.end)
    ref = Ref("quantity", f"{span.begin}-{span.end}")
    values = [q.value for q in joined if q.value is not None]
    if len(values) == len(joined):
        return Quantity(
            ref, span, sum(values, Decimal(0)), approximate=any(q.approximate for q in joined), unit=_PEOPLE
        )
    least = sum((q.value or q.least or Decimal(0) for q in joined), Decimal(0))
    highest = [high for q in joined if (high := q.value or q.most) is not None]
    most = sum(highest, Decimal(0)) if len(highest) == len(joined) else None
    return Quantity(ref, span, None, least, most, unit=_PEOPLE)
