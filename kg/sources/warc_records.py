"""The records of a web archive (WARC, ISO 28500) that are whole: the library that parses them takes what there is for
the whole, and goes on wherever that leads.

A damaged record costs itself only: reading goes on at the next place that looks like a record.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final, Protocol

import brotli
from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from kg.errors import ArticleError
from kg.sources.compression import decompressed

_GZIP_MEMBER: Final = b"\x1f\x8b\x08"
_GZIP: Final = 31  # zlib's window with a gzip header
_RECORD: Final = b"WARC/1."
_WINDOW: Final = 1_048_576
_LOOKED_AT: Final = 64 * _WINDOW
# A record's headers may have so many bytes.
_HEADER_BYTES: Final = 1_048_576
_ENDS: Final = "the file ends before the record does"
# AttributeError is what the library has for a record without an address.
_FAULTS: Final = (ArchiveLoadFailed, OSError, ValueError, OverflowError, AttributeError, zlib.error, brotli.error)
Place = tuple[str, object]


def read_records(stream: BinaryIO, read: Callable[[ArcWarcRecord, str], Iterable[Place]]) -> Iterator[Place]:
    """What ``read`` makes of each record that is whole and of its place; faults in their place.

    Raises ArticleError where there is no record at all, EOFError where compressed data end early.
    """
    source = _source(stream)
    if not source.begin():
        raise ArticleError("holds no record of a web archive")
    goes_on = True
    while goes_on:
        archive, goes_on = _Archive(source), False
        try:
            for record in archive:
                found = list(read(record, _place(archive)))
                archive.require_whole()
                yield from found
        except _FAULTS as error:
            yield _place(archive), ArticleError(f"is damaged: {_reason(error):.120}")
            goes_on = source.resume(archive)
    source.end()


class _Source(Protocol):
    """The bytes that records are read from, and how to find the next one behind a damaged one."""

    def read(self, size: int = -1) -> bytes: ...
    def tell(self) -> int: ...
    def begin(self) -> bool: ...
    def resume(self, archive: "_Archive") -> bool: ...
    def end(self) -> None: ...


class _Archive(WARCIterator):  # type: ignore[misc]
    """The library's iterator, without its leniency."""

    def __init__(self, source: _Source) -> None:
        super().__init__(source)
        self.reader = self.bytes = _Reader(source)

    def require_whole(self) -> None:
        """Goes over the rest of the record. Raises ArchiveLoadFailed where it is shorter or longer than it says."""
        stream = self.record.raw_stream
        while stream.read(_WINDOW):
            continue
        if getattr(stream, "limit", 0) > 0:
            raise ArchiveLoadFailed(_ENDS)
        self.read_to_end()

    def _next_record(self, next_line: bytes | None) -> ArcWarcRecord:
        self.bytes.header_bytes = _HEADER_BYTES
        try:
            record = super()._next_record(next_line)
        except EOFError:
            if self.bytes.within_member():
                raise ArchiveLoadFailed(_ENDS) from None
            raise
        if record.rec_headers.get_header("Content-Length") is None:
            raise ArchiveLoadFailed("has no Content-Length")
        self.bytes.header_bytes = None
        return record

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        """What follows a record must be blank; the library warns of anything else and goes on."""
        size = 0
        while line := self.reader.readline():
            if line.strip():
                if not size:
                    raise ArchiveLoadFailed("its Content-Length is wrong")
                return line, size
            size += len(line)
        return None, size

    def _raise_invalid_gzip_err(self) -> None:
        """One gzip member of several records can be read all the same."""


