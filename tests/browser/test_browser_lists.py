"""Lists in a real browser: what a layout or a browser's memory could spoil."""

from collections.abc import Callable

from tests.browser.routes import things
from tests.browser.walking import NARROW, Walk
from tests.server.serving import Served

Opener = Callable[..., Walk]
_TOPS = "(row) => [...row.querySelectorAll('td')].map((cell) => Math.round(cell.getBoundingClientRect().top))"
# How many lines each takes.
_LINES = "(them) => them.map((each) => Math.round(each.offsetHeight / parseFloat(getComputedStyle(each).lineHeight)))"


def test_figures_of_a_row_share_lines_on_a_phone(walk: Opener) -> None:
    found = walk("/actors", width=NARROW)
    tops = found.page.locator("tbody tr").first.evaluate(_TOPS)
    assert len(tops) == 5
    assert len(set(tops)) <= 2


def test_counts_of_a_facet_are_never_broken(walk: Opener) -> None:
    found = walk("/actors")
    # A long name must not take the room of the figure beside it.
    found.page.locator(".facets li bdi").evaluate_all(
        "(them) => them.forEach((each) => { each.textContent = 'International Alliance of Correspondents'; })"
    )
    found.page.locator(".facets li .count").evaluate_all(
        "(them) => them.forEach((each) => { each.textContent = '10'; })"
    )
    assert set(found.page.locator(".facets li .count").evaluate_all(_LINES)) == {1}


def test_going_back_leaves_no_box_ticked_that_narrows_nothing(walk: Opener) -> None:
    found = walk("/strikes")
    box = "input[name=factuality][value=Disputed]"
    found.page.check(box)
    found.page.click("form.facets button")
    found.page.wait_for_url("**factuality=Disputed**")
    assert found.page.is_checked(box)
    found.page.go_back()
    found.page.wait_for_url("**/strikes")
    assert not found.page.is_checked(box)


def test_paper_has_no_controls(walk: Opener) -> None:
    for path in ("/strikes?from=2017", "/claims", "/map"):
        found = walk(path)
        found.page.emulate_media(media="print")
        seen = found.page.locator("button, a.button, main input, select").filter(visible=True)
        assert seen.all_inner_texts() == [], path


def test_all_words_of_a_margin_are_of_one_size(walk: Opener, site: Served) -> None:
    found = walk(things(site)["Article"][0])
    sizes = found.page.locator(".margin-note li, .margin-note li .note, .margin-note li .value").evaluate_all(
        "(them) => them.map((each) => getComputedStyle(each).fontSize)"
    )
    assert len(set(sizes)) == 1
