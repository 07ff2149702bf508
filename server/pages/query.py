"""The query page: an editor, the shipped questions with their parameters, and an answer in several views."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, current_app, render_template, request

from kg.errors import ConflictKgError, QueryError, StoreError, UsageError
from kg.library import StoredQuery, parse_query, queries
from kg.names import Names
from kg.settings import Settings
from server.engine.tables import GONE, bounded_table
from server.explore.addresses import local_url
from server.explore.here import explorer
from server.explore.index.opened import NoIndex
from server.pages import answer_views
from server.pages.chart import month_chart
from server.pages.hints import hint_for, names_meant
from server.pages.table import ResultTable, result_table
from server.snapshots import newest_snapshot

query_page = Blueprint("query", __name__)

# What the page shows of a longer answer; the whole of it is a click away as a file.
SHOWN_ROWS: Final = 1000
_START: Final = """PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?claimant ?stance ?words WHERE {
  ?claim ckg:claimant ?claimant ;
    ckg:stance ?stance ;
    ckg:contentMention/ckg:exact ?words .
} LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a shipped question or none, the SPARQL text, and the parameters still to be given."""

    chosen: StoredQuery | None
    text: str
    runs: bool


@query_page.get("/query")
def page() -> tuple[str, int, dict[str, str]]:
    """A SPARQL form; with ``name`` or ``query`` in the URL, its answer."""
    chosen = queries().get(request.args.get("name", ""))
    # What stands on the page where the parameters are wrong.
    asked = Asked(chosen, chosen.text if chosen else request.args.get("query", ""), runs=False)
    table, error = None, None
    try:
        asked = _asked(chosen)
        table = _answer(asked.text) if asked.runs else None
    except (UsageError, StoreError) as fault:
        error = fault
    context = {
        "chosen": asked.chosen,
        "shipped": queries(),
        "text": asked.text or ("" if asked.chosen else _START),
        "elsewhere": bool(asked.chosen and asked.chosen.federated and not asked.runs and error is None),
        "error": error,
        "fault": _fault(asked.text, error),
        "hint": hint_for(asked.text, error) if chosen is None else None,
        "meant": _meant(asked.chosen) if table and not table.rows else {},
        "table": table,
        "shown_rows": SHOWN_ROWS,
        "address": lambda iri: local_url(iri, Names(_settings().base_iri).base),
        **(_view(table) if table else {}),
    }
    # Programs get something else at this address.
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    return render_template("query.html", **context), error.http_status if error else 200, headers


def _asked(chosen: StoredQuery | None) -> Asked:
    """The text to run. Raises UsageError for a question that is not there, or a parameter that is not of its type."""
    if chosen is None:
        if name := request.args.get("name"):
            raise UsageError(f"there is no shipped query {name[:100]!r}")
        text = request.args.get("query", "")
        return Asked(None, text, runs=bool(text.strip()))
    given = {p.name: value for p in chosen.parameters if (value := request.args.get(f"param_{p.name}"))}
    if any(p.required and p.name not in given for p in chosen.parameters):
        return Asked(chosen, chosen.text, runs=False)
    return Asked(chosen, chosen.bind(given, _settings().base_iri), runs=not chosen.federated or _settings().federation)


def _meant(chosen: StoredQuery | None) -> dict[str, tuple[str, ...]]:
    """Other names for those by which a shipped question was asked."""
    try:
        return names_meant(explorer(), chosen, request.args) if chosen else {}
    except NoIndex:
        return {}


def _answer(text: str) -> ResultTable:
    parse_query("query", text)
    settings = _settings()
    engine = current_app.extensions["engine"]
    if engine is None:
        return result_table(newest_snapshot().store, text, settings.base_iri, SHOWN_ROWS)
    gone = request.environ.get(GONE, lambda: False)
    return bounded_table(engine, text, settings, SHOWN_ROWS, newest_snapshot().generation, gone)


def _settings() -> Settings:
    settings = current_app.extensions["settings"]
    assert isinstance(settings, Settings)
    return settings


def _fault(text: str, error: ConflictKgError | None) -> dict[str, Any] | None:
    """The line of the text that an error points at, with the column of the caret, counted from 1."""
    if not isinstance(error, QueryError) or error.line is None:
        return None
    lines = text.splitlines()
    if error.line > len(lines):
        return {"line": error.line, "column": error.column or 1, "text": "", "caret": "^ the text ends here"}
    line = lines[error.line - 1]
    column = min(error.column or 1, len(line) + 1)
    # Tabs stay tabs, so that the caret stands under its character.
    caret = "".join("\t" if character == "\t" else " " for character in line[: column - 1]) + "^"
    return {"line": error.line, "column": error.column or 1, "text": line, "caret": caret}


def _view(table: ResultTable) -> dict[str, Any]:
    """The view that the address asks for, or the table, with what it shows."""
    offered = answer_views.views(table)
    view = request.args.get("view", "table")
    context: dict[str, Any] = {"views": offered, "view": view if view in offered else "table"}
    if context["view"] == "map":
        context["placed"] = answer_views.placed(table)
    elif context["view"] == "timeline":
        context["dated"] = answer_views.dated(table)
        rows_of = Counter(each.month for each in context["dated"])
        context["chart"] = month_chart({month: {"rows": rows} for month, rows in rows_of.items()}, ["rows"])
    elif context["view"] == "graph":
        context["drawing"] = answer_views.drawing(table)
    return context
