"""Runs the server: a parent that answers nothing, the processes that speak HTTP, and the engine's processes."""

import os
import socket
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from kg.errors import StoreMissing, UsageError
from kg.settings import Settings
from kg.store import Writer, current_generation
from server.engine.reader import read_queries
from server.engine.tables import federation_socket
from server.engine.watch import Limits
from server.engine.writer import write_updates
from server.explore.index.making import keep_indexed
from server.federation import PROCESSES, follow_services, outside_client
from server.http.state import Service, cores, query_processes, slow_queries
from server.processes import Children, Stopped, end_with_parent

if TYPE_CHECKING:
    from server.http.application import Application

_BACKLOG: Final = 1024
_PATIENCE: Final = 5.0
_START_SECONDS: Final = 30.0


def serve(store: Path, settings: Settings, token: str | None = None) -> None:
    """Serves a store until interrupted; with a token, whoever sends it may write.

    Raises StoreMissing, and UsageError where the address cannot be bound. With a token, a store that is not there is
    made.
    """
    children = Children()
    _require_store(store, settings, token)
    port = _free_port(settings)
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
            for _ in range(PROCESSES):
                children.start(partial(follow_services, federating, service.readers, store, settings, limits))
        children.start(partial(keep_indexed, store))
        http = partial(_speak_http, service, port)
        children.start(http)
        try:
            _announce(store, settings.host, port)
            children.watch()
        except (Stopped, KeyboardInterrupt):
            children.stop(children.newest(http), _PATIENCE + 1)


def _require_store(store: Path, settings: Settings, token: str | None) -> None:
    try:
        current_generation(store)
    except StoreMissing:
        if token is None:
            raise
        # The engine starts threads, and a process with threads must not fork: so in a child.
        child = os.fork()
        if child == 0:
            with Writer(store, settings.keep_snapshots) as writer:
                writer.publish()
            os._exit(0)
        os.waitpid(child, 0)
        current_generation(store)


def _free_port(settings: Settings) -> int:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(f"cannot serve at {settings.host}:{settings.port}: {reason}; try --port 0") from None
        return int(probe.getsockname()[1])


def _listener(path: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(_BACKLOG)
    return listener


def _speak_http(service: Service, port: int) -> None:
    settings = service.settings
    server = Server(
        "conflict-kg",
        address=settings.host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=settings.http_processes or min(4, cores()),
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(keep_alive=True),
        runtime_mode=RuntimeModes.st,
        websockets=False,
        backlog=_BACKLOG,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=int(_PATIENCE),
    )
    server.serve(target_loader=partial(_application, os.getpid(), service), wrap_loader=False)


def _application(parent: int, service: Service) -> "Application":
    end_with_parent(parent)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(Path(service.readers).parent / "metrics")
    # Imported here, for the metrics look for their folder when they are imported.
    from server.http.application import Application

    return Application(service)


def _announce(store: Path, host: str, port: int) -> None:
    """Says where the server is, once it answers."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection((reachable, port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    shown = f"[{host}]" if ":" in host else host
    print(f"Serving {store} at http://{shown}:{port}/ (SPARQL at /sparql); Ctrl-C ends it", flush=True)  # noqa: T201
