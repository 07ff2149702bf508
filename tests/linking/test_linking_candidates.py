"""Names of articles and what they may mean: spellings, readings, classes."""

import pytest

from kg.linking.candidates import candidates, readings
from kg.linking.spelling import LONGEST_NAME, likeness, skeleton
from kg.linking.things import Thing


@pytest.mark.parametrize(
    ("one", "other"),
    [("ar raqqah", "raqqa"), ("al rakka", "raqqa"), ("kharkiv", "kharkov"), ("kyiv", "kiev"),
     ("zelenskiy", "zelenskyy"), ("jabhat al nusra", "jabhat an nusrah"), ("deir ezzor", "dayr az zawr")],
)  # fmt: skip
def test_skeletons_of_transcriptions_are_one(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("hama", "homs"), ("aleppo", "idlib"), ("iran", "iraq")])
def test_skeletons_of_other_names_differ(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_likeness_is_one_for_the_same_and_falls_with_every_letter() -> None:
    steps = [likeness("khartoum", other) for other in ("khartoum", "khartum", "kartum", "kart", "")]
    assert steps[0] == 1
    assert steps == sorted(steps, reverse=True)
    assert len(set(steps)) == len(steps)


@pytest.mark.parametrize(
    ("kind", "name", "key"),
    [("ArmedGroup", "Hay'at Tahrir al-Sham", "Hayat Tahrir al-Sham"),
     ("ArmedGroup", "Hayʼat Tahrir al-Sham", "Hayat Tahrir al-Sham"),
     ("ArmedGroup", "HTS", "Hayat Tahrir al-Sham"),
     ("Place", "Halab", "Aleppo"),
     ("Place", "Kiev", "Kyiv"),
     ("Place", "U. S.", "United States"),
     ("Place", "Idlib Governorate", "Idlib (SY)"),
     ("Person", "Russian President Vladimir Putin", "Vladimir Putin"),
     ("Organization", "General Assembly of the United Nations", "United Nations General Assembly")],
)  # fmt: skip
def test_candidates_find_the_entry_under_another_form_of_its_name(kind: str, name: str, key: str) -> None:
    assert key in {each.entry.key for each in candidates(Thing(kind, (name,))) if each.exact}


def test_candidates_include_names_that_are_only_alike() -> None:
    found = {each.entry.key: each for each in candidates(Thing("ArmedGroup", ("Hayat Tahrir al-Shams",)))}
    assert not found["Hayat Tahrir al-Sham"].exact


def test_candidates_need_the_least_alike_word_to_be_alike() -> None:
    assert "Northern Samar (PH)" not in {each.entry.key for each in candidates(Thing("Place", ("Northern Syria",)))}


def test_candidates_of_one_word_are_none_that_share_its_consonants_only() -> None:
    assert "Missouri (US)" not in {each.entry.key for each in candidates(Thing("Place", ("Messier",)))}


@pytest.mark.parametrize("name", ["Yemeni", "Iraqi", "Ukrainian", "Yemenis"])
def test_candidates_of_an_adjective_or_a_people_are_no_misspelt_states(name: str) -> None:
    assert [each for each in candidates(Thing("Place", (name,))) if not each.exact] == []


@pytest.mark.parametrize(
    ("name", "key", "found"),
    [
        ("Alexander Zakharchenko", "Alexander Lukashenko", False),
        ("Alexander Lukashenka", "Alexander Lukashenko", True),
        ("Vladamir Putin", "Vladimir Putin", True),
    ],
)
def test_candidates_of_a_person_are_alike_in_the_last_name_too(name: str, key: str, found: bool) -> None:
    assert (key in {each.entry.key for each in candidates(Thing("Person", (name,)))}) == found


@pytest.mark.parametrize(("kind", "name"), [("Person", "Chad"), ("Person", "Jordan"), ("Place", "Taliban")])
def test_candidates_are_of_a_class_that_fits(kind: str, name: str) -> None:
    assert not [each for each in candidates(Thing(kind, (name,))) if each.exact]


def test_candidates_of_a_surname_are_the_persons_of_that_name() -> None:
    found = candidates(Thing("Person", ("Guterres",)))
    assert all(each.entry.kind is not None and each.entry.kind.value == "Person" for each in found)


@pytest.mark.parametrize(
    "name", ["", " ", "​", "'", "—", "حلب", "Москва", "ሰላም", "北京", "x" * 10_000, "Aleppo " * 500, "\x00", "Ш" * 199]
)
def test_candidates_of_what_is_no_latin_name_are_none(name: str) -> None:  # fmt: skip
    assert candidates(Thing("Place", (name,))) == []


def test_readings_leave_a_name_out_that_is_too_long() -> None:
    assert readings("a" * (LONGEST_NAME + 1), "Place") == ()


def test_candidates_are_the_same_every_time() -> None:
    thing = Thing("Place", ("Santa Cruz",))
    assert candidates(thing) == candidates(thing)
    assert len(candidates(thing)) <= 12
