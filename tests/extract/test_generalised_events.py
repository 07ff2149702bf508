"""Attacks and deals in many wordings: what flies or goes off, who is meant by a people noun, who only brokers."""

import pytest
from event_pages import entities_of, names, page_of, strikes_of, words

from kg.extract.agreements.finder import find_agreements
from kg.extract.amounts.times import find_times
from kg.records import ActorKind, Agreement, AgreementKind, Strike, StrikeKind

STATE, FORCE, GROUP, CROWD = ActorKind.STATE, ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP, ActorKind.COLLECTIVE
WAR = " Troops and rebels are at war; the military front has not moved."


def first(text: str, actors: dict[str, ActorKind] | None = None, places: tuple[str, ...] = ()) -> Strike:
    return strikes_of(text + WAR, actors, places)[0]


def deals(text: str, actors: dict[str, ActorKind] | None = None) -> tuple[Agreement, ...]:
    page = page_of(text + WAR)
    return find_agreements(page, entities_of(text + WAR, actors), find_times(page))


@pytest.mark.parametrize(
    ("text", "triggers", "kind"),
    [
        ("Two rockets landed near the depot in Ostra.", ["rockets", "landed"], StrikeKind.SHELLING),
        ("The navy fired four missiles at Ostra.", ["fired", "missiles"], StrikeKind.MISSILE_STRIKE),
        ("Drones hit the fuel depot in Ostra.", ["Drones", "hit"], StrikeKind.DRONE_STRIKE),
        ("Warplanes attacked the fuel depot in Ostra.", ["attacked"], StrikeKind.AIR_STRIKE),
        ("Gunmen attacked the police post in Ostra.", ["attacked"], StrikeKind.GROUND_ATTACK),
        ("An explosive device went off in Ostra.", ["explosive device", "went off"], StrikeKind.BOMBING),
    ],
)
def test_the_weapon_tells_the_kind_of_a_plain_verb(text: str, triggers: list[str], kind: StrikeKind) -> None:
    strike = first(text, None, ("Ostra",))
    found = words(text, strike.triggers)
    assert (found[: len(triggers)], strike.kind) == (triggers, kind)
    assert names(strike.location) == ["Ostra"]


@pytest.mark.parametrize(
    "text",
    [
        "Leaflets were dropped by the army over Ostra.",
        "The ferry landed in Ostra at noon.",
        "The firm launched a website in Ostra.",
        "Police seized 40 rifles in Ostra.",
        "The governor wants to retake control of the budget.",
        "A warning shot was heard.",
    ],
)
def test_what_is_no_weapon_makes_no_attack_of_a_plain_verb(text: str) -> None:
    found = strikes_of(text + WAR, {"army": FORCE, "Police": FORCE, "governor": CROWD}, ("Ostra",))
    assert all(span.begin >= len(text) for strike in found for span in strike.triggers)


def test_the_group_named_before_a_people_noun_is_who_does_it() -> None:
    strike = first("Boko Haram militants attacked the village of Ostra.", {"Boko Haram": GROUP, "militants": CROWD})
    assert names(strike.perpetrator) == ["Boko Haram"]


@pytest.mark.parametrize(
    "text",
    ["The Red Brigade claimed the attack on Ostra.", "The attack on Ostra was claimed by the Red Brigade."],
)
def test_who_claims_an_attack_did_it(text: str) -> None:
    strike = first(text, {"Red Brigade": GROUP}, ("Ostra",))
    assert names(strike.perpetrator) == ["Red Brigade"]


def test_a_place_beside_which_it_happens_is_where() -> None:
    assert names(first("Rebels shelled a convoy to the south of Ostra.", {"Rebels": CROWD}, ("Ostra",)).location) == [
        "Ostra"
    ]


def test_a_risen_toll_counts_for_the_attack_told_before() -> None:
    text = "Gunmen attacked the village of Ostra. The death toll has risen to 81."
    strike = first(text, None, ("Ostra",))
    assert words(text, [f.words for f in strike.killed]) == ["81"]


def test_a_part_of_the_dead_is_not_their_number() -> None:
    text = "In the air strike 17 people, four of them children, were killed."
    assert words(text, [f.words for f in first(text).killed]) == ["17"]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Arland and Borland signed a Corland-brokered peace deal.", ["Arland", "Borland"]),
        ("Arland and Borland agreed to a ceasefire brokered by Corland.", ["Arland", "Borland"]),
        ("A truce between Arland and Borland began at dawn.", ["Arland", "Borland"]),
        ("Arland violated the truce with Borland.", ["Arland", "Borland"]),
    ],
)
def test_who_brokers_a_deal_is_no_party(text: str, parties: list[str]) -> None:
    (deal,) = deals(text, {"Arland": STATE, "Borland": STATE, "Corland": STATE})
    assert sorted(names(deal.party)) == parties


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Doha agreement was signed.", None),
        ("The Algiers Accord was signed.", AgreementKind.PEACE_AGREEMENT),
        ("A hostage release deal was reached.", AgreementKind.PRISONER_EXCHANGE),
        ("A deal on the withdrawal of troops was reached.", AgreementKind.WITHDRAWAL_AGREEMENT),
        ("A defence treaty was signed.", AgreementKind.COOPERATION_AGREEMENT),
        ("A pause in hostilities was announced.", AgreementKind.CEASEFIRE),
    ],
)
def test_names_and_topics_make_a_deal(text: str, kind: AgreementKind | None) -> None:
    (deal,) = deals(text)
    assert deal.kind is kind


def test_two_single_parties_may_be_the_sides_of_one_deal() -> None:
    text = "Arland has agreed a ceasefire. The ceasefire with Borland held. The ceasefire with Arland held."
    assert len(deals(text, {"Arland": STATE, "Borland": STATE})) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The striker fired the ball into the roof of the net, and the home crowd exploded. It was a late strike.",
        "The bakery launched a new loaf, dropped its prices and hit its target. The deal runs until May.",
        "Water bombing by aircraft was ruled out. Firefighters battled the blaze until the roof fell.",
        "The company struck an agreement with its drivers after a week of talks. Shares fell and then landed higher.",
        "Scientists fired a laser at the shell of a crab. The treaty on whales was mentioned in the campaign.",
    ],
)
def test_texts_of_peace_hold_no_attack_and_no_deal(text: str) -> None:
    page = page_of(text)
    assert strikes_of(text, {"company": ActorKind.ORGANIZATION, "Scientists": CROWD}) == ()
    assert find_agreements(page, entities_of(text), find_times(page)) == ()
