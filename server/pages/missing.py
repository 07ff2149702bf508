"""What is answered where the graph has nothing: the page that an address means, or things of a similar name."""

import re
from typing import Final

from flask import Response, jsonify, make_response, redirect, render_template, request
from jinja2 import TemplateNotFound

from kg.errors import StoreError, UsageError
from server.explore.alike import names_like
from server.explore.here import Explorer
from server.explore.suggest import suggest
from server.explore.views import Suggestion
from server.explore.vocabulary import humanised
from server.formats import best
from server.pages.frame import LIST_OF, TOOLS

_HTML: Final = "text/html"
_SUGGESTED: Final = 8
# Letters of a word that are looked at for what begins like it.
_LONGEST_WORD: Final = 20
_SHORTEST_WORD: Final = 3
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_PAGES: Final = frozenset((*LIST_OF.values(), *TOOLS, "incidents", "dataset", "ontology", "search", "api"))


def missing(here: Explorer, path: str) -> Response:
    """Not found, with things of a similar name; a reader who only slipped in the address of a page is led there."""
    to_reader = best(request.headers.get("Accept", ""), {"application/json": None, _HTML: None}) == _HTML
    if to_reader and (name := _page_meant(path)):
        query = request.query_string.decode("ascii", "ignore")
        return make_response(redirect(f"/{name}?{query}" if query else f"/{name}"))
    found = _suggestions(here, path) if path else ()
    message = "The graph has nothing of this name."
    if to_reader:
        try:
            page = render_template("missing.html", path=path, message=message, suggestions=found)
        except TemplateNotFound:
            page = render_template("error.html", status=404, message=message)
        response = Response(page, status=404, mimetype=_HTML)
    else:
        suggested = [{"iri": each.thing.iri, "label": each.thing.label, "url": each.thing.url} for each in found]
        response = jsonify(error={"status": 404, "message": message, "suggestions": suggested})
        response.status_code = 404
    response.headers["Vary"] = "Accept"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _page_meant(path: str) -> str | None:
    """The page whose address this is but for capitals or a slash at the end."""
    name = path.strip("/").lower()
    return name if name in _PAGES and name != path else None


def _suggestions(here: Explorer, path: str) -> tuple[Suggestion, ...]:
    """The article that an event's or claim's address names; things that have the words in their name; where none has
    all of them, those that have the longest, or a word that begins like it."""
    if not here.indexed:
        return ()
    parts = path.split("/")
    article = f"{here.base_iri}article/{parts[1]}" if len(parts) > 2 else ""
    if article and here.graph.exists(article):
        return (Suggestion(here.thing(article), "Article", here.thing(article).label, 0),)
    named = next((part for part in reversed(parts[1:] or parts) if _LETTERS.search(part)), "")
    words = humanised(named)
    longest = max(words.split(), key=len, default="")[:_LONGEST_WORD]
    beginnings = (longest[:end] for end in range(len(longest) - 1, _SHORTEST_WORD - 1, -1))
    tries = (suggest(here, each, None, _SUGGESTED) for each in (longest, *beginnings))
    try:
        return names_like(here, words, None, _SUGGESTED) or next(filter(None, tries), ())
    except (UsageError, StoreError):
        return ()
