"""A query's answer as a table, made by an engine process for a page."""

import json
import socket
import time
from typing import Any

from kg.errors import QueryError, StoreError
from kg.settings import Settings
from server.engine.frames import BODY, END, ERROR, REQUEST, FrameBuffer, json_frame, read_frame
from server.pages.table import Cell, ResultTable

_MOST_BYTES = 16_777_216


def bounded_table(engine: str, text: str, settings: Settings, rows: int, generation: int) -> ResultTable:
    """At most ``rows`` rows of a query's answer. Raises QueryError, or StoreError where the query ran into a bound."""
    question = {
        "text": text,
        "table": rows,
        "base": settings.base_iri,
        "deadline": time.monotonic() + settings.query_timeout,
        "generation": generation,
        "limit": _MOST_BYTES,
    }
    body = bytearray()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(settings.query_timeout + 1)
        try:
            connection.connect(engine)
            connection.sendall(json_frame(REQUEST, question))
            buffer = FrameBuffer()
            while (found := read_frame(connection, buffer)) is not None and found[0] not in (END, ERROR):
                if found[0] == BODY:
                    body += found[1]
        except OSError:
            raise StoreError("the server is busy; try again soon") from None
    if found is None:
        raise StoreError("the process that worked on this was ended; try again")
    if found[0] == ERROR:
        raise _error(json.loads(found[1]))
    return _table(json.loads(body))


def _error(content: dict[str, Any]) -> QueryError | StoreError:
    if content["status"] == QueryError.http_status:
        return QueryError(content["message"], content.get("line"), content.get("column"))
    return StoreError(content["message"])


def _table(content: dict[str, Any]) -> ResultTable:
    rows = tuple(tuple(Cell(**cell) for cell in row) for row in content["rows"])
    return ResultTable(tuple(content["columns"]), rows, content["more"])
