"""Actors: names, descriptions, and which of them are one."""

import pytest
from entity_pages import entities_of, names, node_keys, nominals, page_of
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.names.finder import find_entities
from kg.records import ActorKind, MentionKind, Ref


def test_names_nationality_before_a_deed_is_the_state() -> None:
    assert names("Officials counted four Iranian drone attacks.") == [("Iranian", "State")]


def test_names_nationality_and_organ_are_one_body() -> None:
    assert names("Spokesmen for the Sudanese air force denied it.") == [("Sudanese air force", "ArmedForce")]


def test_names_modifier_may_stand_between_nationality_and_organ() -> None:
    assert names("Two men of the Iraqi federal police were hurt.") == [("Iraqi federal police", "ArmedForce")]


def test_names_organ_of_a_country_is_one_body() -> None:
    assert names("They met the foreign ministry of Egypt there.") == [("foreign ministry of Egypt", "Government")]


def test_names_nationality_before_organ_used_as_adjective_is_the_state() -> None:
    assert names("He opposed any French military operations there.") == [("French", "State")]


def test_names_may_stand_over_the_end_of_a_wrapped_line() -> None:
    text = (
        "Two lorries of rice that had been sent to the Democratic Republic of\n"
        "Congo by the Allied Food League were burnt at a bridge near New\n"
        "Kavango, and nobody has said by whom or how many men were there."
    )
    assert {name for name, _ in names(text)} >= {"Democratic Republic of\nCongo", "New\nKavango"}


def test_names_country_in_a_title_is_not_marked() -> None:
    assert names("Kenyan President William Ruto spoke first.") == [("William Ruto", "Person")]


def test_names_organisation_in_a_title_is_marked() -> None:
    assert names("They heard UN envoy Hans Grundberg speak.") == [
        ("UN", "Organization"),
        ("Hans Grundberg", "Person"),
    ]


def test_names_nationality_before_a_hyphen_is_the_state() -> None:
    text = "The Emirati-backed forces took the town."
    assert names(text) == [("Emirati", "State")]
    assert nominals(text) == [("forces", "Collective")]


def test_names_pro_before_a_hyphen_leaves_the_name() -> None:
    text = "Gunfire between pro-Russian militias went on."
    assert names(text) == [("Russian", "State")]
    assert nominals(text) == [("militias", "Collective")]


def test_names_coordinated_nationalities_mean_the_same() -> None:
    assert names("It hit Malian or Nigerien forces near the well.") == [
        ("Malian", "ArmedForce"),
        ("Nigerien forces", "ArmedForce"),
    ]


def test_names_leader_and_regime_are_the_government() -> None:
    text = "Envoys spoke of the Maduro regime again."
    assert names(text) == [("Maduro regime", "Government")]
    assert list(node_keys(text)) == ["Government of Venezuela"]


def test_names_civil_war_of_a_country_is_no_actor() -> None:
    assert names("It was before the Liberian civil war began.") == []


def test_nominals_adjective_before_a_noun_is_no_person() -> None:
    assert nominals("They opened an official line of contact.") == []


def test_names_seat_of_government_is_the_state_where_it_acts() -> None:
    assert names("The ship left after Pyongyang said it would fire.") == [("Pyongyang", "State")]


def test_names_seat_of_government_is_a_place_where_it_locates() -> None:
    assert names("The ship's owner lives in Pyongyang now.") == [("Pyongyang", "Place")]


def test_names_middle_dot_abbreviations_are_the_state() -> None:
    assert names("Two U.S. drones were lost.") == [("U.S.", "State")]


def test_names_pronoun_us_is_no_state() -> None:
    assert names("They told us that nothing had changed.") == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Guardians of the North Brigade", "ArmedGroup"),
        ("Jaysh al-Waha", "ArmedGroup"),
        ("Northern Rivers Council", "Organization"),
        ("Ministry of Dams", "Government"),
        ("Highland Observatory", "MediaOrganization"),
        ("Organisation of River States", "Organization"),
    ],
)
def test_names_class_noun_tells_the_kind_of_an_unknown_name(name: str, kind: str) -> None:
    assert names(f"Later the {name} rejected the plan.") == [(name, kind)]


