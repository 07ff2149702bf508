"""Stores that the tests of the server read."""

from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg.names import Names
from kg.ontology import refresh_ontology
from kg.settings import Settings
from kg.store import Writer

GRAPH = Path(__file__).resolve().parent.parent / "data" / "library_graph.trig"


def make_store(folder: Path) -> Path:
    """A store of the hand-made graph and the ontology, published."""
    with Writer(folder) as writer:
        refresh_ontology(writer, Names(Settings().base_iri))
        writer.store.extend(parse(path=GRAPH, format=RdfFormat.TRIG))
        writer.publish()
    return folder
