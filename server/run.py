"""Runs the server: a parent that answers nothing, the processes that speak HTTP, and the engine's processes."""

import errno
import http.client
import os
import socket
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from kg.errors import StoreError, StoreMissing, UsageError
from kg.settings import Settings
from kg.store import Writer, current_generation, open_snapshot
from server.engine.reader import read_queries
from server.engine.tables import federation_socket
from server.engine.watch import Limits
from server.engine.writer import write_updates
from server.explore.index.making import keep_indexed
from server.federation import follow_services, outside_client
from server.http.accepting import Loads
from server.http.serving import speak_http
from server.http.state import Service, cores, query_processes, slow_queries
from server.processes import Children, Stopped

_BACKLOG: Final = 1024
_PATIENCE: Final = 5
_START_SECONDS: Final = 30.0


def serve(store: Path, settings: Settings, token: str | None = None) -> None:
    """Serves a store until interrupted; with a token, whoever sends it may write.

    Raises StoreMissing, StoreError where the store cannot be opened, and UsageError where the address cannot be bound.
    With a token, a store that is not there is made.
    """
    children = Children()
    _require_store(store, settings, token)
    listener = _http_listener(settings)
    with tempfile.TemporaryDirectory(prefix="conflict-kg-") as folder:
        readers_path = f"{folder}/readers"
        outside = federation_socket(readers_path) if settings.federation else None
        service = Service(store, settings, readers_path, f"{folder}/writer", token, outside)
        slots = os.open(f"{folder}/slots", os.O_RDWR | os.O_CREAT, 0o600)
        os.mkdir(f"{folder}/metrics")
        limits = Limits(settings.query_memory_mb << 20, slow_queries(settings), slots)
        readers = _listener(service.readers)
        for _ in range(query_processes(settings)):
            children.start(partial(read_queries, readers, store, settings, limits))
        if token is not None:
            children.start(partial(write_updates, _listener(service.writer), store, settings, limits))
        if service.federation is not None:
            outside_client(settings, store)  # refuses addresses that cannot be asked, before anything runs
            federating = _listener(service.federation)
            for _ in range(settings.federation_processes):
                children.start(partial(follow_services, federating, service.readers, store, settings, limits))
        children.start(partial(keep_indexed, store))
        count = settings.http_processes or min(4, cores())
        loads = Loads(count)
        speaking = [partial(speak_http, service, listener, loads, number, _PATIENCE) for number in range(count)]
        for speak in speaking:
            children.start(speak)
        try:
            _announce(store, settings.host, listener.getsockname()[1])
            children.watch()
        except (Stopped, KeyboardInterrupt):
            children.stop(speaking, _PATIENCE + 1)


def _require_store(store: Path, settings: Settings, token: str | None) -> None:
    try:
        current_generation(store)
    except StoreMissing:
        if token is None:
            raise
        _in_child(partial(_make_store, store, settings))
    _in_child(partial(open_snapshot, store))


def _make_store(store: Path, settings: Settings) -> None:
    with Writer(store, settings.keep_snapshots) as writer:
        writer.publish()


def _in_child(work: Callable[[], object]) -> None:
    """Runs what needs the engine in a child, and waits for it: the engine starts threads, and a process with threads
    must not fork. Raises StoreError where the child did."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work()
        except StoreError as error:
            os.write(sending, str(error).encode())
        except BaseException:  # what is below this in the stack is the parent's
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as stream:
        failure = stream.read()
    os.waitpid(child, 0)
    if failure:
        raise StoreError(failure)


def _http_listener(settings: Settings) -> socket.socket:
    """The socket that the HTTP processes take connections from. It stays open here, so that what waits at it is not
    lost when one of them ends. Raises UsageError where the address cannot be bound."""
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        reason = (error.strerror or str(error)).lower()
        hint = "; try --port 0" if error.errno == errno.EADDRINUSE else ""
        raise UsageError(f"cannot serve at {settings.host}:{settings.port}: {reason}{hint}") from None
    listener.listen(_BACKLOG)
    return listener


def _listener(path: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(_BACKLOG)
    return listener


def _announce(store: Path, host: str, port: int) -> None:
    """Says where the server is, once it answers."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(reachable, port, timeout=_START_SECONDS)
    try:
        connection.request("GET", "/health")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        # Whoever serves it then says why; here it is only too early to tell.
        pass
    finally:
        connection.close()
    shown = f"[{host}]" if ":" in host else host
    print(f"Serving {store} at http://{shown}:{port}/ (SPARQL at /sparql); Ctrl-C ends it", flush=True)  # noqa: T201
