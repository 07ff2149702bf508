"""The one process that changes a store."""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kg.asking import syntax_error
from kg.errors import StoreError, UpdateFailed
from kg.store.changes import PENDING, Change, GraphData, change_update, pending_note
from kg.store.engine import engine_errors, give_memory_back, require_none_but_ours
from kg.store.snapshots import SNAPSHOTS, can_be_read, current_generation, pointer

_DATA: Final = "data"
_UNPUBLISHED: Final = "unpublished"
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
        with engine_errors(folder):
            require_none_but_ours(folder / _DATA)
            (folder / SNAPSHOTS).mkdir(parents=True, exist_ok=True)
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
        return (self.folder / _UNPUBLISHED).exists() or not can_be_read(self.folder)

    def has_graph(self, graph: str) -> bool:
        """Whether a graph holds anything."""
        return self._holds(NamedNode(graph))

    def graph_quads(self, graph: str) -> set[Quad]:
        """All quads of a graph."""
        with engine_errors(self.folder):
            return set(self.store.quads_for_pattern(None, None, None, NamedNode(graph)))

    def add_graphs(self, graphs: Sequence[GraphData]) -> None:
        """Stores graphs of articles that the store does not hold, all in one transaction, and notes them as pending."""
        notes = "".join(f"{pending_note(graph.graph)} .\n" for graph in graphs)
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
        give_memory_back()

    def stored(self, graphs: Collection[str]) -> set[str]:
        """Those of the graphs that hold anything."""
        return {graph for graph in graphs if self.has_graph(graph)}

    def put_graph(self, graph: GraphData, gone: Collection[Quad], added: Collection[Quad]) -> None:
        """Puts an article's graph in the place of the one of its name, from which it differs by these quads, in one
        transaction, and notes it as pending."""
        self.change_graph(graph.graph, gone, added, pending=True)

    def replace_graph(self, graph: str, quads: Iterable[Quad]) -> Change:
        """Makes a graph hold exactly these quads, in one transaction."""
        new, old = set(quads), self.graph_quads(graph)
        return self.change_graph(graph, old - new, new - old)

    def change_graph(
        self, graph: str, gone: Collection[Quad], added: Collection[Quad], *, pending: bool = False
    ) -> Change:
        """Takes some quads of a graph out and puts others in, in one transaction; pending: note the change."""
        if not gone and not added:
            return Change()
        notes = [pending_note(graph)] if pending else []
        with self._changing():
            if gone:
                self.store.update(change_update(gone, [*added, *notes]))
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
            note = f"; INSERT DATA {{ GRAPH {PENDING} {{ {pending_note(graph).triple} }} }}" if pending else ""
            with self._changing():
                self.store.update(f"DROP SILENT GRAPH {NamedNode(graph)}{note}")
        return Change(0, size)

    def pending(self) -> frozenset[str]:
        """The graphs whose changes are noted."""
        with engine_errors(self.folder):
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
        with engine_errors(self.folder):
            generation = self.generation() + 1
            target = self.folder / SNAPSHOTS / str(generation)
            shutil.rmtree(target, ignore_errors=True)
            self._merge_files()
            try:
                self.store.flush()
                self.store.backup(str(target))
                _write_atomically(pointer(self.folder), str(generation))
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
            give_memory_back()

    def _went_through_log(self, quads: int) -> None:
        """Has the engine write out what it holds in memory, once that is much."""
        self._logged += quads
        if self._logged >= _LOGGED_QUADS:
            self.store.flush()
            self._logged = 0
            give_memory_back()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Around every change of the database: the folder says that it is there before it is."""
        with engine_errors(self.folder):
            marker = self.folder / _UNPUBLISHED
            if not marker.exists():
                _write_atomically(marker, "")
            yield

    def _holds(self, graph: NamedNode) -> bool:
        with engine_errors(self.folder):
            return next(self.store.quads_for_pattern(None, None, None, graph), None) is not None

    def generation(self) -> int:
        """The newest published generation, as far as the folder tells where the pointer to it is damaged; 0 where
        there is none."""
        with suppress(StoreError):
            return current_generation(self.folder)
        numbers = (int(path.name) for path in (self.folder / SNAPSHOTS).iterdir() if path.name.isdigit())
        return max(numbers, default=0)

    def _drop_old_snapshots(self, newest: int) -> None:
        for path in (self.folder / SNAPSHOTS).iterdir():
            if not path.name.isdigit() or int(path.name) <= newest - self.keep:
                shutil.rmtree(path, ignore_errors=True)


def _write_atomically(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
