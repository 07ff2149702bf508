"""Disputed blame, and words of saying and of modality that are easily taken for more than they say; whole articles
through the shipped model.
"""

import pytest
from spacy.language import Language

from kg.extract.run import extract
from kg.records import Article, Extraction, Fact, Strike

WAR = "\n\nThe war between the military and the rebels goes on."


def read(pipeline: Language, text: str) -> Extraction:
    return extract(Article("a", text + WAR), pipeline(text + WAR))


def only_strike(pipeline: Language, text: str) -> Strike:
    (strike,) = read(pipeline, text).strikes
    return strike


def called(text: str, facts: tuple[Fact, ...]) -> set[str]:
    return {text[fact.words.begin : fact.words.end] for fact in facts}


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Georgia said Russia had bombed the port of Poti. Russia denied bombing the port.", {"Russia"}),
        ("Georgia said Russian jets had bombed Poti, but Russia denied the bombing.", {"Russian"}),
        ("Egypt accused Libya of shelling a border post. Libya denied the charge.", {"Libya"}),
        ("Peru accused Ecuador of bombing a village. Ecuador rejected the allegations.", {"Ecuador"}),
    ],
)
def test_an_attack_that_the_accused_denies_is_one_disputed_attack(
    pipeline: Language, text: str, accused: set[str]
) -> None:
    strike = only_strike(pipeline, text)
    assert strike.factuality.value.value == "Disputed"
    assert strike.perpetrator == ()
    assert called(text, strike.alleged_perpetrator) == accused


@pytest.mark.parametrize(
    "text",
    [
        "Eritrea and Ethiopia blamed each other for the shelling of Zalambessa.",
        "A bombing destroyed a market in Zalambessa. Eritrea blamed Ethiopia, and Ethiopia blamed Eritrea.",
    ],
)
def test_both_who_blame_each_other_are_only_alleged(pipeline: Language, text: str) -> None:
    strike = only_strike(pipeline, text)
    assert strike.perpetrator == ()
    assert called(text, strike.alleged_perpetrator) == {"Eritrea", "Ethiopia"}


def test_who_accuses_did_not_do_it(pipeline: Language) -> None:
    text = "Accra accused Lome of shelling a school, and Lome accused Accra of shelling a clinic."
    for strike in read(pipeline, text).strikes:
        assert strike.perpetrator == ()
        assert len(strike.alleged_perpetrator) == 1


def test_a_denial_of_a_habit_leaves_the_attack_stated(pipeline: Language) -> None:
    text = "Russian forces shelled Izium on Monday. Russia denies targeting civilians."
    assert read(pipeline, text).strikes[0].factuality.value.value == "Stated"


def test_who_claims_that_others_attacked_did_not(pipeline: Language) -> None:
    text = "The rebels claimed the army had shelled Taiz. The army rejected the claim."
    strike = only_strike(pipeline, text)
    assert (strike.perpetrator, called(text, strike.alleged_perpetrator)) == ((), {"army"})


def test_a_denied_report_is_disputed_and_not_merely_denied(pipeline: Language) -> None:
    text = "Sudan dismissed as baseless a report by Human Rights Watch that its army bombed Heiban."
    assert only_strike(pipeline, text).factuality.value.value == "Disputed"


def test_who_denies_responsibility_is_no_perpetrator(pipeline: Language) -> None:
    text = "Libya shelled a border post on Friday. Libya denied responsibility for the shelling."
    strike = only_strike(pipeline, text)
    assert strike.perpetrator == ()
    assert called(text, strike.alleged_perpetrator) == {"Libya"}


def test_a_subject_parted_from_its_verb_by_its_source_is_only_alleged(pipeline: Language) -> None:
    text = "Ugandan soldiers, residents reported, shelled Kasindi."
    strike = only_strike(pipeline, text)
    assert (strike.perpetrator, strike.factuality.value.value) == ((), "Attributed")


@pytest.mark.parametrize(
    "text",
    [
        "The earthquake claimed 200 lives in Izmit.",
        "The banner above the bridge says welcome.",
        "The novel tells of the battle of Verdun.",
        "The militia denied doctors entry to the prison.",
    ],
)
def test_what_claims_nothing_makes_no_claim(pipeline: Language, text: str) -> None:
    assert read(pipeline, text).claims == ()


def test_an_issued_denial_is_one_claim(pipeline: Language) -> None:
    (claim,) = read(pipeline, "The embassy issued a denial that its guards were in Benghazi.").claims
    assert claim.stance.value.value == "Denies"


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Niger urged France to carry out air strikes on the militants.", "Proposed"),
        ("The president pledged the governor air strikes on the militants.", "Proposed"),
        ("If Pakistan attacked Amritsar, India would retaliate.", "Hypothetical"),
        ("An attack on Kinmen would be a catastrophe.", "Hypothetical"),
        ("Aid workers warned of the danger of an air strike.", "Threatened"),
        ("Aid workers warned of the risk of an air strike.", "Hypothetical"),
        ("The general called off a missile strike on Aden.", "NotHappened"),
        ("Officers thwarted a suicide attack on the Lahore market.", "NotHappened"),
        ('"There was no air strike on Aden," an army spokesman said.', "Denied"),
        ("The air strike on Aden was condemned by the Vatican.", "Stated"),
    ],
)
def test_what_the_words_around_make_of_an_attack(pipeline: Language, text: str, factuality: str) -> None:
    assert read(pipeline, text).strikes[0].factuality.value.value == factuality


def test_a_light_verb_before_the_noun_is_no_attack_of_its_own(pipeline: Language) -> None:
    assert len(read(pipeline, "Turkey threatened to launch air strikes on Manbij.").strikes) == 1
