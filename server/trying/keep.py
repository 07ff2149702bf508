"""The way of a pasted article's graph into the store: through the writing process, like any graph store write."""

import time
from typing import Any, Final

from kg.errors import StoreError
from server.engine.exchange import exchange

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
    _, error = exchange(writer, question, _SECONDS + 1, [ntriples])
    if error is not None:
        raise StoreError(error["message"])
