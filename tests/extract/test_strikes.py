"""Attacks: triggers, kinds, roles, factuality, and triggers that speak of one attack."""

from datetime import date

import pytest
from event_pages import entities_of, names, page_of, strikes_of, words
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.amounts.quantities import find_quantities
from kg.extract.amounts.times import find_times
from kg.extract.strikes.finder import find_strikes
from kg.records import ActorKind, Factuality, Strike, StrikeKind

STATE, FORCE, GROUP, CROWD = ActorKind.STATE, ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP, ActorKind.COLLECTIVE
WAR = " Troops and rebels are at war; the military front has not moved."


def only(
    text: str, actors: dict[str, ActorKind] | None = None, places: tuple[str, ...] = (), published: date | None = None
) -> Strike:
    (strike,) = strikes_of(text, actors, places, published)
    return strike


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("Airstrikes were reported.", "Airstrikes", StrikeKind.AIR_STRIKE),
        ("Two air-strikes were reported.", "air-strikes", StrikeKind.AIR_STRIKE),
        ("A drone strike was reported.", "drone strike", StrikeKind.DRONE_STRIKE),
        ("A missile attack was reported.", "missile attack", StrikeKind.MISSILE_STRIKE),
        ("Artillery fire was reported.", "Artillery fire", StrikeKind.SHELLING),
        ("Mortar shelling was reported.", "Mortar shelling", StrikeKind.SHELLING),
        ("A suicide bombing was reported.", "suicide bombing", StrikeKind.BOMBING),
        ("A sarin attack was reported.", "sarin attack", StrikeKind.CHEMICAL_ATTACK),
        ("A ground offensive was reported.", "ground offensive", StrikeKind.GROUND_ATTACK),
        ("A terrorist attack was reported.", "terrorist attack", None),
    ],
)
def test_the_trigger_tells_the_kind(text: str, trigger: str, kind: StrikeKind | None) -> None:
    strike = only(text)
    assert (words(text, strike.triggers), strike.kind) == ([trigger], kind)


@pytest.mark.parametrize(
    "text",
    [
        "The hunger strike went on.",
        "Teachers voted for strike action.",
        "Doctors went on strike on Monday.",
        "He died of a heart attack.",
        "Prices hit a record in March.",
        "The striker struck twice in the second half.",
        "The charm offensive worked.",
        "The parties struck a deal on fish.",
        "They launched an advertising campaign.",
        "A fire broke out near the market.",
        "The firm suffered a cyber attack.",
    ],
)
def test_other_senses_are_no_attacks(text: str) -> None:
    assert strikes_of(text, {"Teachers": CROWD}) == ()


def test_an_explosion_in_a_text_of_a_gas_leak_is_no_attack() -> None:
    assert strikes_of("A gas leak led to an explosion near the military base." + WAR) == ()


@pytest.mark.parametrize("text", ["The war went on for years.", "Years of conflict emptied the city."])
def test_war_without_an_event_is_no_attack(text: str) -> None:
    assert strikes_of(text) == ()


def test_the_subject_of_a_verb_is_the_perpetrator() -> None:
    text = "On Friday the army shelled a depot." + WAR
    strike = only(text, {"army": FORCE})
    assert (names(strike.perpetrator), strike.perpetrator[0].rule) == (["army"], "strike.subject")
    assert words(text, [strike.perpetrator[0].words]) == ["army"]


def test_the_by_agent_of_a_passive_is_the_perpetrator_and_its_subject_the_target() -> None:
    strike = only(
        "The convoy was ambushed by Boko Haram near Gwoza." + WAR, {"Boko Haram": GROUP, "convoy": CROWD}, ("Gwoza",)
    )
    assert names(strike.perpetrator) == ["Boko Haram"]
    assert strike.perpetrator[0].rule == "strike.by-agent"
    assert (names(strike.target), names(strike.location)) == (["convoy"], ["Gwoza"])


def test_the_subject_of_a_light_verb_is_the_perpetrator() -> None:
    strike = only("Turkey carried out air strikes against the rebels.", {"Turkey": STATE, "rebels": CROWD})
    assert (names(strike.perpetrator), names(strike.target)) == (["Turkey"], ["rebels"])
    assert strike.perpetrator[0].rule == "strike.light-verb"


def test_an_infinitive_shares_the_subject_of_its_verb() -> None:
    strike = only("Turkey has threatened to resume air strikes.", {"Turkey": STATE})
    assert (names(strike.perpetrator), strike.factuality.value) == (["Turkey"], Factuality.THREATENED)


def test_a_name_before_the_noun_is_the_perpetrator() -> None:
    strike = only("Israeli air strikes shook the port.", {"Israeli": STATE})
    assert (names(strike.perpetrator), strike.perpetrator[0].rule) == (["Israeli"], "strike.premodifier")


def test_a_possessor_is_the_perpetrator() -> None:
    strike = only("Israel's bombardment of the port went on.", {"Israel": STATE})
    assert names(strike.perpetrator) == ["Israel"]


