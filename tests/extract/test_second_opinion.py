"""Where the rules are unsure a model's spans decide; where they are sure they stay."""

from collections.abc import Mapping

from entity_pages import page_of
from spacy.tokens import Span as DocSpan
from spacy.tokens import SpanGroup

from kg.extract.names.finder import find_entities
from kg.extract.names.named_in_doc import OTHER, PLACE, Named, named_in_doc
from kg.extract.text.page import Page
from kg.records import MentionKind, Span


def judged(text: str, spans: Mapping[str, tuple[str, float]]) -> Page:
    """A page whose Doc has a model's spans: label and probability by words."""
    page = page_of(text)
    found: list[DocSpan] = []
    for words, (label, _) in spans.items():
        at = text.index(words)
        span = page.doc.char_span(at, at + len(words), label=label)
        assert span is not None
        found.append(span)
    group = SpanGroup(page.doc, name="entities", spans=found)
    group.attrs["scores"] = [score for _, score in spans.values()]
    page.doc.spans["entities"] = group
    return page


def names(text: str, spans: Mapping[str, tuple[str, float]]) -> list[tuple[str, str]]:
    """Words and class of each name that is found with a model's spans."""
    entities = find_entities(judged(text, spans))
    return [
        (
            text[m.span.begin : m.span.end],
            entities.actors[m.denotes].kind.value if m.denotes in entities.actors else "Place",
        )
        for m in entities.mentions
        if m.kind is MentionKind.NAME
    ]


def test_model_names_are_read_with_their_scores() -> None:
    page = judged("Vexlar sold forty Hornets to Zug.", {"Vexlar": ("Organization", 0.8), "Hornets": ("Weapon", 0.7)})
    assert named_in_doc(page) == {Span(0, 6): Named("Organization", 0.8), Span(18, 25): Named(OTHER, 0.7)}


def test_model_facility_is_a_place() -> None:
    page = judged("Camp Arrow burned.", {"Camp Arrow": ("Facility", 0.95)})
    assert named_in_doc(page) == {Span(0, 10): Named(PLACE, 0.95)}


def test_model_adds_a_name_that_no_rule_told() -> None:
    text = "At dusk Vexlar denied it."
    assert names(text, {}) == []
    assert names(text, {"Vexlar": ("Organization", 0.97)}) == [("Vexlar", "Organization")]


def test_model_that_is_unsure_adds_nothing() -> None:
    assert names("At dusk Vexlar denied it.", {"Vexlar": ("Organization", 0.4)}) == []


def test_model_decides_what_an_unknown_name_is_all_over_the_article() -> None:
    text = "They talked to Marvik. Later Marvik slept."
    page = judged(text, {"Marvik": ("Person", 0.96)})
    found = [text[m.span.begin : m.span.end] for m in find_entities(page).mentions]
    assert found == ["Marvik", "Marvik"]


def test_model_mends_the_boundaries_of_a_guess() -> None:
    text = "Rain fell near Tarn Velik Osso overnight."
    assert names(text, {"Tarn Velik Osso": ("Place", 0.95)}) == [("Tarn Velik Osso", "Place")]


def test_model_takes_back_a_guess_that_is_a_weapon() -> None:
    text = "They fired from Kestrel launchers."
    assert names(text, {"Kestrel": ("Weapon", 0.95)}) == []


def test_model_does_not_overrule_a_known_name() -> None:
    text = "There Hezbollah rejected it."
    assert names(text, {"Hezbollah": ("Place", 0.99)}) == [("Hezbollah", "ArmedGroup")]


def test_model_does_not_shorten_a_known_place() -> None:
    text = "Rain fell on eastern Aleppo."
    assert names(text, {"Aleppo": ("Place", 0.99)}) == [("eastern Aleppo", "Place")]


def test_model_tells_a_seat_that_acts_from_a_town() -> None:
    text = "In a note verbale Dushanbe, unmoved, shrugged."
    assert names(text, {}) == [("Dushanbe", "Place")]
    assert names(text, {"Dushanbe": ("State", 0.96)}) == [("Dushanbe", "State")]


def test_model_finds_a_person_called_like_a_country() -> None:
    text = "At noon Chad Orvell rose."
    assert names(text, {"Chad Orvell": ("Person", 0.97)}) == [("Chad Orvell", "Person")]


def test_model_does_not_mark_a_nationality_in_a_title() -> None:
    text = "Kenyan President William Ruto spoke first."
    assert names(text, {"Kenyan": ("State", 0.97)}) == [("William Ruto", "Person")]


def test_model_does_not_make_a_name_of_a_capital_that_begins_a_sentence() -> None:
    assert names("Authorities arrested ten men.", {"Authorities": ("Government", 0.97)}) == []


def test_model_does_not_make_a_state_of_a_town_without_a_government() -> None:
    assert names("Rain fell on Toronto again.", {"Toronto": ("State", 0.97)}) == [("Toronto", "Place")]


def test_entities_of_another_pipeline_count_where_there_is_no_span_group() -> None:
    page = page_of("At dusk Vexlar denied it.")
    page.doc.set_ents([DocSpan(page.doc, 2, 3, label="ORG")])
    assert named_in_doc(page) == {Span(8, 14): Named("Organization", 1.0)}
