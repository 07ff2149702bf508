"""How the tests of online linking ask the stand-in for Wikidata."""

from pathlib import Path

from kg.online.wikidata import Wikidata
from kg.outside.client import Client
from kg.settings import Settings
from tests.outside.standin import StandIn

FAST = Settings(outside_per_minute=6_000_000)


def wikidata(standin: StandIn, folder: Path | None = None) -> Wikidata:
    client = Client([standin.api, standin.sparql], FAST, folder, loopback=True)
    return Wikidata(client, standin.api, standin.sparql)
