"""Zones: kinds, spans, holders, surroundings, width, and mentions that are one zone."""

import pytest
from event_pages import entities_of, names, page_of
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.amounts.quantities import find_quantities
from kg.extract.names.entities import Entities
from kg.extract.zones.finder import find_zones
from kg.records import ActorKind, MentionKind, Zone, ZoneKind

REBELS = {"rebels": ActorKind.COLLECTIVE}


def found(text: str, actors: dict[str, ActorKind] | None = None, places: tuple[str, ...] = ()) -> Entities:
    page = page_of(text)
    return find_zones(page, entities_of(text, actors, places), find_quantities(page))


def only(text: str, actors: dict[str, ActorKind] | None = None, places: tuple[str, ...] = ()) -> tuple[Zone, list[str]]:
    entities = found(text, actors, places)
    (zone,) = entities.zones.values()
    return zone, [text[m.span.begin : m.span.end] for m in entities.mentions_of(zone.ref)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("demilitarised zone", ZoneKind.DEMILITARISED_ZONE),
        ("demilitarized zone", ZoneKind.DEMILITARISED_ZONE),
        ("buffer zone", ZoneKind.BUFFER_ZONE),
        ("safe zone", ZoneKind.SAFE_ZONE),
        ("de-escalation zone", ZoneKind.DE_ESCALATION_ZONE),
        ("no-fly zone", ZoneKind.NO_FLY_ZONE),
        ("exclusion zone", ZoneKind.EXCLUSION_ZONE),
        ("humanitarian corridor", ZoneKind.HUMANITARIAN_CORRIDOR),
        ("front line", ZoneKind.FRONT_LINE),
    ],
)
def test_the_noun_tells_the_kind(words: str, kind: ZoneKind) -> None:
    zone, mentions = only(f"Envoys agreed on a {words} there.")
    assert (zone.kind, mentions) == (kind, [words])


def test_premodifiers_belong_to_the_span_and_the_determiner_does_not() -> None:
    assert only("They left the newly agreed buffer zone.")[1] == ["newly agreed buffer zone"]


def test_a_zone_that_is_described_is_a_nominal_mention() -> None:
    entities = found("They left the buffer zone.")
    assert [m.kind for m in entities.mentions] == [MentionKind.NOMINAL]


def test_held_areas_are_controlled_by_their_holder() -> None:
    zone, mentions = only("Convoys reached Houthi-held areas.", {"Houthi": ActorKind.ARMED_GROUP})
    assert (zone.kind, names(zone.controlled_by), mentions) == (ZoneKind.HELD_AREA, ["Houthi"], ["Houthi-held areas"])


def test_a_common_noun_before_held_takes_up_the_actor_of_that_noun() -> None:
    text = "The rebels dug in. Convoys reached rebel-held areas."
    zone, _ = only(text, REBELS)
    assert names(zone.controlled_by) == ["rebels"]
    assert text[slice(*zone.controlled_by[0].words)] == "rebel"


def test_controlled_by_after_the_noun() -> None:
    zone, mentions = only("Aid reached territory controlled by the rebels.", REBELS)
    assert (names(zone.controlled_by), mentions) == (["rebels"], ["territory"])


def test_under_control_after_the_noun() -> None:
    zone, _ = only("Aid reached areas under Houthi control.", {"Houthi": ActorKind.ARMED_GROUP})
    assert names(zone.controlled_by) == ["Houthi"]


def test_an_area_that_nobody_holds_is_no_zone() -> None:
    assert found("Aid reached the area and its districts.").zones == {}


def test_a_named_place_is_no_zone() -> None:
    assert found("Shells fell on Karma area controlled by the rebels.", REBELS, ("Karma area",)).zones == {}


@pytest.mark.parametrize("verb", ["recaptured", "reclaimed", "seized"])
def test_land_formerly_held_is_held_by_those_who_took_it(verb: str) -> None:
    zone, _ = only(f"The army has {verb} formerly rebel-held land.", {**REBELS, "army": ActorKind.ARMED_FORCE})
    assert names(zone.controlled_by) == ["army"]


def test_within_is_the_place_it_lies_in() -> None:
    zone, _ = only("They drew a buffer zone in Karma province.", places=("Karma province",))
    assert names(zone.within) == ["Karma province"]
    assert zone.label == "buffer zone in Karma province"


def test_a_possessor_is_not_the_place_it_lies_in() -> None:
    zone, _ = only("They drew a buffer zone in Nubia's Karma province.", places=("Nubia", "Karma province"))
    assert names(zone.within) == ["Karma province"]


def test_the_width_is_a_quantity() -> None:
    zone, mentions = only("Guns left the 12-mile buffer zone.")
    assert (names(zone.extent), mentions) == (["14-21"], ["12-mile buffer zone"])


def test_length_and_depth_after_the_noun() -> None:
    zone, _ = only("They want a safe zone 110 km long and 33 km deep.")
    assert len(zone.extent) == 2


def test_the_same_zone_told_twice_is_one() -> None:
    _, mentions = only("They drew a buffer zone. Troops left the buffer zone.")
    assert mentions == ["buffer zone", "buffer zone"]


def test_zones_in_different_places_are_two() -> None:
    text = "They drew a buffer zone in Karma. Others drew a buffer zone in Sohail."
    assert len(found(text, places=("Karma", "Sohail")).zones) == 2


@given(st.text(max_size=200))
def test_any_text_gives_zones_inside_it(text: str) -> None:
    assert all(0 <= m.span.begin < m.span.end <= len(text) for m in found(text).mentions)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Shells fell in the weapons-free strip.", "weapons-free strip", ZoneKind.DEMILITARISED_ZONE),
        ("Both armies left the zone of separation.", "zone of separation", ZoneKind.BUFFER_ZONE),
        ("A protection zone lies around the plant.", "protection zone", ZoneKind.SAFE_ZONE),
        ("Families live near the Line of Control.", "Line of Control", ZoneKind.FRONT_LINE),
        ("Trucks used the Ostra corridor.", "Ostra corridor", ZoneKind.HUMANITARIAN_CORRIDOR),
        ("A patrol crossed the Blue Line.", "Blue Line", ZoneKind.FRONT_LINE),
    ],
)
def test_modifier_and_head_make_a_zone(text: str, words: str, kind: ZoneKind) -> None:
    zone, mentions = only(text)
    assert (zone.kind, mentions) == (kind, [words])


@pytest.mark.parametrize(
    "text",
    [
        "The corridor of the hospital was full.",
        "The line was long.",
        "It is a self-administered region.",
        "The rebels left the rebel-held town of Ostra.",
    ],
)
def test_plain_lines_and_named_towns_are_no_zones(text: str) -> None:
    assert found(text, REBELS).zones == {}
