"""IRIs of ours ↔ paths on this host, whatever the base IRI is."""

from typing import Final
from urllib.parse import quote, unquote, urlsplit

from kg import names as ns

ONTOLOGY_IRI: Final = ns.CKG.removesuffix("#")
# What may stand in a path as it is: the characters of RFC 3986's pchar, "/" and what is encoded already is "%".
_PATH: Final = "/-._~!$&'()*+,;=:@"
_OPEN: Final = ("http", "https")
# First parts of paths at which something else answers.
RESERVED: Final = frozenset(
    (
        "",
        "actors",
        "agreements",
        "api",
        "articles",
        "claims",
        "dataset",
        "events",
        "health",
        "incidents",
        "links",
        "map",
        "metrics",
        "ontology",
        "places",
        "query",
        "ready",
        "reconcile",
        "resource",
        "search",
        "sparql",
        "static",
        "store",
        "strikes",
        "timeline",
        "update",
        "zones",
        "paste",
        ".well-known",
        "favicon.ico",
        "robots.txt",
    )
)


def local_url(iri: str, base_iri: str) -> str:
    """Where a link to an IRI leads: a path here for data and terms of ours, the IRI itself for a web address, and a
    page here about the IRI for anything else, so that a link never runs what an IRI says."""
    if iri.startswith(ns.CKG):
        return f"/ontology/{quote(iri.removeprefix(ns.CKG), safe='')}"
    if iri == ONTOLOGY_IRI:
        return "/ontology"
    rest, mark, fragment = iri.removeprefix(base_iri).partition("#")
    if iri.startswith(base_iri) and _has_path(rest):
        # A "%" of the IRI is a character of its name here: encoded once more, it comes back as it was.
        return "/" + quote(rest, safe=_PATH) + mark + quote(fragment, safe=_PATH + "?%")
    return iri if is_web_address(iri) and not iri.startswith(base_iri) else resource_url(iri)


def _has_path(rest: str) -> bool:
    """Whether an IRI's part after the base can be a path here that a browser leaves as it is."""
    segments = rest.split("/")
    return segments[0] not in RESERVED and not {".", ".."}.intersection(segments)


def resource_url(iri: str) -> str:
    """The page here about an IRI that has no path of its own."""
    return f"/resource?iri={quote(iri, safe='')}"


def is_web_address(iri: str) -> bool:
    """Whether a browser may be sent to an IRI."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return False
    return parts.scheme in _OPEN and bool(parts.netloc) and iri.isprintable()


def full_iri(name: str, base_iri: str) -> str:
    """The IRI that a parameter means: an IRI as it is, else the path after the base, as ``actor/russia``."""
    return name if ":" in name.partition("/")[0] else base_iri + name.lstrip("/")


def short_name(iri: str, base_iri: str) -> str:
    """The path after the base for an IRI of ours, any other IRI as it is: what stands in a URL's parameter."""
    return iri.removeprefix(base_iri)


def iris_of_path(raw_path: str, base_iri: str) -> list[str]:
    """The IRIs that a request's path may mean, the likeliest first. raw_path: as sent, percent-encoded."""
    found: list[str] = []
    own = urlsplit(base_iri).path
    for path in dict.fromkeys((unquote(raw_path), raw_path)):
        rests = [path.removeprefix("/")]
        if len(own) > 1 and path.startswith(own):
            rests.append(path.removeprefix(own))
        found += [base_iri + rest for rest in rests]
    return list(dict.fromkeys(found))
