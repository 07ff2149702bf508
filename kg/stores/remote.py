"""A SPARQL 1.1 server as a store.

Every request may be carried out twice with the same result, so any may be repeated. A server need not carry out a
request as one transaction: the triple by which an article counts as stored goes last, when its graph is there.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import quote, urlencode

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from kg import names as ns
from kg.errors import StoreError
from kg.settings import Settings
from kg.store import PENDING, Change, GraphData
from kg.stores.http import Client, credentials
from kg.stores.place import Endpoints, endpoints

_JSON: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
# Virtuoso refuses updates of some thousand triples.
_STATEMENTS: Final = 1_000
_REQUEST_BYTES: Final = 4_000_000
_LAST: Final = f"<{ns.CKG}inputFingerprint>".encode()


class RemoteWriter:
    """Changes a SPARQL 1.1 server's graphs. ``folder`` is a local one, for what is remembered of the server. Readers
    see each change as it is made. Raises StoreError and StoreFull."""

    unpublished = False

    def __init__(self, place: str, settings: Settings) -> None:
        self.endpoints = endpoints(place)
        self._client = Client(self.endpoints.origin, credentials(), settings.store_timeout)
        self.store = RemoteSource(self._client, self.endpoints)
        self.folder = _state_folder(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.__exit__()

    def stored(self, graphs: Collection[str]) -> set[str]:
        """Those of the graphs that hold anything."""
        if not graphs:
            return set()
        values = " ".join(str(NamedNode(graph)) for graph in graphs)
        found = self.store.select(f"SELECT DISTINCT ?g {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}")
        return {row["g"].value for row in found if isinstance(row["g"], NamedNode)}

    def has_graph(self, graph: str) -> bool:
        """Whether a graph holds anything."""
        return graph in self.stored([graph])

    def graph_quads(self, graph: str) -> set[Quad]:
        """All quads of a graph."""
        return set(self.store.quads_for_pattern(None, None, None, NamedNode(graph)))

    def add_graphs(self, graphs: Sequence[GraphData]) -> None:
        """Stores graphs of articles, whatever the server has under their names, and notes them as pending."""
        if self.endpoints.write == "graph-store":
            for graph in graphs:
                self._put(graph)
            return
        batch: list[GraphData] = []
        for graph in graphs:
            if batch and sum(len(each.nquads) for each in batch) + len(graph.nquads) > _REQUEST_BYTES:
                self._update(_replacement(batch))
                batch = []
            batch.append(graph)
        if batch:
            self._update(_replacement(batch))

    def put_graph(self, graph: GraphData, gone: Collection[Quad], added: Collection[Quad]) -> None:
        """Puts a graph in the place of the one of its name."""
        self.add_graphs([graph])

    def replace_graph(self, graph: str, quads: Iterable[Quad]) -> Change:
        """Makes a graph hold exactly these quads."""
        new, old = set(quads), self.graph_quads(graph)
        return self.change_graph(graph, old - new, new - old)

    def change_graph(
        self, graph: str, gone: Collection[Quad], added: Collection[Quad], *, pending: bool = False
    ) -> Change:
        """Takes some quads of a graph out and puts others in."""
        if pending and (gone or added):
            self._update(_noting([graph]))
        for verb, quads in (("DELETE", gone), ("INSERT", added)):
            ordered = sorted(quads, key=str)
            for start in range(0, len(ordered), _STATEMENTS):
                body = "\n".join(f"{quad.triple} ." for quad in ordered[start : start + _STATEMENTS])
                self._update(f"{verb} DATA {{ GRAPH {NamedNode(graph)} {{\n{body}\n}} }}")
        return Change(len(added), len(gone))

    def drop_graph(self, graph: str, *, pending: bool = False) -> Change:
        """Takes a graph out."""
        size = len(self.graph_quads(graph))
        if size:
            note = f"{_noting([graph])} ;\n" if pending else ""
            self._update(f"{note}DROP SILENT GRAPH {NamedNode(graph)}")
        return Change(0, size)

    def pending(self) -> frozenset[str]:
        """The graphs whose changes are noted."""
        notes = self.store.quads_for_pattern(None, None, None, PENDING)
        return frozenset(quad.subject.value for quad in notes if isinstance(quad.subject, NamedNode))

    def forget_pending(self) -> None:
        """Takes all notes of changes back."""
        self._update(f"DROP SILENT GRAPH {PENDING}")

    def publish(self) -> int:
        """Does nothing: what is stored is seen."""
        return 0

    def generation(self) -> int:
        """Zero: such a store has no generations."""
        return 0

    def _put(self, graph: GraphData) -> None:
        """The graph store protocol puts a graph at once; its note goes first, so that none is missing."""
        self._update(_noting([graph.graph]))
        triples = b"".join(_triple_lines(graph))
        self._client.request(
            "PUT", f"{self.endpoints.graphs}?graph={quote(graph.graph, safe='')}", triples, {"Content-Type": _TRIPLES}
        )

    def _update(self, text: str) -> None:
        body = text.encode("utf-8")
        reply = self._client.request(
            "POST", self.endpoints.update, body, {"Content-Type": "application/sparql-update; charset=utf-8"}
        )
        if reply.status == 404:
            raise StoreError(f"{self.endpoints.origin}{self.endpoints.update} takes no updates (404)")


class RemoteSource:
    """Look-ups in a SPARQL 1.1 server, one request each."""

    def __init__(self, client: Client, where: Endpoints) -> None:
        self._client = client
        self._where = where

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads of named graphs that fit; None stands for any term."""
        given: dict[str, Any] = {"s": subject, "p": predicate, "o": object, "g": graph_name}
        at = {name: f"?{name}" if term is None else str(term) for name, term in given.items()}
        text = f"SELECT * {{ GRAPH {at['g']} {{ {at['s']} {at['p']} {at['o']} }} }}"
        for row in self.select(text):
            s, p, o, g = (row[name] if term is None else term for name, term in given.items())
            yield Quad(s, p, o, g)

    def select(self, text: str) -> list[QuerySolution]:
        """The rows of a SELECT query. Raises StoreError where the answer holds none."""
        body, fault = self._ask(text), ""
        try:
            return list(_solutions(body))
        except (SyntaxError, ValueError) as error:
            fault = " ".join(str(error).split())
        # Raised out here, for the engine's rows must not outlive their thread, as they would in this error's traceback.
        raise StoreError(f"{self._where.origin}{self._where.query} answers with what are no rows: {fault:.120}")

    def _ask(self, text: str) -> bytes:
        headers = {"Accept": _JSON, "Content-Type": "application/x-www-form-urlencoded"}
        reply = self._client.request("POST", self._where.query, urlencode({"query": text}).encode(), headers)
        if reply.status == 404 or reply.content_type != _JSON:
            place = f"{self._where.origin}{self._where.query}"
            raise StoreError(f"{place} does not answer SPARQL queries ({reply.status}, {reply.content_type})")
        return reply.body


