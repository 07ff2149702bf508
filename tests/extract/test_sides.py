"""Who fights whom in an article, and whom words mean that only count the sides."""

import pytest
from event_pages import entities_of, page_of

from kg.extract.events.fillers import Fillers
from kg.extract.events.foes import foes, of_one_side
from kg.extract.events.side_words import are_opposed, may_be_two_states, only_counts
from kg.extract.events.sides import named_last, sides_of_war
from kg.extract.names.finder import find_entities
from kg.records import ActorKind, Mention, MentionKind, Ref, Span

STATE, GROUP, BODY = ActorKind.STATE, ActorKind.ARMED_GROUP, ActorKind.ORGANIZATION
WAR = "Arland fights Borland. Arland and Borland dug in. "


def keys(refs: list[Ref]) -> list[str]:
    return sorted(ref.key for ref in refs)


@pytest.mark.parametrize(
    ("text", "actors", "expected"),
    [
        (WAR, {"Arland": GROUP, "Borland": GROUP}, ["Arland", "Borland"]),
        ("Arland fights Borland. Arland dug in.", {"Arland": GROUP, "Borland": GROUP}, []),
        (WAR + "Corland met Corland.", {"Arland": GROUP, "Borland": GROUP, "Corland": GROUP}, []),
        (WAR + "Corland watched.", {"Arland": GROUP, "Borland": GROUP, "Corland": STATE}, ["Arland", "Borland"]),
        (WAR, {"Arland": GROUP, "Borland": BODY}, []),
        (WAR, {"Arland": GROUP, "Borland": STATE}, ["Arland", "Borland"]),
        (WAR, {"Arland": ActorKind.ARMED_FORCE, "Borland": ActorKind.GOVERNMENT}, []),
    ],
)
def test_foes_are_the_two_powers_told_of_most(text: str, actors: dict[str, ActorKind], expected: list[str]) -> None:
    assert keys(foes(entities_of(text, actors))) == expected


def test_a_state_fights_with_its_forces() -> None:
    entities = find_entities(page_of("Iran and Israel are at war. The Iranian army fights Israel."))
    assert keys(foes(entities)) == ["Iran", "Israel"]
    assert of_one_side(entities, Ref("actor", "Iran", True), Ref("actor", "Iranian army", True))
    assert not of_one_side(entities, Ref("actor", "Israel", True), Ref("actor", "Iranian army", True))


@pytest.mark.parametrize(
    ("words", "counts", "opposed", "states"),
    [
        ("both sides", True, True, True),
        ("the two countries", True, False, True),
        ("two groups", True, False, False),
        ("the two leaders", True, False, False),
        ("their enemies", True, True, False),
        ("Tuareg groups", False, False, False),
        ("soldiers", False, False, False),
    ],
)
def test_nouns_tell_how_they_count_the_sides(words: str, counts: bool, opposed: bool, states: bool) -> None:
    assert (only_counts(words), are_opposed(words), may_be_two_states(words)) == (counts, opposed, states)


def span_of(text: str, words: str) -> Span:
    begin = text.rindex(words)
    return Span(begin, begin + len(words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WAR + "Both sides agreed.", ["Arland", "Borland"]),
        (WAR + "Arland thanked Corland. Both sides agreed.", []),
        ("Arland met Corland. Both sides agreed.", ["Arland", "Corland"]),
    ],
)
def test_both_sides_are_those_named_last_if_they_are_at_war(text: str, expected: list[str]) -> None:
    actors = dict.fromkeys(("Arland", "Borland", "Corland"), GROUP)
    page, entities = page_of(text), entities_of(text, actors)
    assert keys(sides_of_war(page, Fillers(page, entities), span_of(text, "Both sides"))) == expected


@pytest.mark.parametrize(("words", "expected"), [("two groups", ["Arland", "Borland"]), ("both sides", ["counted"])])
def test_an_attack_by_both_sides_is_not_that_of_those_named_last(words: str, expected: list[str]) -> None:
    text = WAR + f"Then the {words} attacked."
    page, entities = page_of(text), entities_of(text, {"Arland": GROUP, "Borland": GROUP})
    mention = Mention(span_of(text, words), MentionKind.NOMINAL, Ref("actor", "counted"))
    assert keys([ref for ref, _ in named_last(page, Fillers(page, entities), mention)]) == expected
