"""Any node, shown by the view of its family."""

from collections.abc import Callable
from typing import Any, Final

from kg import names as ns
from server.explore.addresses import ONTOLOGY_IRI
from server.explore.article import article
from server.explore.claim import claim
from server.explore.entity import entity
from server.explore.event import event
from server.explore.here import Explorer
from server.explore.incident import incident
from server.explore.terms import ontology, ontology_term
from server.explore.vocabulary import is_term

_VIEWS: Final[dict[str, Callable[[Explorer, str], Any]]] = {
    "Article": article,
    "Strike": event,
    "Agreement": event,
    "Zone": event,
    "Claim": claim,
    "Incident": incident,
    "Term": lambda here, iri: ontology_term(here, iri.removeprefix(ns.CKG)),
    "Ontology": lambda here, iri: ontology(here),
}


def family(here: Explorer, iri: str) -> str | None:
    """The family by which a node is shown; ``Other`` for one without, None for one of which nothing is said."""
    if iri == ONTOLOGY_IRI:
        return "Ontology"
    if iri.startswith(ns.CKG) and is_term(iri.removeprefix(ns.CKG)):
        return "Term"
    if not here.graph.exists(iri):
        return None
    found = here.graph.classes(iri)
    return next((name for name in (*_VIEWS, "Actor", "Place") if name in found), "Other")


def view(here: Explorer, iri: str) -> Any:
    """The view of a node. Raises NotFound, and NoIndex where its view needs one."""
    return _VIEWS.get(family(here, iri) or "", entity)(here, iri)
