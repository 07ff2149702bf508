"""Linked data: every IRI of ours answers on this host, with a page for people and with RDF for programs.

The path is the IRI's part after the base; a suffix or the Accept header chooses the format.
"""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, current_app, request
from pyoxigraph import Literal, RdfFormat, Triple, parse, serialize

from kg import names as ns
from kg.errors import UsageError
from kg.names import PREFIXES
from kg.resources import ontology_file
from kg.xml_text import XmlText
from server.explore.addresses import ONTOLOGY_IRI, iris_of_path, local_url
from server.explore.description import description
from server.explore.here import Explorer, close_explorer, explorer
from server.explore.viewing import family, view
from server.formats import GRAPHS, best
from server.pages.answers import json_answer, plain_cell, tag_of, unchanged
from server.pages.missing import missing

data = Blueprint("data", __name__)

_HTML: Final = "text/html"
_SUFFIXES: Final = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "json": "application/json",
    "csv": "text/csv",
    "html": _HTML,
}
_LABELS: Final = {
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "json": "JSON",
    "csv": "CSV",
}
# What may stand in a URI as it is.
_URI: Final = "/%-._~!$&'()*+,;=:@?#[]"
_LONGEST_IRI: Final = 4_000


def linked_data(app: Flask, pages: Mapping[str, Callable[[str], str]]) -> None:
    """Has an application answer for its IRIs, and gives templates the address of an IRI.

    pages: by family of things, what makes HTML of an IRI.
    """
    app.register_blueprint(data)
    app.extensions["pages"] = pages
    app.teardown_appcontext(close_explorer)
    app.jinja_env.filters["local_url"] = lambda iri: local_url(iri, explorer().base_iri)
    app.jinja_env.globals["alternates"] = alternates


def alternates(url: str) -> dict[str, str]:
    """Where the same is to be had as data: name of the format → URL, for a path here of a node or a term."""
    url = url.partition("#")[0]
    if "?" in url:
        return {label: f"{url}&format={suffix}" for suffix, label in _LABELS.items()}
    return {label: f"{url}.{suffix}" for suffix, label in _LABELS.items()}


@data.get("/ontology")
@data.get("/ontology.<suffix>", endpoint="ontology_as")
def ontology(suffix: str = "") -> Response:
    """The ontology: its page, or its file."""
    _known_suffix(suffix)
    return _answer(explorer(), ONTOLOGY_IRI, suffix)


@data.get("/ontology/<path:name>")
def term(name: str) -> Response:
    """A term of the ontology."""
    here = explorer()
    stem, _, suffix = name.rpartition(".")
    if suffix in _SUFFIXES and family(here, ns.CKG + stem) == "Term":
        return _answer(here, ns.CKG + stem, suffix)
    if family(here, ns.CKG + name) == "Term":
        return _answer(here, ns.CKG + name, "")
    return missing(here, name)


@data.get("/resource")
def resource() -> Response:
    """Any node of the graph, named by the parameter ``iri``."""
    iri = request.args.get("iri", "")
    suffix = request.args.get("format", "")
    if not iri or len(iri) > _LONGEST_IRI:
        raise UsageError(f"the parameter iri names a node of the graph, in at most {_LONGEST_IRI} characters")
    _known_suffix(suffix)
    here = explorer()
    return missing(here, iri) if family(here, iri) is None else _answer(here, iri, suffix)


@data.get("/<path:path>")
def node(path: str) -> Response:
    """A node whose IRI is the base and this path."""
    here = explorer()
    sent = request.environ.get("REQUEST_URI", "") or quote(request.path)
    raw = sent.partition("?")[0]
    # Some servers are sent the whole URL.
    raw = raw if raw.startswith("/") else "/" + raw.partition("://")[2].partition("/")[2]
    if len(raw) > _LONGEST_IRI:
        return missing(here, "")
    stem, dot, suffix = raw.rpartition(".")
    choices = [(raw, "")] + ([(stem, suffix)] if dot and suffix in _SUFFIXES else [])
    for each, wish in choices:
        for iri in iris_of_path(each, here.base_iri):
            if here.graph.exists(iri):
                return _answer(here, iri, wish)
    return missing(here, path)


