"""Word lists of the domain: one data file a concern, read once.

``NAME.txt`` holds one word or phrase a line, ``NAME.csv`` a table with a header. Empty lines and lines that begin with
``#`` are comments.
"""

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


@cache
def words(name: str) -> frozenset[str]:
    """The entries of ``NAME.txt`` as written. Raises FileNotFoundError where there is no such list."""
    return frozenset(line.strip() for line in _lines(f"{name}.txt"))


@cache
def table(name: str, strip: bool = True) -> list[dict[str, str]]:
    """The rows of ``NAME.csv`` by column name, for reading only; a cell left out is an empty string.

    ``strip`` takes white space off the cells.

    Raises FileNotFoundError where there is no such table, ValueError where a row has more cells than the header.
    """
    rows = []
    for row in csv.DictReader(_lines(f"{name}.csv"), restval=""):
        if None in row:
            raise ValueError(f"lexicon table {name}: more cells than columns in {row}")
        rows.append({column: cell.strip() if strip else cell for column, cell in row.items()})
    return rows


@cache
def mapping(name: str, key: str, value: str) -> dict[str, str]:
    """Two columns of a table as a look-up, for reading only."""
    return {row[key]: row[value] for row in table(name)}


def _lines(file_name: str) -> list[str]:
    text = (_FOLDER / file_name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
