"""Media types and the engine's formats, both ways."""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

from server.headers import qualities, remembered

# The first of each table is what a client gets that does not care. "*/*" and a missing header do not care.
RESULTS: Final[Mapping[str, QueryResultsFormat]] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS: Final[Mapping[str, RdfFormat]] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "text/n3": RdfFormat.N3,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
}
_SHORT: Final = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv", None),
    "tsv": ("text/tab-separated-values", None),
    "turtle": (None, "text/turtle"),
    "ttl": (None, "text/turtle"),
    "ntriples": (None, "application/n-triples"),
    "nt": (None, "application/n-triples"),
    "jsonld": (None, "application/ld+json"),
    "json-ld": (None, "application/ld+json"),
    "rdf+xml": (None, "application/rdf+xml"),
    "rdf": (None, "application/rdf+xml"),
    "n3": (None, "text/n3"),
    "trig": (None, "application/trig"),
    "nquads": (None, "application/n-quads"),
    "nq": (None, "application/n-quads"),
}


@remembered
def chosen(accept: str, wish: str = "") -> tuple[str | None, str | None]:
    """The media types that a client likes best for rows and for a graph, by q-values; None where none pleases.

    wish is the parameter ``format``, a short name or a media type, which overrides the Accept header; of several, with
    commas between, the first that is known counts.
    """
    if wish:
        return next((found for each in wish.split(",") if any(found := _meant(each))), (None, None))
    return best(accept, RESULTS), best(accept, GRAPHS)


def _meant(wish: str) -> tuple[str | None, str | None]:
    # Who types an address forgets that "+" stands for a space in it.
    wish = wish.strip().lower().replace(" ", "+")
    if wish in _SHORT:
        return _SHORT[wish]
    return wish if wish in RESULTS else None, wish if wish in GRAPHS else None


def with_charset(media_type: str) -> str:
    """What the header Content-Type says of a media type: of texts also that they are in UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type[:5] == "text/" else media_type


def chosen_graph(accept: str, wish: str = "") -> str | None:
    """The media type that a client likes best for a graph."""
    return chosen(accept, wish)[1]


def best(accept: str, formats: Mapping[str, object]) -> str | None:
    """The format that an Accept header likes best, None where it likes none.

    RFC 9110, section 12.5.1: the most specific range that covers a type gives its quality; between equals the more
    specific and then our own order decide. Parameters such as charset or version exclude nothing."""
    if not accept.strip():
        return next(iter(formats))
    ranges = qualities(accept)
    highest: tuple[float, int] = (0.0, 0)
    choice = None
    for media_type in formats:
        family = media_type.partition("/")[0] + "/*"
        for specificity, name in ((3, media_type), (2, family), (1, "*/*")):
            if name in ranges:
                if ranges[name] > 0 and (ranges[name], specificity) > highest:
                    highest, choice = (ranges[name], specificity), media_type
                break
    return choice
