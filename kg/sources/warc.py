"""Web archives (WARC, ISO 28500) → articles: the HTML pages of their successful responses."""

from collections.abc import Iterator
from email.message import Message
from typing import BinaryIO, Final

import brotli
from warcio.recordloader import ArcWarcRecord

from kg.errors import ArticleError
from kg.settings import Settings
from kg.sources.compression import of_zstd
from kg.sources.html import html_record
from kg.sources.noted import Noted
from kg.sources.warc_records import read_records

_WINDOW: Final = 1_048_576
# Those that the library knows, and none.
_CODINGS: Final = frozenset({"", "identity", "none", "gzip", "deflate"})
_BEGINNINGS: Final = (b"<!doctype html", b"<html")


def warc_records(stream: BinaryIO, name: str, settings: Settings) -> Iterator[tuple[str, object]]:
    """The place and the article of each HTML page; faults in their place. Raises ArticleError where nothing is read."""
    yield from read_records(stream, lambda record, place: _page(record, place, settings))


def _page(record: ArcWarcRecord, place: str, settings: Settings) -> Iterator[tuple[str, object]]:
    """The article of one record, if it is an HTML page that was answered in full."""
    headers = record.http_headers
    status = headers.get_statuscode() if headers else "200"
    content_type = (headers or record.rec_headers).get_header("Content-Type") or ""
    is_answer = record.rec_type in ("response", "resource") and status == "200"
    if not is_answer or (content_type and "html" not in content_type.lower()):
        return
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    try:
        data = _content(record, settings.max_html_bytes + 1)
        if not content_type and not data.lstrip()[:20].lower().startswith(_BEGINNINGS):
            return
        if len(data) > settings.max_html_bytes:
            raise ArticleError(f"larger than {settings.max_html_bytes} bytes (setting max_html_bytes)")
        page = html_record(data, address or place, address, _charset(content_type))
    except ArticleError as error:
        yield place, error
        return
    crawled = record.rec_headers.get_header("WARC-Date")
    cut = record.rec_headers.get_header("WARC-Truncated")
    notes = (f"was cut short when it was crawled ({cut:.40})",) if cut else ()
    more = {"crawled": crawled} if crawled else {}
    yield place, Noted(page.record | more, (*page.notes, *notes))


def _content(record: ArcWarcRecord, most: int) -> bytes:
    """The bytes of a page as they were before they were packed, at most so many."""
    headers = record.http_headers
    coding = ((headers and headers.get_header("Content-Encoding")) or "").strip().lower()
    if coding in _CODINGS:
        return bytes(record.content_stream().read(most))
    # The library knows another module of the name brotli, and takes what it cannot unpack for unpacked.
    headers.remove_header("Content-Encoding")
    stream = record.content_stream()
    if coding == "br":
        unpacker, data = brotli.Decompressor(), b""
        while len(data) < most and (part := stream.read(_WINDOW)):
            data += unpacker.process(part, output_buffer_limit=most)
        return bytes(data[:most])
    if coding == "zstd":
        return of_zstd(bytes(stream.read(most)), most)
    raise ArticleError(f"is packed in a way that is not known here ({coding:.40})")


def _charset(content_type: str) -> str | None:
    """The encoding that a Content-Type names."""
    message = Message()
    message["Content-Type"] = content_type
    return message.get_content_charset()
