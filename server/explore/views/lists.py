"""Lists and all that counts: rows, facets, the grid of claims, the timeline, the map, what a search finds."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.explore.views.values import Term, Thing


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list. Fields that the kind of thing has not are None, empty or 0.

    earliest and latest: days, ISO 8601; when: as written. actors: those that act or are bound (of an event), never an
    accused; accused: alleged perpetrators. text: what is said (claims) or the sentence (events). articles: in how many
    it stands.
    """

    thing: Thing
    factuality: Term | None = None
    status: Term | None = None
    stance: Term | None = None
    earliest: str | None = None
    latest: str | None = None
    when: str | None = None
    actors: tuple[Thing, ...] = ()
    accused: tuple[Thing, ...] = ()
    targets: tuple[Thing, ...] = ()
    places: tuple[Thing, ...] = ()
    claimant: Thing | None = None
    about: tuple[Thing, ...] = ()
    killed: str | None = None
    injured: str | None = None
    article: Thing | None = None
    publisher: str | None = None
    published: str | None = None
    text: str | None = None
    articles: int = 0
    mentions: int = 0
    aliases: int = 0
    claims: int = 0
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that narrows a list. value: what stands in the URL; label: for people; count: rows that have it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow a list. name: the URL's parameter; more: values that were left out."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. page counts from 1; pages is at least 1; a page past the end has no rows. next and previous
    are page numbers, None where there is none. filters: what was asked for, by facet."""

    family: str
    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    size: int
    sort: str
    sorts: tuple[str, ...]
    facets: tuple[Facet, ...]
    filters: Mapping[str, tuple[str, ...]]
    words: str
    next: int | None
    previous: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A claim in the grid: who makes it (None: unnamed) and in which words."""

    claim: Thing
    claimant: Thing | None
    words: str
    cue: str | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """What is claimed, and who takes which stance on it. target: the event, zone, actor or claim; None where claims
    are about nothing that the graph has. cells: by the stance's local name. Claims about these claims, such as denials
    of them, are in the same row."""

    target: Thing | None
    factuality: Term | None
    article: Thing | None
    published: str | None
    publisher: str | None
    disputed: bool
    single_source: bool
    cells: Mapping[str, tuple[Cell, ...]]
    count: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One page of the claims grid. stances: the columns, in the order to show them."""

    stances: tuple[Term, ...]
    rows: tuple[GridRow, ...]
    total: int
    page: int
    pages: int
    size: int
    facets: tuple[Facet, ...]
    filters: Mapping[str, tuple[str, ...]]
    words: str
    next: int | None
    previous: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """A bar of the timeline. month: ``2018-09``; counts: by the kind's local name."""

    month: str
    total: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events by the month of their earliest day. undated: events whose days are not known. facets narrow it as they
    narrow a list."""

    months: tuple[Month, ...]
    kinds: tuple[Term, ...]
    undated: int
    total: int
    facets: tuple[Facet, ...]
    filters: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Point:
    """An event or zone on the map, at a place of it."""

    row: Row
    place: Thing
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class MapView:
    """Points of the map, newest first. unplaced: events without a place whose position is known; more: points that
    were left out."""

    points: tuple[Point, ...]
    unplaced: int
    total: int
    more: int
    months: tuple[str, ...]
    facets: tuple[Facet, ...]
    filters: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing whose name begins with what was typed. matched: the name that matched, which may be an alias."""

    thing: Thing
    family: str
    matched: str
    articles: int


@dataclass(frozen=True, slots=True)
class Found:
    """A search result. snippet: the text around, the words in it between U+0002 and U+0003. via: label, alias, quote
    or text."""

    thing: Thing
    family: str
    via: str
    snippet: str
    article: Thing | None
