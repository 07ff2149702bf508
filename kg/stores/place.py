"""The address of a store: a folder, or the endpoints of a SPARQL 1.1 server."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from kg.errors import UsageError

_SCHEME: Final = "sparql+"
_DEFAULTS: Final = {"query": "query", "update": "update", "graphs": "store", "write": "update"}
_WAYS: Final = ("update", "graph-store")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a server takes queries, updates and graphs: paths, under one origin. write: by which of the two protocols
    graphs of articles go to it, ``update`` or ``graph-store``."""

    origin: str
    query: str
    update: str
    graphs: str
    write: str


def is_remote(place: str) -> bool:
    """Whether a place is a server's address."""
    return place.startswith(_SCHEME)


def require_folder(place: str) -> None:
    """Raises UsageError where a place is no folder: where it names nothing, or a server."""
    if not place.strip():
        raise UsageError("the store's name is empty")
    if is_remote(place):
        raise UsageError(f"{place} is another server's store; this command needs one in a folder")
    if place.startswith(("http://", "https://")):
        raise UsageError(f"a store on another server is written {_SCHEME}{place}")


def endpoints(place: str) -> Endpoints:
    """The endpoints that an address names::

        sparql+http://HOST:PORT/BASE/#query=PATH&update=PATH&graphs=PATH&write=update|graph-store

    Paths stand on BASE; those left out are ``query``, ``update`` and ``store``. Raises UsageError for anything else.
    """
    try:
        parts = urlsplit(place.removeprefix(_SCHEME))
        port = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise UsageError(f"the store's address {place} is malformed: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"the store's address {place} is not of the form sparql+http://HOST/")
    if "@" in parts.netloc:
        raise UsageError("a password does not belong in the store's address: set KG_STORE_USER and KG_STORE_PASSWORD")
    given = dict(parse_qsl(parts.fragment, keep_blank_values=True))
    unknown = sorted(set(given) - set(_DEFAULTS))
    if unknown:
        raise UsageError(f"the store's address knows no {', '.join(unknown)}; known: {', '.join(_DEFAULTS)}")
    chosen = _DEFAULTS | given
    if chosen["write"] not in _WAYS:
        raise UsageError(f"the store's address says write={chosen['write']}; known: {', '.join(_WAYS)}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    origin = urlunsplit((parts.scheme, f"{host}:{port}" if port else host, "", "", ""))
    base = (parts.path or "/") if parts.path.endswith("/") or not parts.path else parts.path + "/"
    paths = {name: urljoin(base, chosen[name]) for name in ("query", "update", "graphs")}
    return Endpoints(origin, write=chosen["write"], **paths)
