"""The formats that articles come in, by name and by the suffix of a file.

The readers of the heavier formats are imported when one is met: most builds meet none, and each takes a library.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from kg.errors import ArticleError
from kg.settings import Settings
from kg.sources.ahead import begin_of
from kg.sources.csv_articles import csv_records
from kg.sources.json_articles import is_named, json_file_records, json_line_records
from kg.sources.noted import Noted
from kg.sources.text import as_utf_8, decoded, decoded_prose, whole

_HEAD_BYTES = 4096
# The place within the input (empty: all of it), and a JSON-like article or why there is none.
Records = Iterator[tuple[str, object]]


@dataclass(frozen=True, slots=True)
class Format:
    """How to read one format. ``read`` takes the bytes, a name for articles that bring none, and the limits."""

    suffixes: tuple[str, ...]
    read: Callable[[BinaryIO, str, Settings], Records]
    reads_compressed: bool = False


def _text(stream: BinaryIO, name: str, settings: Settings) -> Records:
    text, notes = decoded_prose(whole(stream, settings.max_input_bytes, "max_input_bytes"))
    if not text.strip():
        raise ArticleError("is empty")
    yield "", Noted({"id": name, "text": text}, notes)


def _json(stream: BinaryIO, name: str, settings: Settings) -> Records:
    records = json_file_records(decoded(whole(stream, settings.max_input_bytes, "max_input_bytes")))
    if len(records) == 1:
        [record] = records
        if isinstance(record, dict) and not is_named(record):
            record = {**record, "id": name}
        yield "", record
        return
    for number, record in enumerate(records, start=1):
        yield f"article {number}", record


def _json_lines(stream: BinaryIO, name: str, settings: Settings) -> Records:
    for number, record in json_line_records(as_utf_8(stream), settings.max_line_bytes):
        yield f"line {number}", record


def _html(stream: BinaryIO, name: str, settings: Settings) -> Records:
    from kg.sources.html import html_record

    yield "", html_record(whole(stream, settings.max_html_bytes, "max_html_bytes"), name)


def _feed(stream: BinaryIO, name: str, settings: Settings) -> Records:
    from kg.sources.feeds import feed_records

    return feed_records(whole(stream, settings.max_input_bytes, "max_input_bytes"))


def _pdf(stream: BinaryIO, name: str, settings: Settings) -> Records:
    from kg.sources.pdf import pdf_record

    data = whole(stream, settings.max_input_bytes, "max_input_bytes")
    yield "", pdf_record(data, name, settings.max_article_chars)


def _dump(stream: BinaryIO, name: str, settings: Settings) -> Records:
    from kg.sources.mediawiki import dump_records

    return dump_records(stream, settings)


def _warc(stream: BinaryIO, name: str, settings: Settings) -> Records:
    from kg.sources.warc import warc_records

    return warc_records(stream, name, settings)


def _xml(stream: BinaryIO, name: str, settings: Settings) -> Records:
    """A feed or a wiki's dump; the first bytes tell which."""
    head, stream = begin_of(stream, _HEAD_BYTES)
    if b"<mediawiki" in head:
        return _dump(stream, name, settings)
    if any(root in head for root in (b"<rss", b"<feed", b"<rdf:RDF")):
        return _feed(stream, name, settings)
    raise ArticleError("is XML, but neither a feed nor a MediaWiki dump")


FORMATS = {
    "text": Format((".txt", ".text", ".md"), _text),
    "json": Format((".json",), _json),
    "jsonl": Format((".jsonl", ".ndjson"), _json_lines),
    "csv": Format((".csv", ".tsv"), csv_records),
    "html": Format((".html", ".htm", ".xhtml"), _html),
    "feed": Format((".rss", ".atom"), _feed),
    "mediawiki": Format((), _dump),
    "xml": Format((".xml",), _xml),
    "warc": Format((".warc",), _warc, reads_compressed=True),
    "pdf": Format((".pdf",), _pdf),
}
_BY_SUFFIX = {suffix: reading for reading in FORMATS.values() for suffix in reading.suffixes}


def suffixes() -> list[str]:
    """All suffixes that name a format."""
    return list(_BY_SUFFIX)


def format_of(name: str) -> Format | None:
    """The format that a file's name stands for."""
    return _BY_SUFFIX.get(PurePosixPath(name).suffix.lower())
