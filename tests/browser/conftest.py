"""A server of the samples and of a hostile article, and Debian's Chromium to look at it with."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import RdfFormat, parse
from spacy.language import Language

from kg.build import build
from kg.resources import samples_dir
from kg.settings import Settings
from kg.sources import read_inputs
from kg.store import Writer
from tests.browser.walking import Walk
from tests.server.serving import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
HOSTILE = Path(__file__).resolve().parent / "hostile.trig"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The browser; started once."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip("browser tests share one server and one browser: make test-browser")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra 'browser': make test-browser")
    if not CHROMIUM.exists():
        pytest.skip(f"needs a Chromium at {CHROMIUM} (Debian: apt install chromium), or the variable CHROMIUM")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site_store(chromium: "Browser", pipeline: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the samples and of the hostile article."""
    folder = tmp_path_factory.mktemp("site") / "store"
    with Writer(folder) as writer:
        report = build(read_inputs([str(samples_dir())], Settings()), writer, pipeline, Settings())
        writer.store.extend(parse(path=HOSTILE, format=RdfFormat.TRIG))
        writer.publish()
    assert not report.problems
    return folder


@pytest.fixture(scope="session")
def site(site_store: Path) -> Iterator[Served]:
    """The server, as soon as its lists are ready."""
    with serving(
        site_store, "--allow-updates", KG_TOKEN="of-tests", KG_QUERY_PROCESSES="2", KG_HTTP_PROCESSES="1"
    ) as served:
        deadline = time.monotonic() + 60
        while served.get("/api/strikes").status_code == 503:
            assert time.monotonic() < deadline, "the index of the lists was not made"
            time.sleep(0.2)
        yield served


@pytest.fixture
def walk(chromium: "Browser", site: Served) -> Iterator[Callable[..., Walk]]:
    """Opens a page of the site; what goes wrong on it is kept."""
    walks: list[Walk] = []

    def opened(path: str, **options: Any) -> Walk:
        walks.append(Walk(chromium, site.url, path, **options))
        return walks[-1]

    yield opened
    for each in walks:
        each.close()
