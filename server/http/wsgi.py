"""Runs the pages' WSGI application for one request, in a thread of its own."""

import asyncio
import io
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from server.engine.tables import GONE
from server.http.codings import coding_for
from server.http.messages import HttpError, Reply, Request
from server.http.packing import pack

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


# Pages that wait for other processes: for a query, or for a change to be written.
_WAITING: Final = ("/query", "/paste")


class Pages:
    """Runs the application in threads: one set for pages that wait for other processes, at most so many at a time, and
    one for all others, which so never wait behind them."""

    def __init__(self, app: WsgiApp, most_waiting: int) -> None:
        self._app = app
        self._most_waiting = most_waiting
        self._waiting = 0
        self._threads = ThreadPoolExecutor(most_waiting)

    async def answer(self, request: Request, most_bytes: int) -> Reply:
        """The application's reply, whole. Raises HttpError where the body is too long, or too many pages wait."""
        body = await request.body(most_bytes) if request.method in ("POST", "PUT", "PATCH") else b""
        coding = coding_for(request.headers.get("accept-encoding", ""))

        gone = threading.Event()

        def run() -> Reply:
            environ = {**environment(request, body), GONE: gone.is_set}
            return pack(_run(self._app, environ), coding, request.path)

        if not request.path.startswith(_WAITING):
            return await asyncio.to_thread(run)
        if self._waiting >= self._most_waiting:
            raise HttpError(503, "the server is busy; try again soon", headers={"Retry-After": "5"})
        self._waiting += 1
        watch = asyncio.create_task(_watch(request, gone))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, run)
        finally:
            self._waiting -= 1
            watch.cancel()


async def _watch(request: Request, gone: threading.Event) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
    gone.set()


def environment(request: Request, body: bytes) -> dict[str, Any]:
    """The WSGI environment of a request (PEP 3333)."""
    host, _, port = request.headers.get("host", "localhost").rpartition(":")
    raw = request.scope.get("raw_path") or request.path.encode()
    client = request.scope.get("client") or ("", 0)
    environ = {
        # What is said of an answer is the same with its body and without, which is left out when it is sent.
        "REQUEST_METHOD": "GET" if request.method == "HEAD" else request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw.partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": request.query_string,
        # As it was sent: some IRIs differ only by what is percent-encoded.
        "REQUEST_URI": raw.partition(b"?")[0].decode("latin-1"),
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port if port.isdigit() else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": client[0],
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if request.url.startswith("https") else "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        if name not in ("content-type", "content-length"):
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    return environ


def _run(app: WsgiApp, environ: dict[str, Any]) -> Reply:
    reply = Reply()

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        reply.status = int(status[:3])
        reply.headers = {name: value for name, value in headers if name.lower() != "content-length"}

    parts = app(environ, start)
    try:
        reply.body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    return reply
