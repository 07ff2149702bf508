"""The pages of single things: an actor or place, an event or zone, a claim, an article, an incident, a term."""

from collections.abc import Callable
from typing import Any, Final

from flask import render_template, url_for

from server.explore.addresses import is_web_address, short_name
from server.explore.article import article
from server.explore.claim import claim
from server.explore.entity import entity
from server.explore.event import event
from server.explore.here import explorer
from server.explore.incident import incident
from server.explore.neighbours import neighbourhood
from server.explore.terms import ontology, ontology_term
from server.explore.views import ArticleView
from server.explore.vocabulary import humanised
from server.pages import questions
from server.pages.data import alternates
from server.pages.frame import LIST_OF
from server.pages.links import Format, PageLinks, formats
from server.pages.margin import paragraphs

_NEIGHBOURS: Final = 40
_RUN_LABELS: Final = {
    "programVersion": "Read by program",
    "modelVersion": "Language model",
    "rulesVersion": "Rules",
    "endedAtTime": "Read at",
}


def entity_page(iri: str) -> str:
    """An actor, a place, or anything else that has no page of its own kind."""
    here = explorer()
    view = entity(here, iri)
    short = short_name(iri, here.base_iri)
    around = neighbourhood(here, iri, _NEIGHBOURS) if view.family in ("Actor", "Place") else None
    return render_template(
        "entity.html",
        view=view,
        short=short,
        narrowing={"actor" if view.family == "Actor" else "place": short},
        around=around,
        page_links=_links(iri, view.thing.url, questions.of_thing),
        **_crumb(view.family),
    )


def event_page(iri: str) -> str:
    """A strike, an agreement or a zone."""
    here = explorer()
    view = event(here, iri)
    links = _links(iri, view.thing.url, questions.of_thing)
    short = short_name(iri, here.base_iri)
    return render_template("event.html", view=view, short=short, page_links=links, **_crumb(view.family))


def incident_page(iri: str) -> str:
    """One happening as several articles report it."""
    here = explorer()
    view = incident(here, iri)
    links = _links(iri, view.thing.url, questions.of_thing)
    return render_template("incident.html", view=view, page_links=links)


def claim_page(iri: str) -> str:
    """A claim, its words, and what others say to it."""
    here = explorer()
    view = claim(here, iri)
    return render_template("claim.html", view=view, page_links=_links(iri, view.line.thing.url, questions.of_claim))


def article_page(iri: str) -> str:
    """An article: its text with every mention marked, and its facts beside their words."""
    here = explorer()
    view = article(here, iri)
    links = _links(iri, view.thing.url, questions.of_article)
    return render_template("article.html", page_links=links, **article_parts(view))


def article_parts(view: ArticleView) -> dict[str, Any]:
    """What the article's template shows, by the names that it uses."""
    return {
        "view": view,
        "paragraphs": paragraphs(view),
        "families": {mark.thing.iri: mark.family for mark in view.marks if mark.thing},
        "run_labels": _RUN_LABELS,
    }


def ontology_page(iri: str) -> str:
    """All terms of the ontology."""
    query = questions.plain("ontology")
    links = PageLinks(query, _others("/ontology"), canonical=iri, iri=iri)
    return render_template("ontology.html", view=ontology(explorer()), page_links=links)


def term_page(iri: str) -> str:
    """One term of the ontology."""
    view = ontology_term(explorer(), iri.rpartition("#")[2])
    links = PageLinks(view.query, _others(view.term.url), canonical=iri, iri=iri)
    return render_template(
        "term.html", view=view, names=[(each, humanised(each)) for each in view.close], page_links=links
    )


def _links(iri: str, url: str, question: Callable[[str], str]) -> PageLinks:
    query = question(iri)
    # Which address a search engine keeps: the name of the thing, if that is an address.
    return PageLinks(query, _others(url), canonical=iri if is_web_address(iri) else url, iri=iri)


def _others(url: str) -> tuple[Format, ...]:
    return formats(alternates(url))


def _crumb(family: str) -> dict[str, Any]:
    name = LIST_OF.get(family)
    return {"list_url": url_for("lists.page", name=name), "list_label": name.capitalize()} if name else {}


#: Who shows the things of a family.
PAGES: Final = {
    "Actor": entity_page,
    "Place": entity_page,
    "Other": entity_page,
    "Strike": event_page,
    "Agreement": event_page,
    "Zone": event_page,
    "Incident": incident_page,
    "Claim": claim_page,
    "Article": article_page,
    "Ontology": ontology_page,
    "Term": term_page,
}
