"""What an engine process and the HTTP side say to each other over a Unix socket: frames of a kind and a length.

One request a connection. The answer is a HEADER (JSON), BODY frames, and END; or ERROR (JSON) at any time instead. A
connection that closes without END or ERROR was broken off: the answer is not whole.
"""

import json
import socket
import struct
from typing import Any, Final

REQUEST: Final = b"Q"
HEADER: Final = b"H"
BODY: Final = b"B"
END: Final = b"E"
ERROR: Final = b"X"
PREFIX: Final = struct.Struct(">cI")


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """The bytes of one frame."""
    return PREFIX.pack(kind, len(payload)) + payload


def json_frame(kind: bytes, content: dict[str, Any]) -> bytes:
    """A frame whose payload is JSON."""
    return frame(kind, json.dumps(content).encode())


class FrameBuffer:
    """Cuts received bytes into frames."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, received: bytes) -> None:
        """Adds received bytes."""
        self._bytes += received

    def take(self) -> tuple[bytes, bytes] | None:
        """Kind and payload of the next whole frame, or None while it is not all there."""
        if len(self._bytes) < PREFIX.size:
            return None
        kind, length = PREFIX.unpack_from(self._bytes)
        end = PREFIX.size + length
        if len(self._bytes) < end:
            return None
        payload = bytes(self._bytes[PREFIX.size : end])
        del self._bytes[:end]
        return kind, payload


def read_frame(connection: socket.socket, buffer: FrameBuffer) -> tuple[bytes, bytes] | None:
    """The next frame from a blocking socket; None where the other side closed before it was whole."""
    while (found := buffer.take()) is None:
        received = connection.recv(262_144)
        if not received:
            return None
        buffer.feed(received)
    return found
