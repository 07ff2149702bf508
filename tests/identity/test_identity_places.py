"""Geometries of known places, and what GeoSPARQL functions say of them."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg import gazetteer
from kg import names as ns
from kg.gazetteer.outlines import outlines
from kg.identity.places import geometries, larger_places, place_quads
from kg.names import Names, slug
from kg.records import Ref

NAMES = Names("https://example.org/id/")
PREFIXES = """
PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
PREFIX sf: <http://www.opengis.net/ont/sf#>
PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
PREFIX place: <https://example.org/id/place/>
"""
KEYS = ("Aleppo", "Idlib", "Damascus", "Syria", "Iraq", "Baghdad", "Idlib (SY)", "Singapore", "Nowhere")


def places(*keys: str) -> list[Ref]:
    return [Ref("place", slug(key), known=True) for key in keys]


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store()
    found.extend(place_quads(places(*KEYS), NAMES))
    return found


def rows(store: Store, query: str) -> list[Sequence[str]]:
    solutions = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in solution) for solution in solutions]


def test_distance_between_two_towns_is_that_of_the_globe(store: Store) -> None:
    [(metres,)] = rows(
        store,
        """SELECT (geof:distance(?a, ?b, uom:metre) AS ?d) WHERE {
           place:Aleppo geo:hasGeometry/geo:asWKT ?a . place:Damascus geo:hasGeometry/geo:asWKT ?b }""",
    )
    # 36.2012 N 37.1612 E to 33.5102 N 36.2913 E by the haversine formula.
    assert float(metres) == pytest.approx(309_700, rel=0.01)


def test_towns_lie_within_the_outline_of_their_state(store: Store) -> None:
    found = rows(
        store,
        """SELECT DISTINCT ?town WHERE { place:Syria geo:hasGeometry ?land . ?land a sf:Polygon ; geo:asWKT ?outline .
           ?town geo:hasGeometry ?point . ?point a sf:Point ; geo:asWKT ?wkt . FILTER(geof:sfWithin(?wkt, ?outline)) }
           ORDER BY ?town""",
    )
    names = [iri.rsplit("/", 1)[1] for (iri,) in found]
    assert {"Aleppo", "Damascus", "Idlib", "Syria"} < set(names)
    assert not {"Baghdad", "Iraq"} & set(names)


def test_places_have_codes_and_larger_places(store: Store) -> None:
    assert rows(store, "SELECT ?c WHERE { place:Syria ckg:isoCode ?c }") == [("SY",)]
    assert rows(store, "SELECT ?i WHERE { place:Aleppo ckg:geonamesId ?i }") == [("170063",)]
    within = {iri for (iri,) in rows(store, "SELECT ?p WHERE { place:Idlib ckg:within ?p }")}
    assert within == {NAMES.known("place", "Idlib (SY)"), NAMES.known("place", "Syria")}
    assert rows(store, "SELECT ?c WHERE { ?p ckg:isoCode ?c FILTER(CONTAINS(STR(?p), 'Idlib')) }") == [("SY-ID",)]


def test_larger_places_have_their_codes_though_no_article_names_them() -> None:
    found = Store()
    found.extend(place_quads(places("Haifa"), NAMES))
    codes = rows(found, "SELECT ?code WHERE { place:Haifa ckg:within ?p . ?p ckg:isoCode ?code } ORDER BY ?code")
    assert codes == [("IL",), ("IL-HA",)]
    assert rows(found, "SELECT ?i WHERE { place:Israel ckg:geonamesId ?i }") == [("294640",)]


def test_a_state_too_small_for_the_map_has_the_point_of_its_capital() -> None:
    [singapore] = [entry for entry in gazetteer.lookup("Singapore") if entry.level == "country"]
    [(shape, wkt)] = geometries(singapore)
    assert shape == "Point"
    assert re.fullmatch(r"POINT\(103\.\d+ 1\.\d+\)", wkt)


def test_actors_and_unknown_places_have_no_geometry() -> None:
    assert place_quads([Ref("actor", "Syria", known=True), Ref("place", "Nowhere", known=True)], NAMES) == []


@pytest.mark.parametrize(
    ("region", "states"),
    [("Darfur", ["Sudan"]), ("Sinai", ["Egypt"]), ("Crimea", []), ("Gaza Strip", []), ("Sahel", [])],
)
def test_a_region_lies_in_the_state_that_alone_has_it(region: str, states: list[str]) -> None:
    [entry] = [each for each in gazetteer.lookup(region) if each.level == "region"]
    assert [each.key for each in larger_places(entry)] == states


def test_disputed_regions_are_regions_that_the_gazetteer_gives_a_state() -> None:
    of_one_state = {each.key for each in gazetteer.entries() if each.level == "region" and each.state}
    assert gazetteer.disputed_regions() < of_one_state


def test_no_place_lies_in_itself() -> None:
    for entry in gazetteer.entries():
        if entry.is_place:
            assert entry not in larger_places(entry), entry.key


def test_every_point_is_on_the_globe_and_longitude_comes_first() -> None:
    for entry in gazetteer.entries():
        if entry.point:
            east, north = map(float, entry.point.split(" "))
            assert -180 <= east <= 180, entry.key
            assert -90 <= north <= 90, entry.key
    [aleppo] = [entry for entry in gazetteer.lookup("Aleppo") if entry.level == "city"]
    assert aleppo.point.startswith("37.1")


def test_outlines_are_closed_rings_around_their_middle() -> None:
    store = Store()
    for state, (middle, outline) in outlines().items():
        for ring in re.findall(r"\(([^()]+)\)", outline):
            points = ring.split(",")
            assert points[0] == points[-1], state
            assert len(points) >= 4, state
        if not outline:
            continue
        inside = store.query(
            PREFIXES
            + f'ASK {{ FILTER(geof:sfWithin("POINT({middle})"^^geo:wktLiteral, "{outline}"^^geo:wktLiteral)) }}'
        )
        assert inside, state


def test_geometry_literals_have_the_datatype_of_geosparql(store: Store) -> None:
    for quad in store:
        if quad.predicate.value == ns.GEO + "asWKT":
            assert isinstance(quad.object, Literal)
            assert quad.object.datatype.value == ns.GEO + "wktLiteral"


def test_the_query_of_the_documentation_finds_what_is_near(store: Store) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "linking.md"
    [query] = re.findall(r"```sparql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    found = Store()
    found.extend(store)
    for strike, place in (("near", "Idlib"), ("far", "Baghdad")):
        node, graph = (
            NamedNode(f"https://example.org/id/strike/a1/{strike}"),
            NamedNode("https://example.org/id/article/a1"),
        )
        found.add(Quad(node, NamedNode(ns.RDF + "type"), NamedNode(ns.CKG + "Strike"), graph))
        found.add(Quad(node, NamedNode(ns.CKG + "location"), NamedNode(NAMES.known("place", place)), graph))
    [(strike, kilometres)] = rows(found, query)
    assert strike.endswith("/near")
    assert 50 < float(kilometres) < 70
