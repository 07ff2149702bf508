"""Pages that a browser may keep until the graph changes."""

from collections.abc import Callable

from flask import Response, request

from server.explore.here import Explorer
from server.pages.answers import tag_of, unchanged


def kept(here: Explorer, page: Callable[[], str]) -> Response:
    """A page, with an ETag by the graph's generation; where the client has it already it is not even made."""
    tag = tag_of(here, "text/html", request.full_path)
    response = Response(status=304) if unchanged(tag) else Response(page(), mimetype="text/html")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    return response
