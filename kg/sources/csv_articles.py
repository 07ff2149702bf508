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
    longest = settings.max_line_bytes
    # The csv module's own limit holds for the whole process, the gazetteer's tables included: it is only ever raised.
    csv.field_size_limit(max(longest, csv.field_size_limit()))
    lines = _BoundedLines(stream, longest)
    header = next(lines, "")
    if not header.strip():
        raise ArticleError("has no header line that names its columns")
    delimiter = max("\t", ";", ",", key=header.count)
    columns = next(csv.reader([header], delimiter=delimiter))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.record_bytes = 0
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


class _BoundedLines(Iterator[str]):
    """Lines with their ends; no more than ``longest`` bytes are held of one line, nor of one record's lines.

    Whoever reads records from it sets ``record_bytes`` to 0 before each. Raises ArticleError where it must stop.
    """

    def __init__(self, stream: BinaryIO, longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self._number = 0
        self._pieces: Iterator[str] = iter(())
        self.record_bytes = 0

    def __next__(self) -> str:
        piece = next(self._pieces, None)
        while piece is None:
            self._pieces = iter(io.StringIO(self._line(), newline=""))
            piece = next(self._pieces, None)
        return piece

    def _line(self) -> str:
        line = self._stream.readline(self._longest + 1)
        if not line:
            raise StopIteration
        self._number += 1
        self.record_bytes += len(line)
        if self.record_bytes > self._longest:
            what = "line" if len(line) == self.record_bytes else "record that ends on line"
            raise ArticleError(
                f"{what} {self._number} is longer than {self._longest} bytes (setting max_line_bytes){_REST}"
            )
        try:
            return line.decode("utf-8-sig" if self._number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise ArticleError(f"line {self._number} is not valid UTF-8 at byte {error.start}{_REST}") from None
