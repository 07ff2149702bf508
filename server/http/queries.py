"""Answers queries: from the cache, by a look-up in this process, or by an engine process."""

import hashlib
import re
from collections.abc import Hashable
from typing import Any, Final

from server.formats import RESULTS, chosen, with_charset
from server.http.cache import Kept
from server.http.codings import coding_for
from server.http.federation import is_federated, localised
from server.http.lookups import is_lookup, look_up
from server.http.messages import HttpError, Reply, Request
from server.http.protocol import Operation
from server.http.state import State

# What these give differs from one run to the next, so nothing that may hold them is kept or has a tag.
_CHANGING: Final = re.compile(r"\b(?:rand|now|uuid|struuid|bnode)(?:\s|#[^\n\r]*[\n\r])*+\(", re.IGNORECASE)


async def answer_query(request: Request, asked: Operation, state: State) -> Reply:
    """The reply to a query. Raises HttpError."""
    rows, graph = chosen(request.headers.get("accept", ""), asked.format)
    if rows is None and graph is None:
        offered = ", ".join(RESULTS)
        raise HttpError(406, f"this answer can be written as: {offered}; a graph also as RDF")
    coding = coding_for(request.headers.get("accept-encoding", ""))
    generation = state.generation()
    if await is_federated(asked, state):
        return await _federated(request, asked, state, generation, (rows, graph, coding))
    # The address is the base of relative IRIs.
    key = (asked.text, asked.default_graphs, asked.named_graphs, rows, graph, coding, request.url)
    by_look_up = rows is not None and not (asked.default_graphs or asked.named_graphs) and is_lookup(asked.text)
    steady = by_look_up or not _CHANGING.search(asked.text)
    name = _name(key) if steady else ""
    headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache" if steady else "no-store"}
    if steady:
        tag = _tag(generation, name)
        headers["ETag"] = tag
        # Of other methods it is no question whether anything has changed (RFC 9110, section 13.1.2).
        if request.method != "POST" and tag in request.headers.get("if-none-match", ""):
            return Reply(304, headers=headers, work="not modified")
    kept = state.cache.get((generation, name)) if steady else None
    if kept is not None:
        return _whole(kept, headers, coding, "cache")
    if by_look_up and rows is not None:
        snapshot, union = state.snapshot(generation)
        body = look_up(snapshot.store, asked.text, union, rows, state.settings.max_result_rows)
        if body is not None:
            return _whole(Kept(rows, body), headers, "", "look-up")
    question = engine_question(asked, state, generation, rows, graph, request.url, coding)
    return await _from_engine(request, question, state, headers, name)


def engine_question(
    asked: Operation, state: State, generation: int, rows: str | None, graph: str | None, base: str, coding: str = ""
) -> dict[str, Any]:
    """What an engine process is asked, with the media types of an answer that is rows and of one that is a graph."""
    return {
        "text": asked.text,
        "defaults": asked.default_graphs,
        "named": asked.named_graphs,
        "rows": rows,
        "graph": graph,
        "coding": coding,
        "base": base,
        "deadline": state.deadline(asked.timeout),
        "generation": generation,
        "limit": state.settings.max_result_bytes,
        "most_rows": state.settings.max_result_rows,
    }


async def _federated(
    request: Request, asked: Operation, state: State, generation: int, form: tuple[str | None, str | None, str]
) -> Reply:
    """Nothing of it is kept: what other endpoints say is not tied to a generation of ours."""
    found = await localised(request, asked, state, generation)
    rows, graph, coding = form
    question = engine_question(found.operation, state, generation, rows, graph, request.url, coding)
    headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-store", **found.headers}
    return await _from_engine(request, question, state, headers, "")


async def _from_engine(
    request: Request, question: dict[str, Any], state: State, headers: dict[str, str], name: str
) -> Reply:
    """The reply of an engine process. name is that of the question where its answer may be kept, else empty."""
    answer = await state.readers.ask(question, request)
    generation = answer.header["generation"]
    if name:
        headers["ETag"] = _tag(generation, name)
    kept = Kept(answer.header["type"], answer.body)
    if answer.rest is None and name:
        state.cache.put((generation, name), kept)
    reply = _whole(kept, headers, question["coding"], "query")
    reply.stream = answer.rest
    return reply


def _whole(kept: Kept, headers: dict[str, str], coding: str, work: str) -> Reply:
    headers["Content-Type"] = with_charset(kept.media_type)
    if coding:
        headers["Content-Encoding"] = coding
    return Reply(200, kept.body, headers, work=work)


def _name(key: Hashable) -> str:
    """A short name of all that decides an answer, for what clients send may be long."""
    return hashlib.blake2b(repr(key).encode(), digest_size=16).hexdigest()


def _tag(generation: int, name: str) -> str:
    return f'W/"{generation}-{name}"'
