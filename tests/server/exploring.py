"""Stores with an index, for the tests of the explorer."""

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from werkzeug.datastructures import MultiDict

from kg.settings import Settings
from kg.store import Writer, open_snapshot
from server.explore.asking import Asked, asked
from server.explore.here import Explorer, open_explorer
from server.explore.index.making import make_index

BASE = Settings().base_iri
HOSTILE = '<script>alert("x")</script>\'"&{{7*7}}\u202e\\'
PROLOGUE = f"""
BASE <{BASE}>
PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def indexed(folder: Path) -> Explorer:
    """The explorer of a store, which is indexed first."""
    make_index(folder, open_snapshot(folder))
    return open_explorer(folder, Settings())


def store_of_trig(folder: Path, trig: str, base: str = BASE) -> Path:
    """A store of some TriG, whose relative IRIs stand on the base."""
    text = PROLOGUE.replace(BASE, base) + trig
    with Writer(folder) as writer:
        writer.store.extend(parse(text.encode(), format=RdfFormat.TRIG))
        writer.publish()
    return folder


def ask(name: str, arguments: Mapping[str, str | list[str]] | None = None) -> Asked:
    """What a list is asked by some parameters of a URL."""
    return asked(name, MultiDict(arguments or {}))


def iris(here: Explorer, *families: str) -> list[str]:
    """The IRIs of the things of some families, in order."""
    marks = ", ".join("?" * len(families))
    return [
        row[0] for row in here.index.rows(f"SELECT iri FROM thing WHERE family IN ({marks}) ORDER BY iri", families)
    ]
