"""The identity graph in the store: what it says, and how it is made to say what the side index holds."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import names as ns
from kg.identity.describe import state_quad
from kg.identity.index import Statements
from kg.names import Names
from kg.stores.interface import GraphWriter

_TYPE: Final = NamedNode(ns.RDF + "type")
_CHUNK: Final = 20_000


@dataclass(slots=True)
class IdentityReport:
    """What a refresh did. articles: how many were read; added and removed: quads by the local name of what they say,
    such as nearDuplicateOf, inIncident, Incident."""

    articles: int = 0
    added: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)

    def note(self, gone: Iterable[Quad], new: Iterable[Quad]) -> None:
        """Counts quads."""
        for quads, counts in ((gone, self.removed), (new, self.added)):
            counts.update(_said(quad) for quad in quads)

    def take(self, other: "IdentityReport") -> None:
        """Counts what another refresh did with what this one did."""
        self.articles += other.articles
        self.added += other.added
        self.removed += other.removed


class IdentityGraph:
    """The identity graph of a store that is being changed; notes in a report what its changes were."""

    def __init__(self, writer: GraphWriter, names: Names, report: IdentityReport) -> None:
        self.writer = writer
        self.names = names
        self.report = report
        self.iri = names.graph("identity")

    def state(self) -> str:
        """The state of the index that the graph was last made to follow from, "" where it tells none."""
        node = NamedNode(self.iri)
        stored = self.writer.store.quads_for_pattern(node, NamedNode(ns.CKG + "articleSetFingerprint"), None, node)
        return next((quad.object.value for quad in stored if isinstance(quad.object, Literal)), "")

    def follow(self, statements: Statements) -> None:
        """Takes over what changed among statements with which the graph was in step."""
        gone, added = (_parsed(lines) for lines in statements.changes())
        self._change(gone, added)

    def hold(self, statements: Statements) -> None:
        """Makes the graph hold these statements, whatever it holds, in pieces."""
        present: set[bytes] = set()
        node = NamedNode(self.iri)
        extra = []
        for quad in self.writer.store.quads_for_pattern(None, None, None, node):
            line = str(quad)
            if statements.has(line):
                present.add(_digest(line))
            else:
                extra.append(quad)
        missing = (line for line in statements.every() if _digest(line) not in present)
        state = str(state_quad(statements.index.state, self.names))
        # The state last: a graph half written must not seem whole.
        others = (line for line in missing if line != state)
        while lines := list(islice(others, _CHUNK)):
            self._change(extra, _parsed(lines))
            extra = []
        self._change(extra, [] if _digest(state) in present else _parsed([state]))

    def _change(self, gone: list[Quad], added: list[Quad]) -> None:
        if gone or added:
            self.writer.change_graph(self.iri, gone, added)
            self.report.note(gone, added)


def _parsed(lines: Iterable[str]) -> list[Quad]:
    return list(parse("".join(f"{line} .\n" for line in lines), format=RdfFormat.N_QUADS))


def _said(quad: Quad) -> str:
    told = quad.object if quad.predicate == _TYPE else quad.predicate
    return re.split("[#/]", told.value)[-1] if isinstance(told, NamedNode) else ""


def _digest(line: str) -> bytes:
    return hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=12).digest()
