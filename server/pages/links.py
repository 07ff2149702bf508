"""What a page is as data: its address for good, its query, its other formats."""

from collections.abc import Mapping, Sequence
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


def address(path: str, parameters: Sequence[tuple[str, str]]) -> str:
    """A path with parameters, if there are any."""
    return f"{path}?{urlencode(parameters)}" if parameters else path


def query_url(text: str) -> str:
    """The query page with a query in it."""
    return f"/query?{urlencode({'query': text})}"


def answer_as_csv(text: str) -> Format:
    """A query's answer at the endpoint."""
    return Format("CSV", f"/sparql?{urlencode({'query': text, 'format': 'csv'})}", _MEDIA_TYPES["CSV"])


def formats(addresses: Mapping[str, str]) -> tuple[Format, ...]:
    """Formats from label → address."""
    return tuple(Format(label, url, _MEDIA_TYPES.get(label, "text/plain")) for label, url in addresses.items())
