"""From extracted graphs to the store: in groups, on a thread of its own, each change told before it is made, and what
follows from it across articles settled after it."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, Self

from pyoxigraph import RdfFormat, parse

from kg.build.publication import settle
from kg.build.report import BuildReport
from kg.names import Names
from kg.store import Change, GraphData
from kg.stores.interface import GraphWriter
from kg.stores.preview import Preview

# A group's size weighs the cost of many small ones, whose files the engine merges again and again, against memory and
# what is lost and done again after a crash. Storing 600,000 quads took 12.5 µs of processor time a quad in groups of
# 50,000, 9.5 in groups of 150,000 and 8.0 in groups of 300,000 (measured, the merging included).
_GROUP_QUADS: Final = 300_000
# The first group is small and each next one twice as large, so that in a small build too most is stored while the rest
# is extracted.
_FIRST_QUADS: Final = 10_000
# In a long build a group may take this part of the time so far: where articles are short, it would stay small for ever.
_PART_OF_TIME: Final = 1 / 50

#: Told of each change of an article's graph just before it is made: its IRI, what is done, and the triples.
Audit = Callable[[str, str, Change], None]


def no_audit(graph: str, what: str, change: Change) -> None:
    """Nobody wants to know."""


def patience(seconds: float, elapsed: float) -> float:
    """Seconds after which the graphs at hand are stored, few as they may be: so much, or in a build that has taken
    long a part of the seconds that it took."""
    return max(seconds, elapsed * _PART_OF_TIME)


class Commits:
    """Puts graphs into a store. While one group is stored on a second thread, the next one is collected; no third one
    is begun. What was put is in the store when the block is left without an error. Errors of the store are raised by
    ``put`` or at the end of the block."""

    def __init__(self, writer: GraphWriter, report: BuildReport, audit: Audit, names: Names, seconds: float) -> None:
        self.names = names
        self.seconds = seconds
        self.writer = writer
        self.report = report
        self.audit = audit
        self._group: list[GraphData] = []
        self._quads = 0
        self._most = _GROUP_QUADS
        self._enough = min(_FIRST_QUADS, _GROUP_QUADS)
        self._started = self._begun = time.monotonic()
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._running: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._commit()
                self._wait()
        finally:
            self._thread.shutdown()

    def hurry(self) -> None:
        """There is no more to read: small groups from now on, so that little is left to store once all is extracted."""
        self._most = self._enough = min(_FIRST_QUADS, self._enough)

    def put(self, graph: GraphData) -> None:
        """Takes a graph that is to replace the one of its name."""
        if not self._group:
            self._begun = time.monotonic()
        self._group.append(graph)
        self._quads += graph.quads
        now = time.monotonic()
        due = self._quads >= self._enough or now - self._begun >= patience(self.seconds, now - self._started)
        idle = self._running is None or self._running.done()
        if (due and idle) or self._quads >= _GROUP_QUADS:
            self._commit()

    def _commit(self) -> None:
        self._wait()
        group, self._group, self._quads = self._group, [], 0
        if group:
            self._enough = min(2 * self._enough, self._most)
            self._running = self._thread.submit(self._store, group)

    def _wait(self) -> None:
        if self._running is not None:
            running, self._running = self._running, None
            running.result()

    def _store(self, group: list[GraphData]) -> None:
        stored = self.writer.stored([graph.graph for graph in group])
        new = [graph for graph in group if graph.graph not in stored]
        for graph in new:
            self.audit(graph.graph, "added", Change(graph.quads, 0))
            self.report.added += graph.quads
        if new:
            self.writer.add_graphs(new)
        for graph in group:
            if graph.graph in stored:
                self._replace(graph)
        if not isinstance(self.writer, Preview):
            settle(self.writer, self.names, {graph.graph: graph.features for graph in group})

    def _replace(self, graph: GraphData) -> None:
        old = self.writer.graph_quads(graph.graph)
        new = set(parse(graph.nquads, format=RdfFormat.N_QUADS))
        gone, added = old - new, new - old
        change = Change(len(added), len(gone))
        self.audit(graph.graph, "replaced", change)
        self.writer.put_graph(graph, gone, added)
        self.report.replaced += 1
        self.report.added += change.added
        self.report.removed += change.removed
