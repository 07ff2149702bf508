"""Wikidata's search and query service, as questions and answers.

The search is the action ``wbsearchentities`` of the MediaWiki API; the query service speaks SPARQL 1.1 over Wikidata's
RDF (https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import names as ns
from kg.errors import OutsideError
from kg.federation.rows import Row, Term, read_rows
from kg.outside.client import Client, json_content

DIRECT: Final = "http://www.wikidata.org/prop/direct/"
_RESULTS: Final = "application/sparql-results+json"
_QID: Final = re.compile(r"Q[1-9]\d{0,11}")
_MOST_FOUND: Final = 10
_BATCH: Final = 50
_LONGEST_NAME: Final = 250
_PROPERTIES: Final = {
    "type": "wdt:P31",
    "country": "wdt:P17",
    "citizenship": "wdt:P27",
    "coordinates": "wdt:P625",
    "inception": "wdt:P571",
    "birth": "wdt:P569",
    "part of": "wdt:P361",
    "GeoNames": "wdt:P1566",
    "population": "wdt:P1082",
    "label": "rdfs:label",
    "alias": "skos:altLabel",
    "description": "schema:description",
}
_PROLOGUE: Final = (
    f"PREFIX wd: <{ns.WIKIDATA}> PREFIX wdt: <{DIRECT}> PREFIX rdfs: <{ns.RDFS}> PREFIX skos: <{ns.SKOS}> "
    "PREFIX schema: <http://schema.org/> "
)


@dataclass(slots=True)
class Item:
    """What Wikidata says of an item: values by the names of ``_PROPERTIES``."""

    iri: str
    values: dict[str, list[Term]] = field(default_factory=dict)

    def texts(self, *properties: str) -> list[str]:
        """The values of some properties as text; of an IRI the IRI."""
        return [term.value for each in properties for term in self.values.get(each, ())]


class Wikidata:
    """Asks Wikidata, through the client for other hosts. deadlines are on the clock of time.monotonic."""

    def __init__(self, client: Client, search_url: str, sparql_url: str) -> None:
        self._client = client
        self._search_url = search_url
        self._sparql_url = sparql_url

    def search(self, name: str, deadline: float) -> list[str]:
        """IRIs of the items that have a label or alias beginning with a name, as Wikidata ranks them.

        Raises OutsideError.
        """
        parameters = {
            "action": "wbsearchentities",
            "format": "json",
            "formatversion": "2",
            "language": "en",
            "type": "item",
            "limit": str(_MOST_FOUND),
            "search": name[:_LONGEST_NAME],
        }
        content = json_content(self._client.get(self._search_url, parameters, "application/json", deadline), "Wikidata")
        try:
            found = [str(each["id"]) for each in content["search"]]
        except (KeyError, TypeError):
            told = content.get("error") if isinstance(content, dict) else None
            reason = told.get("info") if isinstance(told, dict) else "no results"
            raise OutsideError(f"Wikidata's search answers: {reason!s:.120}") from None
        return [ns.WIKIDATA + qid for qid in found if _QID.fullmatch(qid)]

    def items(self, iris: Iterable[str], deadline: float) -> dict[str, Item]:
        """What is said of some items, by their IRIs; one that is not there has no values. Raises OutsideError."""
        found = {iri: Item(iri) for iri in iris}
        properties = " ".join(f'({path} "{name}")' for name, path in _PROPERTIES.items())
        for batch in _batches(sorted(found)):
            query = (
                f"{_PROLOGUE}SELECT ?item ?name ?value {{ VALUES ?item {{ {_listed(batch)} }} "
                f"?item ?property ?value . VALUES (?property ?name) {{ {properties} }} "
                'FILTER(!ISLITERAL(?value) || LANG(?value) IN ("", "en", "mul")) }'
            )
            for item, name, value in self._rows(query, ("item", "name", "value"), deadline):
                if item is not None and name is not None and value is not None and item.value in found:
                    found[item.value].values.setdefault(name.value, []).append(value)
        for each in found.values():
            for values in each.values.values():
                values.sort(key=str)
        return found

    def kinds_of(self, types: Iterable[str], roots: Iterable[str], deadline: float) -> set[tuple[str, str]]:
        """Which types are, by Wikidata's tree of classes, of which roots. Raises OutsideError."""
        found: set[tuple[str, str]] = set()
        for batch in _batches(sorted(set(types))):
            query = (
                f"{_PROLOGUE}SELECT DISTINCT ?type ?root {{ VALUES ?type {{ {_listed(batch)} }} "
                f"?type wdt:P279* ?root . VALUES ?root {{ {_listed(sorted(set(roots)))} }} }}"
            )
            rows = self._rows(query, ("type", "root"), deadline)
            found |= {(kind.value, root.value) for kind, root in rows if kind is not None and root is not None}
        return found

    def _rows(self, query: str, variables: Sequence[str], deadline: float) -> list[Row]:
        answer = self._client.post(self._sparql_url, {"query": query}, _RESULTS, deadline)
        return read_rows(json_content(answer, "Wikidata's query service"), variables, query)


def fact_term(name: str) -> NamedNode:
    """The property of Wikidata, or of RDFS, that a value of an item has in the graph."""
    path = _PROPERTIES[name]
    return NamedNode(DIRECT + path[4:]) if path.startswith("wdt:") else NamedNode(ns.RDFS + "label")


def is_fact(value: Term) -> bool:
    """Whether a value is known: Wikidata writes an unknown one as a node that stands for nothing."""
    return isinstance(value, Literal) or value.value.startswith(ns.WIKIDATA + "Q")


def _listed(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(items), _BATCH):
        yield items[begin : begin + _BATCH]
