"""The store on disk: one writer owns it and publishes snapshots, which readers open.

    DIR/data/          the writer's database
    DIR/snapshots/N/   read-only checkpoints of it (hard links: nearly no disk)
    DIR/current        the number N of the newest whole one
    DIR/unpublished    stands there while the database holds what no snapshot shows

A second process that writes is refused; readers never wait and never see half a build.

What is decided across articles must follow each change of an article's graph, after a crash too. So a change of such a
graph is noted in the same transaction, by a quad in the graph PENDING, until ``forget_pending``.
"""

import ctypes
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kg.asking import syntax_error
from kg.errors import StoreBusy, StoreError, StoreFull, StoreMissing, UpdateFailed

_DATA: Final = "data"
_SNAPSHOTS: Final = "snapshots"
_CURRENT: Final = "current"
_UNPUBLISHED: Final = "unpublished"
# Each database of the engine has the first; one whose making was ended has no more than some of the others.
_OF_ENGINE: Final = "CURRENT"
_LEFT: Final = re.compile(r"LOCK|LOG|IDENTITY|MANIFEST-.*|OPTIONS-.*|LOG\..*|\d+\.(?:log|sst|dbtmp)")
_FULL: Final = ("no space left", "disk quota exceeded")
_READ_ONLY: Final = ("read-only file system", "permission denied")
_REMEDY: Final = "kg resolve --store {} makes a new one"
PENDING: Final = NamedNode("urn:conflict-kg:pending")
# From so many quads on, building the engine's files beside it costs less than going through its log and from there into
# files: measured with graphs of 1,400 quads, 110 against 190 ms of processor time for 3, 280 against 770 for 30.
_BULK_QUADS: Final = 4_000
# What goes through the log stays in memory until it is written out, which the engine does by itself only once one of
# its twelve tables holds 128 MiB: more than a gigabyte in all. So many quads are some 150 MB.
_LOGGED_QUADS: Final = 200_000
# After so many quads were added, if they are a good part of the store, the engine's files are merged before they are
# published, because each look-up has to search all that overlap: with 1.2 million quads, look-ups took 1.0 to 2.1
# times as long before. It takes some 2 s of processor time a million quads.
_MERGED_QUADS: Final = 700_000
_MERGED_PART: Final = 0.25


@dataclass(frozen=True, slots=True)
class Change:
    """How many triples a change of a graph added and removed."""

    added: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


@dataclass(frozen=True, slots=True)
class GraphData:
    """A graph to be stored: its IRI, its quads as N-Quads (each once, all in that graph), their number, and what is
    needed of it to decide across articles."""

    graph: str
    nquads: bytes
    quads: int
    features: bytes = b""


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
        raise StoreError(f"{folder / _CURRENT} cannot be read; {_REMEDY.format(folder)}: {error}") from None


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
    told = " ".join(str(problem).split())
    raise StoreError(f"the snapshot {path} cannot be opened; {_REMEDY.format(folder)}: {told}")


def _can_be_read(folder: Path) -> bool:
    """Whether the newest snapshot can be opened."""
    try:
        open_snapshot(folder)
    except StoreError:
        return False
    return True


