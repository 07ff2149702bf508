"""The first page, and the state of the service."""

from flask import Blueprint, Response, jsonify, render_template

from kg.library import queries
from server.explore.here import Explorer, explorer
from server.explore.home import home as first_page
from server.pages.caching import kept
from server.pages.frame import LIST_OF
from server.pages.links import PageLinks, answer_as_csv
from server.pages.questions import plain
from server.pages.wording import wording
from server.snapshots import newest_snapshot, snapshots

pages = Blueprint("pages", __name__)

_FIRST_QUESTIONS = ("disputed-blame", "denials", "strikes", "agreements")


@pages.get("/")
def home() -> Response:
    """What the graph holds, and a way in."""
    here = explorer()
    return kept(here, lambda: _home(here))


@pages.get("/health")
def health() -> Response:
    """Whether the service can answer, and from which generation of the graph."""
    return jsonify(status="ok", generation=newest_snapshot().generation)


def _home(here: Explorer) -> str:
    view = first_page(here)
    shipped = queries()
    query = plain("newest")
    return render_template(
        "home.html",
        view=view,
        counts=[
            {"url": f"/{LIST_OF[family]}", "label": LIST_OF[family], "count": count}
            for family, count in view.counts.items()
            if family in LIST_OF
        ],
        families=[{"name": name, "label": wording().family(name) + "s"} for name in LIST_OF],
        first=[shipped[name] for name in _FIRST_QUESTIONS if name in shipped],
        others=[each for name, each in shipped.items() if name not in _FIRST_QUESTIONS],
        store=snapshots().folder.name,
        page_links=PageLinks(query, (answer_as_csv(query),), canonical="/"),
    )
