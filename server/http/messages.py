"""A request and its reply, over the ASGI interface."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Protocol
from urllib.parse import quote

from server.headers import qualities

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


# What a Host header may hold (RFC 9110, section 7.2): a name or an address, and a port.
# A name's labels are 1 to 63 characters long (RFC 1035, section 2.3.4).
_LABEL: Final = r"[\w~!$&'()*+,;=%-]{1,63}"
_HOST: Final = re.compile(rf"(?:(?:{_LABEL}(?:\.{_LABEL})*+\.?)?|\[[0-9a-f:.]+\])(?::\d*)?", re.ASCII | re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_LEAST: Final = 0.001
# A body may be silent for so many seconds in all, beyond those that so many bytes a second take.
_SILENT_SECONDS: Final = 30.0
_SLOWEST: Final = 2_000


class HttpError(Exception):
    """An answer other than success; headers are added to the reply."""

    def __init__(
        self,
        status: int,
        message: str,
        line: int | None = None,
        column: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.line = line
        self.column = column
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        """The error as JSON shows it."""
        content: dict[str, Any] = {"status": self.status, "message": str(self)}
        if self.line is not None:
            content |= {"line": self.line, "column": self.column}
        return content


class BrokenAnswer(Exception):
    """An answer that had begun cannot be finished: the connection is broken off, so that nobody takes it for whole."""


class Request:
    """What a client sent. Header names are in lower case."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query_string: str = scope["query_string"].decode("latin-1")
        self.headers = _headers(scope["headers"])

    @property
    def url(self) -> str:
        """Scheme, host and path, as the client named them, so percent-encoded; a proxy's X-Forwarded-Proto counts."""
        scheme = self.headers.get("x-forwarded-proto", self.scope.get("scheme", "http"))
        raw = self.scope.get("raw_path")
        path = raw.decode("latin-1") if raw else quote(self.path)
        return f"{'https' if scheme == 'https' else 'http'}://{self.headers.get('host', 'localhost')}{path}"

    @property
    def media_type(self) -> str:
        """The body's media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def wants_page(self) -> bool:
        """Whether a browser asks, for a person to read: it likes HTML, and JSON no better."""
        accept = self.headers.get("accept", "").lower()
        if "text/html" not in accept:
            return False
        liked = qualities(accept)
        return liked.get("text/html", 0.0) >= max(liked.get("application/json", 0.0), _LEAST)

    def require_utf8(self) -> None:
        """Raises HttpError where the body is said to be in another encoding: the protocols of SPARQL 1.1 know UTF-8
        alone (sections 2.1.3 and 2.2.2); ASCII is a part of it."""
        charset = _CHARSET.search(self.headers.get("content-type", ""))
        if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
            raise HttpError(415, f"the body must be in UTF-8, not {charset[1]}")

    def require_host(self) -> None:
        """Raises HttpError where the request names its host in no way or in two (RFC 9112, section 3.2): answers and
        their addresses are made of it."""
        named = sum(name == b"host" for name, _ in self.scope["headers"])
        needed = self.scope.get("http_version") != "1.0"
        if named > 1 or named < needed or not _HOST.fullmatch(self.headers.get("host", "")):
            raise HttpError(400, "the request must have one header Host, with a name or an address")

    async def body(self, limit: int) -> bytes:
        """The whole body. Raises HttpError where it is longer than the limit, in bytes, comes too slowly, or is
        packed."""
        too_long = HttpError(413, f"the request exceeds the limit of {limit} bytes")
        length = self.headers.get("content-length", "0")
        if length.isdigit() and int(length) > limit:
            raise too_long
        if self.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
            raise HttpError(415, "the body must not be packed", headers={"Accept-Encoding": "identity"})
        parts, size, begun = [], 0, time.monotonic()
        while True:
            try:
                async with asyncio.timeout(begun + _SILENT_SECONDS + size / _SLOWEST - time.monotonic()):
                    message = await self.receive()
            except TimeoutError:
                raise HttpError(408, "the body comes too slowly", headers={"Connection": "close"}) from None
            if message["type"] == "http.disconnect":
                raise HttpError(400, "the request's body is not whole")
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > limit:
                raise too_long
            if not message.get("more_body", False):
                return b"".join(parts)


def _headers(lines: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in lines}
    if len(found) == len(lines):
        return found
    # One header on several lines is a list (RFC 9110, section 5.3).
    several: dict[str, list[str]] = {name: [] for name in found}
    for name, value in lines:
        several[name.decode("latin-1").lower()].append(value.decode("latin-1"))
    return {name: ", ".join(values) for name, values in several.items()}


class Stream(Protocol):
    """Parts of a body, as they come. close ends the work on it, done or not."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The parts."""
        ...

    def close(self) -> None:
        """Ends it."""
        ...


@dataclass(slots=True)
class Reply:
    """What is sent back; stream, if any, goes on after the body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    stream: Stream | None = None
    # What kind of work it was, for the log and the metrics.
    work: str = "page"


def json_reply(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A reply of JSON."""
    body = json.dumps(content, ensure_ascii=False).encode() + b"\n"
    return Reply(status, body, {"Content-Type": "application/json", **(headers or {})})


@lru_cache(maxsize=256)
def _encoded(name: str) -> bytes:
    return name.lower().encode("latin-1")


_EMPTY: Final = {"type": "http.response.body", "body": b"", "more_body": False}


async def send_reply(send: Send, reply: Reply, head_only: bool) -> int:
    """Sends a reply; returns the size of its body. Raises BrokenAnswer where its stream breaks off."""
    try:
        return await _send(send, reply, head_only)
    finally:
        if reply.stream is not None:
            reply.stream.close()


async def _send(send: Send, reply: Reply, head_only: bool) -> int:
    headers = [(_encoded(name), value.encode("latin-1")) for name, value in reply.headers.items()]
    if reply.stream is None and reply.status not in (204, 304):
        headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if reply.stream is None or head_only:
        body = b"" if head_only else reply.body
        await send({**_EMPTY, "body": body})
        return len(body)
    await send({**_EMPTY, "body": reply.body, "more_body": True})
    size = len(reply.body)
    async for part in reply.stream:
        size += len(part)
        await send({**_EMPTY, "body": part, "more_body": True})
    await send(_EMPTY)
    return size
