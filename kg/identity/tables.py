"""The tables and word lists of identity: files of the folder ``data``. Lines that begin with # are comments."""

import csv
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).resolve().parent / "data"


def lines(name: str) -> list[str]:
    """The entries of ``NAME.txt``. Raises FileNotFoundError where there is no such list."""
    return _lines(f"{name}.txt")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``NAME.csv`` by column name. Raises FileNotFoundError where there is no such table."""
    return list(csv.DictReader(_lines(f"{name}.csv")))


def _lines(file_name: str) -> list[str]:
    text = (_FOLDER / file_name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