def test_joint_perpetrators_are_all_named() -> None:
    strike = only("Russia and Syria bombed the depot.", {"Russia": STATE, "Syria": STATE})
    assert names(strike.perpetrator) == ["Russia", "Syria"]


def test_an_apposition_between_subject_and_verb_is_passed_over() -> None:
    strike = only("The army, backed by Russia, shelled a depot." + WAR, {"army": FORCE, "Russia": STATE})
    assert names(strike.perpetrator) == ["army"]


def test_a_relative_clause_takes_its_antecedent_as_subject() -> None:
    strike = only("They fled from the army, which shelled a depot." + WAR, {"army": FORCE})
    assert names(strike.perpetrator) == ["army"]


def test_press_that_reports_is_no_perpetrator() -> None:
    assert only("Reuters reported air strikes.", {"Reuters": ActorKind.MEDIA_ORGANIZATION}).perpetrator == ()


def test_one_of_two_possible_perpetrators_is_only_alleged() -> None:
    strike = only("An air strike by Syria or Russia hit a depot.", {"Syria": STATE, "Russia": STATE})
    assert (strike.perpetrator, names(strike.alleged_perpetrator)) == ((), ["Syria", "Russia"])


def test_those_who_claim_responsibility_are_perpetrators() -> None:
    strike = only("A car bombing shook Kabul. The Taliban claimed responsibility.", {"Taliban": GROUP}, ("Kabul",))
    assert (names(strike.perpetrator), strike.perpetrator[0].rule) == (["Taliban"], "strike.claimed-responsibility")


def test_nobody_claims_where_the_claim_is_denied() -> None:
    strike = only(
        "A car bombing shook Kabul. The Taliban have not claimed responsibility.", {"Taliban": GROUP}, ("Kabul",)
    )
    assert strike.perpetrator == ()


def test_those_whom_others_blame_are_alleged_perpetrators() -> None:
    strike = only("The car bombing in Kabul was blamed on the Taliban.", {"Taliban": GROUP}, ("Kabul",))
    assert (strike.perpetrator, names(strike.alleged_perpetrator)) == ((), ["Taliban"])


def test_an_attack_on_a_town_has_it_as_target_and_location() -> None:
    strike = only("A missile attack on Odesa was reported.", places=("Odesa",))
    assert (names(strike.target), names(strike.location)) == (["Odesa"], ["Odesa"])


def test_the_object_of_a_participle_is_the_target() -> None:
    strike = only("Air strikes targeting the rebels began.", {"rebels": CROWD})
    assert names(strike.target) == ["rebels"]


def test_an_attack_in_a_zone_is_located_there() -> None:
    strike = only("The army bombed Houthi-held areas.", {"army": FORCE, "Houthi": GROUP})
    assert [f.value.kind for f in strike.location if not isinstance(f.value, str)] == ["zone"]


def test_the_most_specific_place_is_the_location() -> None:
    strike = only("Air strikes hit in Syria, near Kafr Hind.", places=("Syria", "Kafr Hind"))
    assert names(strike.location) == ["Kafr Hind"]


def test_a_place_that_opens_the_sentence_is_the_location() -> None:
    strike = only("Near Kafr Hind, one air strike destroyed a bridge.", places=("Kafr Hind",))
    assert names(strike.location) == ["Kafr Hind"]


def test_the_time_of_the_clause_is_when() -> None:
    strike = only("Air strikes hit the port on Monday.", published=date(2021, 6, 17))
    assert names(strike.when) == ["28-34"]


def test_since_only_bounds_and_is_not_when() -> None:
    assert only("Air strikes have gone on since 2015.").when == ()


def test_the_weapon_is_a_literal_as_written() -> None:
    strike = only("Gunmen attacked the post with rocket-propelled grenades." + WAR)
    assert [f.value for f in strike.weapon] == ["rocket-propelled grenades"]


def test_killed_and_injured_are_quantities() -> None:
    text = "A suicide bombing killed at least 14 people and wounded 30."
    strike = only(text)
    assert words(text, [f.words for f in strike.killed]) == ["at least 14"]
    assert words(text, [f.words for f in strike.injured]) == ["30"]


def test_a_figure_before_dead_is_of_the_killed() -> None:
    text = "A suicide bombing left 14 people dead."
    assert words(text, [f.words for f in only(text).killed]) == ["14"]


def test_figures_of_the_next_sentence_belong_to_the_attack_before() -> None:
    text = "A suicide bombing shook Kabul. At least 20 were killed."
    assert words(text, [f.words for f in only(text, places=("Kabul",)).killed]) == ["At least 20"]


def test_no_casualties_counts_nobody_killed_or_injured() -> None:
    strike = only("A rocket attack caused no casualties.")
    assert (names(strike.killed), names(strike.injured)) == (["23-25"], ["23-25"])


