"""Whom a pronoun means."""

from entity_pages import page_of

from kg.extract.names.coreference import antecedent
from kg.extract.names.finder import find_entities
from kg.records import Ref, Span


def meant(text: str, pronoun: str) -> Ref | None:
    """The antecedent of the last occurrence of a pronoun."""
    page = page_of(text)
    begin = text.rindex(pronoun)
    return antecedent(page, find_entities(page), Span(begin, begin + len(pronoun)))


def test_antecedent_of_he_is_the_person() -> None:
    ref = meant("Envoy Joram Valk met Hamas in Cairo. There he spoke.", "he")
    assert ref is not None
    assert ref.key.startswith("Joram-Valk")


def test_antecedent_of_it_is_the_body() -> None:
    assert meant("Envoy Joram Valk spoke to the Iraqi government. There it agreed.", "it") == Ref(
        "actor", "Government of Iraq", True
    )


def test_antecedent_of_they_is_the_collective() -> None:
    assert meant("Iran warned the rebels. There they laughed.", "they") == Ref("actor", "rebels")


def test_antecedent_without_suitable_actor_is_none() -> None:
    assert meant("Rain fell in Cairo. There he spoke.", "he") is None


def organ(text: str) -> Ref:
    """Whom "The army" means."""
    page = page_of(text)
    begin = text.index("The army") + len("The ")
    mentions = find_entities(page).mentions
    return next(mention.denotes for mention in mentions if mention.span == Span(begin, begin + len("army")))


def test_organ_without_a_state_is_that_of_the_state_where_it_happens() -> None:
    ref = organ("Shells fell on Omdurman and Port Sudan. The army blamed the militia. Paris called for calm.")
    assert ref == Ref("actor", "Sudanese army", True)


def test_organ_without_a_state_is_none_in_particular_where_many_states_are_named() -> None:
    ref = organ("France, Italy, Spain and Egypt sent envoys. The army shelled a village.")
    assert not ref.known