def _known_suffix(suffix: str) -> None:
    if suffix and suffix not in _SUFFIXES:
        raise UsageError(f"the format must be one of {', '.join(_SUFFIXES)}, not {suffix[:40]!r}")


def _answer(here: Explorer, iri: str, suffix: str) -> Response:
    kind = family(here, iri) or "Other"
    page = current_app.extensions["pages"].get(kind)
    media_type = _media_type(suffix, page is not None)
    tag = tag_of(here, iri, media_type)
    response = Response(status=304) if unchanged(tag) else _written(here, iri, kind, media_type, page)
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["ETag"] = tag
    response.headers["Link"] = _links(here, iri)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Content-Complete"
    return response


def _media_type(suffix: str, has_page: bool) -> str:
    """The format for a suffix, else for the Accept header; programs that do not care get Turtle."""
    if suffix:
        return _SUFFIXES[suffix] if suffix != "html" or has_page else "text/turtle"
    formats: dict[str, object] = dict(GRAPHS)
    if has_page:
        formats |= {_HTML: None, "application/xhtml+xml": None}
    found = best(request.headers.get("Accept", ""), formats)
    if found is None and not has_page and best(request.headers.get("Accept", ""), {_HTML: None}):
        return "text/turtle"
    if found is None:
        abort(406, f"this can be had as: {', '.join(dict.fromkeys([*_SUFFIXES.values(), *GRAPHS]))}")
    # As an answer to an Accept header, JSON is JSON-LD; the suffix .json gives the view.
    return {"application/xhtml+xml": _HTML, "application/json": "application/ld+json"}.get(found, found)


def _written(here: Explorer, iri: str, kind: str, media_type: str, page: Callable[[str], str] | None) -> Response:
    if media_type == _HTML and page is not None:
        return Response(page(iri), mimetype=_HTML)
    if media_type == "application/json":
        return json_answer(view(here, iri))
    triples, whole = _triples(here, iri, kind)
    if media_type == "text/csv":
        response = Response(_csv(triples), content_type="text/csv; charset=utf-8")
    else:
        body = serialize(triples, format=GRAPHS[media_type], prefixes=_prefixes(here)) or b""
        body = XmlText().sound(body) if media_type.endswith("xml") else body
        response = Response(body, content_type=media_type if "json" in media_type else f"{media_type}; charset=utf-8")
    if not whole:
        # A client must not take a part for the whole.
        response.headers["Content-Complete"] = "no"
    return response


def _prefixes(here: Explorer) -> dict[str, str]:
    return {**PREFIXES, "article": f"{here.base_iri}article/"}


def _triples(here: Explorer, iri: str, kind: str) -> tuple[list[Triple], bool]:
    if kind not in ("Term", "Ontology"):
        return description(here, iri)
    with ontology_file("conflict.ttl").open("rb") as stream:
        every = [quad.triple for quad in parse(stream, format=RdfFormat.TURTLE)]
    return ([t for t in every if getattr(t.subject, "value", "") == iri] if kind == "Term" else every), True


def _csv(triples: list[Triple]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(("subject", "predicate", "object", "language", "datatype"))
    for triple in triples:
        object = triple.object
        kind = (object.language or "", object.datatype.value) if isinstance(object, Literal) else ("", "")
        cells = [getattr(each, "value", str(each)) for each in (triple.subject, triple.predicate, object)]
        writer.writerow([plain_cell(cell) for cell in (*cells, *kind)])
    return stream.getvalue()


def _links(here: Explorer, iri: str) -> str:
    """The Link header (RFC 8288): the IRI itself, its other formats, the description of the graph."""
    url = here.url(iri)
    found = [f'<{quote(iri, safe=_URI)}>; rel="canonical"', '</.well-known/void>; rel="describedby"']
    for suffix, other in zip(_LABELS, alternates(url).values(), strict=True):
        found.append(f'<{quote(other, safe=_URI)}>; rel="alternate"; type="{_SUFFIXES[suffix]}"')
    return ", ".join(found)
