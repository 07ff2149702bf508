"""What makes an item of Wikidata the thing that articles name: name, class, country, time, numbers, and the linker."""

from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode

from kg.linking.context import context_of
from kg.linking.things import Context
from kg.names import Names
from kg.online.judging import judge, roots
from kg.online.wanted import Wanted
from kg.online.wikidata import Item
from kg.settings import Settings
from tests.outside.standin import ENTITY

NAMES = Names(Settings().base_iri)
KARSK = Wanted("place/k", "Place", ("Karsk",), frozenset({ENTITY + "Q1"}), date(2020, 5, 5))


def item(
    number: int,
    label: str = "Karsk",
    country: str = "Q1",
    kind: str = "Q515",
    inception: str = "",
    geonames: str = "",
    population: str = "",
) -> Item:
    values = {"label": [Literal(label)], "country": [NamedNode(ENTITY + country)], "type": [NamedNode(ENTITY + kind)]}
    given = {"inception": inception, "GeoNames": geonames, "population": population}
    more = {name: [Literal(text)] for name, text in given.items() if text}
    return Item(f"{ENTITY}Q{number}", values | more)


TOWN = {(ENTITY + "Q515", ENTITY + "Q486972")}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([item(7)], [("Q7", "Accepted")]),
        ([item(7, label="KARSK")], [("Q7", "Accepted")]),
        ([item(7, label="Karsk Bridge")], []),
        ([item(7, kind="Q482994")], []),
        ([item(7, country="Q2")], [("Q7", "Candidate")]),
        ([item(7), item(8)], [("Q7", "Candidate"), ("Q8", "Candidate")]),
        ([item(7), item(8, country="Q2")], [("Q7", "Accepted"), ("Q8", "Candidate")]),
        ([item(7, inception="2021-01-01T00:00:00Z")], []),
        ([item(7, inception="-0500-01-01T00:00:00Z")], [("Q7", "Accepted")]),
        ([], []),
    ],
)
def test_online_judges(items: list[Item], expected: list[tuple[str, str]]) -> None:
    found = judge(KARSK, items, TOWN, Context(), NAMES)
    assert [(each.target.removeprefix(ENTITY), each.status) for each in found] == expected
    assert all(0 < each.confidence < 1 for each in found)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([item(7, geonames="5"), item(8)], [("Q7", "Accepted"), ("Q8", "Candidate")]),
        ([item(7, geonames="5", country="Q2"), item(8)], [("Q7", "Accepted"), ("Q8", "Candidate")]),
        ([item(7, geonames="6")], [("Q7", "Candidate")]),
        ([item(7, geonames="6"), item(8)], [("Q8", "Accepted"), ("Q7", "Candidate")]),
        ([item(7, geonames="5"), item(8, geonames="5")], [("Q7", "Candidate"), ("Q8", "Candidate")]),
    ],
)
def test_online_verifies_by_number(items: list[Item], expected: list[tuple[str, str]]) -> None:
    found = judge(replace(KARSK, geonames="5"), items, TOWN, Context(), NAMES)
    assert [(each.target.removeprefix(ENTITY), each.status) for each in found] == expected


SYRIA, LEBANON, LIBYA = "Q858", "Q822", "Q1016"
TRIPOLI = Wanted("place/a1/Tripoli", "Place", ("Tripoli",), frozenset({ENTITY + LEBANON}), date(2020, 5, 5))


def around(*names: tuple[str, str]) -> Context:
    return context_of(names)


@pytest.mark.parametrize(
    ("thing", "offered", "context", "status"),
    [
        # The gazetteer has a Tripoli in Libya, of which the article speaks as well.
        (TRIPOLI, item(7, "Tripoli", LEBANON), around(("State", "Libya"), ("Place", "Benghazi")), "Candidate"),
        (
            Wanted("place/a1/Karsk", "Place", ("Karsk",), frozenset({ENTITY + SYRIA}), None),
            item(7, country=SYRIA),
            around(("State", "Syria")),
            "Accepted",
        ),
        # A hamlet.
        (
            Wanted("place/a1/Karsk", "Place", ("Karsk",), frozenset({ENTITY + SYRIA}), None),
            item(7, country=SYRIA, population="+40"),
            around(("State", "Syria"), ("State", "Iraq")),
            "Candidate",
        ),
    ],
)
def test_online_accepts_nothing_that_the_linker_would_refuse(
    thing: Wanted, offered: Item, context: Context, status: str
) -> None:
    [found] = judge(thing, [offered], TOWN, context, NAMES)
    assert found.status == status
    assert ("the linker" in found.reason) == (status == "Candidate")


def test_online_knows_what_goes_with_each_class() -> None:
    assert set(roots()) == {
        "Person",
        "State",
        "Government",
        "ArmedForce",
        "ArmedGroup",
        "MediaOrganization",
        "Organization",
        "Place",
    }