def test_victims_are_targets() -> None:
    assert names(only("A suicide bombing killed 14 soldiers.", {"14 soldiers": CROWD}).target) == ["14 soldiers"]


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Turkey launched air strikes.", Factuality.STATED),
        ("Turkey reportedly launched air strikes.", Factuality.ATTRIBUTED),
        ("Reports of air strikes by Turkey spread.", Factuality.ATTRIBUTED),
        ("Alleged air strikes by Turkey angered them.", Factuality.ALLEGED),
        ("Turkey threatened air strikes.", Factuality.THREATENED),
        ("Turkey plans air strikes.", Factuality.PROPOSED),
        ("They fear air strikes by Turkey.", Factuality.HYPOTHETICAL),
        ("There were no air strikes by Turkey.", Factuality.NOT_HAPPENED),
        ("Turkey denied carrying out air strikes.", Factuality.DENIED),
    ],
)
def test_modality_tells_the_factuality(text: str, factuality: Factuality) -> None:
    assert only(text, {"Turkey": STATE}).factuality.value is factuality


def test_an_alleged_doer_is_not_stated() -> None:
    strike = only("Alleged air strikes by Turkey angered them.", {"Turkey": STATE})
    assert (strike.perpetrator, names(strike.alleged_perpetrator)) == ((), ["Turkey"])


def test_the_attack_takes_up_the_attack_before() -> None:
    text = "A suicide bombing shook Kabul. The attack was condemned."
    assert words(text, only(text, places=("Kabul",)).triggers) == ["suicide bombing", "attack"]


def test_a_verb_that_says_what_an_air_strike_did_is_no_second_attack() -> None:
    text = "An air strike hit a depot."
    assert words(text, only(text).triggers) == ["air strike"]


def test_attacks_in_different_towns_are_two() -> None:
    strikes = strikes_of("A car bombing shook Kabul. A car bombing shook Ghazni.", places=("Kabul", "Ghazni"))
    assert len(strikes) == 2


def test_another_attack_is_a_second_one() -> None:
    assert len(strikes_of("A car bombing shook Kabul. Another car bombing followed.", places=("Kabul",))) == 2


def test_attacks_on_different_days_are_two() -> None:
    text = "Air strikes hit Hama on 3 May 2016. Air strikes hit Hama on 9 May 2016."
    assert len(strikes_of(text, places=("Hama",))) == 2


def test_numbers_tell_a_total_from_its_parts() -> None:
    text = "Jets conducted 12 air strikes in Hama. Of these, 3 air strikes hit in Hama."
    assert len(strikes_of(text, places=("Hama",))) == 2


def test_parts_in_a_list_have_the_doer_of_their_total() -> None:
    text = "Turkey conducted 3 air strikes.\n- Near Afrin, one air strike destroyed a bridge."
    assert names(strikes_of(text, {"Turkey": STATE}, ("Afrin",))[1].perpetrator) == ["Turkey"]


def test_bombing_from_the_air_is_an_air_strike() -> None:
    assert only("Russia bombed a depot.", {"Russia": STATE}).kind is StrikeKind.AIR_STRIKE


def test_shells_with_poison_are_a_chemical_attack() -> None:
    assert only("Shells carrying toxic gas fell on them." + WAR).kind is StrikeKind.CHEMICAL_ATTACK


def test_the_reference_is_the_first_trigger_and_the_label_says_where() -> None:
    strike = only("An air strike near Afrin was reported.", places=("Afrin",))
    assert (strike.ref.key, strike.label) == ("3-13", "air strike in Afrin")


def test_evidence_is_the_sentences_of_the_triggers() -> None:
    text = "A suicide bombing shook Kabul. They grieved. The attack was condemned."
    assert words(text, only(text, places=("Kabul",)).evidence) == [
        "A suicide bombing shook Kabul.",
        "The attack was condemned.",
    ]


@given(st.text(max_size=200))
def test_any_text_gives_strikes_inside_it(text: str) -> None:
    assert all(0 <= b < e <= len(text) for strike in strikes_of(text) for b, e in strike.triggers)


_PIECES = [
    "Turkey",
    "bombed",
    "the",
    "attack",
    "rebels",
    ",",
    "and",
    "killing",
    "14",
    "people",
    "Kabul",
    "in",
    "by",
    "air strikes",
    "to",
    "no",
    "which",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=20).map(" ".join))
def test_every_filler_stands_on_words_of_the_text(text: str) -> None:
    page = page_of(text)
    entities = entities_of(text, {"Turkey": STATE, "rebels": CROWD}, ("Kabul",))
    for strike in find_strikes(page, entities, find_times(page), find_quantities(page)):
        facts = (
            *strike.perpetrator,
            *strike.alleged_perpetrator,
            *strike.target,
            *strike.location,
            *strike.killed,
            strike.factuality,
        )
        assert all(0 <= f.words.begin < f.words.end <= len(text) for f in facts)
        assert not {f.value for f in strike.perpetrator} & {f.value for f in strike.alleged_perpetrator}


@pytest.mark.parametrize(("kind", "attacks"), [(GROUP, 1), (FORCE, 1), (STATE, 1), (ActorKind.PERSON, 0)])
def test_strikes_of_a_sentence_alone_need_somebody_armed(kind: ActorKind, attacks: int) -> None:
    assert len(strikes_of("Vantar attacked Nerova.", {"Vantar": kind}, ("Nerova",))) == attacks
