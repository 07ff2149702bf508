"""Accept header → the format of an answer."""

from collections.abc import Mapping
from typing import Final, TypeVar

from flask import Request
from pyoxigraph import QueryResultsFormat, RdfFormat
from werkzeug.exceptions import NotAcceptable

_T = TypeVar("_T")

# The first of each table is what a client gets that does not care. "*/*" and a missing header do not care.
RESULTS: Final[Mapping[str, QueryResultsFormat]] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
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
}
_SHORT: Final = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv", ""),
    "tsv": ("text/tab-separated-values", ""),
    "turtle": ("", "text/turtle"),
    "ntriples": ("", "application/n-triples"),
    "jsonld": ("", "application/ld+json"),
    "trig": ("", "application/trig"),
    "nquads": ("", "application/n-quads"),
}


def chosen(request: Request, formats: Mapping[str, _T]) -> tuple[str, _T]:
    """Media type and format that a client likes best, by its q-values; ``format=`` in the URL or form overrides them.

    Raises NotAcceptable, naming what there is, where none pleases.
    """
    wish = request.values.get("format")
    if wish:
        for media_type in (wish, *_SHORT.get(wish, ())):
            if media_type in formats:
                return media_type, formats[media_type]
        raise NotAcceptable(f"this answer cannot be written as {wish}; it can be: {', '.join(formats)}")
    accepted = request.accept_mimetypes
    if not accepted:
        return next(iter(formats.items()))
    best = accepted.best_match(list(formats))
    if best is None:
        # A browser asks for HTML first and says */* last: it gets the first format, as plain text would be no better.
        raise NotAcceptable(f"this answer can be written as: {', '.join(formats)}")
    return best, formats[best]
