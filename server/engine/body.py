"""An answer's body on its way out: a file for the engine to write into, with the bounds on what may be sent."""

from typing import Final, Protocol

from kg.xml_text import XmlText
from server.engine.frames import BODY, END, frame
from server.engine.packing import packer
from server.engine.rows import RowCount

_FRAME_BYTES: Final = 262_144


class Sink(Protocol):
    """Where frames go."""

    def send(self, data: bytes) -> None:
        """Sends all the bytes."""
        ...


class AnswerTooLarge(Exception):
    """The answer has passed the limit on its size or on its rows; the message says which."""


class Body:
    """Hands on what is written as frames of some size, packed where a coding is asked for.

    limit bounds the bytes before packing, most_rows the rows of a table (0: nothing does). A body that passes them
    never gets its END frame, so nobody takes its beginning for the whole.
    """

    def __init__(
        self, sink: Sink, header: bytes, media_type: str, coding: str = "", limit: int = 0, most_rows: int = 0
    ) -> None:
        self._sink = sink
        self._header = header
        self._waiting: list[bytes] = []
        self._size = 0
        self._total = 0
        self._limit = limit
        self._most_rows = most_rows
        self._rows = RowCount(media_type) if most_rows else None
        self._xml = XmlText() if media_type.endswith("xml") else None
        self._packer = packer(coding)

    def write(self, data: bytes) -> int:
        """Takes bytes. Raises AnswerTooLarge, or NotWritable for what the format cannot write."""
        size = len(data)
        self._waiting.append(data)
        self._size += size
        self._total += size
        if self._total > self._limit:
            raise AnswerTooLarge(f"the answer is larger than {self._limit} bytes; ask for less, as with LIMIT")
        if self._size >= _FRAME_BYTES:
            self._send(self._counted())
        return size

    def flush(self) -> None:
        """Nothing: frames go out by size."""

    def close(self) -> None:
        """Sends the rest and the end. Raises AnswerTooLarge or NotWritable."""
        self._send(self._counted(), frame(END))

    def _counted(self) -> bytes:
        """What waits, once its rows are counted and its XML is sound: the engine writes in small parts, each of which
        costs as much to look at as many of them together."""
        data = b"".join(self._waiting)
        self._waiting, self._size = [], 0
        if self._rows is not None and self._rows.add(data) > self._most_rows:
            raise AnswerTooLarge(f"the answer has more than {self._most_rows} rows; ask for less, as with LIMIT")
        return self._xml.sound(data) if self._xml else data

    def _send(self, data: bytes, end: bytes = b"") -> None:
        if self._packer:
            data = self._packer.pack(data) + (self._packer.finish() if end else b"")
        self._sink.send(b"".join((self._header, frame(BODY, data) if data else b"", end)))
        self._header = b""
