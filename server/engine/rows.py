"""Counts the rows of an answer while it is written, by what stands between them in each format.

Reading the rows one by one in Python would cost several times what writing them does.
"""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import QueryResultsFormat

from server.formats import RESULTS

# Each stands once between two rows. A text that holds JSON's counts too: the limit then comes too soon, never too late.
_MARKS: Final[Mapping[QueryResultsFormat, bytes]] = {
    QueryResultsFormat.JSON: b"},{",
    QueryResultsFormat.XML: b"<result>",
    QueryResultsFormat.TSV: b"\n",
}
# The first row of JSON has no mark before it; the head line of TSV and CSV is no row.
_BEFORE: Final = {QueryResultsFormat.JSON: 1, QueryResultsFormat.TSV: -1, QueryResultsFormat.CSV: -1}


class RowCount:
    """The number of rows of a table that is written in a media type; what is no table has none."""

    def __init__(self, media_type: str) -> None:
        results_format = RESULTS.get(media_type)
        self._csv = results_format == QueryResultsFormat.CSV
        self._mark = _MARKS.get(results_format, b"") if results_format else b""
        self.rows = _BEFORE.get(results_format, 0) if results_format else 0
        self._end = b""
        self._quoted = False

    def add(self, data: bytes) -> int:
        """Counts the next bytes; returns the number of rows so far."""
        if self._csv:
            self._add_csv(data)
        elif self._mark:
            # A mark may begin in one part and end in the next.
            over = len(self._mark) - 1
            self.rows += data.count(self._mark) + (self._end + data[:over]).count(self._mark)
            self._end = (self._end + data[-over:])[-over:] if over else b""
        return self.rows

    def _add_csv(self, data: bytes) -> None:
        """A line break within quotation marks belongs to a value."""
        if not self._quoted and b'"' not in data:
            self.rows += data.count(b"\n")
            return
        for part in data.split(b'"'):
            self.rows += 0 if self._quoted else part.count(b"\n")
            self._quoted = not self._quoted
        self._quoted = not self._quoted
