"""Single things of the API, and what stands around them."""

from typing import Any, Final

from flask import Response, request

from kg import names as ns
from kg.errors import UsageError
from server.explore.addresses import full_iri
from server.explore.article import article
from server.explore.asking import number
from server.explore.claim import claim
from server.explore.dataset import dataset
from server.explore.entity import entity
from server.explore.event import event
from server.explore.find import find
from server.explore.here import Explorer, NotFound, explorer
from server.explore.home import home
from server.explore.incident import incident
from server.explore.neighbours import MOST_NODES, neighbourhood
from server.explore.suggest import MOST_SUGGESTIONS, suggest
from server.explore.terms import ontology, ontology_term
from server.explore.viewing import family, view
from server.pages.answers import json_answer
from server.pages.api import part_of_api

api_things = part_of_api("api_things")

_LONGEST_IRI: Final = 4_000
_MOST_FOUND: Final = 200
_VIEWS: Final = {"entity": entity, "event": event, "claim": claim, "article": article, "incident": incident}


@api_things.get("/<any(entity, event, claim, article, incident):kind>")
def thing(kind: str) -> Response:
    """One thing, named by ``iri``, as its page shows it."""
    here = explorer()
    return json_answer(_VIEWS[kind](here, _iri(here)))


@api_things.get("/thing")
def anything() -> Response:
    """Any node, by the view of its family."""
    here = explorer()
    iri = _iri(here)
    kind = family(here, iri)
    if kind is None:
        raise NotFound("the graph says nothing of this name")
    return json_answer({"family": kind, "view": view(here, iri)})


@api_things.get("/neighbours")
def neighbours() -> Response:
    """What stands around a thing: nodes and arrows for a drawing."""
    here = explorer()
    limit = number("limit", request.args.get("limit", ""), MOST_NODES, MOST_NODES)
    return json_answer(neighbourhood(here, _iri(here), limit))


@api_things.get("/suggest")
def suggestions() -> Response:
    """Things whose name begins with ``q``."""
    limit = number("limit", request.args.get("limit", ""), 10, MOST_SUGGESTIONS)
    found = suggest(explorer(), request.args.get("q", ""), request.args.get("family"), limit)
    return json_answer({"suggestions": found})


@api_things.get("/find")
def found() -> Response:
    """Full-text search with the things that the texts belong to."""
    limit = number("limit", request.args.get("limit", ""), 20, _MOST_FOUND)
    hits = find(explorer(), request.args.get("q", ""), request.args.get("family"), limit)
    return json_answer({"hits": hits})


@api_things.get("/home")
def first_page() -> Response:
    """Counts, the newest events, disputed ones."""
    return json_answer(home(explorer()))


@api_things.get("/dataset")
def about() -> Response:
    """The graph as a whole."""
    return json_answer(dataset(explorer()))


@api_things.get("/ontology")
def terms() -> Response:
    """All terms of the ontology with their use."""
    return json_answer(ontology(explorer()))


@api_things.get("/ontology/<name>")
def one_term(name: str) -> Response:
    """One term, by its local name."""
    return json_answer(ontology_term(explorer(), name))


def _iri(here: Explorer) -> str:
    """The parameter ``iri``: an IRI, or the path after the base."""
    given: Any = request.args.get("iri", "")
    if not given or len(given) > _LONGEST_IRI:
        raise UsageError(f"the parameter iri names one thing, in at most {_LONGEST_IRI} characters")
    name = given.removeprefix("ckg:")
    return ns.CKG + name if given.startswith("ckg:") else full_iri(given, here.base_iri)
