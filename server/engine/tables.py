"""A query's answer as a table, made by an engine process for a page."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kg.errors import ConflictKgError, OutsideError, OutsideTimeout, QueryError, StoreError
from kg.federation.shape import has_service
from kg.settings import Settings
from server.engine.exchange import exchange
from server.pages.table import Cell, ResultTable

_MOST_BYTES = 16_777_216
# Under this name a request's environment tells whether its client has gone.
GONE: Final = "conflict_kg.gone"


def bounded_table(
    engine: str, text: str, settings: Settings, rows: int, generation: int, gone: Callable[[], bool] = lambda: False
) -> ResultTable:
    """At most ``rows`` rows of a query's answer, with SERVICE followed where the settings say so. gone says whether
    nobody waits for it any more, which ends the query.

    Raises QueryError, StoreError where the query ran into a bound, OutsideError where a service failed.
    """
    question = {
        "text": text,
        "table": rows,
        "base": settings.base_iri,
        "deadline": time.monotonic() + settings.query_timeout,
        "generation": generation,
        "limit": _MOST_BYTES,
    }
    if settings.federation and has_service(text):
        own = {**question, "defaults": [], "named": []}
        question["text"] = _whole_answer(federation_socket(engine), own, settings, gone).decode()
    return _table(json.loads(_whole_answer(engine, question, settings, gone)))


def federation_socket(readers: str) -> str:
    """The Unix socket of the processes that follow SERVICE, beside that of the processes that run queries."""
    return str(Path(readers).parent / "outside")


def _whole_answer(path: str, question: dict[str, Any], settings: Settings, gone: Callable[[], bool]) -> bytes:
    body, error = exchange(path, question, settings.query_timeout + 1, gone=gone)
    if error is not None:
        raise _error(error)
    return body


def _error(content: dict[str, Any]) -> ConflictKgError:
    if content["status"] == QueryError.http_status:
        return QueryError(content["message"], content.get("line"), content.get("column"))
    for kind in (OutsideError, OutsideTimeout):
        if content["status"] == kind.http_status:
            return kind(content["message"])
    return StoreError(content["message"])


def _table(content: dict[str, Any]) -> ResultTable:
    rows = tuple(tuple(Cell(**cell) for cell in row) for row in content["rows"])
    return ResultTable(tuple(content["columns"]), rows, content["more"], content["form"], content["hint"])
