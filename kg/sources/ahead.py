"""The first bytes of a stream, which stay to be read."""

import io
from typing import BinaryIO, cast


def begin_of(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The first bytes, so many unless the stream has fewer, and a stream that begins with them: the same one where it
    can. A pipe that is slow is waited for."""
    buffered: BinaryIO = stream if hasattr(stream, "peek") else io.BufferedReader(cast(io.RawIOBase, stream))
    head = cast(io.BufferedReader, buffered).peek(size)[:size]
    if len(head) == size:
        return head, buffered
    head = buffered.read(size)
    return head, cast(BinaryIO, io.BufferedReader(_Joined(head, buffered)))


class _Joined(io.RawIOBase):
    """Some bytes, then a stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._head:
            given, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            given = cast(io.BufferedReader, self._rest).read1(len(buffer))
        buffer[: len(given)] = given
        return len(given)
