"""Walks the named inputs and reads each by its format."""

import io
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kg.errors import ArticleError, UsageError
from kg.records import Article
from kg.settings import Settings
from kg.sources.compression import decompressed, plain_name
from kg.sources.english import require_english
from kg.sources.folders import files_of, name_text, shown
from kg.sources.formats import FORMATS, Format, format_of
from kg.sources.json_articles import article_from_json
from kg.sources.noted import Noted
from kg.sources.problem import Problem
from kg.sources.text import doubts_of, require_prose

_log = logging.getLogger(__name__)


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
        if not name:
            yield Problem("an empty name", "names no file or folder", unreadable=True)
        elif os.path.isdir(path):
            for found in files_of(path):
                if isinstance(found, Problem):
                    yield found
                else:
                    yield from _read_file(found, found.relative_to(path).as_posix(), given, settings)
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


def _read_file(path: Path, name: str, given: Format | None, settings: Settings) -> Iterator[Article | Problem]:
    name = name_text(plain_name(name))
    try:
        with path.open("rb") as stream:
            reading = given or format_of(name) or FORMATS["text"]
            yield from _read_stream(shown(path), name, stream, reading, settings)
    except OSError as error:
        yield Problem(shown(path), (error.strerror or str(error)).lower(), unreadable=True)


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
    except OSError:
        raise
    except Exception as error:
        yield _fault(where, error)


def _fault(where: str, error: Exception) -> Problem:
    """The report of a fault of ours, or of a library: in one input it must not end a build of thousands."""
    _log.debug("input %s", where, exc_info=error)
    told = "".join(each for each in repr(error) if each.isprintable())
    return Problem(where, f"failed in reading, which is a fault of the program: {told:.200}")


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
    except Exception as error:
        yield _fault(where, error)
        return
    for note in (*remarks, *notes, *doubts_of(article.text)):
        yield Problem(where, note, skipped=False)
    yield replace(article, where=where)
