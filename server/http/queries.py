"""Answers queries: from the cache, by a look-up in this process, or by an engine process."""

import hashlib
import re
from collections.abc import Hashable
from typing import Any, Final

from server.formats import RESULTS, chosen
from server.http.cache import Kept
from server.http.lookups import is_lookup, look_up
from server.http.messages import HttpError, Reply, Request
from server.http.protocol import Operation
from server.http.state import State

# What these give differs from one run to the next, so nothing that may hold them is kept or has a tag.
_CHANGING: Final = re.compile(r"\b(?:rand|now|uuid|struuid|bnode)\s*\(|\\[uU]", re.IGNORECASE)
_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


async def answer_query(request: Request, asked: Operation, state: State) -> Reply:
    """The reply to a query. Raises HttpError."""
    rows, graph = chosen(request.headers.get("accept", ""), asked.format)
    if rows is None and graph is None:
        offered = ", ".join(RESULTS)
        raise HttpError(406, f"this answer can be written as: {offered}; a graph also as RDF")
    gzip = bool(_GZIP.search(request.headers.get("accept-encoding", "")))
    generation = state.generation()
    # The address is the base of relative IRIs.
    key = (asked.text, asked.default_graphs, asked.named_graphs, rows, graph, gzip, request.url)
    steady = not _CHANGING.search(asked.text)
    headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache" if steady else "no-store"}
    if steady:
        tag = _tag(generation, key)
        headers["ETag"] = tag
        if tag in request.headers.get("if-none-match", ""):
            return Reply(304, headers=headers, work="not modified")
    kept = state.cache.get((generation, key)) if steady else None
    if kept is not None:
        return _whole(kept, headers, gzip, "cache")
    if rows is not None and not (asked.default_graphs or asked.named_graphs) and is_lookup(asked.text):
        snapshot, union = state.snapshot(generation)
        body = look_up(snapshot.store, asked.text, union, RESULTS[rows])
        if body is not None:
            return _whole(Kept(rows, body), headers, False, "look-up")
    question = engine_question(asked, state, generation, rows, graph, request.url, gzip)
    return await _from_engine(request, question, state, headers, steady, key)


def engine_question(
    asked: Operation, state: State, generation: int, rows: str | None, graph: str | None, base: str, gzip: bool = False
) -> dict[str, Any]:
    """What an engine process is asked, with the media types of an answer that is rows and of one that is a graph."""
    return {
        "text": asked.text,
        "defaults": asked.default_graphs,
        "named": asked.named_graphs,
        "rows": rows,
        "graph": graph,
        "gzip": gzip,
        "base": base,
        "deadline": state.deadline(asked.timeout),
        "generation": generation,
        "limit": state.settings.max_result_bytes,
    }


async def _from_engine(
    request: Request, question: dict[str, Any], state: State, headers: dict[str, str], steady: bool, key: Hashable
) -> Reply:
    answer = await state.readers.ask(question, request)
    generation = answer.header["generation"]
    if steady:
        headers["ETag"] = _tag(generation, key)
    kept = Kept(answer.header["type"], answer.body)
    if answer.rest is None and steady:
        state.cache.put((generation, key), kept)
    reply = _whole(kept, headers, question["gzip"], "query")
    reply.stream = answer.rest
    return reply


def _whole(kept: Kept, headers: dict[str, str], gzip: bool, work: str) -> Reply:
    headers["Content-Type"] = f"{kept.media_type}; charset=utf-8" if kept.media_type[:5] == "text/" else kept.media_type
    if gzip:
        headers["Content-Encoding"] = "gzip"
    return Reply(200, kept.body, headers, work=work)


def _tag(generation: int, key: Hashable) -> str:
    return f'W/"{generation}-{hashlib.blake2b(repr(key).encode(), digest_size=12).hexdigest()}"'
