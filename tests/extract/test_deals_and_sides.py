"""Who is meant by "both sides", which triggers are one deal, how it stands, and what the text after it tells."""

from datetime import date

import pytest
from event_pages import entities_of, names, page_of, words

from kg.extract.agreements.finder import find_agreements
from kg.extract.amounts.quantities import find_quantities
from kg.extract.amounts.times import find_times
from kg.extract.zones.finder import find_zones
from kg.records import ActorKind, Agreement, AgreementKind, AgreementStatus, Factuality, Zone

STATE = ActorKind.STATE
SIDES = {"Arland": STATE, "Borland": STATE}
WAR = " Troops and rebels are at war; the military front has not moved."


def found(text: str, actors: dict[str, ActorKind] | None = None, published: date | None = None) -> list[Agreement]:
    page = page_of(text, published)
    entities = find_zones(page, entities_of(text, actors), find_quantities(page))
    return list(find_agreements(page, entities, find_times(page)))


def status_of(text: str) -> AgreementStatus | None:
    (deal,) = found(text + WAR, SIDES)
    return deal.status.value if deal.status and isinstance(deal.status.value, AgreementStatus) else None


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Arland fought Borland. The two countries signed a truce.", ["Arland", "Borland"]),
        ("Arland fought Borland. Both countries signed a truce.", ["Arland", "Borland"]),
        ("The two countries (Arland and Borland) signed a truce.", ["Arland", "Borland"]),
        ("Rival countries signed a truce.", ["countries"]),
        ("Arland wants peace. The two countries signed a truce.", ["countries"]),
    ],
)
def test_counted_sides_are_those_named_near(text: str, parties: list[str]) -> None:
    (deal,) = found(text, {**SIDES, "countries": ActorKind.COLLECTIVE})
    assert sorted(names(deal.party)) == parties


def test_who_stands_above_the_sides_is_a_party_only_between_them() -> None:
    actors = {**SIDES, "African Union": ActorKind.ORGANIZATION}
    (deal,) = found("The African Union announced a truce.", actors)
    assert deal.party == ()
    (deal,) = found("A truce between Arland and the African Union was signed.", actors)
    assert sorted(names(deal.party)) == ["African Union", "Arland"]


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("The Brunn Accord failed. The Brunn Accord was signed in May.", [["Brunn Accord", "Brunn Accord"]]),
        ("The Brunn Accord failed. The Murren Accord was signed in May.", [["Brunn Accord"], ["Murren Accord"]]),
        ("Arland signed a truce with Borland. Another truce failed.", [["truce"], ["truce"]]),
        ("A truce was signed. A treaty was signed by Arland and Borland.", [["truce"], ["treaty"]]),
        ("They reached an agreement on a ceasefire.", [["agreement", "ceasefire"]]),
    ],
)
def test_names_and_words_tell_deals_apart(text: str, triggers: list[list[str]]) -> None:
    assert [words(text + WAR, deal.triggers) for deal in found(text + WAR, SIDES)] == triggers


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The truce took effect on Monday and was broken on Tuesday.", AgreementStatus.VIOLATED),
        ("The truce broke down. The truce was revived in May.", AgreementStatus.IN_FORCE),
        ("The war ended with a truce.", AgreementStatus.IN_FORCE),
        ("The truce was signed. Fighting resumed in May.", AgreementStatus.COLLAPSED),
        ("The truce was signed. Fighting could resume in May.", AgreementStatus.IN_FORCE),
        ("They would no longer observe the truce.", AgreementStatus.COLLAPSED),
    ],
)
def test_status_follows_the_words_of_the_deal(text: str, status: AgreementStatus) -> None:
    assert status_of(text) is status


def test_a_deal_that_was_made_is_stated() -> None:
    (deal,) = found("Arland and Borland agreed to extend the truce.", SIDES)
    assert (deal.factuality.value, deal.status and deal.status.value) == (Factuality.STATED, AgreementStatus.IN_FORCE)


def test_a_date_of_the_background_is_not_the_deals() -> None:
    (deal,) = found("On 3 May 2020 a bomb went off amid a truce.")
    assert deal.when == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Arland and Borland agreed to withdraw their troops.", AgreementKind.WITHDRAWAL_AGREEMENT),
        ("Arland and Borland agreed to meet.", None),
        ("Arland agreed to withdraw its troops.", None),
    ],
)
def test_a_verb_of_agreeing_is_a_deal_of_two_about_what_deals_are_about(text: str, kind: AgreementKind | None) -> None:
    assert [deal.kind for deal in found(text + WAR, SIDES)] == ([kind] if kind else [])


def test_a_verb_of_agreeing_sets_up_the_zone_agreed_on() -> None:
    (deal,) = found("Arland and Borland agreed on a buffer zone." + WAR, SIDES)
    assert len(deal.establishes) == 1


def test_a_zone_is_set_up_by_the_deal_it_gives_its_name() -> None:
    (deal,) = found("The buffer zone agreement was signed." + WAR)
    assert len(deal.establishes) == 1


def zones(text: str, actors: dict[str, ActorKind] | None = None, places: tuple[str, ...] = ()) -> list[Zone]:
    page = page_of(text)
    return list(find_zones(page, entities_of(text, actors, places), find_quantities(page)).zones.values())


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ('A "buffer zone" in Ostra was planned.', ["Ostra"]),
        ("In Ostra, a front line was drawn.", ["Ostra"]),
        ("They went from Ostra to see a front line.", []),
        ("Ostra was quiet. A front line was drawn.", []),
        ("Ostra was quiet. The enclave was quiet too.", ["Ostra"]),
    ],
)
def test_a_zone_lies_where_its_sentence_says(text: str, within: list[str]) -> None:
    (zone,) = zones(text, places=("Ostra",))
    assert names(zone.within) == within


def test_what_is_only_known_as_a_zone_is_the_same_zone() -> None:
    text = "They drew de-escalation zones, also known as safe zones."
    assert len(zones(text)) == 1
    assert len(zones("They drew de-escalation zones. They drew safe zones.")) == 2


def test_a_zone_on_another_side_is_another() -> None:
    assert len(zones("They flew over the no-fly zones. The southern no-fly zone was closed.")) == 2
