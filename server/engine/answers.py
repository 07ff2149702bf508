"""Runs one query in an engine process and writes the answer as frames."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, serialize

from kg.asking import ask
from kg.errors import ConflictKgError, QueryError, StoreError
from kg.guard import require_local
from kg.names import PREFIXES
from kg.repeats import each_once
from kg.store import Snapshot
from kg.xml_text import NotWritable
from server.engine.body import AnswerTooLarge, Body, Sink
from server.engine.frames import ERROR, HEADER, json_frame
from server.formats import GRAPHS, RESULTS
from server.pages.table import result_table

# How the engine says that a format has no way to write something.
_UNSUPPORTED: Final = "does not support"


def answer(request: Mapping[str, Any], snapshot: Snapshot, union: bool, sink: Sink) -> None:
    """Answers a request with frames; an error of the query is an ERROR frame."""
    try:
        _answer(request, snapshot, union, sink)
    except AnswerTooLarge as error:
        sink.send(json_frame(ERROR, {"status": 503, "message": str(error)}))
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
    require_local(text, is_query=True)
    if "table" in request:
        table = result_table(snapshot.store, text, request["base"], request["table"])
        body = Body(sink, _header(snapshot, "application/json"), "", limit=request["limit"])
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
    most_rows = request.get("most_rows", 0) if isinstance(results, QuerySolutions) else 0
    header = _header(snapshot, media_type)
    body = Body(sink, header, media_type, request["coding"], request["limit"], most_rows)
    try:
        if isinstance(results, QueryTriples):
            triples = each_once(results, request["text"])
            serialize(triples, body, format=GRAPHS[media_type], prefixes=PREFIXES)  # type: ignore[arg-type]
        elif isinstance(results, QueryBoolean) and media_type in ("text/csv", "text/tab-separated-values"):
            # The CSV and TSV formats have no form for yes and no; the bare word is what other endpoints send.
            body.write(b"true" if results else b"false")
        else:
            results.serialize(body, format=RESULTS[media_type])  # type: ignore[arg-type]
    except RuntimeError as error:
        raise QueryError(" ".join(str(error).split())) from None
    except OSError as error:
        if _UNSUPPORTED in str(error):
            raise NotWritable(f"{error}; ask for Turtle or N-Triples") from None
        raise StoreError(f"the store cannot be read: {error}") from None
    body.close()


def _header(snapshot: Snapshot, media_type: str) -> bytes:
    return json_frame(HEADER, {"type": media_type, "generation": snapshot.generation})


def _nodes(iris: list[str]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(f"a graph's IRI is not valid: {error}") from None
