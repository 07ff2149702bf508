"""The ASGI application: which part answers which path, errors in one shape, headers, the access log."""

import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, NamedTuple

from flask import Flask, render_template

from server.app import create_app
from server.http.authority import is_writer, require_writer
from server.http.description import answer_description, answer_void
from server.http.graph_store import METHODS, answer_graph_store
from server.http.graph_store import PATH as STORE
from server.http.messages import BrokenAnswer, HttpError, Receive, Reply, Request, Scope, Send, json_reply, send_reply
from server.http.metrics import answer_metrics, count
from server.http.protocol import UPDATE, Operation, operation
from server.http.queries import answer_query, engine_question
from server.http.state import Service, State, query_processes
from server.http.updates import answer_update
from server.http.wsgi import Pages
from server.safety import SECURITY_HEADERS
from server.trying.pages import Trying

_ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Location, Retry-After, Generation, Service-Failed",
    **SECURITY_HEADERS,
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_READ: Final = ("GET", "HEAD", "OPTIONS")
_ASKED: Final = ("GET", "HEAD", "POST", "OPTIONS")


class _Address(NamedTuple):
    """What answers at an address of the protocols, and the methods that it knows."""

    answer: Callable[[Request], Awaitable[Reply]]
    methods: tuple[str, ...]


class Application:
    """Answers HTTP requests in one process."""

    def __init__(self, service: Service) -> None:
        self.state = State(service)
        writing = None
        if service.token is not None:
            writing = Trying(Path(service.writer).parent / "pasted", service.writer, service.token)
        self.app: Flask = create_app(service.folder, service.settings, service.readers, writing)
        self.pages = Pages(self.app.wsgi_app, query_processes(service.settings))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            return
        begun = time.perf_counter()
        request = Request(scope, receive)
        reply = await self._reply(request)
        problem = ""
        size = 0
        try:
            size = await send_reply(send, reply, request.method == "HEAD")
        except BrokenAnswer as error:
            # Nothing more is said: the server then cuts the connection within the body.
            problem = str(error)
        seconds = time.perf_counter() - begun
        count(reply.work, reply.status, seconds, bool(problem))
        if self.state.settings.access_log:
            _log(request, reply, size, seconds, problem)

    async def _reply(self, request: Request) -> Reply:
        try:
            request.require_host()
            address = self._protocol(request)
            if address is None:
                return await self.pages.answer(request, self._longest_body(request))
            reply = await _by_method(request, address)
        except HttpError as error:
            reply = self._error(request, error)
        reply.headers.update(_ALWAYS)
        return reply

    def _longest_body(self, request: Request) -> int:
        """Bytes that a page may be sent: where articles are pasted, more than elsewhere."""
        settings = self.state.settings
        return settings.try_max_bytes if request.path.startswith("/paste") else settings.max_query_bytes

    def _protocol(self, request: Request) -> _Address | None:
        path = request.path.rstrip("/")
        if path == "/sparql" or (path == "/query" and not self._is_page(request)):
            return _Address(self._sparql, _ASKED)
        if path == "/update":
            return _Address(self._update, _ASKED)
        if path == STORE or path.startswith(f"{STORE}/"):
            return _Address(self._graph_store, METHODS)
        reading = {"/.well-known/void": self._void, "/ready": self._ready, "/metrics": self._metrics}.get(path)
        return _Address(reading, _READ) if reading else None

    @staticmethod
    def _is_page(request: Request) -> bool:
        return request.method in ("GET", "HEAD") and (request.wants_page or "name=" in request.query_string)

    async def _sparql(self, request: Request) -> Reply:
        asked = await self._operation(request)
        if asked is None:
            return answer_description(request, self.state)
        answering = answer_update if asked.is_update else answer_query
        return await answering(request, asked, self.state)

    async def _operation(self, request: Request) -> Operation | None:
        """The operation of a request. What only a writer may send is not taken in from others."""
        settings, token = self.state.settings, self.state.service.token
        if request.method == "POST" and request.media_type == UPDATE:
            require_writer(request, token)
        most = settings.max_update_bytes if is_writer(request, token) else settings.max_query_bytes
        return await operation(request, settings.max_query_bytes, most)

    async def _update(self, request: Request) -> Reply:
        asked = await self._operation(request)
        if asked is None or not asked.is_update:
            raise HttpError(400, "this address takes updates; queries go to /sparql")
        return await answer_update(request, asked, self.state)

    async def _graph_store(self, request: Request) -> Reply:
        return await answer_graph_store(request, self.state)

    async def _void(self, request: Request) -> Reply:
        return answer_void(request, self.state)

    async def _ready(self, request: Request) -> Reply:
        """Whether a query would be answered now: the engine is asked the smallest one."""
        asked = Operation(False, "ASK {}", (), (), "", 2.0)
        question = engine_question(asked, self.state, self.state.generation(), "application/json", None, request.url)
        answer = await self.state.readers.ask(question, request)
        return json_reply({"status": "ready", "generation": answer.header["generation"]})

    async def _metrics(self, request: Request) -> Reply:
        return answer_metrics()

    def _error(self, request: Request, error: HttpError) -> Reply:
        if request.wants_page:
            # Not the path that was asked for: it may be one that no address can be made of.
            with self.app.test_request_context("/"):
                page = render_template("error.html", **error.body())
            html = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept"}
            return Reply(error.status, page.encode(), {**html, **error.headers})
        return json_reply({"error": error.body()}, error.status, {"Vary": "Accept", **error.headers})


async def _by_method(request: Request, address: _Address) -> Reply:
    """The answer of an address, where it knows the method. Raises HttpError."""
    if request.method == "OPTIONS" or request.method not in address.methods:
        methods = ", ".join(address.methods)
        if request.method != "OPTIONS":
            raise HttpError(405, f"{request.method} is not allowed here", headers={"Allow": methods})
        return Reply(204, headers={"Allow": methods, "Access-Control-Allow-Methods": methods, **_PREFLIGHT})
    return await address.answer(request)


def _log(request: Request, reply: Reply, size: int, seconds: float, problem: str) -> None:
    entry = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "client": (request.scope.get("client") or ("",))[0],
        "method": request.method,
        "path": request.path,
        "status": reply.status,
        "bytes": size,
        "ms": round(seconds * 1000, 2),
        "work": reply.work,
    }
    if problem:
        entry["broken_off"] = problem
    sys.stderr.write(json.dumps(entry) + "\n")
