"""What a graph names and has no link to Wikidata for, with what its articles tell about it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import QuerySolutions, Store

from kg import names as ns
from kg.asking import ask

_PROLOGUE: Final = f"PREFIX ckg: <{ns.CKG}> PREFIX rdfs: <{ns.RDFS}> PREFIX skos: <{ns.SKOS}> PREFIX dct: <{ns.DCT}> "
_ITEM: Final = f'FILTER(STRSTARTS(STR(?item), "{ns.WIKIDATA}Q"))'
_THINGS: Final = f"""{_PROLOGUE}
SELECT ?thing (GROUP_CONCAT(DISTINCT ?local; separator=" ") AS ?classes)
  (GROUP_CONCAT(DISTINCT ?name; separator="\\n") AS ?names)
  (COUNT(DISTINCT ?mention) AS ?mentions) (MIN(STR(?issued)) AS ?day) (MIN(STR(?number)) AS ?geonames)
WHERE {{
  GRAPH ?graph {{
    ?mention ckg:denotes ?thing ; ckg:mentionKind ckg:Name .
    ?thing a ?class ; rdfs:label|skos:altLabel ?name .
    VALUES ?class {{ ckg:Actor ckg:Person ckg:State ckg:Organization ckg:Government ckg:ArmedForce ckg:ArmedGroup
      ckg:MediaOrganization ckg:Place ckg:Zone ckg:Collective }}
    BIND(STRAFTER(STR(?class), "#") AS ?local)
    OPTIONAL {{ ?graph dct:issued ?issued }}
  }}
  OPTIONAL {{ ?thing ckg:geonamesId ?number }}
  FILTER NOT EXISTS {{ ?thing skos:exactMatch ?item {_ITEM} }}
}}
GROUP BY ?thing ORDER BY DESC(?mentions) ?thing
"""
_COUNTRIES: Final = f"""{_PROLOGUE}
SELECT DISTINCT ?thing ?item
WHERE {{
  GRAPH ?graph {{
    ?mention ckg:denotes ?thing .
    ?state a ?class . VALUES ?class {{ ckg:State ckg:Place }}
  }}
  ?state skos:exactMatch ?item {_ITEM}
  FILTER NOT EXISTS {{ ?thing skos:exactMatch ?other }}
}}
"""
_LINKED: Final = (
    f"{_PROLOGUE} SELECT DISTINCT ?item {{ GRAPH <GRAPH> {{ ?thing skos:exactMatch ?item {_ITEM} }} }} ORDER BY ?item"
)
_NEVER: Final = frozenset({"Zone", "Collective"})
# The most special class that says something about an item's type comes first.
_KINDS: Final = (
    "Person",
    "State",
    "Government",
    "ArmedForce",
    "ArmedGroup",
    "MediaOrganization",
    "Organization",
    "Place",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A named thing without a link. places: items of the states and places that its articles speak of; day: of the
    earliest of its articles; geonames: its number in GeoNames, where the gazetteer has one."""

    iri: str
    kind: str
    names: tuple[str, ...]
    places: frozenset[str]
    day: date | None
    geonames: str = ""


def wanted(store: Store) -> list[Wanted]:
    """Named actors and places without an accepted link to Wikidata, those with the most mentions first."""
    places: dict[str, set[str]] = {}
    for row in _rows(store, _COUNTRIES):
        places.setdefault(row["thing"], set()).add(row["item"])
    found = []
    for row in _rows(store, _THINGS):
        classes = set(row["classes"].split())
        kind = next((each for each in _KINDS if each in classes), "")
        if kind and not classes & _NEVER:
            names = tuple(sorted(set(row["names"].split("\n")), key=lambda name: (-len(name), name)))
            day = date.fromisoformat(row["day"][:10]) if row.get("day") else None
            around = frozenset(places.get(row["thing"], ()))
            found.append(Wanted(row["thing"], kind, names, around, day, row.get("geonames", "")))
    return found


def linked_items(store: Store, graph: str) -> list[str]:
    """The items that a graph has accepted links to."""
    return [row["item"] for row in _rows(store, _LINKED.replace("GRAPH <GRAPH>", f"GRAPH <{graph}>"))]


def _rows(store: Store, text: str) -> list[dict[str, str]]:
    results = ask(store, text)
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in results]
