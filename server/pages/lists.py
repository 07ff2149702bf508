"""The lists of strikes, agreements, zones, actors, places, claims and articles."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from flask import Blueprint, Response, render_template, request

from server.explore.addresses import full_iri
from server.explore.asking import OF_THINGS, Asked, asked
from server.explore.grid import claims_grid
from server.explore.here import Explorer, explorer
from server.explore.lists import listing
from server.explore.narrowing import facet_label
from server.explore.views import Facet
from server.pages.caching import kept
from server.pages.links import Format, PageLinks, address
from server.pages.questions import of_list
from server.pages.wording import wording

lists = Blueprint("lists", __name__)

# Columns of the grid of claims; the other stances share one.
_COLUMNS: Final = ("Asserts", "Alleges", "Denies")


@lists.get("/<any(strikes, agreements, zones, actors, places, articles, incidents):name>")
def page(name: str) -> Response:
    """A list with its facets."""
    here, wanted = explorer(), asked(name, request.args)
    return kept(here, lambda: _listed(here, wanted))


@lists.get("/claims")
def claims() -> Response:
    """Claims as a grid of what they are about and who takes which stance; with ``view=list`` one by one."""
    here, wanted = explorer(), asked("claims", request.args)
    one_by_one = request.args.get("view") == "list"
    return kept(here, lambda: _listed(here, wanted) if one_by_one else _grid(here, wanted))


def _grid(here: Explorer, wanted: Asked) -> str:
    view = claims_grid(here, wanted)
    return render_template(
        "claims.html",
        view=view,
        columns=[each for each in view.stances if each.name in _COLUMNS],
        column_names=_COLUMNS,
        narrowed=wanted.narrowed,
        csv=_format_url(wanted, "csv"),
        page_links=_links(here, wanted, "Claim"),
        filter_labels=filter_labels(here, view.facets, wanted),
    )


def _listed(here: Explorer, wanted: Asked) -> str:
    view, words = listing(here, wanted), described()[wanted.name]
    return render_template(
        "list.html",
        view=view,
        family=wanted.name,
        **{key: words[key] for key in ("title", "about", "one", "many")},
        sort_labels=described()["sorts"],
        narrowed=wanted.narrowed,
        csv=_format_url(wanted, "csv"),
        page_links=_links(here, wanted, words["class"]),
        filter_labels=filter_labels(here, view.facets, wanted),
    )


@cache
def described() -> dict[str, Any]:
    """The words of each list, from ``lists.toml``."""
    return tomllib.loads(files("server.pages").joinpath("lists.toml").read_text(encoding="utf-8"))


def filter_labels(here: Explorer, offered: tuple[Facet, ...], wanted: Asked) -> dict[tuple[str, str], str]:
    """What to call each chosen value of a filter: as its facet calls it, else by its label in the graph."""
    called = {
        (facet.name, each.value): wording().chosen(facet.label, facet.name, each.value, each.label)
        for facet in offered
        for each in facet.values
    }
    for name, values in wanted.filters.items():
        for value in values:
            label = here.thing(full_iri(value, here.base_iri)).label if name in OF_THINGS else value
            called.setdefault((name, value), wording().chosen(facet_label(name), name, value, label))
    return called


def _links(here: Explorer, wanted: Asked, cls: str) -> PageLinks:
    query = of_list(cls, wanted.filters, wanted.words or wanted.since or wanted.until or "", here.base_iri)
    formats = (
        Format("CSV", _format_url(wanted, "csv"), "text/csv"),
        Format("JSON", _format_url(wanted), "application/json"),
    )
    return PageLinks(query, formats, canonical=address(request.path, wanted.query()))


def _format_url(wanted: Asked, suffix: str = "") -> str:
    """The API's address of the whole list, not only of the page that is shown."""
    path = f"/api/{wanted.name}" + (f".{suffix}" if suffix else "")
    return address(path, [(key, value) for key, value in wanted.query() if key != "page"])
