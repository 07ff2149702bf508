"""What a build asks of a store, whichever it is."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import names as ns
from kg.store import Change, GraphData


class QuadSource(Protocol):
    """Something to look quads up in; None stands for any term."""

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads that fit."""
        ...


def least_value(store: QuadSource, node: object, property: str) -> str:
    """The least of a node's values of a property, an IRI or a local name of our ontology; "" where there is none."""
    assert isinstance(node, NamedNode)
    predicate = NamedNode(property if ":" in property else ns.CKG + property)
    found = (quad.object for quad in store.quads_for_pattern(node, predicate, None))
    return min((value.value for value in found if isinstance(value, Literal | NamedNode)), default="")


class GraphWriter(Protocol):
    """A store that is being changed; see ``kg.store.Writer`` for what each method does."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    @property
    def store(self) -> QuadSource:
        """The store's content."""
        ...

    @property
    def folder(self) -> Path:
        """A folder on this machine that belongs to the store, for what can be made anew from it."""
        ...

    @property
    def unpublished(self) -> bool:
        """Whether the store may hold what readers do not see yet."""
        ...

    def has_graph(self, graph: str) -> bool:
        """Whether a graph holds anything."""
        ...

    def graph_quads(self, graph: str) -> set[Quad]:
        """All quads of a graph."""
        ...

    def add_graphs(self, graphs: Sequence[GraphData]) -> None:
        """Stores graphs of articles that the store does not hold, and notes them as pending."""
        ...

    def stored(self, graphs: Collection[str]) -> set[str]:
        """Those of the graphs that hold anything."""
        ...

    def put_graph(self, graph: GraphData, gone: Collection[Quad], added: Collection[Quad]) -> None:
        """Puts an article's graph in the place of the one of its name, from which it differs by these quads, and notes
        it as pending."""
        ...

    def replace_graph(self, graph: str, quads: Iterable[Quad]) -> Change:
        """Makes a graph hold exactly these quads."""
        ...

    def change_graph(
        self, graph: str, gone: Collection[Quad], added: Collection[Quad], *, pending: bool = False
    ) -> Change:
        """Takes some quads of a graph out and puts others in."""
        ...

    def drop_graph(self, graph: str, *, pending: bool = False) -> Change:
        """Takes a graph out."""
        ...

    def pending(self) -> frozenset[str]:
        """The graphs whose changes are noted."""
        ...

    def forget_pending(self) -> None:
        """Takes all notes of changes back."""
        ...

    def publish(self) -> int:
        """Makes the present state visible to readers; returns its generation."""
        ...

    def generation(self) -> int:
        """The newest published generation; 0 where there is none."""
        ...
