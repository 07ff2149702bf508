"""The process that changes the store. It holds the store's lock only while there is something to write, so that a
build can run beside the server.

What waits is applied one by one, each in its transaction, then published once, then acknowledged: an answer means
that the change is on disk and that every later query sees it.
"""

import json
import select
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, parse

from kg.errors import ConflictKgError, QueryError, StoreBusy
from kg.guard import require_local, with_dataset, without_silent_loads
from kg.settings import Settings
from kg.store import Writer
from server.engine.answers import error_content
from server.engine.frames import END, ERROR, HEADER, FrameBuffer, frame, json_frame, read_frame
from server.engine.reader import LockedSink
from server.engine.seal import seal
from server.engine.stack import deepen_stack
from server.engine.watch import Limits, Watch
from server.formats import GRAPHS

_GROUP: Final = 64
_IDLE_SECONDS: Final = 0.5
_SEND_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class _Job:
    """One change: what is asked, the documents that came with it, and who waits."""

    question: dict[str, Any]
    parts: list[bytes]
    connection: socket.socket


def write_updates(listener: socket.socket, folder: Path, settings: Settings, limits: Limits) -> None:
    """Applies changes from the listener's connections, for ever."""
    seal()
    deepen_stack()
    watch = Watch(limits, patient=True)
    while True:
        select.select([listener], [], [])
        jobs = _waiting(listener)
        try:
            with Writer(folder, settings.keep_snapshots) as writer:
                while jobs:
                    _apply_all(jobs, writer, watch)
                    jobs = _waiting(listener, _IDLE_SECONDS)
        except StoreBusy as error:
            _answer_all(jobs, json_frame(ERROR, {**error_content(error), "retry_after": 5}))
        except ConflictKgError as error:
            _answer_all(jobs, json_frame(ERROR, error_content(error)))


def _waiting(listener: socket.socket, patience: float = 0) -> list[_Job]:
    jobs: list[_Job] = []
    while len(jobs) < _GROUP and select.select([listener], [], [], 0 if jobs else patience)[0]:
        connection, _ = listener.accept()
        connection.settimeout(_SEND_SECONDS)
        try:
            job = _read(connection)
        except OSError:
            job = None
        if job is None:
            connection.close()
        else:
            jobs.append(job)
    return jobs


def _read(connection: socket.socket) -> _Job | None:
    buffer = FrameBuffer()
    found = read_frame(connection, buffer)
    if found is None:
        return None
    question = json.loads(found[1])
    parts = []
    for _ in range(question["parts"]):
        part = read_frame(connection, buffer)
        if part is None:
            return None
        parts.append(part[1])
    return _Job(question, parts, connection)


def _apply_all(jobs: list[_Job], writer: Writer, watch: Watch) -> None:
    done: list[tuple[_Job, int]] = []
    for job in jobs:
        watch.begin(job.connection, job.question["deadline"])
        try:
            done.append((job, _apply(job, writer)))
        except ConflictKgError as error:
            _answer(job, LockedSink(job.connection, watch), json_frame(ERROR, error_content(error)))
        finally:
            watch.end()
    if done:
        generation = writer.publish()
        for job, status in done:
            header = json_frame(HEADER, {"status": status, "generation": generation})
            _answer(job, LockedSink(job.connection, watch), header + frame(END))
    jobs.clear()


def _answer_all(jobs: list[_Job], error: bytes) -> None:
    for job in jobs:
        _answer(job, None, error)


def _answer(job: _Job, sink: LockedSink | None, data: bytes) -> None:
    with job.connection:
        try:
            (sink.send if sink else job.connection.sendall)(data)
        except OSError:
            # Whoever asked has gone; the change stands all the same.
            return


def _apply(job: _Job, writer: Writer) -> int:
    """Applies a change; returns the HTTP status that tells of it."""
    question = job.question
    if question["do"] == "update":
        text = without_silent_loads(question["text"])
        require_local(text)
        if question["defaults"] or question["named"]:
            text = with_dataset(text, question["defaults"], question["named"])
        writer.update(text, question["base"])
        return 204
    graph = None if question["graph"] is None else _named(question["graph"])
    existed = graph is None or writer.store.contains_named_graph(graph)
    if question["do"] == "DELETE":
        if not existed:
            raise _NoGraph(f"there is no graph {question['graph']}")
        writer.update(f"DROP {_graph_clause(graph)}")
        return 204
    steps = [f"DROP SILENT {_graph_clause(graph)}"] if question["do"] == "PUT" else []
    if graph is not None:
        steps.append(f"CREATE SILENT GRAPH {graph}")
    steps.append(_insertion(graph, job))
    writer.update(" ;\n".join(steps))
    return 204 if existed else 201


class _NoGraph(QueryError):
    """The graph that a request names is not there."""

    http_status = 404


def _graph_clause(graph: NamedNode | None) -> str:
    return "DEFAULT" if graph is None else f"GRAPH {graph}"


def _named(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"a graph's IRI is not valid: {error}") from None


def _insertion(graph: NamedNode | None, job: _Job) -> str:
    lines = []
    for kind, part in zip(job.question["kinds"], job.parts, strict=True):
        try:
            quads = parse(
                part,
                format=GRAPHS[kind],
                base_iri=job.question["base"],
                without_named_graphs=True,
                rename_blank_nodes=True,
            )
            lines += [f"{quad.triple} ." for quad in quads]
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"the {kind} is not well formed: {' '.join(str(error).split())}") from None
    body = "\n".join(lines)
    return f"INSERT DATA {{\n{body}\n}}" if graph is None else f"INSERT DATA {{ GRAPH {graph} {{\n{body}\n}} }}"
