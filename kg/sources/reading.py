"""Walks the named inputs and reads each by its format."""

import io
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from kg.errors import ArticleError, UsageError
from kg.records import Article
from kg.settings import Settings
from kg.sources.compression import decompressed, plain_name
from kg.sources.english import require_english
from kg.sources.formats import FORMATS, Format, format_of, suffixes
from kg.sources.json_articles import article_from_json
from kg.sources.noted import Noted
from kg.sources.text import require_prose

_MOST_KINDS: Final = 5
_OF_A_STORE: Final = ("data", "CURRENT")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used as it stands. ``where`` names file and line; ``unreadable`` is true of a
    whole named input."""

    where: str
    reason: str
    skipped: bool = True
    unreadable: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


def read_inputs(
    inputs: Iterable[str], settings: Settings, stdin: BinaryIO | None = None, format_name: str | None = None
) -> Iterator[Article | Problem]:
    """Articles of files, folders (walked in name order) and ``-`` (standard input), in that order.

    ``format_name`` is one of FORMATS; without it a file's name tells its format, and standard input holds JSON Lines.
    Faults come as Problems between the articles; nothing is raised for bad input. Raises UsageError for a format that
    is not known.
    """
    if format_name is not None and format_name not in FORMATS:
        raise UsageError(f"there is no format {format_name!r}; known: {', '.join(FORMATS)}")
    given = FORMATS[format_name] if format_name else None
    for name in inputs:
        if name == "-":
            yield from _read_standard_input(stdin or sys.stdin.buffer, given, settings)
            continue
        path = Path(name)
        if path.is_dir():
            yield from _read_folder(path, given, settings)
        else:
            yield from _read_file(path, path.name, given, settings)


def read_bytes(where: str, data: bytes, format_name: str, settings: Settings) -> Iterator[Article | Problem]:
    """Articles of bytes in one of FORMATS; ``where`` names them in Problems, and articles that bring no name."""
    return _read_stream(where, where, io.BytesIO(data), FORMATS[format_name], settings)


def _read_standard_input(stream: BinaryIO, given: Format | None, settings: Settings) -> Iterator[Article | Problem]:
    items = _read_stream("standard input", "standard-input", stream, given or FORMATS["jsonl"], settings)
    for number, item in enumerate(items):
        if number == 0 and given is None and isinstance(item, Problem) and "valid JSON" in item.reason:
            item = replace(item, reason=f"{item.reason}; JSON Lines are expected there, --format names another format")
        yield item


def _read_folder(folder: Path, given: Format | None, settings: Settings) -> Iterator[Article | Problem]:
    found, others, parts = False, Counter[str](), 0
    paths = sorted(folder.rglob("*"))
    # Browsers put the frames and scripts of a page that is saved into a folder beside it.
    of_pages = {
        path.with_name(f"{path.stem}_files") for path in paths if path.suffix.lower() in FORMATS["html"].suffixes
    }
    # What a store keeps of its own in a folder of articles is no article.
    stores = [path.parent.parent for path in paths if path.parts[-2:] == _OF_A_STORE and path.parent.parent != folder]
    for path in paths:
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts) or any(path.is_relative_to(each) for each in stores)
        if hidden or path.name == "README.md" or not path.is_file():
            continue
        if not of_pages.isdisjoint(path.parents):
            parts += 1
        elif format_of(plain_name(path.name)):
            found = True
            yield from _read_file(path, inside.as_posix(), given, settings)
        else:
            others[path.suffix.lower()] += 1
    if parts:
        saved = f"{_files(parts)} in the folders of saved web pages, beside the pages, passed over"
        yield Problem(_shown(folder), saved, skipped=False)
    if not found:
        yield Problem(_shown(folder), f"holds no file of a known kind ({' '.join(suffixes())})", unreadable=True)
    elif others:
        yield Problem(_shown(folder), f"{_counted(others)} of no known kind passed over", skipped=False)


def _counted(kinds: Counter[str]) -> str:
    """Files by the end of their names, the most frequent first: "3 files (.docx, .jpg)"."""
    named = sorted(kinds, key=lambda suffix: (not suffix, -kinds[suffix], suffix))
    shown = [suffix or "no suffix" for suffix in named[:_MOST_KINDS]] + ["…"] * (len(named) > _MOST_KINDS)
    return f"{_files(kinds.total())} ({', '.join(shown)})"


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"


def _read_file(path: Path, name: str, given: Format | None, settings: Settings) -> Iterator[Article | Problem]:
    # A name may hold any bytes; what stands in ids and reports is text.
    name = _text(plain_name(name))
    try:
        with path.open("rb") as stream:
            reading = given or format_of(name) or FORMATS["text"]
            yield from _read_stream(_shown(path), name, stream, reading, settings)
    except OSError as error:
        yield Problem(_shown(path), (error.strerror or str(error)).lower(), unreadable=True)


def _text(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _shown(path: Path) -> str:
    """A path on one line, with what cannot be seen written out."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in _text(str(path)))


def _read_stream(
    where: str, name: str, stream: BinaryIO, reading: Format, settings: Settings
) -> Iterator[Article | Problem]:
    """The articles of one open input. A fault that ends the input early is reported where it is met."""
    try:
        content = stream if reading.reads_compressed else decompressed(stream)
        for place, record in reading.read(content, name, settings):
            yield from _article(f"{where}, {place}" if place else where, record, settings)
    except ArticleError as error:
        yield Problem(where, str(error))
    except EOFError:
        yield Problem(where, "ends in the middle of its compressed data; what stood before it was read")


def _article(where: str, record: object, settings: Settings) -> Iterator[Article | Problem]:
    try:
        if isinstance(record, ArticleError):
            raise record
        remarks = record.notes if isinstance(record, Noted) else ()
        article, notes = article_from_json(record.record if isinstance(record, Noted) else record)
        require_prose(article.text, settings)
        if settings.english_only:
            require_english(article)
    except ArticleError as error:
        yield Problem(where, str(error))
        return
    for note in (*remarks, *notes):
        yield Problem(where, note, skipped=False)
    yield replace(article, where=where)
