"""How the tests of federation follow SERVICE: over a small store, at a stand-in for Wikidata's query service."""

import re
import time

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, Store

from kg.asking import ask
from kg.federation.follow import Federation, Followed
from kg.outside.client import Client
from kg.settings import Settings
from tests.outside.standin import StandIn

LOCAL = """
@prefix e: <http://example.org/> . @prefix wd: <http://www.wikidata.org/entity/> .
e:velmark e:item wd:Q4115189 ; e:label "Velmark" ; e:code "VX" .
e:front e:item wd:Q900000003 ; e:label "Hill Front" ; e:since 1998 .
e:karsk e:item wd:Q900000005 ; e:label "Karsk" ; e:country e:velmark .
e:nowhere e:item wd:Q900000099 ; e:label "Nowhere" .
e:unlinked e:label "Ilse Maren" ; e:country e:velmark .
e:odd e:item _:b ; e:label "Odd" .
"""
PREFIXES = """
PREFIX e: <http://example.org/> PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX schema: <http://schema.org/>
PREFIX wikibase: <http://wikiba.se/ontology#> PREFIX bd: <http://www.bigdata.com/rdf#>
"""


def followed(store: Store, standin: StandIn, text: str, seconds: float = 20, **changed: object) -> Followed:
    """What comes of a query over the store whose SERVICE is the stand-in; changed: settings."""
    values = {"outside_per_minute": 6_000_000, "federation_services": standin.sparql, "outside_loopback": True}
    chosen = Settings(**{**values, **changed})  # type: ignore[arg-type]
    federation = Federation(chosen, Client([standin.sparql], chosen, loopback=True))

    def local(query: str) -> bytes:
        results = ask(store, query)
        assert isinstance(results, QuerySolutions)
        return results.serialize(format=QueryResultsFormat.JSON) or b""

    return federation.follow(text, local, time.monotonic() + seconds)


def written(query: str, standin: StandIn) -> str:
    return PREFIXES + re.sub(r"\bW\b", f"<{standin.sparql}>", query)


def rows(results: QuerySolutions | QueryBoolean | QueryTriples) -> object:
    if isinstance(results, QueryBoolean):
        return bool(results)
    if isinstance(results, QueryTriples):
        return sorted(str(triple) for triple in results)
    names = sorted(variable.value for variable in results.variables)
    return names, sorted(str([str(row[name]) for name in names]) for row in results)
