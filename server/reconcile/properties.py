"""What can be taken of a thing: its properties by the ids that the service gives them."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyoxigraph import Literal, NamedNode

from server.explore.here import Explorer


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


def values(here: Explorer, iri: str, wanted: Offered) -> list[dict[str, Any]]:
    """A thing's values of a property in the form that the specification gives them, each once, in a stable order."""
    found = here.graph.values(iri, wanted.iri)
    things = here.things(sorted(value.value for value in found if isinstance(value, NamedNode)))
    if wanted.gives_things:
        return [{"id": entity_id(here, thing.iri), "name": thing.label} for thing in things]
    texts = sorted({value.value for value in found if isinstance(value, Literal)})
    return [{"str": text} for text in [*texts, *(thing.iri for thing in things)]]


def entity_id(here: Explorer, iri: str) -> str:
    """A thing's id in this service: its IRI without the base."""
    return iri.removeprefix(here.base_iri)


def entity_iri(here: Explorer, id: str) -> str:
    """The IRI that an id, or an IRI given as one, stands for."""
    return id if id.startswith(here.base_iri) else here.base_iri + id
