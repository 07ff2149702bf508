"""The map: events and zones at places whose position is known, and in the table those at none as well."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, render_template, request

from server.explore.asking import Asked, asked
from server.explore.here import Explorer, explorer
from server.explore.lists import listing
from server.explore.mapping import map_view
from server.explore.views import MapView, Row
from server.pages.caching import kept

map_page = Blueprint("map", __name__)

# The newest that the page shows with and without a position; the lists have all.
_MOST_POINTS: Final = 300
_MOST_UNPLACED: Final = 100


@map_page.get("/map")
def page() -> Response:
    """Points, and the same rows as a table."""
    here, wanted = explorer(), replace(asked("mapped", request.args), page=1, size=_MOST_POINTS)
    return kept(here, lambda: _mapped(here, wanted))


def _mapped(here: Explorer, wanted: Asked) -> str:
    view = map_view(here, wanted)
    unplaced = _unplaced(here, wanted, view)
    rows = [*(point.row for point in view.points), *unplaced]
    months = sorted({day[:7] for row in rows for day in (row.earliest, row.latest) if day})
    return render_template("map.html", view=view, unplaced=unplaced, months=months)


def _unplaced(here: Explorer, wanted: Asked, view: MapView) -> list[Row]:
    """What the filters leave and has no point, of the newest."""
    if not view.unplaced:
        return []
    placed = {point.row.thing.iri for point in view.points}
    newest = listing(here, replace(wanted, size=_MOST_UNPLACED), with_facets=False)
    return [row for row in newest.rows if row.thing.iri not in placed]
