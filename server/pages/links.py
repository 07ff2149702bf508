"""What a page is as data: its address for good, its query, its other formats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

_MEDIA_TYPES: Final = {
    "Turtle": "text/turtle",
    "JSON-LD": "application/ld+json",
    "N-Triples": "application/n-triples",
    "RDF/XML": "application/rdf+xml",
    "JSON": "application/json",
    "CSV": "text/csv",
    "GeoJSON": "application/geo+json",
}


@dataclass(frozen=True, slots=True)
class Format:
    """Another form of a page."""

    label: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class PageLinks:
    """query: SPARQL for what the page shows; canonical: the address to cite; iri: the thing's name in the graph."""

    query: str
    formats: tuple[Format, ...]
    canonical: str | None = None
    iri: str | None = None

    @property
    def query_url(self) -> str:
        """The query page with this query."""
        return query_url(self.query)


def query_url(text: str) -> str:
    """The query page with a query in it."""
    return f"/query?{urlencode({'query': text})}"


def sparql_formats(text: str, labels: Iterable[str] = ("CSV",)) -> tuple[Format, ...]:
    """A query's answer at the endpoint, in formats by their label."""
    names = {"CSV": "csv", "JSON": "json", "Turtle": "turtle", "JSON-LD": "jsonld"}
    return tuple(
        Format(label, f"/sparql?{urlencode({'query': text, 'format': names[label]})}", _MEDIA_TYPES[label])
        for label in labels
    )


def formats(addresses: Mapping[str, str]) -> tuple[Format, ...]:
    """Formats from label → address."""
    return tuple(Format(label, url, _MEDIA_TYPES.get(label, "text/plain")) for label, url in addresses.items())
