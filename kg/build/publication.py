"""What follows from the articles of a store, and readers' view of both."""

from collections.abc import Mapping
from types import MappingProxyType

from kg.identity.graph import refresh_identity
from kg.names import Names
from kg.ontology import refresh_ontology
from kg.settings import Settings
from kg.stores.interface import GraphWriter


def settle(writer: GraphWriter, names: Names, features: Mapping[str, bytes] = MappingProxyType({})) -> None:
    """Brings the identity graph up to date with the articles whose changes are noted, and takes the notes back.

    features: what was made of some of them for this beside their graphs, by IRI. After a crash the notes that are left
    lead to the same outcome.
    """
    changed = writer.pending()
    known = writer.has_graph(names.graph("identity"))
    refresh_identity(writer, names, changed if known else None, features=features)
    if changed:
        writer.forget_pending()


def publish(writer: GraphWriter, settings: Settings) -> int:
    """Brings the graphs that belong to no article up to date and makes the state visible to readers, if it is not;
    returns the newest generation."""
    names = Names(settings.base_iri)
    refresh_ontology(writer, names)
    settle(writer, names)
    return writer.publish() if writer.unpublished else writer.generation()
