"""Places: state or place, class nouns, unknown names, namesakes."""

import pytest
from entity_pages import entities_of, names, node_keys

from kg.records import Ref


@pytest.mark.parametrize(
    "text",
    [
        "Shelling went on in Libya all night.",
        "They came from Libya by boat.",
        "A conference on Libya began.",
        "The oil fields of Libya burned.",
        "Thousands were leaving Libya again.",
        "It is a market town in northern Libya.",
    ],
)
def test_places_country_that_locates_is_a_place(text: str) -> None:
    assert [kind for _, kind in names(text)] == ["Place"]


@pytest.mark.parametrize(
    "text",
    [
        "At noon Libya rejected the plan.",
        "The deal with Libya was off.",
        "They called on Libya to stop.",
        "It was signed by Libya at last.",
        "The President of Libya came.",
        "It was sent with the support of Libya.",
        "The paper spoke of Libya's interests.",
    ],
)
def test_places_country_that_acts_is_a_state(text: str) -> None:
    assert [kind for _, kind in names(text)] == ["State"]


def test_places_country_is_two_nodes_when_it_acts_and_locates() -> None:
    entities = entities_of("At noon Chad rejected it. Rain fell in Chad.")
    assert Ref("actor", "Chad", True) in entities.actors
    assert Ref("place", "Chad", True) in entities.places


def test_places_country_after_a_town_only_locates() -> None:
    assert names("Fighting near Mosul, Iraq, had stopped.") == [("Mosul", "Place"), ("Iraq", "Place")]


def test_places_countries_of_a_list_follow_the_first() -> None:
    text = "Aid reached camps in Kenya, Uganda and Chad."
    assert names(text) == [("Kenya", "Place"), ("Uganda", "Place"), ("Chad", "Place")]


def test_places_joint_parties_are_states() -> None:
    assert names("A pact between Kenya and Uganda was signed.") == [("Kenya", "State"), ("Uganda", "State")]


def test_places_keep_the_class_noun_that_follows() -> None:
    assert names("Rain fell on Hama province.") == [("Hama province", "Place")]


def test_places_drop_the_class_noun_before() -> None:
    assert names("They drove to the city of Hama.") == [("Hama", "Place")]


def test_places_possessed_by_a_country_leave_it_a_place() -> None:
    assert names("It struck Syria’s southern Daraa province.") == [("Syria", "Place"), ("Daraa province", "Place")]


def test_places_unknown_name_after_a_locative_is_a_place_throughout() -> None:
    text = "A convoy stopped near Vordalia. Hours later Vordalia was quiet."
    assert names(text) == [("Vordalia", "Place"), ("Vordalia", "Place")]


def test_places_joined_by_and_to_a_place_is_a_place() -> None:
    assert names("They left the towns of Vordalia and Quenn at dusk.") == [("Vordalia", "Place"), ("Quenn", "Place")]


def test_places_before_a_plural_class_noun_are_places() -> None:
    text = "Shells hit the Vordal and Al-Quenna districts overnight."
    assert names(text) == [("Vordal", "Place"), ("Al-Quenna", "Place")]


def test_places_direction_belongs_to_the_name() -> None:
    assert names("Clashes went on in eastern Aleppo.") == [("eastern Aleppo", "Place")]


def test_places_ordinary_word_that_is_a_town_elsewhere_is_no_place() -> None:
    assert names("At last the Mobile unit came. Reading took hours.") == []


def test_places_province_named_in_full_takes_up_the_bare_name() -> None:
    assert {"Hama province", "Hama"} in node_keys("Rain fell on Hama province. Roads in Hama were cut.").values()


def test_places_namesake_is_chosen_by_the_state_of_the_article() -> None:
    in_lebanon = entities_of("Lebanon sent troops. Shots rang out in Tripoli.")
    in_libya = entities_of("Libya sent troops. Shots rang out in Tripoli.")
    assert in_lebanon.places.keys() != in_libya.places.keys()
    assert Ref("place", "Tripoli", True) in in_libya.places


def test_places_body_of_a_place_is_an_actor() -> None:
    assert names("Members of the Herat provincial council objected.") == [("Herat provincial council", "Government")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Residents of Vorlik fled.", "Vorlik"),
        ("Next came the shelling of Vorlik.", "Vorlik"),
        ("They pounded Vorlik for hours.", "Vorlik"),
        ("On Monday they were evacuated to Vorlik by bus.", "Vorlik"),
        ("Mines lay beside Vorlik.", "Vorlik"),
        ("Snow blocked the Vorlik road.", "Vorlik"),
    ],
)
def test_places_unknown_names_by_what_stands_around(text: str, place: str) -> None:
    assert names(text) == [(place, "Place")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Shells hit the Vorlik hospital.", "Vorlik hospital"),
        ("They overran the Vorlik air base.", "Vorlik air base"),
        ("Fire broke out in the Vorlik refugee camp.", "Vorlik refugee camp"),
        ("A mine lay near the Vorlik police post.", "Vorlik police post"),
    ],
)
def test_places_facilities_keep_their_class_noun(text: str, place: str) -> None:
    assert names(text) == [(place, "Place")]


@pytest.mark.parametrize("name", ["Sahel", "Black Sea", "Euphrates", "West Bank", "Transnistria", "Bavaria"])
def test_places_regions_that_are_no_states_are_known(name: str) -> None:
    entities = entities_of(f"Clouds hung over the {name} again.")
    assert [(place.label, place.ref.known) for place in entities.places.values()] == [(name, True)]


def test_places_small_town_counts_where_its_state_is_spoken_of() -> None:
    assert ("Debaltseve", "Place") in names("At dawn the Ukrainian army left. Debaltseve, once a rail hub, lay empty.")


def test_places_dateline_is_a_place() -> None:
    assert names("Sloviansk, 9 p.m.: incoming fire, close.") == [("Sloviansk", "Place")]


def test_places_longer_unknown_name_is_not_cut_to_a_known_one() -> None:
    assert names("Voters in San Vicente del Orzal left.") == [("San Vicente del Orzal", "Place")]


@pytest.mark.parametrize(
    "text",
    [
        "A wall on the border with Libya fell.",
        "They will pull the last troops from Libya.",
    ],
)
def test_places_country_at_a_border_or_left_is_a_place(text: str) -> None:
    assert names(text)[0] == ("Libya", "Place")


def test_places_reply_from_a_country_is_the_states() -> None:
    assert names("They demanded an explanation from Libya.") == [("Libya", "State")]


def test_places_ordinary_word_and_deed_name_are_none() -> None:
    assert names("Families lived along the Line for years. They signed the Orvell Framework Agreement.") == []


def test_places_surname_of_a_person_is_no_town() -> None:
    found = names("Police named Rashid Amman, 20. A raid cleared things from Amman's flat.")
    assert found == [("Rashid Amman", "Person"), ("Amman", "Person")]


def test_places_leave_the_class_noun_of_a_town_body() -> None:
    assert names("Protests went on outside the Herat city council.") == [("Herat", "Place")]


def test_places_list_of_unknown_towns_follows_the_first() -> None:
    found = names("Rain fell in Hama, Vorlik, Tarn and Osso.")
    assert found == [("Hama", "Place"), ("Vorlik", "Place"), ("Tarn", "Place"), ("Osso", "Place")]
