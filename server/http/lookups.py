"""Look-ups: queries whose cost is bounded by what they write, so that the HTTP process answers them itself.

A look-up has one triple pattern, with a constant subject or object and no variable twice, and nothing else but a
LIMIT. Every match of the index is then a row, and writing stops at a size; the way to an engine process would cost
more than the query.
"""

import re
from typing import Final

from pyoxigraph import QuerySolutions, Store

from kg.columns import with_columns
from kg.xml_text import NotWritable, XmlText
from server.engine.rows import RowCount
from server.formats import RESULTS

_MOST_BYTES: Final = 131_072
_LEAST_ROW_BYTES: Final = 2
_IRI: Final = r"<[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*>"  # absolute: no base is needed
_CONSTANT: Final = rf"(?:{_IRI}|[A-Za-z][\w-]*:\w[\w-]*)"
_VARIABLE: Final = r"\?[A-Za-z0-9_]++"
# Once read, a term is not taken back: else there would be many ways to divide a long name between two of them.
_TERM: Final = rf"(?>{_CONSTANT}|{_VARIABLE}|a(?=\s))"
_LOOKUP: Final = re.compile(
    rf"\s*+(?:PREFIX\s++[A-Za-z][\w-]*:\s*+{_IRI}\s*+)*+"
    rf"SELECT\s++(?:\*|(?:{_VARIABLE}\s*+)++)\s*+(?:WHERE\s*+)?"
    rf"\{{\s*+(?P<subject>{_TERM})\s*+(?P<predicate>{_TERM})\s*+(?P<object>{_TERM})\s*+\.?\s*+\}}\s*+"
    r"(?:LIMIT\s++\d+\s*+)?(?:\#[^\n\r]*)?",
    re.IGNORECASE | re.ASCII,
)


class _TooMuch(Exception):
    """The answer is larger than a look-up's may be."""


class _Page:
    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > _MOST_BYTES:
            raise _TooMuch
        self.parts.append(data)
        return len(data)

    def flush(self) -> None:
        """Nothing to do."""


def is_lookup(text: str) -> bool:
    """Whether a query is a look-up. A false no costs time only."""
    found = _LOOKUP.fullmatch(text) if len(text) < 2_000 else None
    if found is None:
        return False
    terms = [found["subject"], found["predicate"], found["object"]]
    variables = [term for term in terms if term[0] == "?"]
    return len(set(variables)) == len(variables) and not (terms[0][0] == "?" and terms[2][0] == "?")


def look_up(store: Store, text: str, union: bool, media_type: str, most_rows: int) -> bytes | None:
    """The answer to a look-up, written out; None where it is malformed, too large or not to be written so, and better
    asked elsewhere."""
    page = _Page()
    try:
        results = store.query(with_columns(text), use_default_graph_as_union=union)
        assert isinstance(results, QuerySolutions)
        results.serialize(page, format=RESULTS[media_type])  # type: ignore[arg-type]
    except (SyntaxError, ValueError, RuntimeError, OSError, _TooMuch):
        return None
    body = b"".join(page.parts)
    if media_type.endswith("xml"):
        try:
            body = XmlText().sound(body)
        except NotWritable:
            return None
    few = not most_rows or len(body) < _LEAST_ROW_BYTES * most_rows
    return body if few or RowCount(media_type).add(body) <= most_rows else None
