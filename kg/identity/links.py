"""Links of known things to Wikidata and GeoNames, as the gazetteer's sources give them."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final

from kg import gazetteer
from kg import names as ns
from kg.gazetteer import Entry
from kg.names import slug
from kg.records import Link, Ref

_METHOD: Final = "gazetteer"
_EXACT: Final = ns.SKOS + "exactMatch"
_CLOSE: Final = ns.SKOS + "closeMatch"
# An identifier that a named source gives for this very entry.
_SURE: Final = Decimal("0.98")
# GeoNames has features, not actors or administrative histories: the same place, seen by another rule.
_NEAR: Final = Decimal("0.9")


def links_of(refs: Iterable[Ref]) -> list[Link]:
    """Accepted links of the known things among ``refs``, in their order; none where no source gives an identifier."""
    return [link for ref in refs if ref.known for link in _links(ref)]


def _links(ref: Ref) -> list[Link]:
    entry = _by_ref().get((ref.kind, ref.key))
    if entry is None:
        return []
    found = []
    if entry.qid:
        found.append(Link(ref, ns.WIKIDATA + entry.qid, _EXACT, _METHOD, "Accepted", _SURE))
    if entry.geonames and ref.kind == "place":
        found.append(Link(ref, f"{ns.GEONAMES}{entry.geonames}/", _CLOSE, _METHOD, "Accepted", _NEAR))
    return found


@cache
def _by_ref() -> dict[tuple[str, str], Entry]:
    """Entries that have an identifier, by the kind and key that their Refs carry."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in gazetteer.entries():
        if entry.qid or entry.geonames:
            key = slug(entry.key)
            if entry.kind is not None:
                found.setdefault(("actor", key), entry)
            if entry.is_place:
                found.setdefault(("place", key), entry)
    return found
