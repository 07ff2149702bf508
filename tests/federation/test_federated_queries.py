"""The shipped queries to Wikidata, against a stand-in that speaks as its query service does."""

import csv
import io
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse

from kg import names as ns
from kg.asking import ask
from kg.guard import require_local
from kg.library import StoredQuery, queries
from kg.settings import Settings
from tests.federation.following import followed
from tests.outside.standin import StandIn

BASE = Settings().base_iri
WIKIDATA = Settings().federation_services
GRAPH = Path(__file__).resolve().parent.parent / "data" / "library_graph.trig"
FEDERATED = {name: query for name, query in queries().items() if query.federated}
LINKS = {"actor/hill-front": "Q900000003", "place/karsk": "Q900000005", "place/torvale": "Q900000099"}
EXPECTED = {
    "wikidata": [
        ["Hill Front", "Q900000003", "", "invented armed group"],
        ["Velmark", "Q4115189", "Velm", "invented state"],
    ],
    "wikidata-places": [
        ["Hill Front", "Q900000003", "", ""],
        ["Karsk", "Q900000005", "Point(21.9 47.1)", "Velmark"],
        ["Torvale", "Q900000099", "", ""],
        ["Velmark", "Q4115189", "Point(21.5 47.25)", "Velmark"],
    ],
    "wikidata-leaders": [
        ["Velmark", "Q4115189", "head of government", "Anna Rell", "2030-02-01T00:00:00Z", ""],
        ["Velmark", "Q4115189", "head of state", "Anna Rell", "2021-01-01T00:00:00Z", "2029-12-31T00:00:00Z"],
        ["Velmark", "Q4115189", "head of state", "Pavel Orm", "2030-01-01T00:00:00Z", ""],
    ],
    "wikidata-memberships": [
        ["Hill Front", "Q900000003", "Q900000004", "Highland Alliance", "false"],
        ["Velmark", "Q4115189", "Q900000004", "Highland Alliance", "false"],
    ],
    "wikidata-names": [
        ["Hill Front", "Q900000003", ""],
        ["Karsk", "Q900000005", ""],
        ["Torvale", "Q900000099", ""],
        ["Velmark", "Q4115189", "جمهورية فلمارك"],
        ["Velmark", "Q4115189", "فلمارك"],
    ],
    "wikidata-identifiers": [
        ["Hill Front", "Q900000003", "", ""],
        ["Karsk", "Q900000005", "GeoNames", "900005"],
        ["Torvale", "Q900000099", "", ""],
        ["Velmark", "Q4115189", "ISO 3166-1", "VX"],
        ["Velmark", "Q4115189", "VIAF", "123456789"],
    ],
    "wikidata-conflicts": [
        ["Hill Front", "Q900000003", "Q900000012", "Torvale hills war", "2028-06-01T00:00:00Z", "", "1"],
        ["Velmark", "Q4115189", "Q900000012", "Torvale hills war", "2028-06-01T00:00:00Z", "", "3"],
    ],
}


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.extend(parse(path=GRAPH, format=RdfFormat.TRIG))
    for thing, item in LINKS.items():
        graph = NamedNode(f"{BASE}graph/identity")
        made.add(Quad(NamedNode(BASE + thing), NamedNode(f"{ns.SKOS}exactMatch"), NamedNode(ns.WIKIDATA + item), graph))
    return made


def joined(query: StoredQuery, store: Store, standin: StandIn, values: dict[str, str] | None = None) -> str:
    """The query as it is asked here, once the stand-in has told what belongs in its SERVICE."""
    found = followed(store, standin, query.bind(values).replace(WIKIDATA, standin.sparql), federation_batch=2)
    assert found.failures == ()
    require_local(found.text)
    return found.text


def rows(store: Store, text: str) -> list[list[str]]:
    """The rows as text, without the thing itself; an item by its number."""
    results = ask(store, text)
    assert isinstance(results, QuerySolutions)
    written = (results.serialize(format=QueryResultsFormat.CSV) or b"").decode()
    return [[cell.removeprefix(ns.WIKIDATA) for cell in row[1:]] for row in csv.reader(io.StringIO(written))][1:]


def test_federated_queries_are_at_least_five() -> None:
    assert len(FEDERATED) >= 5
    assert FEDERATED.keys() == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_federated_query_joins_the_facts(name: str, store: Store, standin: StandIn) -> None:
    standin.asked.clear()
    assert rows(store, joined(FEDERATED[name], store, standin)) == EXPECTED[name]
    assert all("VALUES (?item)" in query for query in standin.queries)
    assert len(standin.queries) == (1 if name in ("wikidata", "wikidata-leaders", "wikidata-memberships",
                                                  "wikidata-conflicts") else 2)  # fmt: skip
    assert not any("conflict-kg" in query for query in standin.queries)


@pytest.mark.parametrize("name", EXPECTED)
def test_federated_query_gives_what_the_engine_would(name: str, store: Store, standin: StandIn) -> None:
    text = FEDERATED[name].text.replace(WIKIDATA, standin.sparql)
    assert rows(store, joined(FEDERATED[name], store, standin)) == rows(store, text)


def test_federated_query_takes_its_parameter_along(store: Store, standin: StandIn) -> None:
    text = joined(FEDERATED["wikidata-names"], store, standin, {"language": "uk"})
    assert ["Velmark", "Q4115189", "Вельмарк"] in rows(store, text)
    hostile = 'uk" ) } SERVICE <http://127.0.0.1:9/> {'
    standin.asked.clear()
    assert rows(store, joined(FEDERATED["wikidata-names"], store, standin, {"language": hostile})) == []
    assert standin.asked == []
