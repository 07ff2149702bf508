"""One process that speaks HTTP: uvicorn around the application.

uvicorn bounds neither how long a request's head may be, nor how long it may take to come, nor how long a client may
leave its answer lying; all three are bounded here, so that nobody holds memory or connections of this process for
nothing.
"""

import asyncio
import logging
import os
import resource
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httptools
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.http.accepting import Loads, SharingServer
from server.http.state import Service

_MOST_HEAD_BYTES: Final = 131_072
_HEAD_SECONDS: Final = 30
_IDLE_SECONDS: Final = 75
# Each connection is one; many systems give a program 1,024 unless it asks for more.
_MOST_FILES: Final = 65_536
# Headers that only speak of another protocol.
_WISH: Final = (b"upgrade", b"http2-settings")
_TOO_LONG: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class BoundedProtocol(HttpToolsProtocol):
    """A connection whose requests' heads are bounded in bytes and in seconds; over is called at its end."""

    def __init__(self, over: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self._over = over
        self._head_bytes = 0
        self._head_begun = False
        self._late: asyncio.TimerHandle | None = None
        self._unsent = 0
        self._sending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected; it may be silent for as long as between two requests."""
        super().connection_made(transport)
        self.timeout_keep_alive_task = self.loop.call_later(_IDLE_SECONDS, self.timeout_keep_alive_handler)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        self._unset_keepalive_if_required()
        self._head_is_over()
        if self._sending is not None:
            self._sending.cancel()
        self._over()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes what a client sent."""
        self._parse(memoryview(data))
        if self._head_begun:
            self._head_bytes += len(data)
            if self._head_bytes > _MOST_HEAD_BYTES:
                self.transport.write(_TOO_LONG)
                self.transport.close()
            elif self._late is None:
                self._late = self.loop.call_later(_HEAD_SECONDS, self.transport.close)

    def pause_writing(self) -> None:
        """More waits to be sent than the system takes."""
        super().pause_writing()
        if self._sending is None:
            self._watch_sending()

    def _watch_sending(self) -> None:
        """Ends a connection whose client takes nothing of what it asked for; to close it would wait for the client."""
        unsent = self.transport.get_write_buffer_size()
        if unsent and unsent == self._unsent:
            self.transport.abort()
            return
        self._unsent = unsent
        self._sending = self.loop.call_later(_IDLE_SECONDS, self._watch_sending) if unsent else None

    def on_message_begin(self) -> None:
        """The first byte of a request is there."""
        self._head_begun = True
        super().on_message_begin()

    def _parse(self, data: memoryview) -> None:
        """Has the parser read some bytes.

        Some clients, as Java's, wish for HTTP/2 with their first request (``Upgrade: h2c``). The parser ends a request
        there, whatever its body, for it knows not who goes on. Here nobody does: the wish is passed over (RFC 9110,
        section 7.8), and the request read once more without it."""
        self._unset_keepalive_if_required()
        try:
            while data:
                try:
                    self.parser.feed_data(data)
                    return
                except httptools.HttpParserUpgrade as wish:
                    data = data[wish.args[0] :]
                    if self._wishes():
                        head = self._without_wish()
                        # The old one is done where the connection is to be closed after the request.
                        self.parser = httptools.HttpRequestParser(self)
                        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
                        self.parser.feed_data(head)
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")

    def _wishes(self) -> bool:
        """Whether a request would go on in another protocol. CONNECT always does, and has no body."""
        return bool(self.parser.should_upgrade()) and self.parser.get_method() != b"CONNECT"

    def _without_wish(self) -> bytes:
        """The head of the request that was read last."""
        lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, self.parser.get_http_version().encode())]
        for name, value in self.headers:
            if name == b"connection":
                value = b", ".join(each for each in map(bytes.strip, value.split(b",")) if each.lower() not in _WISH)
            if name not in _WISH:
                lines.append(b"%b: %b" % (name, value))
        return b"\r\n".join([*lines, b"", b""])

    def on_headers_complete(self) -> None:
        """The head of a request is there as a whole."""
        self._head_is_over()
        if not self._wishes():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is there as a whole."""
        if not self._wishes():
            super().on_message_complete()

    def _head_is_over(self) -> None:
        self._head_begun = False
        self._head_bytes = 0
        if self._late is not None:
            self._late.cancel()
            self._late = None


def allow_connections() -> None:
    """Lets this process have as many connections open as the system allows it, up to a number."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_FILES if hard == resource.RLIM_INFINITY else min(_MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def is_a_fault(record: logging.LogRecord) -> bool:
    """Whether uvicorn tells of a fault of this program: an answer that breaks off is told of by the access log and the
    metrics, and that a connection was closed before its answer is no fault."""
    failure = record.exc_info[1] if record.exc_info else None
    closed = isinstance(failure, RuntimeError) and "handler is closed" in str(failure)
    return not closed and "without completing" not in str(record.msg)


def speak_http(service: Service, listener: socket.socket, loads: Loads, process: int, seconds: int) -> None:
    """Answers requests until SIGTERM; what is being answered then may take so many seconds more. process is the number
    of this one among those that share the listener."""
    allow_connections()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(Path(service.readers).parent / "metrics")
    # Imported here, for the metrics look for their folder when they are imported.
    from server.http.application import Application

    logging.getLogger("uvicorn.error").addFilter(is_a_fault)
    config = uvicorn.Config(
        Application(service),
        http=BoundedProtocol,
        loop="uvloop" if os.name == "posix" else "asyncio",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=seconds,
    )
    most = service.settings.client_connections
    SharingServer(config, listener, loads, process, BoundedProtocol, most).run()
