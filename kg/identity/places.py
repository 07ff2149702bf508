"""Where known places are: geometry, larger places, codes, as the gazetteer's sources give them.

Geometries are WKT in longitude and latitude on WGS 84 (CRS84), the default of GeoSPARQL 1.1 (section 8.5), so that
``geof:distance`` and ``geof:sfWithin`` work on them. A place has a point; a state has its simplified outline too.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg import gazetteer
from kg import names as ns
from kg.gazetteer import Entry
from kg.gazetteer.outlines import outlines
from kg.identity.known import entry_of
from kg.identity.links import targets
from kg.names import Names
from kg.records import Link, Ref
from kg.triples import link_subject

SF: Final = "http://www.opengis.net/ont/sf#"
_WKT: Final = NamedNode(ns.GEO + "wktLiteral")
_A: Final = NamedNode(ns.RDF + "type")
_LABEL: Final = NamedNode(ns.RDFS + "label")


def place_quads(refs: Iterable[Ref], names: Names) -> list[Quad]:
    """Quads of the identity graph for the known places among some refs, in their order, without repeats."""
    found: dict[Quad, None] = {}
    for ref in refs:
        entry = entry_of(ref)
        if ref.kind == "place" and entry is not None:
            found.update(dict.fromkeys(_described(names.known("place", ref.key), entry, names)))
    return list(found)


def linked_quads(links: Iterable[Link], names: Names) -> list[Quad]:
    """The same of places that one article alone names, where an accepted link says which known one they are."""
    found: dict[Quad, None] = {}
    for link in links:
        if link.status == "Accepted" and link.subject.kind == "place" and not link.subject.known:
            entry = _by_target().get(link.target)
            if entry is not None:
                found.update(dict.fromkeys(_described(link_subject(link, names), entry, names)))
    return list(found)


@cache
def _by_target() -> dict[str, Entry]:
    """Known places by what they are in other datasets."""
    found: dict[str, Entry] = {}
    for entry in gazetteer.entries():
        for target, _ in targets(entry, "place") if entry.is_place else ():
            found.setdefault(target, entry)
    return found


def _described(iri: str, entry: Entry, names: Names) -> Iterator[Quad]:
    graph = NamedNode(names.graph("identity"))
    place = NamedNode(iri)
    yield from _numbers(place, entry, graph)
    for larger in larger_places(entry):
        node = NamedNode(names.known("place", larger.key))
        yield Quad(place, NamedNode(ns.CKG + "within"), node, graph)
        yield Quad(node, _LABEL, Literal(larger.names[0]), graph)
        yield from _numbers(node, larger, graph)
    for shape, wkt in geometries(entry):
        key = iri.removeprefix(f"{names.base}place/")
        node = NamedNode(f"{names.base}geometry/{key}.{shape.lower()}")
        yield Quad(place, NamedNode(ns.GEO + "hasGeometry"), node, graph)
        yield Quad(node, _A, NamedNode(ns.GEO + "Geometry"), graph)
        yield Quad(node, _A, NamedNode(SF + shape), graph)
        yield Quad(node, NamedNode(ns.GEO + "asWKT"), Literal(wkt, datatype=_WKT), graph)


def _numbers(place: NamedNode, entry: Entry, graph: NamedNode) -> Iterator[Quad]:
    code = entry.state if entry.level == "country" else entry.iso
    for local, text in (("isoCode", code), ("geonamesId", entry.geonames)):
        if text:
            yield Quad(place, NamedNode(ns.CKG + local), Literal(text), graph)


def larger_places(entry: Entry) -> list[Entry]:
    """The known places that a place lies in: its province where the sources agree on it, and its state unless that is
    disputed."""
    province = gazetteer.province_of(entry)
    alone = entry.level != "country" and entry.key not in gazetteer.disputed_regions()
    state = gazetteer.state_of(entry.state) if alone else None
    return [each for each in (province, state) if each is not None and each is not entry]


def geometries(entry: Entry) -> list[tuple[str, str]]:
    """Geometries of a place: class of the simple features vocabulary, and WKT."""
    if entry.level != "country":
        return [("Point", f"POINT({entry.point})")] if entry.point else []
    middle, outline = outlines().get(entry.state, ("", ""))
    found = [("Point", f"POINT({middle})")] if middle else []
    if outline:
        found.append(("MultiPolygon" if outline.startswith("MULTI") else "Polygon", outline))
    return found
