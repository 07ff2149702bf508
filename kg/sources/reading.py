"""Walks the named inputs and reads each by its format."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.errors import ArticleError, InputError
from kg.records import Article
from kg.settings import Settings
from kg.sources.json_articles import article_from_json, json_file_records, json_line_records
from kg.sources.text import decoded, require_prose

_LINES = frozenset({".jsonl", ".ndjson"})
_TEXT = frozenset({".txt", ".text", ".md"})


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
    inputs: Iterable[str], settings: Settings, stdin: BinaryIO | None = None
) -> Iterator[Article | Problem]:
    """Articles of files, folders (walked in name order) and ``-`` (JSON Lines on standard input), in that order.

    Faults come as Problems between the articles; nothing is raised for bad input.
    """
    for name in inputs:
        if name == "-":
            yield from _read_lines("standard input", stdin or sys.stdin.buffer, settings)
            continue
        path = Path(name)
        if path.is_dir():
            yield from _read_folder(path, settings)
        else:
            yield from _read_file(path, path.name, settings)


def _read_folder(folder: Path, settings: Settings) -> Iterator[Article | Problem]:
    found = False
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if (
            path.is_file()
            and not hidden
            and path.suffix.lower() in _LINES | _TEXT | {".json"}
            and path.name != "README.md"
        ):
            found = True
            yield from _read_file(path, path.relative_to(folder).as_posix(), settings)
    if not found:
        yield Problem(str(folder), "holds no .txt, .json or .jsonl file", unreadable=True)


def _read_file(path: Path, name: str, settings: Settings) -> Iterator[Article | Problem]:
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() in _LINES:
                yield from _read_lines(str(path), stream, settings)
                return
            data = stream.read(settings.max_input_bytes + 1)
    except OSError as error:
        yield Problem(str(path), (error.strerror or str(error)).lower(), unreadable=True)
        return
    try:
        if len(data) > settings.max_input_bytes:
            raise ArticleError(f"larger than {settings.max_input_bytes} bytes (setting max_input_bytes)")
        text = decoded(data)
        if path.suffix.lower() != ".json":
            require_prose(text, settings)
            yield Article(id=name, text=text)
            return
        records = json_file_records(text)
    except (ArticleError, InputError) as error:
        yield Problem(str(path), str(error))
        return
    for number, record in enumerate(records, start=1):
        where = str(path) if len(records) == 1 else f"{path}, article {number}"
        yield from _article(where, record, settings)


def _read_lines(where: str, stream: BinaryIO, settings: Settings) -> Iterator[Article | Problem]:
    for number, record in json_line_records(stream, settings.max_line_bytes):
        place = f"{where}, line {number}"
        if isinstance(record, ArticleError):
            yield Problem(place, str(record))
        else:
            yield from _article(place, record, settings)


def _article(where: str, record: object, settings: Settings) -> Iterator[Article | Problem]:
    try:
        article, notes = article_from_json(record)
        require_prose(article.text, settings)
    except ArticleError as error:
        yield Problem(where, str(error))
        return
    for note in notes:
        yield Problem(where, note, skipped=False)
    yield article