def _solutions(body: bytes) -> QuerySolutions:
    """Raises SyntaxError or ValueError where the bytes are no answer to a SELECT query."""
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        raise ValueError("yes or no")
    return found


def _replacement(graphs: Sequence[GraphData]) -> str:
    """One update that puts some graphs in the place of those of their names. The fingerprints go last."""
    steps = [_noting([graph.graph for graph in graphs])]
    steps += [f"DROP SILENT GRAPH {NamedNode(graph.graph)}" for graph in graphs]
    for last in (False, True):
        body = "\n".join(
            f"GRAPH {NamedNode(graph.graph)} {{\n{lines}}}" for graph in graphs if (lines := _lines(graph, last))
        )
        if body:
            steps.append(f"INSERT DATA {{\n{body}\n}}")
    return " ;\n".join(steps)


def _lines(graph: GraphData, last: bool) -> str:
    return b"".join(line for line in _triple_lines(graph) if (_LAST in line.split(b" ", 2)[1:2]) == last).decode()


def _triple_lines(graph: GraphData) -> Iterator[bytes]:
    """The N-Quads lines without their graph, which is the last term of each."""
    end = f" {NamedNode(graph.graph)} .".encode()
    for line in graph.nquads.split(b"\n"):
        if line:
            assert line.endswith(end), "a quad of another graph"
            yield line[: -len(end)] + b" .\n"


def _noting(graphs: Iterable[str]) -> str:
    notes = "\n".join(f"{NamedNode(graph)} {PENDING} {NamedNode(graph)} ." for graph in graphs)
    return f"INSERT DATA {{ GRAPH {PENDING} {{\n{notes}\n}} }}"


def _state_folder(place: str) -> Path:
    """A folder of the user's, one for each server; what is in it can be made again."""
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    folder = state / "conflict-kg" / hashlib.sha256(place.encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return folder
