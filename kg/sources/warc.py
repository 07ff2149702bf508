"""Web archives (WARC, ISO 28500) → articles: the HTML pages of its successful responses.

A damaged record costs itself only: reading goes on at the next place that looks like a record.
"""

import codecs
import zlib
from collections.abc import Iterator
from email.message import Message
from typing import BinaryIO

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from kg.errors import ArticleError
from kg.settings import Settings
from kg.sources.html import html_record
from kg.sources.noted import Noted

_GZIP_MEMBER = b"\x1f\x8b\x08"
_RECORD = b"WARC/1."
_WINDOW = 1_048_576


def warc_records(stream: BinaryIO, name: str, settings: Settings) -> Iterator[tuple[str, object]]:
    """The place and the article of each HTML page; faults in their place. Raises ArticleError where nothing is read.

    The stream must be seekable, for a damaged record to be passed over.
    """
    if not stream.seekable():
        raise ArticleError("a web archive must be a file, not a stream")
    mark = _GZIP_MEMBER if stream.read(len(_GZIP_MEMBER)) == _GZIP_MEMBER else _RECORD
    begin: int | None = 0
    while begin is not None:
        stream.seek(begin)
        archive = ArchiveIterator(stream)
        try:
            for record in archive:
                yield from _page(record, archive.offset, settings)
            return
        except (ArchiveLoadFailed, OSError, EOFError, ValueError, OverflowError, zlib.error, brotli.error) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            yield f"record at byte {archive.offset}", ArticleError(f"is damaged: {reason:.120}")
        begin = _next_record(stream, archive.offset + 1, mark)


def _page(record: ArcWarcRecord, offset: int, settings: Settings) -> Iterator[tuple[str, object]]:
    """The article of one record, if it is an HTML page that was answered in full."""
    headers = record.http_headers
    status = headers.get_statuscode() if headers else "200"
    content_type = (headers or record.rec_headers).get_header("Content-Type") or ""
    if record.rec_type not in ("response", "resource") or status != "200" or "html" not in content_type:
        return
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    place = f"record at byte {offset}"
    try:
        data = _content(record, settings.max_html_bytes + 1)
        if len(data) > settings.max_html_bytes:
            raise ArticleError(f"larger than {settings.max_html_bytes} bytes (setting max_html_bytes)")
        if _is_cut_off(record):
            raise ArticleError("is damaged: the file ends before the record does")
        page = html_record(data, address.strip("<>") or place, address.strip("<>"), _charset(content_type))
    except ArticleError as error:
        yield place, error
        return
    if crawled := record.rec_headers.get_header("WARC-Date"):
        page["crawled"] = crawled
    cut = record.rec_headers.get_header("WARC-Truncated")
    yield place, Noted(page, (f"was cut short when it was crawled ({cut:.40})",)) if cut else page


def _content(record: ArcWarcRecord, most: int) -> bytes:
    """The bytes of a page as they were before they were packed, at most so many."""
    headers = record.http_headers
    if not headers or (headers.get_header("Content-Encoding") or "").strip().lower() != "br":
        return bytes(record.content_stream().read(most))
    # The library knows another module of the name brotli.
    headers.remove_header("Content-Encoding")
    stream, unpacker, data = record.content_stream(), brotli.Decompressor(), b""
    while len(data) < most and (part := stream.read(_WINDOW)):
        data += unpacker.process(part, output_buffer_limit=most)
    return bytes(data[:most])


def _is_cut_off(record: ArcWarcRecord) -> bool:
    """Whether a record has fewer bytes than it says; the library takes what there is for the whole."""
    while record.raw_stream.read(_WINDOW):
        continue
    return bool(getattr(record.raw_stream, "limit", 0) > 0)


def _charset(content_type: str) -> str | None:
    """The encoding that a Content-Type names, if Python knows it."""
    message = Message()
    message["Content-Type"] = content_type
    name = message.get_content_charset()
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _next_record(stream: BinaryIO, begin: int, mark: bytes) -> int | None:
    """Where the next record seems to begin, from a byte on; None where there is none."""
    stream.seek(begin)
    kept, place = b"", begin
    while block := stream.read(_WINDOW):
        window = kept + block
        found = window.find(mark)
        if found >= 0:
            return place - len(kept) + found
        place += len(block)
        kept = window[-(len(mark) - 1) :]
    return None
