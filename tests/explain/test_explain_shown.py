"""Explanations as a page and on a terminal, safe to show whatever the article holds."""

from kg.explain.page import explanation_page
from kg.explain.pieces import marks_of, shown
from kg.explain.terminal import marked_text
from tests.explain.hostile import TEXT, Page, as_text, hostile, span


def test_explain_page_escapes_whatever_an_article_holds() -> None:
    page = Page(explanation_page(hostile()))
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "img", "b", "i", "u", "link", "iframe"})
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert page.text == shown(TEXT)
    assert "<script>alert('title')</script>" in page.everything
    assert "\x1b" not in page.everything


def test_explain_page_is_self_contained_and_its_links_lead_somewhere() -> None:
    page = Page(explanation_page(hostile()))
    anchors = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    targets = [attributes["href"] or "" for tag, attributes in page.elements if tag == "a"]
    assert len(targets) > 10
    assert all(target.startswith("#") and target[1:] in anchors for target in targets)
    assert not any("src" in attributes for _, attributes in page.elements)


def test_explain_page_marks_overlapping_spans_with_all_their_classes() -> None:
    page = Page(explanation_page(hostile()))
    classes = {
        attributes["id"]: attributes.get("class")
        for tag, attributes in page.elements
        if tag == "span" and "id" in attributes
    }
    assert classes[f"c{span('Norland').begin}"] == "Claim Actor Value"
    assert classes[f"c{span(' & ').begin}"] == "Claim Actor"
    assert classes[f"c{span('shelled').begin}"] == "Claim Strike"
    assert classes["c0"] is None


def test_explain_terminal_has_colour_and_no_control_characters_of_the_article() -> None:
    coloured = as_text(hostile(), force_terminal=True)
    assert "\x1b[1;4;31mshelled" in coloured
    assert "\x1b[31mport" not in coloured
    assert "␛[31mport␛[0m" in as_text(hostile())
    assert "\x1b" not in as_text(hostile())


def test_explain_text_names_the_nodes_behind_the_marks() -> None:
    assert 'Norland & "friends"[3] shelled[5]' in marked_text(hostile()).plain


def test_explain_marks_the_words_of_values_that_are_no_mentions() -> None:
    values = [mark.span for mark in marks_of(hostile()) if mark.family == "Value"]
    assert values == [span("Norland"), span("friends"), span("\x1b[31mport")]