def test_names_known_group_in_any_spelling() -> None:
    assert node_keys("Fighters of al-Shabaab fled. Officers blamed Al Shabab again.") == {
        "al-Shabaab": {"al-Shabaab", "Al Shabab"}
    }


def test_names_war_is_no_actor() -> None:
    assert names("The talks recalled the Iran–Iraq War.") == []


def test_names_operation_is_no_actor() -> None:
    assert names("It was part of Operation Silver Falcon, planners said.") == []


def test_names_weekdays_and_months_are_no_names() -> None:
    assert names("It happened on Friday in March.") == []


def test_names_short_form_with_honorific_is_the_same_person() -> None:
    text = "Envoy Marta Lindqvist arrived. Mr Keller waited. Later Mrs Lindqvist left."
    assert {"Marta Lindqvist", "Lindqvist"} in node_keys(text).values()


def test_names_surname_alone_is_the_same_person() -> None:
    text = "Minister Joram Adeyemi arrived at noon. The crowd cheered when Adeyemi spoke."
    assert list(node_keys(text).values()) == [{"Joram Adeyemi", "Adeyemi"}]


def test_names_introduced_acronym_is_the_same_actor() -> None:
    text = "The Delta Rivers Front (DRF) signed. The mediators said DRF had kept its word."
    assert {"Delta Rivers Front", "DRF"} in node_keys(text).values()


def test_names_acronym_of_a_common_noun_is_no_actor() -> None:
    assert names("They agreed on a weapons free zone (WFZ) there.") == []


def test_names_short_form_of_a_body_is_the_body() -> None:
    text = "The Parliament of Kenya met. Members said Parliament would vote."
    assert {"Parliament of Kenya", "Parliament"} in node_keys(text).values()


def test_names_capitals_of_a_shout_are_no_names() -> None:
    assert names('He shouted: "THIS WAR IS OVER NOW"') == []


def test_names_two_unknown_capitalised_words_are_a_person() -> None:
    assert names("The award went to Tervo Jalkanen for the photograph.") == [("Tervo Jalkanen", "Person")]


def test_names_in_boilerplate_are_marked_nominals_are_not() -> None:
    text = "The army left the town at dawn and came back at noon.\nNothing else was known.\nSource: Iran hits rebels |"
    entities = entities_of(text)
    late = [m for m in entities.mentions if m.span.begin > text.index("Source")]
    assert [(text[m.span.begin : m.span.end], m.kind) for m in late] == [("Iran", MentionKind.NAME)]


def test_nominals_keep_numerals_and_leave_determiners() -> None:
    assert nominals("Police held the 12,000 foreign fighters there.")[-1] == ("12,000 foreign fighters", "Collective")


def test_nominals_nationality_and_people_are_one() -> None:
    text = "Some Syrian rebels had left."
    assert nominals(text) == [("Syrian rebels", "Collective")]
    assert names(text) == []


def test_nominals_single_person_of_a_nationality() -> None:
    assert nominals("A Libyan envoy had asked for it.") == [("Libyan envoy", "Person")]


def test_nominals_holder_before_a_hyphen() -> None:
    assert nominals("Shops closed in rebel-held districts.") == [("rebel", "Collective")]


def test_nominals_government_takes_up_the_named_one() -> None:
    entities = entities_of("The Yemeni government agreed. Then the government paid.")
    government = Ref("actor", "Government of Yemen", True)
    assert [m.kind for m in entities.mentions_of(government)] == [MentionKind.NAME, MentionKind.NOMINAL]


def test_nominals_group_takes_up_the_last_armed_group() -> None:
    entities = entities_of("Boko Haram attacked. Soldiers said the group had fled.")
    assert [m.kind for m in entities.mentions_of(Ref("actor", "Boko Haram", True))] == [
        MentionKind.NAME,
        MentionKind.NOMINAL,
    ]


