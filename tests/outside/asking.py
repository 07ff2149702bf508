"""How the tests of the client ask the stand-in."""

import time
from pathlib import Path

from kg.outside.cache import Kept
from kg.outside.client import Client
from kg.settings import Settings
from tests.outside.standin import StandIn

FAST = Settings(outside_per_minute=60_000, outside_max_bytes=100_000, contact="someone@example.org")
ASK = {"query": "ASK { ?s ?p ?o }"}
JSON = "application/sparql-results+json"


def client_of(standin: StandIn, folder: Path | None = None, settings: Settings = FAST) -> Client:
    return Client([standin.sparql], settings, folder, loopback=True)


def post(standin: StandIn, seconds: float = 10, client: Client | None = None) -> Kept:
    return (client or client_of(standin)).post(standin.sparql, ASK, JSON, time.monotonic() + seconds)
