"""Deals: triggers, kinds, parties, zones, status, and triggers that speak of one deal."""

from datetime import date

import pytest
from event_pages import entities_of, names, page_of, words
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.agreements.finder import find_agreements
from kg.extract.amounts.quantities import find_quantities
from kg.extract.amounts.times import find_times
from kg.extract.zones.finder import find_zones
from kg.records import ActorKind, Agreement, AgreementKind, AgreementStatus, Factuality

STATE = ActorKind.STATE
SIDES = {"Turkey": STATE, "Russia": STATE}
WAR = " Troops and rebels are at war; the military front has not moved."


def found(
    text: str, actors: dict[str, ActorKind] | None = None, places: tuple[str, ...] = (), published: date | None = None
) -> tuple[Agreement, ...]:
    page = page_of(text, published)
    entities = find_zones(page, entities_of(text, actors, places), find_quantities(page))
    return find_agreements(page, entities, find_times(page))


def only(
    text: str, actors: dict[str, ActorKind] | None = None, places: tuple[str, ...] = (), published: date | None = None
) -> Agreement:
    (agreement,) = found(text, actors, places, published)
    return agreement


@pytest.mark.parametrize(
    ("trigger", "kind"),
    [
        ("ceasefire", AgreementKind.CEASEFIRE),
        ("cease-fire", AgreementKind.CEASEFIRE),
        ("truce", AgreementKind.CEASEFIRE),
        ("cessation of hostilities", AgreementKind.CEASEFIRE),
        ("peace accord", AgreementKind.PEACE_AGREEMENT),
        ("prisoner swap", AgreementKind.PRISONER_EXCHANGE),
        ("evacuation deal", AgreementKind.WITHDRAWAL_AGREEMENT),
        ("defence pact", AgreementKind.COOPERATION_AGREEMENT),
    ],
)
def test_the_trigger_tells_the_kind(trigger: str, kind: AgreementKind) -> None:
    text = f"They spoke about the {trigger} there."
    agreement = only(text)
    assert (words(text, agreement.triggers), agreement.kind) == ([trigger], kind)


def test_what_a_plain_deal_is_about_tells_its_kind() -> None:
    agreement = only("Turkey and Russia signed a deal to withdraw from Hama." + WAR, SIDES, ("Hama",))
    assert agreement.kind is AgreementKind.WITHDRAWAL_AGREEMENT


@pytest.mark.parametrize(
    "text",
    [
        "Turkey and Russia signed a trade deal.",
        "The singer signed a record deal.",
        "They have to deal with it.",
        "The two were in agreement.",
        "A great deal of work is left.",
    ],
)
def test_other_deals_are_none(text: str) -> None:
    assert found(text, SIDES) == ()


def test_a_plain_deal_without_parties_is_none() -> None:
    assert found("A deal was near." + WAR) == ()


def test_between_names_the_parties() -> None:
    agreement = only("A ceasefire between Turkey and Russia holds.", SIDES)
    assert (names(agreement.party), agreement.party[0].rule) == (["Turkey", "Russia"], "agreement.between")


def test_subject_and_with_are_the_parties() -> None:
    assert names(only("Turkey struck a truce with Russia.", SIDES).party) == ["Turkey", "Russia"]


def test_a_joint_subject_names_the_parties() -> None:
    assert names(only("Turkey and Russia signed a ceasefire.", SIDES).party) == ["Turkey", "Russia"]


def test_those_who_announce_it_are_parties() -> None:
    assert names(only("Turkey and Russia announced that a ceasefire would begin.", SIDES).party) == ["Turkey", "Russia"]


def test_envoys_are_parties_only_where_no_one_else_is() -> None:
    actors = {**SIDES, "Ali Demir": ActorKind.PERSON}
    agreement = only("Ali Demir signed a ceasefire between Turkey and Russia.", actors)
    assert names(agreement.party) == ["Turkey", "Russia"]


def test_a_zone_that_it_creates_is_established() -> None:
    agreement = only("Turkey and Russia signed a truce to create a buffer zone.", SIDES)
    assert [f.value.kind for f in agreement.establishes if not isinstance(f.value, str)] == ["zone"]


def test_a_zone_that_is_only_near_is_not_established() -> None:
    assert only("The truce failed in the buffer zone.").establishes == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The ceasefire came into force.", AgreementStatus.IN_FORCE),
        ("They signed a ceasefire.", AgreementStatus.IN_FORCE),
        ("The ceasefire is facing collapse.", AgreementStatus.AT_RISK),
        ("The fragile ceasefire was on every page.", AgreementStatus.AT_RISK),
        ("The army violated the ceasefire.", AgreementStatus.VIOLATED),
        ("The ceasefire broke down.", AgreementStatus.COLLAPSED),
        ("The rebels rejected the ceasefire.", AgreementStatus.REJECTED),
        ("The envoy called for a ceasefire.", AgreementStatus.PROPOSED),
    ],
)
def test_the_nearest_words_tell_the_status(text: str, status: AgreementStatus) -> None:
    agreement = only(text)
    assert agreement.status is not None
    assert agreement.status.value is status


def test_a_deal_that_is_proposed_did_not_happen_yet() -> None:
    agreement = only("The envoy called for a ceasefire on Monday.", published=date(2021, 6, 17))
    assert (agreement.factuality.value, agreement.when) == (Factuality.PROPOSED, ())


def test_a_later_violation_outweighs_the_signing() -> None:
    agreement = only("They signed a ceasefire. The army violated the ceasefire.")
    assert agreement.status is not None
    assert agreement.status.value is AgreementStatus.VIOLATED


def test_when_is_the_time_of_the_clause() -> None:
    agreement = only("They signed a ceasefire on 5 March 2020.")
    assert names(agreement.when) == ["27-39"]


def test_the_deal_takes_up_the_ceasefire_before() -> None:
    text = "Turkey and Russia signed a ceasefire. The deal was praised." + WAR
    assert words(text, only(text, SIDES).triggers) == ["ceasefire", "deal"]


def test_a_deal_of_other_parties_is_another() -> None:
    actors = {**SIDES, "Libya": STATE, "Chad": STATE}
    text = "A ceasefire between Turkey and Russia holds. A ceasefire between Libya and Chad failed."
    assert [names(a.party) for a in found(text, actors)] == [["Turkey", "Russia"], ["Libya", "Chad"]]


def test_a_name_with_a_town_belongs_to_the_trigger() -> None:
    text = "Turkey and Russia signed a deal. They praised the Sochi agreement." + WAR
    assert words(text, only(text, SIDES).triggers) == ["deal", "Sochi agreement"]


def test_what_a_deal_is_said_to_be_is_the_same_deal() -> None:
    text = "The Hama demilitarization was an agreement between Turkey and Russia." + WAR
    assert words(text, only(text, SIDES).triggers) == ["Hama demilitarization", "agreement"]


@given(st.text(max_size=200))
def test_any_text_gives_agreements_inside_it(text: str) -> None:
    assert all(0 <= b < e <= len(text) for agreement in found(text) for b, e in agreement.triggers)


_PIECES = [
    "Turkey",
    "and",
    "Russia",
    "signed",
    "a",
    "ceasefire",
    "deal",
    "the",
    "truce",
    "between",
    "with",
    ",",
    "violated",
    "2016",
    "in",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=20).map(" ".join))
def test_no_trigger_serves_two_deals(text: str) -> None:
    spans = [span for agreement in found(text, SIDES) for span in agreement.triggers]
    assert len(spans) == len(set(spans))
