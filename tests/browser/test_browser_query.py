"""The query page in a browser: editor, completion, views, permalinks, errors."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

from tests.browser.walking import NARROW, Walk

Opener = Callable[..., Walk]
_EDITOR = ".yasqe .CodeMirror"
_STRIKES = (
    "PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>\n"
    "SELECT ?strike ?place WHERE { ?strike ckg:allegedPerpetrator ?who ; ckg:location ?place }"
)


def set_editor(found: Walk, text: str) -> None:
    found.page.evaluate("(text) => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", text)


def editor_text(found: Walk) -> str:
    return str(found.page.evaluate("() => document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def test_ctrl_enter_runs_what_the_editor_holds(walk: Opener) -> None:
    found = walk("/query")
    found.page.click(_EDITOR)
    set_editor(found, "SELECT (41 + 1 AS ?n) {}")
    with found.page.expect_navigation():
        found.page.keyboard.press("Control+Enter")
    assert found.page.locator("#answer td.number").inner_text().strip() == "42"
    address = parse_qs(urlsplit(found.page.url).query)
    assert address["query"] == ["SELECT (41 + 1 AS ?n) {}"]
    assert not found.console


def test_permalink_shows_the_same_answer_and_text(walk: Opener) -> None:
    found = walk("/query?query=" + quote(_STRIKES))
    assert editor_text(found).replace("\r", "") == _STRIKES
    first = found.page.locator("#answer tbody").inner_text()
    with found.page.expect_navigation():
        found.page.click("text=Link to this answer")
    assert found.page.locator("#answer tbody").inner_text() == first


def test_completion_offers_the_terms_of_the_ontology(walk: Opener) -> None:
    found = walk("/query")
    set_editor(found, "PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>\nSELECT * WHERE { ?s ckg:allegedP")
    found.page.evaluate(
        "() => { const cm = document.querySelector('.CodeMirror').CodeMirror; cm.focus(); cm.setCursor(1, 99); }"
    )
    found.page.keyboard.press("Control+Space")
    found.page.wait_for_selector(".CodeMirror-hints")
    assert "ckg:allegedPerpetrator" in found.page.locator(".CodeMirror-hints").inner_text()
    found.page.keyboard.press("Enter")
    assert "?s ckg:allegedPerpetrator" in editor_text(found)
    assert not found.foreign
    assert not found.console


def test_prefix_is_added_when_a_term_is_typed(walk: Opener) -> None:
    found = walk("/query")
    set_editor(found, "SELECT * WHERE { ?s ")
    found.page.evaluate(
        "() => { const cm = document.querySelector('.CodeMirror').CodeMirror; cm.focus(); cm.setCursor(0, 99); }"
    )
    found.page.keyboard.type("ckg:k")
    found.page.wait_for_function("document.querySelector('.CodeMirror').CodeMirror.getValue().includes('PREFIX ckg:')")
    assert not found.foreign


def test_tab_leaves_the_editor(walk: Opener) -> None:
    found = walk("/query")
    found.page.click(_EDITOR)
    found.page.keyboard.press("Tab")
    assert found.page.evaluate("document.activeElement.textContent") == "Run"


def test_error_stands_at_its_line(walk: Opener) -> None:
    text = "SELECT * WHERE {\n  ?s ?p ?o .\n  ?a ?b }"
    found = walk("/query?query=" + quote(text), status=400)
    fault = found.page.locator(".fault").inner_text().splitlines()
    assert fault[0] == "  ?a ?b }"
    assert fault[1].strip() == "^"
    assert re.search(r"line 3, column \d+", found.page.locator("[role=alert]").inner_text())
    assert found.page.locator(".fault-line").count() == 1


def test_views_of_an_answer_are_in_the_address(walk: Opener) -> None:
    found = walk("/query?query=" + quote(_STRIKES))
    with found.page.expect_navigation():
        found.page.click(".views >> text=Graph")
    assert parse_qs(urlsplit(found.page.url).query)["view"] == ["graph"]
    found.page.wait_for_selector(".graph canvas")
    assert found.page.locator(".edges li").count() > 0
    assert not found.console


def test_a_run_keeps_the_view(walk: Opener) -> None:
    found = walk("/query?view=graph&query=" + quote(_STRIKES))
    with found.page.expect_navigation():
        found.page.click("#sparql button")
    assert parse_qs(urlsplit(found.page.url).query)["view"] == ["graph"]


def test_results_name_things_and_lead_to_their_pages(walk: Opener) -> None:
    found = walk("/query?query=" + quote(_STRIKES))
    link = found.page.locator("#answer tbody a").first
    assert "https://" not in link.inner_text()
    with found.page.expect_navigation():
        link.click()
    assert found.page.locator("main h1").count() == 1


def test_rows_are_cards_on_a_phone(walk: Opener) -> None:
    found = walk("/query?query=" + quote(_STRIKES), width=NARROW)
    assert found.page.locator("#answer td").first.evaluate("(cell) => getComputedStyle(cell).display") == "block"


def test_query_of_a_link_runs_no_script(walk: Opener) -> None:
    text = (
        'SELECT * WHERE { <img/src=x/onerror=alert(1)> "</textarea><script>alert(1)</script>" \'<svg onload=alert(1)>'
    )
    found = walk("/query?query=" + quote(text), status=400)
    found.page.hover(".parseErrorIcon") if found.page.locator(".parseErrorIcon").count() else None
    assert not found.dialogs
    assert not found.console


def test_without_script_a_question_is_asked_and_answered(walk: Opener) -> None:
    found = walk("/query", script=False)
    found.page.select_option("#question", "claims-by-side")
    found.page.click("text=Open")
    found.page.fill("#param_actor", "Russia")
    found.page.click("text=Ask >> visible=true")
    assert found.page.locator("#answer tbody tr").count() > 0


def test_beside_a_map_the_editor_comes_when_somebody_writes(walk: Opener) -> None:
    text = "SELECT ?s { ?s <http://www.opengis.net/ont/geosparql#hasGeometry> ?g }"
    found = walk("/query?view=map&query=" + quote(text))
    assert found.page.locator(".pin").count() > 0
    assert not found.page.locator(_EDITOR).count()
    found.page.click("#text")
    found.page.wait_for_selector(".CodeMirror-focused")
    assert editor_text(found) == text
    assert not found.console
