"""Numbers that count or measure, with their tolerance."""

from decimal import Decimal

import pytest
from event_pages import page_of
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.amounts.quantities import find_quantities
from kg.records import Ref


def read(text: str) -> list[tuple[str, str | None, str | None, str | None, bool, str | None]]:
    page = page_of(text)

    def plain(number: Decimal | None) -> str | None:
        return None if number is None else format(number.normalize(), "f")

    return [
        (page.text(q.words), plain(q.value), plain(q.least), plain(q.most), q.approximate, q.unit)
        for q in find_quantities(page)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They freed 14 hostages.", ("14", "14", None, None, False, "people")),
        ("They freed 1,250 hostages.", ("1,250", "1250", None, None, False, "people")),
        ("They freed twenty-one hostages.", ("twenty-one", "21", None, None, False, "people")),
        ("They freed two hundred and five men.", ("two hundred and five", "205", None, None, False, "people")),
        ("They freed a dozen men.", ("a dozen", "12", None, None, False, "people")),
        ("They freed half a dozen men.", ("half a dozen", "6", None, None, False, "people")),
        ("Some 2.5 million people fled.", ("Some 2.5 million", "2500000", None, None, True, "people")),
        ("At least 20 soldiers came.", ("At least 20", None, "20", None, False, "people")),
        ("More than 20 soldiers came.", ("More than 20", None, "20", None, False, "people")),
        ("Up to 20 soldiers came.", ("Up to 20", None, None, "20", False, "people")),
        ("About 20 soldiers came.", ("About 20", "20", None, None, True, "people")),
        ("10 to 12 soldiers came.", ("10 to 12", None, "10", "12", False, "people")),
        ("10-12 soldiers came.", ("10-12", None, "10", "12", False, "people")),
        ("Between 10 and 12 soldiers came.", ("Between 10 and 12", None, "10", "12", False, "people")),
        ("Dozens of soldiers came.", ("Dozens", None, "24", None, False, "people")),
        ("Hundreds of soldiers came.", ("Hundreds", None, "200", None, False, "people")),
        ("Tens of thousands fled.", ("Tens of thousands", None, "20000", None, False, None)),
        ("There were no casualties.", ("no", "0", None, None, False, "people")),
        ("A 12-mile strip.", ("12-mile", "12", None, None, False, "mi")),
        ("It is 33 km deep.", ("33 km", "33", None, None, False, "km")),
    ],
)
def test_a_number_has_value_tolerance_and_unit(text: str, expected: tuple[object, ...]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "It began at 7:45 p.m.",
        "It began on 3 May 2015.",
        "He cited Resolution 2254.",
        "It was denied.[3]",
        "No one knows which one.",
        "The T-72 burned.",
    ],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert read(text) == []


def test_the_reference_names_the_words() -> None:
    (quantity,) = find_quantities(page_of("About 20 soldiers came."))
    assert quantity.ref == Ref("quantity", "0-8")


@given(st.text(max_size=200))
def test_any_text_gives_quantities_inside_it(text: str) -> None:
    assert all(0 <= q.words.begin < q.words.end <= len(text) for q in find_quantities(page_of(text)))


_PIECES = [
    "at least",
    "20",
    "twenty",
    "-",
    "one",
    "hundred",
    "and",
    "dozens",
    "of",
    "thousands",
    "no",
    "people",
    "between",
    "to",
    "3.5",
    "a",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join))
def test_every_quantity_says_some_number(text: str) -> None:
    for quantity in find_quantities(page_of(text)):
        assert any(number is not None for number in (quantity.value, quantity.least, quantity.most))
