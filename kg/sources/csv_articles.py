"""CSV and TSV with a header line → articles; the columns may have the names that JSON keys may have."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import ArticleError
from kg.settings import Settings

_REST = "; the rest of the file is left out"


def csv_records(stream: BinaryIO, name: str, settings: Settings) -> Iterator[tuple[str, object]]:
    """Line and row of each record that is not blank. Raises ArticleError where the rest cannot be read."""
    csv.field_size_limit(settings.max_line_bytes)
    lines = _bounded_lines(stream, settings.max_line_bytes)
    header = next(lines, "")
    if not header.strip():
        raise ArticleError("has no header line that names its columns")
    delimiter = max("\t", ";", ",", key=header.count)
    columns = next(csv.reader([header], delimiter=delimiter))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        place = f"line {rows.line_num + 2}"
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise ArticleError(f"{place} is no CSV ({error}){_REST}") from None
        if row is None:
            return
        if any(row):
            yield place, _record(columns, row)


def _record(columns: list[str], row: list[str]) -> object:
    if len(row) > len(columns):
        return ArticleError(f"has {len(row)} values for {len(columns)} columns")
    return {column.strip(): value for column, value in zip(columns, row, strict=False) if value}


def _bounded_lines(stream: BinaryIO, longest: int) -> Iterator[str]:
    """Lines with their ends, none held that is longer than ``longest`` bytes. Raises ArticleError."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise ArticleError(
                f"line {number} is longer than {longest} bytes (setting max_line_bytes); the rest is left out"
            )
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise ArticleError(f"line {number} is not valid UTF-8 at byte {error.start}{_REST}") from None
        yield from io.StringIO(text, newline="")
