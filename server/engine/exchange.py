"""One question to an engine process over its socket, by a thread that waits for the whole answer."""

import json
import socket
from collections.abc import Sequence
from typing import Any

from kg.errors import StoreError
from server.engine.frames import BODY, END, ERROR, REQUEST, FrameBuffer, frame, json_frame, read_frame


def exchange(
    path: str, question: dict[str, Any], seconds: float, parts: Sequence[bytes] = ()
) -> tuple[bytes, dict[str, Any] | None]:
    """The body of the answer, and the error where it is one. parts are documents that go with the question.

    Raises StoreError where the process cannot be reached, takes longer than it may, or was ended.
    """
    body = bytearray()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(seconds)
        try:
            connection.connect(path)
            connection.sendall(json_frame(REQUEST, question) + b"".join(frame(BODY, part) for part in parts))
            buffer = FrameBuffer()
            while (found := read_frame(connection, buffer)) is not None and found[0] not in (END, ERROR):
                if found[0] == BODY:
                    body += found[1]
        except OSError:
            raise StoreError("the server is busy; try again soon") from None
    if found is None:
        raise StoreError("the process that worked on this was ended; try again")
    return bytes(body), json.loads(found[1]) if found[0] == ERROR else None
