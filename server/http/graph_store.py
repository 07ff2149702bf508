"""The SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation): graphs read, replaced, added to and dropped."""

import re
import uuid
from email import message_from_bytes
from email.policy import HTTP
from typing import Any, Final

from server.formats import GRAPHS, chosen_graph, with_charset
from server.http.authority import require_writer
from server.http.messages import HttpError, Reply, Request
from server.http.protocol import parameters, single, wished_format
from server.http.state import State

PATH: Final = "/store"
METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")


async def answer_graph_store(request: Request, state: State) -> Reply:
    """The reply to a request about a graph. Raises HttpError."""
    if request.method in ("GET", "HEAD"):
        return await _read(request, _graph(request), state)
    require_writer(request, state.service.token)
    made = ""
    if request.method == "POST" and request.path.rstrip("/") == PATH and not request.query_string:
        graph: str | None = f"{request.url.rstrip('/')}/{uuid.uuid4()}"
        made = str(graph)
    else:
        graph = _graph(request)
    kinds, parts = ([], []) if request.method == "DELETE" else await _content(request, state)
    question: dict[str, Any] = {
        "do": request.method,
        "graph": graph,
        "base": graph or request.url,
        "kinds": kinds,
        "parts": len(parts),
        "deadline": state.deadline(),
    }
    answer = await state.writer.ask(question, request, parts)
    headers = {"Generation": str(answer.header["generation"])}
    if made:
        headers["Location"] = made
    return Reply(answer.header["status"], headers=headers, work="graph store")


async def _read(request: Request, graph: str | None, state: State) -> Reply:
    wish = wished_format(parameters(request.query_string))
    media_type = chosen_graph(request.headers.get("accept", ""), wish)
    if media_type is None:
        raise HttpError(406, f"a graph can be written as: {', '.join(GRAPHS)}")
    question = {
        "graph_store": graph,
        "graph": media_type,
        "coding": "",
        "deadline": state.deadline(),
        "generation": state.generation(),
        "limit": state.settings.max_result_bytes,
    }
    answer = await state.readers.ask(question, request)
    headers = {"Content-Type": with_charset(media_type), "Vary": "Accept", "Cache-Control": "no-cache"}
    return Reply(200, answer.body, headers, answer.rest, work="graph store")


def _graph(request: Request) -> str | None:
    """The IRI of the graph that a request is about; None for the default graph."""
    found = parameters(request.query_string)
    graph, default = single(found, "graph"), single(found, "default")
    if default is not None:
        if graph is not None:
            raise HttpError(400, "graph and default exclude each other")
        return None
    if graph is not None:
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", graph):
            raise HttpError(400, f"a graph's IRI must be absolute, not {graph[:100]!r}")
        return graph
    if request.path.rstrip("/") == PATH:
        raise HttpError(400, "name the graph: ?graph=IRI or ?default")
    return request.url


async def _content(request: Request, state: State) -> tuple[list[str], list[bytes]]:
    """Media types and bytes of what a request carries: one document, or those of a multipart form."""
    body = await request.body(state.settings.max_update_bytes)
    if request.media_type != "multipart/form-data":
        request.require_utf8()
        return [_rdf(request.media_type or "text/turtle")], [body]
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1")
    message = message_from_bytes(head + body, policy=HTTP)
    kinds, parts = [], []
    for part in message.iter_parts():
        kinds.append(_rdf(part.get_content_type()))
        payload = part.get_payload(decode=True)
        parts.append(payload if isinstance(payload, bytes) else b"")
    if not parts:
        raise HttpError(400, "the multipart body has no parts")
    return kinds, parts


def _rdf(media_type: str) -> str:
    if media_type not in GRAPHS:
        raise HttpError(415, f"a graph can be read from: {', '.join(GRAPHS)}; not from {media_type}")
    return media_type
