"""CSV and TSV with a header line → articles; the columns may have the names that JSON keys may have.

A row that cannot be read costs itself: reading goes on at the line after its first.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Final

from kg.errors import ArticleError
from kg.settings import Settings
from kg.sources.noted import Noted
from kg.sources.text import as_utf_8, decoded_prose, next_line

_DELIMITERS: Final = ("\t", ";", "|", ",")
# Spreadsheets name the delimiter in a line before the header.
_NAMED: Final = "sep="


def csv_records(stream: BinaryIO, name: str, settings: Settings) -> Iterator[tuple[str, object]]:
    """Line and row of each record that is not blank, an ArticleError in the place of one that cannot be read.

    Raises ArticleError where there is no header.
    """
    longest = settings.max_line_bytes
    # The csv module's own limit holds for the whole process, the gazetteer's tables included: it is only ever raised.
    csv.field_size_limit(max(longest, csv.field_size_limit()))
    lines = _Lines(as_utf_8(stream), longest)
    columns, rows = _header(lines)
    rest = _Rest(len(columns))
    while True:
        lines.begin_record()
        try:
            row = next(rows, None)
        except (csv.Error, ArticleError) as error:
            fault = error if isinstance(error, ArticleError) else ArticleError(f"is no CSV ({error})")
            yield from rest.begin(lines.place(), fault)
            lines.go_back()
            continue
        if row is not None and (not any(row) or rest.takes(row, lines.place())):
            continue
        yield from rest.end()
        if row is None:
            return
        yield lines.place(), _noted(_record(columns, row), lines.take_note())


class _Rest:
    """The rows behind one that cannot be read, up to the next that has a value for each column: they may be the rest of
    it. There is one report for all of them."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._is_open = False
        self._rows = 0
        self._last = ""

    def begin(self, place: str, fault: ArticleError) -> Iterator[tuple[str, object]]:
        """Takes a row that cannot be read, and reports the first one."""
        if self._is_open:
            self._rows, self._last = self._rows + 1, place
        else:
            yield place, fault
        self._is_open = True

    def takes(self, row: list[str], place: str) -> bool:
        """Whether a row may be the rest of one that cannot be read."""
        taken = self._is_open and len(row) != self._columns
        if taken:
            self._rows, self._last = self._rows + 1, place
        return taken

    def end(self) -> Iterator[tuple[str, object]]:
        """Reports what was taken."""
        if self._rows:
            yield self._last, ArticleError(f"is the last of {self._rows} rows left out behind one that cannot be read")
        self._is_open, self._rows = False, 0


def _header(lines: "_Lines") -> tuple[list[str], Iterator[list[str]]]:
    """The names of the columns, and the rows that follow."""
    header = next((line for line in lines if line.strip()), "")
    named = ""
    if header.lower().startswith(_NAMED):
        named = header[len(_NAMED) :].strip("\r\n")[:1]
        header = next(lines, "")
    if not header.strip():
        raise ArticleError("has no header line that names its columns")
    delimiter = named or max(_DELIMITERS, key=header.count)
    spaced = f"{delimiter} " in header
    try:
        columns = next(csv.reader([header], delimiter=delimiter, skipinitialspace=spaced))
        rows = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=spaced)
    except (csv.Error, TypeError, ValueError) as error:
        raise ArticleError(f"has a header line that is no CSV ({error})") from None
    return [column.strip() for column in columns], rows


def _record(columns: list[str], row: list[str]) -> dict[str, str] | ArticleError:
    if len(row) > len(columns):
        return ArticleError(f"has {len(row)} values for {len(columns)} columns")
    record: dict[str, str] = {}
    for column, value in zip(columns, row, strict=False):
        if value:
            record.setdefault(column, value)
    return record


def _noted(record: dict[str, str] | ArticleError, note: str) -> object:
    return Noted(record, (note,)) if note and isinstance(record, dict) else record


class _Lines(Iterator[str]):
    """Lines with their ends; no more than ``longest`` bytes are held of one line, nor of one record's lines."""

    def __init__(self, stream: BinaryIO, longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self._number = 0
        self._waiting: deque[tuple[int, str]] = deque()
        self._record: list[tuple[int, str]] = []
        self._size = 0
        self._note = ""
        self._is_noted = False

    def begin_record(self) -> None:
        """The next line is the first of a record."""
        self._record, self._size = [], 0

    def place(self) -> str:
        """Where the record begins."""
        return f"line {self._record[0][0] if self._record else self._number}"

    def go_back(self) -> None:
        """All lines of the record but its first are to come again."""
        self._waiting.extendleft(reversed(self._record[1:]))

    def take_note(self) -> str:
        """What there is to say of the characters of the lines so far, once."""
        note, self._note = self._note, ""
        return note

    def __next__(self) -> str:
        """Raises ArticleError where a line or a record is too long to be held."""
        while not self._waiting:
            self._read_line()
        line = self._waiting.popleft()
        self._record.append(line)
        self._size += len(line[1])
        if self._size > self._longest:
            raise ArticleError(f"begins a record that is longer than {self._longest} bytes (setting max_line_bytes)")
        return line[1]

    def _read_line(self) -> None:
        data = next_line(self._stream, self._longest)
        if not data:
            raise StopIteration
        self._number += 1
        if isinstance(data, ArticleError):
            raise data
        for piece in io.StringIO(self._text(data), newline=""):
            self._waiting.append((self._number, piece))

    def _text(self, data: bytes) -> str:
        try:
            text, notes = decoded_prose(data)
        except ArticleError as error:
            raise ArticleError(f"{error} of the line") from None
        if notes and not self._is_noted:
            self._note, self._is_noted = notes[0], True
        return text
