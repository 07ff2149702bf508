"""One question to an engine process over its socket, by a thread that waits for the whole answer."""

import json
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from kg.errors import StoreError
from server.engine.frames import BODY, END, ERROR, REQUEST, FrameBuffer, frame, json_frame, read_frame

# How often it is looked whether anybody still waits for an answer.
_LOOK_SECONDS: Final = 0.5


def exchange(
    path: str,
    question: dict[str, Any],
    seconds: float,
    parts: Sequence[bytes] = (),
    gone: Callable[[], bool] = lambda: False,
) -> tuple[bytes, dict[str, Any] | None]:
    """The body of the answer, and the error where it is one. parts are documents that go with the question; gone says
    whether nobody waits for the answer any more, which ends the work on it.

    Raises StoreError where the process cannot be reached, takes longer than it may, was ended, or nobody waits.
    """
    body = bytearray()
    until = time.monotonic() + seconds
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(seconds)
        try:
            connection.connect(path)
            connection.sendall(json_frame(REQUEST, question) + b"".join(frame(BODY, part) for part in parts))
            connection.settimeout(_LOOK_SECONDS)
            buffer = FrameBuffer()
            while (found := _next(connection, buffer, until, gone)) is not None and found[0] not in (END, ERROR):
                if found[0] == BODY:
                    body += found[1]
        except OSError:
            raise StoreError("the server is busy; try again soon") from None
    if found is None:
        raise StoreError("the process that worked on this was ended; try again")
    return bytes(body), json.loads(found[1]) if found[0] == ERROR else None


def _next(
    connection: socket.socket, buffer: FrameBuffer, until: float, gone: Callable[[], bool]
) -> tuple[bytes, bytes] | None:
    """The next frame. Raises TimeoutError at the time, and where nobody waits any more."""
    while True:
        try:
            return read_frame(connection, buffer)
        except TimeoutError:
            if gone() or time.monotonic() > until:
                raise