class _Reader(DecompressingBufferedReader):  # type: ignore[misc]
    """Raises zlib.error where packed data are damaged, ArchiveLoadFailed where headers do not end."""

    def __init__(self, source: _Source) -> None:
        super().__init__(source)
        self.header_bytes: int | None = None

    def within_member(self) -> bool:
        """Whether packed data were begun and not ended."""
        unpacker = self.decompressor
        return unpacker is not None and not unpacker.eof and self.num_block_read > 0

    def readline(self, length: int | None = None) -> bytes:
        if self.header_bytes is None:
            return bytes(super().readline(length or _HEADER_BYTES))
        line = bytes(super().readline(min(length or _HEADER_BYTES, self.header_bytes + 1)))
        self.header_bytes -= len(line)
        if self.header_bytes < 0:
            raise ArchiveLoadFailed(f"has headers of more than {_HEADER_BYTES} bytes")
        return line

    def _decompress(self, data: bytes) -> bytes:
        if self.decompressor and data and self.num_block_read:
            return bytes(self.decompressor.decompress(data))
        return bytes(super()._decompress(data))


class _Anywhere:
    """A file in which each record can be gone to."""

    def __init__(self, stream: BinaryIO, mark: bytes) -> None:
        self.read, self.tell = stream.read, stream.tell
        self._stream = stream
        self._mark = mark

    def begin(self) -> bool:
        return self._go_on(0)

    def resume(self, archive: _Archive) -> bool:
        return self._go_on(archive.offset + 1)

    def end(self) -> None:
        """There is nothing to see to."""

    def _go_on(self, begin: int) -> bool:
        """Goes to where the next record seems to begin, from a byte on."""
        self._stream.seek(begin)
        kept, place = b"", begin
        while block := self._stream.read(_WINDOW):
            window = kept + block
            found = window.find(self._mark)
            if found >= 0:
                self._stream.seek(place - len(kept) + found)
                return True
            place += len(block)
            kept = window[-(len(self._mark) - 1) :]
        return False


class _Onward:
    """A stream that comes but once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._back = b""
        self._read = 0
        self._is_cut = False

    def read(self, size: int = -1) -> bytes:
        if self._back:
            data, self._back = self._back[:size], self._back[size:]
            return data
        try:
            data = self._stream.read(size)
        except EOFError:  # the library would take it for the end of the archive
            self._is_cut, data = True, b""
        self._read += len(data)
        return data

    def tell(self) -> int:
        return self._read - len(self._back)

    def begin(self) -> bool:
        return self._go_on()

    def resume(self, archive: _Archive) -> bool:
        self._back = bytes(archive.bytes.buff.read() if archive.bytes.buff else b"") + self._back
        return self._go_on()

    def end(self) -> None:
        """Raises EOFError where the stream broke off."""
        if self._is_cut:
            raise EOFError

    def _go_on(self) -> bool:
        kept = b""
        while block := self.read(_WINDOW):
            window = kept + block
            found = window.find(_RECORD)
            if found >= 0:
                self._back = window[found:] + self._back
                return True
            kept = window[-(len(_RECORD) - 1) :]
        return False


def _source(stream: BinaryIO) -> _Source:
    if stream.seekable():
        head = stream.read(len(_GZIP_MEMBER))
        by_records = head == _GZIP_MEMBER and not _is_one_member(stream)
        stream.seek(0)
        if by_records:
            return _Anywhere(stream, _GZIP_MEMBER)
        if _RECORD.startswith(head):
            return _Anywhere(stream, _RECORD)
    plain = decompressed(stream)
    return _Anywhere(stream, _RECORD) if plain is stream and stream.seekable() else _Onward(plain)


def _is_one_member(stream: BinaryIO) -> bool:
    """Whether the first gzip member has more than one record: the file was packed as a whole."""
    stream.seek(0)
    unpacker, seen, kept = zlib.decompressobj(_GZIP), 0, b""
    try:
        while not unpacker.eof and seen < _LOOKED_AT and (block := unpacker.unconsumed_tail or stream.read(_WINDOW)):
            part = kept + unpacker.decompress(block, _WINDOW)
            if b"\n" + _RECORD in part:
                return True
            seen += len(part)
            kept = part[-len(_RECORD) :]
    except zlib.error:
        return False
    return False


def _place(archive: _Archive) -> str:
    return f"record at byte {archive.offset}"


def _reason(error: Exception) -> str:
    """In one line that can be shown: the library quotes what it read."""
    told = " ".join(str(error).split()) or type(error).__name__
    return "".join(each if each.isprintable() else "\ufffd" for each in told)
