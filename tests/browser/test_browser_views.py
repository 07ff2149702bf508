"""Map, timeline and drawings in a browser."""

from collections.abc import Callable

from tests.browser.routes import things
from tests.browser.walking import Walk
from tests.server.serving import Served

Opener = Callable[..., Walk]


def test_map_draws_states_and_points_that_take_focus(walk: Opener) -> None:
    found = walk("/map")
    found.page.wait_for_selector("path.state", state="attached")
    pins = found.page.locator(".pin")
    assert pins.count() > 0
    assert all(pin.get_attribute("aria-label") and pin.get_attribute("tabindex") == "0" for pin in pins.all())
    pins.first.focus()
    found.page.keyboard.press("Enter")
    found.page.wait_for_selector(".leaflet-popup a[href^='/']")
    assert not found.console
    assert not found.foreign


def test_map_says_that_boundaries_are_de_facto(walk: Opener) -> None:
    assert "de facto boundaries" in walk("/map", script=False).page.locator("main").inner_text()


def test_map_and_table_follow_the_slider(walk: Opener) -> None:
    found = walk("/map")
    rows = found.page.locator("#rows > tr:visible")
    before = rows.count()
    found.page.locator("#slider-from").focus()
    found.page.keyboard.press("End")
    after = rows.count()
    assert 0 < after < before
    assert f"{after} of {before} rows" in found.page.locator("#slider-status").inner_text()


def test_map_without_script_is_its_table(walk: Opener) -> None:
    found = walk("/map", script=False)
    assert not found.page.locator(".map").is_visible()
    assert not found.page.locator(".slider").is_visible()
    assert found.page.locator("#rows > tr").count() > 0


def test_timeline_leads_to_the_events_of_a_month(walk: Opener) -> None:
    found = walk("/timeline", script=False)
    bar = found.page.locator("svg.chart a").last
    name = str(bar.get_attribute("aria-label"))
    month, _, count = name.partition(": ")
    bar.locator("rect").first.click()
    assert found.page.locator("#month h2").inner_text() == month
    assert found.page.locator("#month ol > li").count() == int(count)


def test_timeline_table_says_what_the_drawing_says(walk: Opener) -> None:
    found = walk("/timeline", script=False)
    bars = [str(bar.get_attribute("aria-label")) for bar in found.page.locator("svg.chart a").all()]
    rows = found.page.locator("main table").last.locator("tbody tr").all()
    said = [f"{row.locator('th').inner_text()}: {row.locator('td').first.inner_text()}" for row in rows]
    assert sorted(said) == sorted(bars)


def test_drawing_grows_by_a_button_and_stays_within_sixty(walk: Opener, site: Served) -> None:
    found = walk(things(site)["Actor"][0])
    found.page.wait_for_selector(".graph canvas")
    buttons = found.page.locator(".expand")
    assert buttons.count() > 0
    for button in buttons.all()[:8]:
        button.focus()
        with found.page.expect_response("**/api/neighbours**") as answer:
            found.page.keyboard.press("Enter")
        assert answer.value.ok
    assert "drawn" in found.page.locator("#graph-status").inner_text()
    assert not found.console


def test_drawing_has_its_list_without_script(walk: Opener, site: Served) -> None:
    found = walk(things(site)["Actor"][0], script=False)
    assert found.page.locator("#connections li").count() > 0
    assert not found.page.locator(".graph").is_visible()
