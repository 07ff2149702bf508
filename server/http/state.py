"""What one HTTP process holds: settings, the engine's addresses, the cache, the open snapshot."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import StoreError
from kg.settings import Settings
from kg.store import Snapshot, current_generation, pointer
from server.engine.reader import OpenSnapshot
from server.http.cache import Cache
from server.http.engine import Engine
from server.http.messages import HttpError


@dataclass(frozen=True, slots=True)
class Service:
    """What the processes of one server share; token is None where the server is read-only, federation where it does not
    follow SERVICE."""

    folder: Path
    settings: Settings
    readers: str
    writer: str
    token: str | None = field(repr=False)
    federation: str | None = None


class State:
    """The state of one process, made in it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.settings = service.settings
        # More would only wait until their time is up.
        self.readers = Engine(service.readers, most=4 * query_processes(service.settings))
        self.writer = Engine(service.writer, most=256)
        most = service.settings.federation_waiting
        self.federation = Engine(service.federation, most) if service.federation else None
        self.cache = Cache(service.settings.cache_bytes)
        self._snapshots: OpenSnapshot | None = None
        self._pointer = str(pointer(service.folder))
        self._seen = (0, 0)
        self._generation = 0

    def generation(self) -> int:
        """The number of the newest snapshot. Raises HttpError where there is none to read."""
        try:
            # A publication puts a new file in the old one's place; to read it on each request would cost more.
            found = os.stat(self._pointer)
            if (found.st_ino, found.st_mtime_ns) != self._seen:
                self._generation = current_generation(self.service.folder)
                self._seen = (found.st_ino, found.st_mtime_ns)
            return self._generation
        except FileNotFoundError:
            raise HttpError(503, "the store is not there", headers={"Retry-After": "5"}) from None
        except StoreError as error:
            raise HttpError(error.http_status, str(error), headers={"Retry-After": "5"}) from None

    def snapshot(self, generation: int) -> tuple[Snapshot, bool]:
        """A snapshot no older than the generation, and whether its default graph is the union of all graphs."""
        try:
            if self._snapshots is None:
                self._snapshots = OpenSnapshot(self.service.folder, self.settings)
            return self._snapshots.at_least(generation), self._snapshots.union
        except StoreError as error:
            raise HttpError(error.http_status, str(error), headers={"Retry-After": "5"}) from None

    def deadline(self, wished: float | None = None) -> float:
        """When a query that arrives now must have ended, on the clock of time.monotonic."""
        longest = float(self.settings.query_timeout)
        return time.monotonic() + (min(wished, longest) if wished else longest)


def slow_queries(settings: Settings) -> int:
    """How many long queries may run at the same time."""
    return settings.slow_queries or 2 * cores()


def query_processes(settings: Settings) -> int:
    """How many processes run queries: some are left for quick ones when all the long ones' places are taken."""
    return settings.query_processes or slow_queries(settings) + 2


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
