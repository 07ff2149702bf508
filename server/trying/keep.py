"""The way of a pasted article's graph into the store: through the writing process, like any graph store write."""

import json
import socket
import time
from typing import Any, Final

from kg.errors import StoreError
from server.engine.frames import BODY, END, ERROR, REQUEST, FrameBuffer, frame, json_frame, read_frame

_SECONDS: Final = 30.0


def put_graph(writer: str, graph: str, ntriples: bytes) -> None:
    """Puts a graph in the place of what stands under its IRI; it is durable when this returns. Raises StoreError.

    writer is the Unix socket of the writing process.
    """
    question: dict[str, Any] = {
        "do": "PUT",
        "graph": graph,
        "base": graph,
        "kinds": ["application/n-triples"],
        "parts": 1,
        "deadline": time.monotonic() + _SECONDS,
    }
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_SECONDS + 1)
            connection.connect(writer)
            connection.sendall(json_frame(REQUEST, question) + frame(BODY, ntriples))
            buffer = FrameBuffer()
            while (found := read_frame(connection, buffer)) is not None and found[0] not in (END, ERROR):
                continue
    except OSError:
        raise StoreError("the server is busy; try again soon") from None
    if found is None:
        raise StoreError("the process that worked on this was ended; try again")
    if found[0] == ERROR:
        raise StoreError(json.loads(found[1])["message"])
