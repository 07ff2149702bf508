"""Takes the pictures of docs/screenshots, each page wide and narrow, light and dark: ``make screenshots``."""

import io
import os
import tempfile
import time
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from kg.build import build
from kg.language import load_pipeline
from kg.resources import samples_dir
from kg.settings import Settings
from kg.sources import read_inputs
from kg.store import Writer
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.routes import page_of, things
from tests.browser.walking import NARROW, WIDE
from tests.server.serving import Served, serving

TARGET: Final = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
_COLOURS: Final = 48
_HEIGHTS: Final = {WIDE: 900, NARROW: 844}
_PAGES: Final = {
    "home": "/",
    "search": "/search?q=gas attack",
    "strikes": "/strikes",
    "claims": "/claims",
    "actors": "/actors",
    "query": "/query?name=claims-by-side",
    "query-editor": "/query",
    "query-graph": "/query?name=who-struck-whom&view=graph#answer",
    "map": "/map",
    "timeline": "/timeline",
    "paste": "/paste",
    "dataset": "/dataset",
    "ontology": "/ontology",
}
_THINGS: Final = {
    "Actor": "actor",
    "Strike": "strike",
    "Agreement": "agreement",
    "Article": "article",
}
# A claim that somebody denies, with little else to say of it, so that the denial is in the picture.
_DENIED: Final = """
PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>
SELECT ?claim WHERE { ?claim a ckg:Claim ; ?p ?o . FILTER EXISTS { ?denial ckg:about ?claim ; ckg:stance ckg:Denies } }
GROUP BY ?claim ORDER BY COUNT(?o) ?claim LIMIT 1
"""


def main() -> None:
    """Builds the samples, serves them, and takes the pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.png"):
        old.unlink()
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        with Writer(store) as writer:
            build(read_inputs([str(samples_dir())], settings), writer, load_pipeline(settings), settings)
        with serving(store, "--allow-updates", KG_TOKEN="of-pictures") as site, sync_playwright() as driver:
            while site.get("/api/strikes").status_code == 503:
                time.sleep(0.2)
            browser = driver.chromium.launch(executable_path=os.fspath(CHROMIUM), args=FLAGS)
            _take(browser, site)
            browser.close()
    size = sum(path.stat().st_size for path in TARGET.glob("*.png"))
    print(f"{len(list(TARGET.glob('*.png')))} pictures, {size / 1e6:.1f} MB, in {TARGET}")


def _take(browser: Browser, site: Served) -> None:
    found = things(site)
    claim = site.ask(_DENIED, format="csv").text.splitlines()[1]
    pages = {**_PAGES, **{name: found[family][0] for family, name in _THINGS.items()}, "claim": page_of(claim)}
    for width, height in _HEIGHTS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
            )
            for name, path in pages.items():
                page = context.new_page()
                page.goto(site.url + path, wait_until="networkidle")
                picture = page.screenshot(animations="disabled")
                _save(picture, TARGET / f"{name}-{width}-{scheme}.png")
                page.close()
            context.close()


def _save(picture: bytes, path: Path) -> None:
    """Writes a picture with a palette of its own."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
