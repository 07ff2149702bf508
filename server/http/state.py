"""What one HTTP process holds: settings, the engine's addresses, the cache, the open snapshot."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import StoreError
from kg.settings import Settings
from kg.store import Snapshot, current_generation
from server.engine.reader import OpenSnapshot
from server.http.cache import Cache
from server.http.engine import Engine
from server.http.messages import HttpError


@dataclass(frozen=True, slots=True)
class Service:
    """What the processes of one server share; token is None where the server is read-only."""

    folder: Path
    settings: Settings
    readers: str
    writer: str
    token: str | None = field(repr=False)


class State:
    """The state of one process, made in it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.settings = service.settings
        processes = service.settings.query_processes or 2 * cores()
        # Half of what waits behind every process of the engine; more would only wait longer.
        self.readers = Engine(service.readers, most=4 * processes)
        self.writer = Engine(service.writer, most=256)
        self.cache = Cache(service.settings.cache_bytes)
        self._snapshots: OpenSnapshot | None = None

    def generation(self) -> int:
        """The number of the newest snapshot. Raises HttpError where there is none to read."""
        try:
            return current_generation(self.service.folder)
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


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
