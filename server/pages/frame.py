"""The frame around every page: navigation, the state of the graph, addresses with other parameters."""

from datetime import UTC, datetime
from typing import Any, Final

from flask import Flask, current_app, request

from kg.errors import StoreError
from kg.store import pointer
from server.pages.filters import FILTERS, day
from server.pages.links import address
from server.pages.wording import wording
from server.snapshots import snapshots

# The list of each family, in the order to show them.
LIST_OF: Final = {
    "Strike": "strikes",
    "Agreement": "agreements",
    "Zone": "zones",
    "Actor": "actors",
    "Place": "places",
    "Claim": "claims",
    "Article": "articles",
}
TOOLS: Final = ("map", "timeline", "query", "links")


def frame(app: Flask) -> None:
    """Gives templates the filters, the wording and what the base page shows."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(wording=wording(), url_with=url_with, url_without=url_without)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_site)


def url_with(**changes: Any) -> str:
    """The present address with some parameters changed; the page number is dropped unless it is given."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in {"page", *changes}]
    return address(request.path, [*kept, *((name, str(value)) for name, value in changes.items())])


def url_without(name: str, value: str | None = None) -> str:
    """The present address without a parameter, or without one value of it."""
    kept = [
        (key, each)
        for key, each in request.args.items(multi=True)
        if key != "page" and not (key == name and value in (None, each))
    ]
    return address(request.path, kept)


def _site() -> dict[str, Any]:
    # Only a server that may write reads articles that are pasted.
    tools = (*TOOLS, "paste") if "trying" in current_app.blueprints else TOOLS
    names = [(name, False) for name in LIST_OF.values()] + [(name, name == TOOLS[0]) for name in tools]
    navigation = [{"url": f"/{name}", "label": name.capitalize(), "apart": apart} for name, apart in names]
    return {"site": {"navigation": navigation, "built": _built()}}


def _built() -> str:
    try:
        held = snapshots()
        moment = datetime.fromtimestamp(pointer(held.folder).stat().st_mtime, UTC)
        return f"Graph of {day(moment.isoformat())}, generation {held.newest().generation:,}"
    except (StoreError, FileNotFoundError):
        return "The graph is not there at the moment"
