"""What can be taken of a thing: its properties by the ids that the service gives them."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, islice
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg import names as ns
from server.explore.graph import Value, predicate_node
from server.explore.here import Explorer
from server.explore.index.reading import folded

FAMILIES: Final = ("Actor", "Place", "Zone")
# Things that one value gives, and values of a property that are compared one by one.
_MOST_COMPARED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Offered:
    """A property: its id here, its IRI or local name, what to call it, whose it is ("" : any), and whether its values
    are things."""

    id: str
    iri: str
    name: str
    family: str
    gives_things: bool


@cache
def offered() -> dict[str, Offered]:
    """All properties by id."""
    table = (files(__package__) / "properties.csv").read_text(encoding="utf-8")
    return {
        row["id"]: Offered(row["id"], row["iri"], row["name"], row["family"], row["value"] == "thing")
        for row in csv.DictReader(io.StringIO(table))
    }


def property_of(id: str) -> Offered | None:
    """The property of an id, or of an IRI given as one."""
    table = offered()
    return table.get(id) or table.get(local_name(id)) or next((each for each in table.values() if each.iri == id), None)


def local_name(id: str) -> str:
    """The id of a term of the ontology, which stands for its IRI in this service."""
    return id.removeprefix(ns.CKG)


def values(here: Explorer, iri: str, wanted: Offered) -> list[dict[str, Any]]:
    """A thing's values of a property in the form that the specification gives them, each once, in a stable order."""
    found = here.graph.values(iri, wanted.iri)
    things = here.things(sorted(value.value for value in found if isinstance(value, NamedNode)))
    if wanted.gives_things:
        return [{"id": entity_id(here, thing.iri), "name": thing.label} for thing in things]
    texts = sorted({value.value for value in found if isinstance(value, Literal)})
    return [{"str": text} for text in [*texts, *(thing.iri for thing in things)]]


def subjects(here: Explorer, wanted: Offered, value: str) -> set[str]:
    """The things that have a value: of a property that gives things, one of its id or name; else one of its text. In
    other letters than the graph's, a text is looked for among the first values of the property only."""
    property = predicate_node(wanted.iri)

    def having(*objects: Value) -> set[str]:
        found = (here.graph.store.quads_for_pattern(None, property, object, None) for object in objects)
        first = islice(chain.from_iterable(found), _MOST_COMPARED)
        return {quad.subject.value for quad in first if isinstance(quad.subject, NamedNode)}

    if wanted.gives_things:
        return having(*map(NamedNode, {iri for iri in (entity_iri(here, value), *_named(here, value)) if _is_iri(iri)}))
    exact = having(Literal(value), Literal(value, language="en"), *([NamedNode(value)] if _is_iri(value) else []))
    if exact:
        return exact
    words = folded(value)
    return {
        quad.subject.value
        for quad in here.graph.quads(None, wanted.iri, most=_MOST_COMPARED)
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode | Literal)
        and folded(quad.object.value) == words
    }


def _named(here: Explorer, name: str) -> list[str]:
    statement = "SELECT iri FROM thing WHERE family = ? AND sort_label = ?"
    return [iri for family in FAMILIES for (iri,) in here.index.rows(statement, (family, folded(name)))]


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def entity_id(here: Explorer, iri: str) -> str:
    """A thing's id in this service: its IRI without the base."""
    return iri.removeprefix(here.base_iri)


def entity_iri(here: Explorer, id: str) -> str:
    """The IRI that an id, or an IRI given as one, stands for."""
    return id if id.startswith(here.base_iri) else here.base_iri + id
