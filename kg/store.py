"""The store on disk: one writer owns it and publishes snapshots, which readers open.

    DIR/data/          the writer's database
    DIR/snapshots/N/   read-only checkpoints of it (hard links: nearly no disk)
    DIR/current        the number N of the newest whole one

A second process that writes is refused; readers never wait and never see half a build.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pyoxigraph import NamedNode, Quad, Store

from kg.asking import syntax_error
from kg.errors import StoreBusy, StoreError, StoreFull, StoreMissing, UpdateFailed

_DATA: Final = "data"
_SNAPSHOTS: Final = "snapshots"
_CURRENT: Final = "current"
_FULL: Final = ("no space left", "disk quota exceeded")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published state of the graph. generation grows by one with each publication."""

    generation: int
    store: Store


def pointer(folder: Path) -> Path:
    """The file that names the newest snapshot; each publication puts a new file in its place."""
    return folder / _CURRENT


def current_generation(folder: Path) -> int:
    """Number of the newest published snapshot. Raises StoreMissing where there is none."""
    try:
        return int((folder / _CURRENT).read_text(encoding="ascii"))
    except FileNotFoundError:
        raise StoreMissing(_missing(folder)) from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder / _CURRENT} cannot be read: {error}") from None


def _missing(folder: Path) -> str:
    if not folder.exists():
        return f"there is no store at {folder}; make one with: kg build INPUT --store {folder}"
    return f"{folder} holds no published graph; make one with: kg build INPUT --store {folder}"


def open_snapshot(folder: Path) -> Snapshot:
    """The newest snapshot, opened for reading. Raises StoreMissing or StoreError."""
    # A writer may publish twice and drop the snapshot between our reading its number and opening it: then the newer
    # one is there.
    for _ in range(3):
        generation = current_generation(folder)
        path = folder / _SNAPSHOTS / str(generation)
        try:
            return Snapshot(generation, Store.read_only(str(path)))
        except (OSError, ValueError, RuntimeError) as error:
            problem = error
    raise StoreError(f"the snapshot {path} cannot be opened: {problem}")


class Writer:
    """The one process that changes a store. Use as a context manager; ``publish`` makes changes visible to readers.

    Each change is one transaction: after a crash it is whole or absent. Raises StoreBusy where another process
    writes, StoreFull where the disk is full, StoreError for anything else that the engine reports.
    """

    def __init__(self, folder: Path, keep_snapshots: int = 2) -> None:
        self.folder = folder
        self.keep = max(1, keep_snapshots)
        with _engine_errors(folder):
            (folder / _SNAPSHOTS).mkdir(parents=True, exist_ok=True)
            self._store: Store | None = Store(str(folder / _DATA))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store = None  # the engine gives its lock back when the object goes

    @property
    def store(self) -> Store:
        """The writer's own view of the data. Raises StoreError after the writer was closed."""
        if self._store is None:
            raise StoreError(f"the writer of {self.folder} is closed")
        return self._store

    def replace_graph(self, graph: str, quads: Iterable[Quad]) -> None:
        """Makes a graph hold exactly these quads, in one transaction."""
        name = NamedNode(graph)
        new = set(quads)
        with _engine_errors(self.folder):
            old = set(self.store.quads_for_pattern(None, None, None, name))
            if not old:
                self.store.extend(new)
                return
            gone, added = old - new, new - old
            if gone or added:
                self.store.update(_change(gone, added))

    def drop_graph(self, graph: str) -> bool:
        """Takes a graph out in one transaction; False where there was none."""
        name = NamedNode(graph)
        with _engine_errors(self.folder):
            if next(self.store.quads_for_pattern(None, None, None, name), None) is None:
                return False
            self.store.remove_graph(name)
            return True

    def update(self, text: str, base_iri: str | None = None) -> None:
        """Runs a SPARQL update in one transaction; relative IRIs stand on base_iri. Raises QueryError
        where it is malformed, UpdateFailed where it cannot be carried out."""
        with _engine_errors(self.folder):
            try:
                self.store.update(text, base_iri=base_iri)
            except SyntaxError as error:
                raise syntax_error(error, "update") from None
            except (ValueError, RuntimeError) as error:
                raise UpdateFailed(" ".join(str(error).split())) from None

    def publish(self) -> int:
        """Makes the present state the one that readers open, durably; returns its generation."""
        with _engine_errors(self.folder):
            generation = self._last_generation() + 1
            target = self.folder / _SNAPSHOTS / str(generation)
            shutil.rmtree(target, ignore_errors=True)
            try:
                self.store.flush()
                self.store.backup(str(target))
                _write_atomically(self.folder / _CURRENT, str(generation))
            except OSError:
                shutil.rmtree(target, ignore_errors=True)
                raise
            self._drop_old_snapshots(generation)
        return generation

    def _last_generation(self) -> int:
        with suppress(StoreMissing):
            return current_generation(self.folder)
        return 0

    def _drop_old_snapshots(self, newest: int) -> None:
        for path in (self.folder / _SNAPSHOTS).iterdir():
            if not path.name.isdigit() or int(path.name) <= newest - self.keep:
                shutil.rmtree(path, ignore_errors=True)


def _change(gone: Iterable[Quad], added: Iterable[Quad]) -> str:
    """One SPARQL update, hence one transaction, that takes some quads out and puts others in."""
    parts = []
    for verb, quads in (("DELETE", gone), ("INSERT", added)):
        body = "\n".join(f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in quads)
        if body:
            parts.append(f"{verb} DATA {{\n{body}\n}}")
    return ";\n".join(parts)


def _write_atomically(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


@contextmanager
def _engine_errors(folder: Path) -> Iterator[None]:
    """Turns what the engine and the system report into our errors, one line each."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        message = " ".join(str(error).split())
        lowered = message.lower()
        if any(words in lowered for words in _FULL):
            raise StoreFull(f"the disk under {folder} is full; what was finished before is kept") from error
        if "lock" in lowered:
            raise StoreBusy(f"another process is writing to {folder}; wait for it or name another folder") from error
        raise StoreError(f"the store at {folder} cannot be used: {message}") from error
