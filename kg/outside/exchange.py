"""One request on the wire: to a checked address, within a deadline that also ends what drips, within a size.

urllib3 does the HTTP and the TLS: it is what pip and requests stand on, needs nothing else, and lets a connection be
made by us, so that the address that was checked is the address that is used, while TLS still verifies the name.
"""

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from kg.errors import OutsideError, OutsideTimeout
from kg.outside.addresses import Address

_CONNECT_SECONDS: Final = 10.0
_PART_BYTES: Final = 65_536
# zlib's window, and the flag that makes it tell gzip from zlib by the first bytes.
_GZIP_OR_ZLIB: Final = 47


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def exchange(
    method: str,
    address: Address,
    reached: Sequence[str],
    headers: Mapping[str, str],
    body: bytes | None,
    deadline: float,
    most_bytes: int,
    trust: ssl.SSLContext | None = None,
) -> Response:
    """Sends one request to the first of the checked addresses that takes the connection; follows no redirect.

    deadline is on the clock of time.monotonic; most_bytes bounds the body as sent and as unpacked. trust replaces the
    system's certificates. Raises OutsideTimeout, or OutsideError where the host cannot be reached, breaks off, sends
    too much or in an unknown coding.
    """
    host = address.origin.host
    with _Watch(deadline) as watch:
        try:
            with _pool(address, reached, watch, trust) as pool:
                response = pool.urlopen(
                    method,
                    address.target,
                    body=body,
                    headers={**headers, "Accept-Encoding": "gzip", "Connection": "close"},
                    retries=False,
                    redirect=False,
                    assert_same_host=False,
                    preload_content=False,
                    decode_content=False,
                    timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=max(0.1, deadline - time.monotonic())),
                )
                with closing(response):
                    found = {name.lower(): value for name, value in response.headers.items()}
                    coding = found.get("content-encoding", "identity").strip().lower()
                    parts = response.stream(_PART_BYTES, decode_content=False)
                    received = _unpacked(parts, coding, most_bytes, host)
        except (HTTPError, OSError, zlib.error) as error:
            watch.require_time(host)
            raise OutsideError(f"{host} cannot be asked: {_reason(error)}") from None
        # A body without a length looks whole where its connection was cut.
        watch.require_time(host)
    return Response(response.status, found, received)


class _Watch:
    """Cuts the connection at the deadline: the time-outs of sockets begin anew with every byte that comes."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.over = False
        self._copies: list[socket.socket] = []
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        for copy in self._copies:
            copy.close()

    def add(self, connection: socket.socket) -> None:
        """Watches a connection. TLS takes the socket object over, so a copy of it is kept.

        Raises TimeoutError where the deadline has passed.
        """
        self._copies.append(connection.dup())
        if self.over:
            connection.close()
            raise TimeoutError

    def require_time(self, host: str) -> None:
        """Raises OutsideTimeout once the deadline has passed."""
        if self.over or time.monotonic() >= self.deadline:
            raise OutsideTimeout(f"{host} did not answer in the time given")

    def _cut(self) -> None:
        self.over = True
        for copy in self._copies:
            try:
                copy.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the other side was quicker


class _ToCheckedAddress(HTTPConnection):
    """A connection to one of the addresses that were checked; the name is not looked up again."""

    def __init__(self, *arguments: Any, reached: Sequence[str], watch: _Watch, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._reached = reached
        self._watch = watch

    def _new_conn(self) -> socket.socket:
        problem: OSError = OSError("no address")
        for each in self._reached:
            left = self._watch.deadline - time.monotonic()
            try:
                made = socket.create_connection((each, self.port), max(0.1, min(_CONNECT_SECONDS, left)))
            except OSError as error:
                problem = error
                continue
            made.settimeout(max(0.1, self._watch.deadline - time.monotonic()))
            self._watch.add(made)
            return made
        raise problem


class _ToCheckedAddressWithTls(_ToCheckedAddress, HTTPSConnection):
    """The same with TLS, which verifies the name and not the address."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _ToCheckedAddress


class _PoolWithTls(urllib3.HTTPSConnectionPool):
    ConnectionCls = _ToCheckedAddressWithTls


def _pool(
    address: Address, reached: Sequence[str], watch: _Watch, trust: ssl.SSLContext | None
) -> urllib3.HTTPConnectionPool:
    origin = address.origin
    if origin.scheme == "http":
        return _Pool(origin.host, origin.port, reached=reached, watch=watch)
    return _PoolWithTls(
        origin.host, origin.port, reached=reached, watch=watch, cert_reqs="CERT_REQUIRED", ssl_context=trust
    )


def _unpacked(parts: Iterator[bytes], coding: str, most_bytes: int, host: str) -> bytes:
    """The body as it was before it was packed; never more than most_bytes are unpacked."""
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise OutsideError(f"{host} answers in a coding that was not asked for: {coding[:40]!r}")
    packed = coding not in ("identity", "")
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    found = bytearray()
    size = 0
    within = False
    for part in parts:
        size += len(part)
        if not packed:
            found += part
        while packed and part:
            found += unpacker.decompress(part, most_bytes + 1 - len(found))
            if len(found) > most_bytes:
                break
            part = unpacker.unconsumed_tail
            within = not unpacker.eof
            if unpacker.eof:  # gzip may have several members, one after the other
                part = unpacker.unused_data
                unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
        if max(size, len(found)) > most_bytes:
            raise OutsideError(f"{host} answers with more than {most_bytes} bytes")
    if within:
        raise OutsideError(f"{host} answers with a packed body that is not whole")
    return bytes(found)


def _reason(error: Exception) -> str:
    return " ".join(str(getattr(error, "reason", None) or error).split())[:200] or type(error).__name__
