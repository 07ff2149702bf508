"""What the claims of an article make of the relations that it tells."""

from entity_pages import page_of

from kg.extract.names.finder import find_entities
from kg.extract.names.relation_claims import with_claims
from kg.extract.names.relations import find_relations
from kg.records import Claim, Fact, Factuality, Ref, Span, Stance


def factualities(text: str, content: str, stance: Stance) -> dict[str, Factuality]:
    """How sure each relation of a text is by its property, where somebody claims some of its words."""
    page = page_of(text)
    entities = find_entities(page)
    begin = text.index(content)
    span = Span(begin, begin + len(content))
    claim = Claim(Ref("claim", "c1"), span, Fact(stance, span, "test"))
    found = with_claims(page, entities, find_relations(page, entities), [claim])
    return {relation.property: relation.factuality for relation in found}


def test_with_claims_denied_relation_is_denied() -> None:
    text = "Ukraine denied that Russia had captured Pokrovsk."
    assert factualities(text, "Russia had captured Pokrovsk", Stance.DENIES)["controls"] is Factuality.DENIED


def test_with_claims_asserted_relation_is_attributed() -> None:
    text = "Ukraine said that Russia had captured Pokrovsk."
    assert factualities(text, "Russia had captured Pokrovsk", Stance.ASSERTS)["controls"] is Factuality.ATTRIBUTED


def test_with_claims_relation_outside_the_claim_is_stated() -> None:
    text = "The Taliban captured Kunduz and denied any losses."
    assert factualities(text, "any losses", Stance.DENIES)["controls"] is Factuality.STATED


def test_with_claims_what_an_adjective_says_is_stated() -> None:
    text = "Turkey denied that the Iran-backed rebels rose."
    assert factualities(text, "the Iran-backed rebels rose", Stance.DENIES)["backedBy"] is Factuality.STATED


def test_find_relations_alleged_backing_is_alleged() -> None:
    page = page_of("There Hamas, allegedly backed by Iran, rose.")
    relations = find_relations(page, find_entities(page))
    assert [(r.property, r.factuality) for r in relations] == [("backedBy", Factuality.ALLEGED)]
