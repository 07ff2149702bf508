"""Requests to a store over HTTP: connections that stay open, and patience with a server that is busy."""

import base64
import http.client
import os
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

from kg.errors import StoreError, StoreFull, UsageError

_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_ATTEMPTS: Final = 6
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_FULL: Final = 507


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer."""

    status: int
    content_type: str
    body: bytes


def credentials(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The header that shows who asks: KG_STORE_TOKEN as bearer token, or KG_STORE_USER and KG_STORE_PASSWORD; empty
    where neither is set. Raises UsageError where a value cannot stand in a header."""
    environment = os.environ if environment is None else environment
    token, user = environment.get("KG_STORE_TOKEN"), environment.get("KG_STORE_USER")
    if token:
        if not token.isascii() or not token.isprintable() or " " in token:
            raise UsageError("KG_STORE_TOKEN holds a character that cannot stand in a header")
        return {"Authorization": f"Bearer {token}"}
    if user:
        pair = f"{user}:{environment.get('KG_STORE_PASSWORD', '')}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    return {}


class Client:
    """Asks one server, from any thread; closes its connections as a context manager.

    A request is repeated while the server is busy or cannot be reached, so it must be one that may be
    carried out twice.

    timeout: seconds that the server may be silent; pause: the first of the growing pauses between attempts. Raises
    StoreError where the server refuses or stays away, StoreFull where it says that its disk is full.
    """

    def __init__(self, origin: str, headers: Mapping[str, str], timeout: float, pause: float = _FIRST_PAUSE) -> None:
        self.origin = origin
        self._parts = urlsplit(origin)
        self._headers = dict(headers)
        self._timeout = timeout
        self._pause = pause
        self._local = threading.local()
        self._opened: list[http.client.HTTPConnection] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the connections of all threads."""
        for connection in self._opened:
            connection.close()

    def request(
        self, method: str, target: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The answer to a request; target is path and query string. An answer of 404 is given back like any that is
        well."""
        problem = ""
        for attempt in range(_ATTEMPTS):
            try:
                reply, wait = self._once(method, target, body, headers or {})
            except (OSError, http.client.HTTPException) as error:
                self._close()
                problem, wait = f"cannot be reached: {error or type(error).__name__}", None
            else:
                # A redirect is none: nothing was carried out.
                if reply.status < 300 or reply.status == 404:
                    return reply
                if reply.status not in _PASSING:
                    raise _refusal(self.origin, reply)
                problem = f"answers {reply.status}: {_line(reply.body)}"
            if attempt + 1 < _ATTEMPTS:
                time.sleep(min(wait if wait is not None else self._pause * 2**attempt, _LONGEST_PAUSE))
        raise StoreError(f"the store at {self.origin}, asked {_ATTEMPTS} times, {problem}")

    def _once(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[Reply, float | None]:
        connection = self._connection()
        connection.request(method, target, body, {**self._headers, **headers})
        response = connection.getresponse()
        reply = Reply(response.status, response.headers.get_content_type(), response.read())
        if response.will_close:
            self._close()
        return reply, _seconds(response.headers.get("Retry-After"))

    def _connection(self) -> http.client.HTTPConnection:
        open_one: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if open_one is None:
            host, port = self._parts.hostname or "", self._parts.port
            if self._parts.scheme == "https":
                context = ssl.create_default_context()
                open_one = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)
            else:
                open_one = http.client.HTTPConnection(host, port, timeout=self._timeout)
            self._local.connection = open_one
            self._opened.append(open_one)
        return open_one

    def _close(self) -> None:
        open_one: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if open_one is not None:
            open_one.close()
            self._opened.remove(open_one)
            self._local.connection = None


def _seconds(value: str | None) -> float | None:
    """Seconds of a Retry-After header; its other form, a date, depends on two clocks and is not read."""
    return float(value) if value and value.strip().isdecimal() else None


def _refusal(origin: str, reply: Reply) -> StoreError:
    if reply.status == _FULL:
        return StoreFull(f"the store at {origin} is full: {_line(reply.body)}")
    if reply.status in (401, 403):
        return StoreError(
            f"the store at {origin} answers {reply.status}: set KG_STORE_TOKEN, or KG_STORE_USER and KG_STORE_PASSWORD"
        )
    return StoreError(f"the store at {origin} answers {reply.status}: {_line(reply.body)}")


def _line(body: bytes) -> str:
    return " ".join(body.decode("utf-8", "replace").split())[:200] or "nothing more"
