"""Lists of the API: rows with facets, in pages, as JSON and CSV; the grid, the timeline, the map."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from server.explore.asking import MOST_ROWS, Asked, asked
from server.explore.grid import claims_grid
from server.explore.here import Explorer, explorer
from server.explore.lists import listing
from server.explore.mapping import MOST_POINTS, map_view
from server.explore.timeline import timeline
from server.explore.views import Grid, Listing, Point, Row, Thing
from server.pages.answers import csv_answer, json_answer
from server.pages.api import part_of_api
from server.pages.links import address
from server.pages.lists import described

api_lists = part_of_api("api_lists")

# Rows of a CSV file; what is left out is told by the header Rows-Left-Out.
_MOST_CSV: Final = 20_000
_ANY: Final = "any(strikes, agreements, events, zones, actors, places, claims, articles, incidents)"


@api_lists.get(f"/<{_ANY}:name>")
def rows(name: str) -> Response:
    """One page of a list, with facets and links to the other pages."""
    wanted = asked(name, request.args)
    return _paged(listing(explorer(), wanted), wanted, f"/api/{name}")


@api_lists.get(f"/<{_ANY}:name>.csv")
def rows_as_csv(name: str) -> Response:
    """A list as CSV: all of it, or one page where the page or its size is asked for."""
    here, wanted = explorer(), asked(name, request.args)
    if {"page", "size"}.intersection(request.args):
        found = listing(here, wanted, with_facets=False)
        total, shown = found.total, list(found.rows)
    else:
        total, shown = _all(here, wanted)
    columns = described()["csv"][name]
    response = csv_answer(name, columns, (_cells(row, columns) for row in shown))
    response.headers["Total-Count"] = str(total)
    if not request.args.get("page") and total > len(shown):
        response.headers["Rows-Left-Out"] = str(total - len(shown))
    return response


def _all(here: Explorer, wanted: Asked) -> tuple[int, list[Row]]:
    rows: list[Row] = []
    for page in range(1, _MOST_CSV // MOST_ROWS + 1):
        found = listing(here, replace(wanted, size=MOST_ROWS, page=page), with_facets=False)
        rows += found.rows
        if found.next is None:
            break
    return found.total, rows


@api_lists.get("/claims/grid")
def grid() -> Response:
    """What is claimed, and who takes which stance on it."""
    wanted = asked("claims", request.args)
    return _paged(claims_grid(explorer(), wanted), wanted, "/api/claims/grid")


@api_lists.get("/timeline")
def months() -> Response:
    """Strikes and agreements by month."""
    return json_answer(timeline(explorer(), asked("events", request.args)))


@api_lists.get("/map")
def points() -> Response:
    """Events and zones at places whose position is known."""
    return json_answer(map_view(explorer(), asked("mapped", request.args, MOST_POINTS)))


@api_lists.get("/map.geojson")
def geojson() -> Response:
    """The same as GeoJSON (RFC 7946)."""
    view = map_view(explorer(), asked("mapped", request.args, MOST_POINTS))
    features = [_feature(point) for point in view.points]
    response = json_answer({"type": "FeatureCollection", "features": features})
    response.mimetype = "application/geo+json"
    return response


def _feature(point: Point) -> dict[str, Any]:
    row = point.row
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(point.longitude, 6), round(point.latitude, 6)]},
        "properties": {
            "iri": row.thing.iri,
            "label": row.thing.label,
            "kind": row.thing.kind,
            "url": row.thing.url,
            "place": point.place.label,
            "factuality": row.factuality.name if row.factuality else None,
            "earliest": row.earliest,
            "latest": row.latest,
        },
    }


def _paged(view: Listing | Grid, wanted: Asked, path: str) -> Response:
    """A page of rows, with links to itself and its neighbours in the body and in the header."""

    def at(page: int) -> str:
        return address(path, wanted.at(page).query())

    links = {
        "self": at(wanted.page),
        "first": at(1),
        "last": at(view.pages),
        "next": at(view.next) if view.next else None,
        "previous": at(view.previous) if view.previous else None,
        "csv": f"/api/{wanted.name}.csv?{urlencode([p for p in wanted.query() if p[0] not in ('page', 'size')])}",
    }
    response = json_answer(_with_links(view, links))
    relations = {"first": "first", "last": "last", "next": "next", "previous": "prev"}
    response.headers["Link"] = ", ".join(
        f'<{links[name]}>; rel="{relation}"' for name, relation in relations.items() if links[name]
    )
    return response


def _with_links(view: Listing | Grid, links: dict[str, str | None]) -> dict[str, Any]:
    return {name: getattr(view, name) for name in type(view).__slots__} | {"links": links}


def _cells(row: Row, columns: Sequence[str]) -> Iterator[str | int | None]:
    for name in columns:
        value = row.thing.iri if name == "iri" else row.thing.label if name == "label" else None
        if name == "kind":
            value = row.thing.kind
        elif name not in ("iri", "label"):
            value = getattr(row, name)
        yield _cell(value)


def _cell(value: Any) -> str | int | None:
    """A thing or a term by its label, several of them with semicolons."""
    if isinstance(value, tuple):
        return "; ".join(str(_cell(each)) for each in value)
    if isinstance(value, Thing):
        return value.label
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, str | int):
        return value
    return str(value.name)
