"""The first page, the query page, and the state of the service."""

from flask import Blueprint, Response, current_app, jsonify, render_template, request

from kg.errors import ConflictKgError, StoreError, UsageError
from kg.library import StoredQuery, parse_query, queries
from kg.settings import Settings
from server.engine.tables import bounded_table
from server.pages.table import ResultTable, result_table
from server.snapshots import newest_snapshot, snapshots

pages = Blueprint("pages", __name__)

_CLASSES = ("Article", "Claim", "Strike", "Agreement", "Zone", "Actor", "Place")
_FIRST_QUESTIONS = ("disputed-blame", "claims-by-side", "strikes", "agreements")
# What the query page shows of a longer answer; the whole of it is a click away as CSV.
_SHOWN_ROWS = 200


@pages.get("/")
def home() -> str:
    """What the graph holds, and a way in."""
    counts = snapshots().counts()
    shipped = queries()
    return render_template(
        "home.html",
        counts={name: counts.get(name, 0) for name in _CLASSES},
        triples=counts["triples"],
        generation=counts["generation"],
        first=[shipped[name] for name in _FIRST_QUESTIONS if name in shipped],
        others=[query for name, query in shipped.items() if name not in _FIRST_QUESTIONS],
    )


@pages.get("/query")
def query() -> tuple[str, int]:
    """A SPARQL form; with ``name`` or ``query`` in the URL, its answer as a table."""
    name, text = request.args.get("name"), request.args.get("query")
    chosen: StoredQuery | None = None
    table: ResultTable | None = None
    error: ConflictKgError | None = None
    try:
        if name:
            chosen = _shipped(name)
            needed = [p for p in chosen.parameters if p.required and not request.args.get(f"param_{p.name}")]
            text = chosen.text if needed else chosen.bind(_values(chosen))
            table = None if needed or chosen.federated else _answer(text)
        elif text:
            table = _answer(parse_query("query", text).bind())
    except (UsageError, StoreError) as fault:
        error = fault
    page = render_template(
        "query.html", chosen=chosen, text=text or "", table=table, error=error, arguments=request.args
    )
    return page, error.http_status if error else 200


@pages.get("/health")
def health() -> Response:
    """Whether the service can answer, and from which generation of the graph."""
    return jsonify(status="ok", generation=newest_snapshot().generation)


def _shipped(name: str) -> StoredQuery:
    shipped = queries()
    if name not in shipped:
        raise UsageError(f"there is no shipped query {name!r}")
    return shipped[name]


def _values(chosen: StoredQuery) -> dict[str, str]:
    return {p.name: value for p in chosen.parameters if (value := request.args.get(f"param_{p.name}"))}


def _answer(text: str) -> ResultTable:
    settings = current_app.extensions["settings"]
    assert isinstance(settings, Settings)
    engine = current_app.extensions["engine"]
    if engine is None:
        return result_table(newest_snapshot().store, text, settings.base_iri, _SHOWN_ROWS)
    return bounded_table(engine, text, settings, _SHOWN_ROWS, newest_snapshot().generation)
