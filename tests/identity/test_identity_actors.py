"""Unknown actors of several articles: which are one."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.identity.actor_names import cut, shortened
from kg.identity.actors import UnknownActor, blocks, compare
from kg.identity.judging import scale
from kg.identity.offices import differ, offices
from kg.records import ActorKind
from kg.store import Writer
from tests.identity.stories import Story, groups, stored, tell

MAYOR = UnknownActor(
    kind="Person",
    label="Hana Mansour",
    other_labels=(),
    names=frozenset({"hana mansour"}),
    office=frozenset({"mayor"}),
    countries=frozenset({"Lebanon"}),
    company=frozenset(),
    year=2033,
)
BODY = replace(MAYOR, kind="ArmedGroup", names=frozenset({"northern dawn brigade"}), office=frozenset())


def together(one: UnknownActor, other: UnknownActor) -> bool:
    points = compare(one, other)
    assert points == compare(other, one)
    met = set(blocks(one)) & set(blocks(other))
    return bool(met) and points is not None and sum(points.values()) >= scale("actor").threshold


@pytest.mark.parametrize(
    ("changes", "one"),
    [
        ({}, True),
        ({"office": frozenset()}, True),
        ({"office": frozenset({"teacher"})}, False),
        ({"countries": frozenset({"Egypt"})}, False),
        ({"countries": frozenset(), "office": frozenset()}, False),
        ({"names": frozenset({"hanna mansoor"})}, True),
        ({"names": frozenset({"hanna mansoor"}), "office": frozenset({"teacher"})}, False),
        ({"names": frozenset({"hana leila mansour"})}, True),
        ({"names": frozenset({"hana leila mansour"}), "office": frozenset()}, False),
        ({"names": frozenset({"rana mansour"})}, False),
        ({"names": frozenset({"hana mishari"})}, False),
        ({"kind": "ArmedGroup"}, False),
    ],
)
def test_actors_persons_are_one_by_name_and_something_else(changes: dict[str, object], one: bool) -> None:
    assert together(MAYOR, replace(MAYOR, **changes)) is one  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("northern dawn brigade", True),
        ("southern dawn brigade", False),
        ("northern dawn brigades", False),
    ],
)
def test_actors_bodies_are_one_by_name(name: str, one: bool) -> None:
    assert together(BODY, replace(BODY, names=frozenset({name}))) is one


def test_actors_bodies_of_two_places_are_two() -> None:
    first, second, bare = (
        replace(BODY, names=frozenset({name}), company=frozenset({"Houthis"}))
        for name in ("resistance committee of taiz", "resistance committee of aden", "resistance committee")
    )
    assert not together(first, second)
    assert together(first, bare)
    assert not together(first, replace(bare, countries=frozenset({"Sudan"})))


def test_actors_colonel_becomes_general() -> None:
    assert not differ(frozenset({"colonel"}), frozenset({"general", "chief"}))
    assert differ(frozenset({"colonel"}), frozenset({"nurse"}))
    assert not differ(frozenset({"nurse"}), frozenset({"nurse", "head"}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The mayor of Tyre, Hana Mansour, pleaded.", {"mayor"}),
        ("Mayor Hana Mansour pleaded.", {"mayor"}),
        ("It fell, said Hana Mansour, a spokesman of the navy's command. A nurse wept.", {"spokesman"}),
        ("The nurse saw it. Hana Mansour did not.", set()),
        ("Hana Mansour, and the mayor, fled.", set()),
        ("The minister of health of Mali, Hana Mansour, said", {"minister"}),
    ],
)
def test_offices_stand_at_the_name(text: str, found: set[str]) -> None:
    begin = text.index("Hana")
    assert offices(text, [(begin, begin + len("Hana Mansour"))]) == found


def test_names_are_cut_without_particles() -> None:
    assert shortened("abu omar al bilawi") == {"abu omar bilawi", "omar bilawi", "abu bilawi"}
    assert shortened("maher al bilawi") == {"maher bilawi"}
    assert cut("army of the west") == ()
    assert cut("free army of the west") == ("free army",)


def test_actors_are_one_in_a_store_whatever_the_order(tmp_path: Path) -> None:
    stories = [
        Story("a", "Hana Mansour spoke in Tyre.", actors=(("Hana Mansour", "mayor"),), states=("Lebanon",)),
        Story("b", "Later Hanna Mansoor spoke.", actors=(("Hanna Mansoor", "mayor"),), states=("Lebanon",)),
        Story("c", "Hana Mansour was jailed.", actors=(("Hana Mansour", "teacher"),), states=("Egypt",)),
        Story("d", "A brigade came.", actors=(("Northern Dawn Brigade", None),), kind=ActorKind.ARMED_GROUP),
    ]
    whole = stored(tmp_path / "whole", stories)
    assert stored(tmp_path / "turned", reversed(stories)) == whole
    with Writer(tmp_path / "each") as writer:
        for story in reversed(stories):
            tell(writer, story)
        [cluster] = groups(writer, "inActorCluster")
    assert {each.partition("/")[0] for each in cluster} == {"a", "b"}
