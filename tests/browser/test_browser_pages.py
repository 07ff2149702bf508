"""Each page in a real browser: wide and narrow, light and dark, with and without JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server.app import create_app
from server.trying.pages import Trying
from tests.browser.routes import ERRORS, FAMILIES, FRAGMENTS, NOT_PAGES, PAGES, is_page, things
from tests.browser.walking import HEAVIEST, NARROW, WIDE, Walk
from tests.server.serving import Served

KINDS = [*FAMILIES, "Term", "Pasted"]
SCHEMES = ("light", "dark")
Opener = Callable[..., Walk]


def addresses(site: Served, which: str) -> list[tuple[str, int]]:
    """The addresses behind a test's name: an address itself, or the things of a family."""
    if which in KINDS:
        return [(path, 200) for path in things(site)[which]]
    return [(which, ERRORS.get(which, 200))]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("which", [*PAGES, *KINDS, *ERRORS])
def test_page_is_sound_with_script(walk: Opener, site: Served, which: str, width: int) -> None:
    for path, status in addresses(site, which):
        found = walk(path, width=width, status=status)
        for scheme in SCHEMES:
            found.show(scheme)
            where = f"{path} at {width} px, {scheme}"
            assert found.overflow() <= 0, where
            # Only colours differ between the schemes.
            assert not found.violations(*(["color-contrast"] if scheme == "dark" else [])), where
        assert not found.console, path
        assert not found.foreign, path
        assert not found.script_ran(), path
        assert found.weight() < HEAVIEST, path


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("which", [*PAGES, *KINDS, *ERRORS])
def test_page_is_sound_without_script(walk: Opener, site: Served, which: str, width: int) -> None:
    for path, status in addresses(site, which):
        found = walk(path, width=width, status=status, script=False)
        for scheme in SCHEMES:
            found.show(scheme)
            assert found.overflow() <= 0, f"{path} at {width} px, {scheme}"
        assert not found.console, path
        assert not found.foreign, path
        assert found.page.locator("main h1").count() == 1, path
        assert found.page.locator("main").inner_text().strip(), path


@pytest.mark.parametrize("which", [*PAGES, *KINDS])
def test_keyboard_reaches_every_control(walk: Opener, site: Served, which: str) -> None:
    path, status = addresses(site, which)[0]
    assert not walk(path, status=status).unreached()


def test_every_page_route_is_walked(site: Served, site_store: Path) -> None:
    writing = Trying(site_store, "", "")
    served = create_app(site_store, writing=writing).url_map
    adapter = served.bind("127.0.0.1")
    walked = [path for paths in things(site).values() for path in paths] + [*PAGES, *FRAGMENTS]
    matched = {adapter.match(path.partition("?")[0], return_rule=True)[0].rule for path in walked}
    first = {family: paths[0] for family, paths in things(site).items()}
    unwalked = []
    for rule in served.iter_rules():
        known = rule.rule in matched or rule.build_only or rule.endpoint == "static"
        if not known and "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/"):
            address = NOT_PAGES.get(rule.rule, rule.rule).format(**first)
            if "<" in address or is_page(site, address):
                unwalked.append(rule.rule)
    assert not unwalked, f"pages that no browser test walks: {unwalked}"


@pytest.mark.parametrize("path", FRAGMENTS)
def test_fragment_runs_no_script_of_the_data(walk: Opener, path: str) -> None:
    found = walk(path)
    assert not found.violations()
    assert not found.console
    assert not found.foreign
    assert not found.script_ran()


@pytest.mark.parametrize("family", KINDS)
def test_each_family_has_a_page(site: Served, family: str) -> None:
    paths = things(site)[family]
    assert paths
    assert all(is_page(site, path) for path in paths)
