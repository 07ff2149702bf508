"""What only the model marks: second evidence for attacks and deals, none where a rule has read the words."""

from event_pages import entities_of, names, page_of, words
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Span as DocSpan
from spacy.tokens import SpanGroup

from kg.extract.agreements.finder import find_agreements
from kg.extract.amounts.times import find_times
from kg.extract.strikes.finder import find_strikes
from kg.extract.text.learned import Apart, learned
from kg.extract.text.page import Page
from kg.records import ActorKind, Span, StrikeKind

WAR = " Troops and rebels are at war; the military front has not moved."
SIDES = {"Arland": ActorKind.STATE, "Borland": ActorKind.STATE}


def marked(text: str, phrase: str, label: str, score: float = 0.99) -> Page:
    page = page_of(text + WAR)
    at = text.index(phrase)
    span = page.doc.char_span(at, at + len(phrase), label)
    assert isinstance(span, DocSpan)
    page.doc.spans["triggers"] = SpanGroup(page.doc, name="triggers", spans=[span], attrs={"scores": [score]})
    return page


def test_a_marked_word_is_an_attack_of_the_marked_kind() -> None:
    page = marked("The convoy came under a hail of iron near Ostra.", "hail of iron", "Shelling")
    (strike,) = find_strikes(page, entities_of(page.article.text, places=("Ostra",)), find_times(page), ())
    assert (words(page.article.text, strike.triggers), strike.kind) == (["hail of iron"], StrikeKind.SHELLING)


def test_an_unsure_mark_is_no_attack() -> None:
    page = marked("The convoy came under a hail of iron near Ostra.", "hail of iron", "Shelling", score=0.5)
    assert find_strikes(page, entities_of(page.article.text), find_times(page), ()) == ()


def test_a_marked_deal_needs_two_parties() -> None:
    page = marked("Arland and Borland signed the winter paper.", "paper", "OtherAgreement")
    assert find_agreements(page, entities_of(page.article.text, SIDES), find_times(page)) == ()
    page = marked("Arland and Borland signed the winter paper.", "paper", "Ceasefire")
    (deal,) = find_agreements(page, entities_of(page.article.text, SIDES), find_times(page))
    assert sorted(names(deal.party)) == ["Arland", "Borland"]
    page = marked("The winter paper was signed.", "paper", "Ceasefire")
    assert find_agreements(page, entities_of(page.article.text, SIDES), find_times(page)) == ()


def test_a_doc_without_layers_has_no_marks() -> None:
    assert list(learned(page_of("The truce held."), "triggers", 0.0)) == []


SPANS = st.builds(lambda begin, length: Span(begin, begin + length), st.integers(0, 30), st.integers(1, 12))


@given(SPANS, st.lists(SPANS, max_size=6))
def test_spans_are_apart_where_they_share_no_character(span: Span, others: list[Span]) -> None:
    inside = {place for other in others for place in range(*other)}
    assert Apart(others)(span) == inside.isdisjoint(range(*span))
