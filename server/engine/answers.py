"""Runs one query in an engine process and writes the answer as frames."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, Protocol

from pyoxigraph import NamedNode, QueryBoolean, QueryTriples, serialize

from kg.asking import ask
from kg.errors import ConflictKgError, QueryError, StoreError
from kg.guard import require_local
from kg.names import PREFIXES
from kg.store import Snapshot
from server.engine.frames import BODY, END, ERROR, HEADER, frame, json_frame
from server.formats import GRAPHS, RESULTS
from server.pages.table import result_table

_FRAME_BYTES: Final = 262_144


class Sink(Protocol):
    """Where frames go."""

    def send(self, data: bytes) -> None:
        """Sends all the bytes."""
        ...


class AnswerTooLarge(Exception):
    """The answer has passed the size limit."""


class _Body:
    """A file for the engine to write into; hands on frames of some size, gzipped where that was asked for."""

    def __init__(self, sink: Sink, header: bytes, gzip: bool, limit: int) -> None:
        self._sink = sink
        self._waiting = [header]
        self._size = 0
        self._total = 0
        self._limit = limit
        self._gzip = zlib.compressobj(1, wbits=31) if gzip else None

    def write(self, data: bytes) -> int:
        self._total += len(data)
        if self._total > self._limit:
            raise AnswerTooLarge
        self._add(self._gzip.compress(data) if self._gzip else data)
        if self._size >= _FRAME_BYTES:
            self._sink.send(b"".join(self._waiting))
            self._waiting, self._size = [], 0
        return len(data)

    def flush(self) -> None:
        """Nothing: frames go out by size."""

    def close(self) -> None:
        if self._gzip:
            self._add(self._gzip.flush())
        self._sink.send(b"".join((*self._waiting, frame(END))))

    def _add(self, data: bytes) -> None:
        if data:
            self._waiting.append(frame(BODY, data))
            self._size += len(data)


def answer(request: Mapping[str, Any], snapshot: Snapshot, union: bool, sink: Sink) -> None:
    """Answers a request with frames; an error of the query is an ERROR frame."""
    try:
        _answer(request, snapshot, union, sink)
    except AnswerTooLarge:
        message = f"the answer is larger than {request['limit']} bytes; ask for less, as with LIMIT"
        sink.send(json_frame(ERROR, {"status": 503, "message": message}))
    except ConflictKgError as error:
        sink.send(json_frame(ERROR, error_content(error)))


def error_content(error: ConflictKgError) -> dict[str, Any]:
    """Status, message and, for a query, line and column of an error."""
    content: dict[str, Any] = {"status": error.http_status, "message": str(error)}
    if isinstance(error, QueryError) and error.line is not None:
        content |= {"line": error.line, "column": error.column}
    return content


def _answer(request: Mapping[str, Any], snapshot: Snapshot, union: bool, sink: Sink) -> None:
    if "graph_store" in request:
        _write_graph(request, snapshot, sink)
        return
    text = request["text"]
    require_local(text)
    if "table" in request:
        table = result_table(snapshot.store, text, request["base"], request["table"])
        body = _Body(sink, _header(snapshot, "application/json"), gzip=False, limit=request["limit"])
        body.write(json.dumps(asdict(table)).encode())
        body.close()
        return
    _write_results(request, snapshot, union, sink)


def _write_graph(request: Mapping[str, Any], snapshot: Snapshot, sink: Sink) -> None:
    """One graph as the store holds it; its default graph is never the union here."""
    graph = request["graph_store"]
    if graph is None:
        pattern = "?s ?p ?o"
    else:
        (name,) = _nodes([graph])
        if not snapshot.store.contains_named_graph(name):
            sink.send(json_frame(ERROR, {"status": 404, "message": f"there is no graph {graph}"}))
            return
        pattern = f"GRAPH {name} {{ ?s ?p ?o }}"
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
    question = {**request, "text": text, "defaults": [], "named": [], "rows": None}
    _write_results(question, snapshot, False, sink)


def _write_results(request: Mapping[str, Any], snapshot: Snapshot, union: bool, sink: Sink) -> None:
    graphs = _nodes(request["defaults"]), _nodes(request["named"])
    results = ask(snapshot.store, request["text"], *graphs, union, request.get("base"), lenient=True)
    kind = "graph" if isinstance(results, QueryTriples) else "rows"
    media_type = request[kind]
    if media_type is None:
        offered = ", ".join(GRAPHS if kind == "graph" else RESULTS)
        sink.send(json_frame(ERROR, {"status": 406, "message": f"this answer can be written as: {offered}"}))
        return
    body = _Body(sink, _header(snapshot, media_type), request["gzip"], request["limit"])
    try:
        if isinstance(results, QueryTriples):
            serialize(results, body, format=GRAPHS[media_type], prefixes=PREFIXES)  # type: ignore[arg-type]
        elif isinstance(results, QueryBoolean) and media_type in ("text/csv", "text/tab-separated-values"):
            # The CSV and TSV formats have no form for yes and no; the bare word is what other endpoints send.
            body.write(b"true" if results else b"false")
        else:
            results.serialize(body, format=RESULTS[media_type])  # type: ignore[arg-type]
    except RuntimeError as error:
        raise QueryError(" ".join(str(error).split())) from None
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from None
    body.close()


def _header(snapshot: Snapshot, media_type: str) -> bytes:
    return json_frame(HEADER, {"type": media_type, "generation": snapshot.generation})


def _nodes(iris: list[str]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(f"a graph's IRI is not valid: {error}") from None
