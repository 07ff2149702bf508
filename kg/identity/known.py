"""Entries of the gazetteer by the names that their nodes have."""

from functools import cache

from kg import gazetteer
from kg.gazetteer import Entry
from kg.names import slug
from kg.records import Ref


def entry_of(ref: Ref) -> Entry | None:
    """The entry that a known ref names; its key may be an entry's or the path segment of an IRI."""
    return entry_by_segment(ref.kind, ref.key) or gazetteer.entry(ref.kind, ref.key)


def entry_by_segment(kind: str, segment: str) -> Entry | None:
    """The entry whose node of a kind (``actor`` or ``place``) has this path segment as the end of its IRI."""
    return _by_segment().get((kind, segment))


@cache
def _by_segment() -> dict[tuple[str, str], Entry]:
    found: dict[tuple[str, str], Entry] = {}
    for entry in gazetteer.entries():
        key = slug(entry.key)
        if entry.kind is not None:
            found.setdefault(("actor", key), entry)
        if entry.is_place:
            found.setdefault(("place", key), entry)
    return found
