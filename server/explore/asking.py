"""A request's parameters → what is asked of a list."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from werkzeug.datastructures import MultiDict

from kg.errors import UsageError

# What each list holds, and the ways to narrow it, in the order to show them.
LISTS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "strikes": (("Strike",), ("kind", "factuality", "actor", "place", "month", "source")),
    "agreements": (("Agreement",), ("kind", "status", "factuality", "actor", "place", "month", "source")),
    "events": (("Strike", "Agreement"), ("kind", "factuality", "actor", "place", "month", "source")),
    "zones": (("Zone",), ("kind", "place", "actor", "source")),
    "actors": (("Actor",), ("kind", "source")),
    "places": (("Place",), ("place", "source")),
    "claims": (
        ("Claim",),
        ("stance", "disputed", "single", "topic", "claimant", "about", "responsible", "month", "source"),
    ),
    "articles": (("Article",), ("source", "month", "language")),
    "incidents": (("Incident",), ("month",)),
    "mapped": (("Strike", "Agreement", "Zone"), ("kind", "factuality", "actor", "place", "month", "source")),
}
# Narrowing that works everywhere, though no list offers it.
_HIDDEN: Final = ("article", "incident", "disputed", "single")
# Facets whose values are things: in a URL they stand as the path after the base IRI.
OF_THINGS: Final = frozenset({"actor", "place", "claimant", "about", "responsible", "article", "incident"})
_DATED: Final = ("newest", "oldest", "label", "claims")
SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "strikes": _DATED,
    "agreements": _DATED,
    "events": _DATED,
    "mapped": _DATED,
    "zones": ("newest", "oldest", "label", "claims"),
    "actors": ("articles", "mentions", "claims", "label"),
    "places": ("articles", "mentions", "label"),
    "claims": ("newest", "oldest"),
    "articles": ("newest", "oldest", "label", "claims"),
    "incidents": ("newest", "oldest", "label"),
}
_FLAGS: Final = ("disputed", "single")
_MOST_VALUES: Final = 50
MOST_ROWS: Final = 200
_SIZE: Final = 25
# SQLite counts rows in 64 bits; no graph has as many pages.
_LAST_PAGE: Final = 10**12
_DAY: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list: which things, narrowed how, in which order, which page. since and until: days.

    whole: the facets of which more values than the commonest are wanted.
    """

    name: str
    filters: Mapping[str, tuple[str, ...]]
    words: str
    since: str | None
    until: str | None
    sort: str
    page: int
    size: int
    whole: tuple[str, ...] = ()

    @property
    def families(self) -> tuple[str, ...]:
        """The families of the things in the list."""
        return LISTS[self.name][0]

    @property
    def facets(self) -> tuple[str, ...]:
        """The ways to narrow it that are offered."""
        return LISTS[self.name][1]

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked but order and page."""
        return bool(self.filters or self.words or self.since or self.until)

    def at(self, page: int) -> "Asked":
        """The same for another page."""
        return replace(self, page=page)

    def query(self) -> list[tuple[str, str]]:
        """The parameters of a URL that asks this."""
        found = [(name, value) for name, values in self.filters.items() for value in values]
        plain = {"q": self.words, "from": self.since or "", "to": self.until or ""}
        found += [(name, value) for name, value in plain.items() if value]
        if self.sort != SORTS[self.name][0]:
            found.append(("sort", self.sort))
        if self.size != _SIZE:
            found.append(("size", str(self.size)))
        return found + ([("page", str(self.page))] if self.page > 1 else [])


def asked(name: str, arguments: "MultiDict[str, str]", most: int = MOST_ROWS) -> Asked:
    """What a URL's parameters ask of a list; parameters that it does not know are passed over.

    Raises UsageError where one has a value that cannot be meant.
    """
    filters: dict[str, tuple[str, ...]] = {}
    for facet in dict.fromkeys((*LISTS[name][1], *_HIDDEN)):
        values = dict.fromkeys(value for value in arguments.getlist(facet) if value)
        if facet in _FLAGS:
            values = dict.fromkeys(["1"]) if _flag(facet, arguments.get(facet, "")) else {}
        if len(values) > _MOST_VALUES or any(len(value) > _LONGEST for value in values):
            raise UsageError(f"{facet} takes at most {_MOST_VALUES} values of {_LONGEST} characters")
        if values:
            filters[facet] = tuple(values)
    sort = arguments.get("sort") or SORTS[name][0]
    if sort not in SORTS[name]:
        raise UsageError(f"sort must be one of {', '.join(SORTS[name])}, not {sort[:40]!r}")
    since, until = _period(arguments)
    return Asked(
        name,
        filters,
        " ".join(arguments.get("q", "").split())[:_LONGEST],
        since,
        until,
        sort,
        number("page", arguments.get("page", ""), 1, _LAST_PAGE),
        number("size", arguments.get("size", ""), _SIZE, most),
        tuple(facet for facet in LISTS[name][1] if facet in arguments.getlist("all")),
    )


def number(name: str, text: str, default: int, most: int) -> int:
    """A whole number from 1; one that is too large for any page is as good as the largest. Raises UsageError."""
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and text.strip("0")):
        raise UsageError(f"{name} must be a number from 1, not {text[:40]!r}")
    value = int(text) if len(text) < 20 else _LAST_PAGE
    if value > most and most < _LAST_PAGE:
        raise UsageError(f"{name} must be a number from 1 to {most}, not {text[:40]!r}")
    return min(value, most)


def _flag(name: str, text: str) -> bool:
    if text.lower() not in ("", "0", "1", "no", "yes", "true", "false", "on", "off"):
        raise UsageError(f"{name} must be 1 or 0, not {text[:40]!r}")
    return text.lower() in ("1", "yes", "true", "on")


def _period(arguments: "MultiDict[str, str]") -> tuple[str | None, str | None]:
    """The days from which and to which is asked. Raises UsageError, also for a period that ends before it begins."""
    since, until = (_day(name, arguments.get(name, "").strip()) for name in ("from", "to"))
    if since and until and since[: len(until)] > until:
        raise UsageError(f"the period ends before it begins: from {since} to {until}")
    return since, until


def _day(name: str, text: str) -> str | None:
    if text and not _is_day(text):
        raise UsageError(f"{name} must be a day as 2018-09-17, a month or a year, not {text[:40]!r}")
    return text or None


def _is_day(text: str) -> bool:
    """Whether a text is a day, month or year that a calendar has."""
    if not _DAY.fullmatch(text):
        return False
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return 1 <= month <= 12 and year > 0 and 1 <= day <= monthrange(year, month)[1]
