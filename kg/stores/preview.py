"""A store as it is published, for asking what a change would do."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Self

from pyoxigraph import NamedNode, Quad, Store

from kg.errors import StoreMissing
from kg.store import Change, GraphData, open_snapshot


class Preview:
    """Stands where a writer would, and changes nothing. A store that is not there yet is an empty one."""

    unpublished = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            snapshot = open_snapshot(folder)
            self.store, self._generation = snapshot.store, snapshot.generation
        except StoreMissing:
            self.store, self._generation = Store(), 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def has_graph(self, graph: str) -> bool:
        """Whether a graph holds anything."""
        return next(self.store.quads_for_pattern(None, None, None, NamedNode(graph)), None) is not None

    def graph_quads(self, graph: str) -> set[Quad]:
        """All quads of a graph."""
        return set(self.store.quads_for_pattern(None, None, None, NamedNode(graph)))

    def add_graphs(self, graphs: Sequence[GraphData]) -> None:
        """Does nothing."""

    def stored(self, graphs: Collection[str]) -> set[str]:
        """Those of the graphs that hold anything."""
        return {graph for graph in graphs if self.has_graph(graph)}

    def put_graph(self, graph: GraphData, gone: Collection[Quad], added: Collection[Quad]) -> None:
        """Does nothing."""

    def replace_graph(self, graph: str, quads: Iterable[Quad]) -> Change:
        """Says what would change."""
        new, old = set(quads), self.graph_quads(graph)
        return Change(len(new - old), len(old - new))

    def change_graph(
        self, graph: str, gone: Collection[Quad], added: Collection[Quad], *, pending: bool = False
    ) -> Change:
        """Says what would change."""
        return Change(len(added), len(gone))

    def drop_graph(self, graph: str, *, pending: bool = False) -> Change:
        """Says what would change."""
        return Change(0, len(self.graph_quads(graph)))

    def pending(self) -> frozenset[str]:
        """Nothing."""
        return frozenset()

    def forget_pending(self) -> None:
        """Does nothing."""

    def publish(self) -> int:
        """The generation that is there."""
        return self._generation

    def generation(self) -> int:
        """The generation that is there."""
        return self._generation
