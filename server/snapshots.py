"""The snapshot that requests read: always the newest published one, changed between requests, never under one."""

import threading
from pathlib import Path

from flask import current_app

from kg.store import Snapshot, current_generation, open_snapshot


class Snapshots:
    """Holds the open snapshot of a store and moves on when a newer one is published. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._snapshot = open_snapshot(folder)

    def newest(self) -> Snapshot:
        """The newest snapshot. A request that holds an older one can finish with it. Raises StoreError and its kin."""
        with self._lock:
            if current_generation(self.folder) != self._snapshot.generation:
                self._snapshot = open_snapshot(self.folder)
            return self._snapshot


def snapshots() -> Snapshots:
    """The snapshots of the application that answers the present request."""
    found = current_app.extensions["snapshots"]
    assert isinstance(found, Snapshots)
    return found


def newest_snapshot() -> Snapshot:
    """The newest snapshot of the application that answers the present request."""
    return snapshots().newest()
