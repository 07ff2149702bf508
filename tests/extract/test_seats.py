"""Capitals: the government that sits there, or the town."""

import pytest
from entity_pages import names


@pytest.mark.parametrize(
    "text",
    [
        "On Sunday Havana freed forty sailors.",
        "Late at night Hanoi again protested.",
        "Envoys warned Harare against it.",
        "Lawyers asked Quito to pay.",
        "No reply from Minsk came.",
        "There was silence until Dakar's envoy rose.",
        "Its treaty with Lisbon, too, was torn up.",
        "Nothing moves without Ankara's consent.",
        "Then Vilnius, which denied it, closed the bridge.",
    ],
)
def test_seat_of_a_government_that_acts_is_its_state(text: str) -> None:
    assert [kind for _, kind in names(text)] == ["State"]


@pytest.mark.parametrize(
    "text",
    [
        "Trams stood still in Havana for a week.",
        "By noon Tripoli was shelled from the sea.",
        "At last Mogadishu had been retaken.",
        "They reached Bamako by lorry.",
        "Crowds filled the streets of Khartoum.",
        "A market in Sanaa's old quarter burned.",
    ],
)
def test_seat_where_something_happens_is_a_place(text: str) -> None:
    assert [kind for _, kind in names(text)] == ["Place"]


def test_seats_joined_before_a_verb_are_all_states() -> None:
    found = names("On Monday Rome, Madrid and Lisbon press for talks.")
    assert found == [("Rome", "State"), ("Madrid", "State"), ("Lisbon", "State")]


def test_seat_after_one_that_acts_acts_too() -> None:
    assert names("A pact between Nairobi and Kampala held.") == [("Nairobi", "State"), ("Kampala", "State")]
