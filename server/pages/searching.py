"""The page of search results."""

from typing import Final

from flask import Blueprint, render_template, request

from kg.errors import StoreError, UsageError
from server.explore.alike import known_as, meant
from server.explore.find import BEGIN, END, find
from server.explore.here import explorer
from server.explore.index.opened import NoIndex
from server.explore.suggest import suggest
from server.explore.views import Found, Suggestion, Thing
from server.pages.frame import LIST_OF
from server.pages.links import PageLinks, answer_as_csv
from server.pages.questions import of_search
from server.pages.wording import wording

searching = Blueprint("searching", __name__)

_MOST: Final = 60
_MOST_NAMES: Final = 8


@searching.get("/search")
def page() -> tuple[str, int]:
    """What holds the words of ``q``: first things of such a name, then texts; ``in`` narrows to a family."""
    words, family = request.args.get("q", "")[:500], request.args.get("in", "")
    error: UsageError | StoreError | None = None
    names: tuple[Suggestion, ...] = ()
    hits: tuple[Found, ...] = ()
    if words.strip():
        here = explorer()
        try:
            names = suggest(here, words, family or None, _MOST_NAMES)
            hits = find(here, words, family or None, _MOST)
        except (UsageError, NoIndex) as fault:
            error = fault
    searched = bool(words.strip()) and error is None
    if searched and not names:
        names = known_as(here, words, family or None)
    named = {each.thing.iri for each in names}
    query = of_search(words)
    text = render_template(
        "search.html",
        words=words,
        family=family,
        families=[(name, wording().family(name) + "s") for name in LIST_OF],
        names=names,
        groups=_grouped([hit for hit in hits if not (hit.thing.iri in named and hit.via in ("label", "alias"))]),
        most=_MOST,
        is_full=len(hits) == _MOST,
        error=error,
        meant=meant(here, words, family or None, _MOST_NAMES) if searched and not (names or hits) else None,
        page_links=PageLinks(query, (answer_as_csv(query),)) if searched else None,
    )
    return text, error.http_status if error else 200


def _grouped(hits: list[Found]) -> dict[Thing, list[Found]]:
    """Results by what they lead to: the quotations of an article stand under it, each text once."""
    found: dict[Thing, list[Found]] = {}
    for hit in hits:
        under = found.setdefault(hit.article or hit.thing, [])
        bare = _bare(hit.snippet)
        if not any(bare in _bare(other.snippet) for other in under):
            under[:] = [other for other in under if _bare(other.snippet) not in bare] + [hit]
    return found


def _bare(snippet: str) -> str:
    return snippet.replace(BEGIN, "").replace(END, "").strip("… .")
