"""The page about the graph as a whole."""

from flask import Blueprint, Response, render_template

from server.explore.dataset import dataset as described
from server.explore.here import Explorer, explorer
from server.explore.vocabulary import term
from server.pages.caching import kept
from server.pages.frame import LIST_OF
from server.pages.links import Format, PageLinks, answer_as_csv
from server.pages.questions import plain

dataset = Blueprint("dataset", __name__)


@dataset.get("/dataset")
def page() -> Response:
    """Counts, sources, versions, licence, and where to get all of it."""
    here = explorer()
    return kept(here, lambda: _described(here))


def _described(here: Explorer) -> str:
    query = plain("dataset")
    formats = (Format("VoID", "/.well-known/void", "text/turtle"), answer_as_csv(query))
    return render_template(
        "dataset.html",
        view=described(here),
        lists=LIST_OF,
        term=term,
        page_links=PageLinks(query, formats, canonical="/dataset"),
    )
