"""The processes that ask other endpoints for SERVICE: the only ones of the server that connect to other hosts.

They open no store: what a query has of its own they ask the engine's processes, which in turn reach no network. What
comes back is a query without SERVICE, which then goes the way of every other.
"""

import json
import socket
import time
from pathlib import Path
from typing import Any, Final

from kg.errors import ConflictKgError, QueryError, StoreError
from kg.federation.follow import Federation, service_addresses
from kg.outside.client import Client
from kg.settings import Settings
from server.engine.answers import error_content
from server.engine.frames import BODY, END, ERROR, HEADER, REQUEST, FrameBuffer, frame, json_frame, read_frame
from server.engine.reader import LockedSink
from server.engine.watch import Limits, Watch, client_gone

# What a local query has in common with the whole one.
_DATASET: Final = ("defaults", "named", "base", "deadline", "generation", "limit")
_RESULTS: Final = "application/sparql-results+json"
# So that the client's own error comes before the end of the process.
_GRACE: Final = 0.3


def outside_client(settings: Settings, store: Path) -> Client:
    """The client for the services that SERVICE may name; what it keeps lies in the store's folder."""
    return Client(service_addresses(settings), settings, store / "outside", settings.outside_loopback)


def follow_services(listener: socket.socket, readers: str, store: Path, settings: Settings, limits: Limits) -> None:
    """Takes SERVICE out of the queries of the listener's connections, one after the other, for ever.

    readers is the Unix socket of the engine's processes.
    """
    federation = Federation(settings, outside_client(settings, store))
    watch = Watch(limits, thrifty=False)
    while not watch.worn:
        connection, _ = listener.accept()
        with connection:
            try:
                _serve(connection, readers, federation, watch)
            except OSError:
                continue  # whoever asked has gone


def _serve(connection: socket.socket, readers: str, federation: Federation, watch: Watch) -> None:
    found = read_frame(connection, FrameBuffer())
    if found is None:
        return
    question = json.loads(found[1])
    sink = LockedSink(connection, watch)
    deadline = question["deadline"]
    if time.monotonic() > deadline:
        sink.send(json_frame(ERROR, {"status": 503, "message": "the server is busy", "retry_after": 5}))
        return
    if client_gone(connection):
        return
    watch.begin(connection, deadline + _GRACE)
    try:
        followed = federation.follow(question["text"], lambda text: _local(readers, question, text), deadline)
        header = json_frame(HEADER, {"failures": followed.failures})
        sink.send(header + frame(BODY, followed.text.encode()) + frame(END))
    except ConflictKgError as error:
        sink.send(json_frame(ERROR, error_content(error)))
    finally:
        watch.end()


def _local(readers: str, question: dict[str, Any], text: str) -> bytes:
    """The SPARQL JSON results of a query here, over the dataset of the question. Raises QueryError or StoreError."""
    asked = {name: question[name] for name in _DATASET}
    asked |= {"text": text, "rows": _RESULTS, "graph": None, "coding": ""}
    body = bytearray()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(max(0.1, question["deadline"] - time.monotonic() + _GRACE))
        connection.connect(readers)
        connection.sendall(json_frame(REQUEST, asked))
        buffer = FrameBuffer()
        while (found := read_frame(connection, buffer)) is not None:
            kind, payload = found
            if kind == BODY:
                body += payload
            elif kind == ERROR:
                problem = json.loads(payload)
                # Line and column would be those of a text that nobody wrote.
                raise (QueryError if problem["status"] == QueryError.http_status else StoreError)(problem["message"])
            elif kind == END:
                return bytes(body)
    raise StoreError("the process that worked on this was ended; try again")
