"""What a change of the store is told by: graphs to put in, quads in and out, and the notes of what is pending."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad

PENDING: Final = NamedNode("urn:conflict-kg:pending")


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


def pending_note(graph: str) -> Quad:
    """The quad by which an article's graph counts as changed since the identity graph last followed."""
    return Quad(NamedNode(graph), PENDING, NamedNode(graph), PENDING)


def change_update(gone: Iterable[Quad], added: Iterable[Quad]) -> str:
    """One SPARQL update, hence one transaction, that takes some quads out and puts others in."""
    parts = []
    for verb, quads in (("DELETE", gone), ("INSERT", added)):
        body = "\n".join(f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in quads)
        if body:
            parts.append(f"{verb} DATA {{\n{body}\n}}")
    return ";\n".join(parts)
