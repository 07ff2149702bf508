"""What the graph of an article says, by subject: as it is written, and as identity reads it."""

from collections.abc import Iterable, Iterator
from typing import Self

from pyoxigraph import Quad, Triple

# The values of each predicate of a node; each stands there once (a dict keeps the order in which they came).
Values = dict[str, dict[str, None]]


class GraphTriples:
    """The triples of one graph (its IRI), each once; terms are those of ``kg.triples.terms``."""

    def __init__(self, graph: str) -> None:
        self.graph = graph
        self._nodes: dict[str, Values] = {}
        self._by_value: dict[str, dict[str, list[str]]] = {}

    @classmethod
    def of(cls, graph: str, quads: Iterable[Quad]) -> Self:
        """The triples of some quads, all taken for those of one graph."""
        found = cls(graph)
        for quad in quads:
            value = quad.object
            found.add(
                str(quad.subject), str(quad.predicate), f"<<( {value} )>>" if isinstance(value, Triple) else str(value)
            )
        return found

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Notes a triple, if it is new."""
        node = self._nodes.get(subject)
        if node is None:
            node = self._nodes[subject] = {}
        values = node.get(predicate)
        if values is None:
            node[predicate] = {value: None}
        else:
            values[value] = None

    def values(self, subject: str) -> Values:
        """All that is said of a node."""
        return self._nodes.get(subject, {})

    def subjects(self, predicate: str, value: str) -> list[str]:
        """The nodes that have this value. The first question about a predicate ends the adding of triples."""
        by_value = self._by_value.get(predicate)
        if by_value is None:
            by_value = self._by_value[predicate] = {}
            for subject, node in self._nodes.items():
                for each in node.get(predicate, ()):
                    by_value.setdefault(each, []).append(subject)
        return by_value.get(value, [])

    def lines(self) -> list[str]:
        """The triples as lines of N-Quads, in order, without line breaks."""
        return sorted(self._lines())

    def _lines(self) -> Iterator[str]:
        end = f" <{self.graph}> ."
        for subject, node in self._nodes.items():
            for predicate, values in node.items():
                begin = f"{subject} {predicate} "
                for value in values:
                    yield begin + value + end
