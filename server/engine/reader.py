"""The process that runs queries, one after the other."""

import json
import socket
import time
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kg.errors import StoreError
from kg.names import Names
from kg.settings import Settings
from kg.store import Snapshot, current_generation, open_snapshot
from server.engine.answers import answer, error_content
from server.engine.frames import ERROR, FrameBuffer, json_frame, read_frame
from server.engine.seal import seal
from server.engine.stack import deepen_stack
from server.engine.watch import Limits, Watch, client_gone


def read_queries(listener: socket.socket, folder: Path, settings: Settings, limits: Limits) -> None:
    """Answers queries from the listener's connections until this process is worn, then returns."""
    seal()
    deepen_stack()
    watch = Watch(limits)
    snapshots = OpenSnapshot(folder, settings)
    while not watch.worn:
        connection, _ = listener.accept()
        with connection:
            try:
                _serve(connection, snapshots, watch)
            except OSError:
                # The client has gone while its answer was sent.
                continue


def _serve(connection: socket.socket, snapshots: "OpenSnapshot", watch: Watch) -> None:
    found = read_frame(connection, FrameBuffer())
    if found is None:
        return
    request = json.loads(found[1])
    sink = LockedSink(connection, watch)
    if time.monotonic() > request["deadline"]:
        sink.send(json_frame(ERROR, {"status": 503, "message": "the server is busy", "retry_after": 5}))
        return
    if client_gone(connection):
        # Later it would cost a process.
        return
    watch.begin(connection, request["deadline"])
    try:
        snapshot = snapshots.at_least(request["generation"])
        answer(request, snapshot, snapshots.union, sink)
    except StoreError as error:
        sink.send(json_frame(ERROR, error_content(error)))
    finally:
        watch.end()


class LockedSink:
    """Sends frames of one connection, never while the watch sends its own."""

    def __init__(self, connection: socket.socket, watch: Watch) -> None:
        self._connection = connection
        self._watch = watch

    def send(self, data: bytes) -> None:
        """Sends all the bytes. Raises OSError where the client has gone."""
        with self._watch.sending:
            self._watch.answering = True
            self._connection.sendall(data)


class OpenSnapshot:
    """The snapshot that this process has open, and whether its default graph is the union of all graphs."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._open(open_snapshot(folder))

    def newest(self) -> Snapshot:
        """The newest snapshot. Raises StoreError and its kin."""
        return self.at_least(current_generation(self._folder))

    def at_least(self, generation: int) -> Snapshot:
        """A snapshot that is no older than the generation. Raises StoreError and its kin."""
        if self._snapshot.generation < generation:
            self._open(open_snapshot(self._folder))
        return self._snapshot

    def _open(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.union = reads_union(snapshot.store, self._settings)


def reads_union(store: Store, settings: Settings) -> bool:
    """Whether a query without a dataset reads all graphs, by the setting ``default_graph``."""
    if settings.default_graph != "auto":
        return settings.default_graph == "union"
    ontology = NamedNode(Names(settings.base_iri).graph("ontology"))
    return next(store.quads_for_pattern(None, None, None, ontology), None) is not None
