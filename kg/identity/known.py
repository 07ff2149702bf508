"""Known things by the names that their nodes have: their refs, and their entries in the gazetteer."""

from functools import cache, lru_cache

from kg import gazetteer
from kg.gazetteer import Entry
from kg.names import Names, slug
from kg.records import Ref


def known_ref(kind: str, iri: str, names: Names) -> Ref | None:
    """The ref of a known thing of a kind (the first part of its IRI's path); None for a node of one article's own."""
    key = iri.removeprefix(node_prefix(kind, names.base))
    return Ref(kind, key, known=True) if key != iri and "/" not in key else None


@lru_cache(maxsize=16)
def node_prefix(kind: str, base: str) -> str:
    """What the IRIs of all nodes of a kind begin with."""
    return f"{base}{kind}/"


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
