"""Relations between actors, and of actors to places."""

import pytest
from entity_pages import page_of

from kg.extract.names.finder import find_entities
from kg.extract.names.relations import find_relations


def relations(text: str) -> list[tuple[str, str, str]]:
    """Subject's label, property and object's label of each relation."""
    page = page_of(text)
    entities = find_entities(page)
    labels = {ref: thing.label for ref, thing in [*entities.actors.items(), *entities.places.items()]}
    return [(labels[r.subject], r.property, labels[r.object]) for r in find_relations(page, entities)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran denied it. The Iranian navy left.", ("Iranian navy", "partOf", "Iran")),
        ("Libya slept. Libyan president Omar Saleh Dahl rose.", ("Omar Saleh Dahl", "leaderOf", "Libya")),
        ("They heard NATO spokesman Joram Valk.", ("Joram Valk", "speaksFor", "NATO")),
        ("They heard Joram Valk, a spokesman for NATO.", ("Joram Valk", "speaksFor", "NATO")),
        ("At noon Joram Valk, of the Herat provincial council, rose.",
         ("Joram Valk", "memberOf", "Herat provincial council")),
        ("There the Iran-backed rebels rose.", ("rebels", "backedBy", "Iran")),
        ("There Hamas, backed by Iran, rose.", ("Hamas", "backedBy", "Iran")),
        ("There Hezbollah is allied with Hamas.", ("Hezbollah", "allyOf", "Hamas")),
        ("At dawn Hamas fought Fatah.", ("Hamas", "opponentOf", "Fatah")),
        ("There Ansar Dine was renamed the River Front.", ("Ansar Dine", "alsoKnownAs", "River Front")),
        ("They met the River Front, formerly known as Ansar Dine.", ("Ansar Dine", "alsoKnownAs", "River Front")),
        ("They left Taliban-held Kunduz.", ("Taliban", "controls", "Kunduz")),
        ("Now Kunduz is controlled by the Taliban.", ("Taliban", "controls", "Kunduz")),
        ("At dawn the Taliban captured the city of Kunduz.", ("Taliban", "controls", "Kunduz")),
    ],
)  # fmt: skip
def test_relations_are_told_by(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in relations(text)


def test_relations_hold_for_each_of_joint_places() -> None:
    found = relations("Now Kunduz and Herat are controlled by the Taliban.")
    assert found == [("Taliban", "controls", "Kunduz"), ("Taliban", "controls", "Herat")]


def test_relations_words_and_evidence_stand_in_the_text() -> None:
    text = "Nothing moved. They left Taliban-held Kunduz."
    page = page_of(text)
    (relation,) = find_relations(page, find_entities(page))
    assert text[relation.words.begin : relation.words.end] == "Taliban-held Kunduz"
    assert [text[s.begin : s.end] for s in relation.evidence] == ["They left Taliban-held Kunduz."]


def test_relations_of_actors_that_only_stand_side_by_side_are_none() -> None:
    assert relations("Later Hamas and Fatah met in Cairo.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There NATO members which sent ships include Denmark and Norway.", ("Norway", "memberOf", "NATO")),
        ("The rebels, including Ansar Dine, left.", ("Ansar Dine", "memberOf", "rebels")),
        ("At dawn the Taliban retook Kunduz from the Islamic State.", ("Taliban", "opponentOf", "Islamic State")),
        ("There Hamas clashed with Fatah.", ("Hamas", "opponentOf", "Fatah")),
        ("They shelled Kunduz, the Taliban's stronghold.", ("Taliban", "controls", "Kunduz")),
        ("They shelled the Taliban stronghold of Kunduz.", ("Taliban", "controls", "Kunduz")),
        ("They heard OPEC head Joram Valk.", ("Joram Valk", "leaderOf", "OPEC")),
        ("They heard a NATO spokesman, Joram Valk.", ("Joram Valk", "speaksFor", "NATO")),
        ("Norway agreed. Joram Valk, a Norwegian peace envoy, came.", ("Joram Valk", "speaksFor", "Norway")),
    ],
)
def test_relations_of_lists_offices_and_strongholds(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in relations(text)


def test_relations_holder_is_who_is_backed_not_the_backer() -> None:
    found = relations("Now Kunduz is held by Emirati-backed rebels and jihadists.")
    assert {(s, o) for s, p, o in found if p == "controls"} == {("rebels", "Kunduz"), ("jihadists", "Kunduz")}
    assert [(s, o) for s, p, o in found if p == "backedBy"] == [("rebels", "United Arab Emirates")]


def test_relations_denied_opposition_is_none() -> None:
    assert relations("There Hamas did not want to fight Fatah.") == []