class Writer:
    """The one process that changes a store. Use as a context manager; ``publish`` makes changes visible to readers.

    Each change is one transaction: after a crash it is whole or absent. Raises StoreBusy where another process
    writes, StoreFull where the disk is full, StoreError for anything else that the engine reports.
    """

    def __init__(self, folder: Path, keep_snapshots: int = 2) -> None:
        self.folder = folder
        self.keep = max(1, keep_snapshots)
        self._logged = 0
        self._added = 0
        with _engine_errors(folder):
            _require_none_but_ours(folder / _DATA)
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

    @property
    def unpublished(self) -> bool:
        """Whether the database may hold what readers do not see yet, or all that they could see is damaged."""
        return (self.folder / _UNPUBLISHED).exists() or not _can_be_read(self.folder)

    def has_graph(self, graph: str) -> bool:
        """Whether a graph holds anything."""
        return self._holds(NamedNode(graph))

    def graph_quads(self, graph: str) -> set[Quad]:
        """All quads of a graph."""
        with _engine_errors(self.folder):
            return set(self.store.quads_for_pattern(None, None, None, NamedNode(graph)))

    def add_graphs(self, graphs: Sequence[GraphData]) -> None:
        """Stores graphs of articles that the store does not hold, all in one transaction, and notes them as pending."""
        notes = "".join(f"{_note(graph.graph)} .\n" for graph in graphs)
        data = b"".join(graph.nquads for graph in graphs) + notes.encode()
        quads = sum(graph.quads for graph in graphs)
        # lenient: the program wrote these IRIs itself.
        with self._changing():
            if quads >= _BULK_QUADS:
                self.store.bulk_load(data, format=RdfFormat.N_QUADS, lenient=True)
            else:
                self.store.load(data, format=RdfFormat.N_QUADS, lenient=True)
                self._went_through_log(quads)
        self._added += quads
        _give_memory_back()

    def stored(self, graphs: Collection[str]) -> set[str]:
        """Those of the graphs that hold anything."""
        return {graph for graph in graphs if self.has_graph(graph)}

    def put_graph(self, graph: GraphData, gone: Collection[Quad], added: Collection[Quad]) -> None:
        """Puts an article's graph in the place of the one of its name, from which it differs by these quads, in one
        transaction, and notes it as pending."""
        self.change_graph(graph.graph, gone, added, pending=True)

    def replace_graph(self, graph: str, quads: Iterable[Quad], *, pending: bool = False) -> Change:
        """Makes a graph hold exactly these quads, in one transaction; pending: note the change."""
        new, old = set(quads), self.graph_quads(graph)
        return self.change_graph(graph, old - new, new - old, pending=pending)

    def change_graph(
        self, graph: str, gone: Collection[Quad], added: Collection[Quad], *, pending: bool = False
    ) -> Change:
        """Takes some quads of a graph out and puts others in, in one transaction; pending: note the change."""
        if not gone and not added:
            return Change()
        notes = [_note(graph)] if pending else []
        with self._changing():
            if gone:
                self.store.update(_change(gone, [*added, *notes]))
                if not self._holds(NamedNode(graph)):
                    self.store.remove_graph(NamedNode(graph))
            else:
                self.store.extend([*added, *notes])
            self._went_through_log(len(gone) + len(added))
        return Change(len(added), len(gone))

    def drop_graph(self, graph: str, *, pending: bool = False) -> Change:
        """Takes a graph out in one transaction; pending: note the change, if there is one."""
        size = len(self.graph_quads(graph))
        if size:
            note = f"; INSERT DATA {{ GRAPH {PENDING} {{ {_note(graph).triple} }} }}" if pending else ""
            with self._changing():
                self.store.update(f"DROP SILENT GRAPH {NamedNode(graph)}{note}")
        return Change(0, size)

    def pending(self) -> frozenset[str]:
        """The graphs whose changes are noted."""
        with _engine_errors(self.folder):
            notes = self.store.quads_for_pattern(None, None, None, PENDING)
            return frozenset(quad.subject.value for quad in notes if isinstance(quad.subject, NamedNode))

    def forget_pending(self) -> None:
        """Takes all notes of changes back, in one transaction."""
        with self._changing():
            self.store.remove_graph(PENDING)

    def update(self, text: str, base_iri: str | None = None) -> None:
        """Runs a SPARQL update in one transaction; relative IRIs stand on base_iri. Raises QueryError
        where it is malformed, UpdateFailed where it cannot be carried out."""
        with self._changing():
            try:
                self.store.update(text, base_iri=base_iri)
            except SyntaxError as error:
                raise syntax_error(error, "update", text) from None
            except (ValueError, RuntimeError) as error:
                raise UpdateFailed(" ".join(str(error).split())) from None

    def publish(self) -> int:
        """Makes the present state the one that readers open, durably; returns its generation."""
        with _engine_errors(self.folder):
            generation = self.generation() + 1
            target = self.folder / _SNAPSHOTS / str(generation)
            shutil.rmtree(target, ignore_errors=True)
            self._merge_files()
            try:
                self.store.flush()
                self.store.backup(str(target))
                _write_atomically(self.folder / _CURRENT, str(generation))
            except OSError:
                shutil.rmtree(target, ignore_errors=True)
                raise
            (self.folder / _UNPUBLISHED).unlink(missing_ok=True)
            self._drop_old_snapshots(generation)
        return generation

    def _merge_files(self) -> None:
        """Has the engine put its files in order, once much was added to them."""
        if self._added >= _MERGED_QUADS and self._added >= _MERGED_PART * len(self.store):
            self.store.optimize()
            self._added = 0
            _give_memory_back()

    def _went_through_log(self, quads: int) -> None:
        """Has the engine write out what it holds in memory, once that is much."""
        self._logged += quads
        if self._logged >= _LOGGED_QUADS:
            self.store.flush()
            self._logged = 0
            _give_memory_back()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Around every change of the database: the folder says that it is there before it is."""
        with _engine_errors(self.folder):
            marker = self.folder / _UNPUBLISHED
            if not marker.exists():
                _write_atomically(marker, "")
            yield

    def _holds(self, graph: NamedNode) -> bool:
        with _engine_errors(self.folder):
            return next(self.store.quads_for_pattern(None, None, None, graph), None) is not None

    def generation(self) -> int:
        """The newest published generation, as far as the folder tells where the pointer to it is damaged; 0 where
        there is none."""
        with suppress(StoreError):
            return current_generation(self.folder)
        numbers = (int(path.name) for path in (self.folder / _SNAPSHOTS).iterdir() if path.name.isdigit())
        return max(numbers, default=0)

    def _drop_old_snapshots(self, newest: int) -> None:
        for path in (self.folder / _SNAPSHOTS).iterdir():
            if not path.name.isdigit() or int(path.name) <= newest - self.keep:
                shutil.rmtree(path, ignore_errors=True)


def _give_memory_back() -> None:
    """Asks the allocator for what the engine's threads have freed: glibc keeps it. Measured with 24
    loads of 150,000 quads: 75 MB resident, and the same after each, against 110 to 156."""
    trim = _allocator_trim()
    if trim is not None:
        trim(0)


@cache
def _allocator_trim() -> Callable[[int], int] | None:
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another allocator, another system
        return None
    return trim


def _note(graph: str) -> Quad:
    return Quad(NamedNode(graph), PENDING, NamedNode(graph), PENDING)


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


def _require_none_but_ours(data: Path) -> None:
    """Raises StoreError where a folder that is to hold the database holds something else."""
    if (
        data.is_dir()
        and not (data / _OF_ENGINE).exists()
        and any(not _LEFT.match(path.name) for path in data.iterdir())
    ):
        raise StoreError(f"{data} is there and is no database of this program; name another folder for the store")


@contextmanager
def _engine_errors(folder: Path) -> Iterator[None]:
    """Turns what the engine and the system report into our errors, one line each."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        message = " ".join(str(error).split())
        # The path may hold any words.
        lowered = message.replace(str(folder), "").lower()
        if any(words in lowered for words in _FULL):
            raise StoreFull(f"the disk under {folder} is full; what was finished before is kept") from error
        if any(words in lowered for words in _READ_ONLY):
            raise StoreError(f"{folder} cannot be written: {message}") from error
        if "lock" in lowered:
            raise StoreBusy(f"another process is writing to {folder}; wait for it or name another folder") from error
        raise StoreError(f"the store at {folder} cannot be used: {message}") from error
