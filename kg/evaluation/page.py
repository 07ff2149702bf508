"""The table in a Markdown file: between two marks, so that the text around it stays as its authors wrote it."""

import re
from pathlib import Path
from typing import Final

from kg.errors import InputError

_BEGIN: Final = "<!-- figures: written by kg evaluate -->"
_END: Final = "<!-- end of figures -->"
_BETWEEN: Final = re.compile(f"(?<={re.escape(_BEGIN)}\n).*?(?={re.escape(_END)})", re.DOTALL)


def write_tables(path: Path, tables: str) -> None:
    """Puts the tables between the file's marks, or into a new file.

    Raises InputError where the file is there but has no marks.
    """
    if not path.exists():
        path.write_text(f"{_BEGIN}\n{tables}{_END}\n", encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8")
    if not _BETWEEN.search(before):
        raise InputError(f"{path} has no lines {_BEGIN!r} and {_END!r} to write the table between")
    path.write_text(_BETWEEN.sub(lambda _: tables, before), encoding="utf-8")


def read_tables(text: str) -> dict[str, tuple[str, ...]]:
    """First cell of each table row between the marks → its other cells."""
    found = _BETWEEN.search(text)
    rows = {}
    for line in found[0].splitlines() if found else []:
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows[name.strip("*")] = tuple(cells)
    return rows