def test_nominals_army_before_a_base_is_no_actor() -> None:
    assert nominals("Shells fell on the army base.") == []


def test_actor_has_role_title_with_its_words() -> None:
    text = "They met defence minister Anna Belova there."
    (actor,) = entities_of(text).actors.values()
    (title,) = actor.role_titles
    assert title.value == "defence minister"
    assert text[title.words.begin : title.words.end] == "defence minister"


def test_actor_evidence_is_its_sentences() -> None:
    text = "Hamas agreed. Nobody knew why. Then Hamas left."
    (actor,) = entities_of(text).actors.values()
    assert [text[s.begin : s.end] for s in actor.evidence] == ["Hamas agreed.", "Then Hamas left."]


def test_actor_alt_labels_are_the_other_names_in_the_text() -> None:
    (actor,) = entities_of("Daesh fled. ISIL had held the dam.").actors.values()
    assert (actor.label, actor.alt_labels) == ("Islamic State", ("Daesh", "ISIL"))


def test_actor_kind_of_a_described_group_is_collective_and_never_known() -> None:
    (actor,) = entities_of("Dozens of villagers fled.").actors.values()
    assert (actor.kind, actor.ref.known) == (ActorKind.COLLECTIVE, False)


def test_mentions_come_out_alike_every_time() -> None:
    text = "Turkish-backed rebels and the Syrian army fought near Aleppo, Reuters said."
    assert entities_of(text) == entities_of(text)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_mentions_of_any_text_have_offsets_and_do_not_overlap(text: str) -> None:
    page = page_of(text)
    last = 0
    for mention in find_entities(page).mentions:
        assert last <= mention.span.begin < mention.span.end <= len(text)
        last = mention.span.end


_WORDS = st.sampled_from(
    [
        "the",
        "The",
        "of",
        "in",
        "and",
        "al-",
        "-backed",
        "U.S.",
        "Syria",
        "Syrian’s",
        "Syrian",
        "rebels",
        "(HTS)",
        "Front",
        "President",
        "Mr",
        "Al",
        "Army's",
        ",",
        ".",
        "\n",
        "\n\n",
        "3rd",
        "Battalion",
        "Moscow",
        "IS",
        "and/or",
        "province",
        "east",
        "Idlib",
        "Kofi",
        "12",
        "“",
        "”",
        "government",
        "forces",
    ]
)


@given(st.lists(_WORDS, max_size=40).map(" ".join))
@settings(deadline=None)
def test_mentions_of_odd_word_orders_never_fail(text: str) -> None:
    entities = entities_of(text)
    for mention in entities.mentions:
        assert text[mention.span.begin : mention.span.end].strip()
        assert mention.denotes in entities.actors or mention.denotes in entities.places


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("At dawn Peru's parliament met.", "Peru's parliament", "Government"),
        ("Two jets of Chad's air force flew.", "Chad's air force", "ArmedForce"),
    ],
)
def test_names_possessive_country_and_organ_are_one_body(text: str, name: str, kind: str) -> None:
    assert names(text) == [(name, kind)]


def test_names_numbered_group_is_known() -> None:
    assert names("There the M23 and MS-13 were named.") == [("M23", "ArmedGroup"), ("MS-13", "ArmedGroup")]


def test_names_ethnic_group_before_people_describes() -> None:
    text = "Later Tuareg rebels left."
    assert names(text) == []
    assert nominals(text) == [("Tuareg rebels", "Collective")]


def test_names_class_noun_before_a_link_explains_the_whole() -> None:
    assert names("They heard the Tunisian League for Prison Reform.") == [
        ("Tunisian League for Prison Reform", "Organization")
    ]


def test_names_preposition_ends_a_name() -> None:
    assert names("Nurses at Orvell Hospital slept.") == [("Orvell Hospital", "Place")]


def test_names_currency_sign_is_no_state() -> None:
    assert names("It cost US$400 million.") == []
