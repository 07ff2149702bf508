"""One visit to a page in a browser, and what can be held against the page afterwards."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

WIDE, NARROW = 1280, 390
# What a page and all it loads may weigh, packed, in bytes.
HEAVIEST = 350_000
# Violations of these impacts are mended, not argued about.
GRAVE = ("serious", "critical")

_FOCUSABLE = """() => {
  const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const seen = [...document.querySelectorAll(kinds)].filter((each) => each.tabIndex >= 0 && !each.disabled
    && each.checkVisibility({ visibilityProperty: true }) && !each.closest('[inert]'));
  // Of the radio buttons of one name the keyboard stops at one, by design.
  window.unreached = new Set(seen);
  const reached = (event) => window.unreached.delete(event.target);
  document.addEventListener('focusin', reached);
  document.activeElement?.blur?.();
  return seen.length;
}"""
_UNREACHED = (
    "() => [...window.unreached].filter((each) => each.isConnected).map((each) => each.outerHTML.slice(0, 200))"
)


class Walk:
    """A page that was opened; its complaints and requests are kept until it is closed."""

    def __init__(
        self,
        browser: "Browser",
        url: str,
        path: str,
        *,
        width: int = WIDE,
        scheme: str = "light",
        script: bool = True,
        status: int = 200,
    ) -> None:
        self.url = url
        self._context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        self.page: Page = self._context.new_page()
        self.console: list[str] = []
        self.foreign: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))
        self._under_way = 0
        self._finished: list[Request] = []
        self.page.on("request", self._asked)
        self.page.on("requestfinished", self._answered)
        self.page.on("requestfailed", self._answered)
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self._status = status
        answer = self.page.goto(url + path, wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"
        if script:
            self._settle()

    def show(self, scheme: str) -> None:
        """The same page for readers who have set their system to a scheme, light or dark."""
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.page.wait_for_timeout(20)

    def close(self) -> None:
        """Gives the browser's window back."""
        self._context.close()

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def weight(self) -> int:
        """Bytes that the page and all it loads take on the wire, headers not counted."""
        return sum(request.sizes()["responseBodySize"] for request in self._finished)

    def violations(self, *rules: str) -> list[str]:
        """What axe-core finds that is serious or critical, one line each; by all its rules where none is named."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_axe())
        options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
        found = self.page.evaluate("(options) => axe.run(document, options)", options)
        return [
            f"{each['id']} ({each['impact']}): {node['html'][:200]} – {_reason(node)}"
            for each in found["violations"]
            if each["impact"] in GRAVE
            for node in each["nodes"]
        ]

    def unreached(self, most: int = 1500) -> list[str]:
        """The controls at which Tab does not stop on its way round the page."""
        count = int(self.page.evaluate(_FOCUSABLE))
        for place in range(min(count + 40, most)):
            self.page.keyboard.press("Tab")
            if place >= count - 1 and place % 10 == 0 and not self.page.evaluate("window.unreached.size"):
                break
        found: list[str] = self.page.evaluate(_UNREACHED)
        return found

    def script_ran(self) -> bool:
        """Whether a script of the data ran: the hostile graph's ones set a variable or ask."""
        return bool(self.dialogs) or bool(self.page.evaluate("'ran' in window"))

    def _heard(self, message: "ConsoleMessage") -> None:
        if message.type in ("error", "warning"):
            place = message.location.get("url", "")
            # The browser itself reports the status of the page that was asked for, as 404 where that is right.
            if self._status >= 400 and "Failed to load resource" in message.text and place == self.page.url:
                return
            self.console.append(f"{message.type}: {message.text} ({place})")

    def _settle(self) -> None:
        """Waits until what scripts have asked for is there."""
        quiet = 0
        while quiet < 3:
            self.page.wait_for_timeout(30)
            quiet = 0 if self._under_way else quiet + 1

    def _answered(self, request: "Request") -> None:
        self._under_way -= 1
        self._finished.append(request)

    def _asked(self, request: "Request") -> None:
        self._under_way += 1
        if not re.match(rf"{re.escape(self.url)}/|data:|blob:|about:", request.url):
            self.foreign.append(request.url)


def _reason(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())[:300]


@cache
def _axe() -> str:
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")
