"""The graph and its ontology as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.explore.views.lists import Row
from server.explore.views.values import Term, Thing


@dataclass(frozen=True, slots=True)
class OntologyTerm:
    """A term with its place among others. sort: class, property, concept, scheme or datatype; count: things of the
    class, uses of the property or concept in the data. query: a SPARQL query for it."""

    term: Term
    iri: str
    sort: str
    example: str | None
    count: int
    parents: tuple[Term, ...]
    children: tuple[Term, ...]
    domain: tuple[Term, ...]
    range: tuple[Term, ...]
    schemes: tuple[Term, ...]
    close: tuple[str, ...]
    query: str
    examples: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class OntologyView:
    """The ontology. groups: heading → terms, in the order to show them."""

    title: str
    description: str
    version: str
    licence: str
    iri: str
    groups: Mapping[str, tuple[OntologyTerm, ...]]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher and its articles. first and last: days of the oldest and newest."""

    name: str
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class DatasetView:
    """What the graph as a whole is. counts: things by family; factuality: strikes by factuality."""

    base_iri: str
    generation: int
    published: str | None
    triples: int
    articles: int
    mentions: int
    claims: int
    counts: Mapping[str, int]
    factuality: Mapping[str, int]
    stances: Mapping[str, int]
    first: str | None
    last: str | None
    outlets: tuple[Outlet, ...]
    versions: tuple[tuple[str, str, int], ...]
    links: Mapping[str, int]
    licence: str


@dataclass(frozen=True, slots=True)
class Home:
    """The first page. counts: by family, in the order to show; indexed is False while the lists are being made ready,
    and then counts are empty."""

    counts: Mapping[str, int]
    newest: tuple[Row, ...]
    disputed: tuple[Row, ...]
    triples: int | None
    generation: int
    published: str | None
    indexed: bool
    empty: bool = False
