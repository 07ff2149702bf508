"""Full-text search over labels, other names, quoted words and articles."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import UsageError
from server.explore.index.opened import Index

KINDS: Final = ("label", "alias", "quote", "text")
_MOST_WORDS: Final = 32
_WORD: Final = re.compile(r"\w+")
# A quotation, an abbreviation, or a word.
_PARTS: Final = re.compile(r"[\"“”„«»][^\"“”„«»]+[\"“”„«»]|(?:\b\w\.){2,}|\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that matches: the thing it belongs to, what kind of text it is, and the place, with the words marked."""

    iri: str
    kind: str
    snippet: str


def search(folder: Path, words: str, kind: str | None = None, limit: int = 20) -> list[Hit]:
    """The texts that hold all the words, best first; the last word may be the beginning of one (see matching).

    Raises UsageError where there are no words or no such kind, NoIndex where nothing has been indexed yet.
    """
    match = matching(words)
    if kind is not None and kind not in KINDS:
        raise UsageError(f"kind must be one of {', '.join(KINDS)}, not {kind[:40]!r}")
    statement = (
        "SELECT iri, kind, snippet(entry, 3, '[', ']', '…', 16) FROM entry "
        "WHERE entry MATCH ? AND (? IS NULL OR kind = ?) ORDER BY rank, iri LIMIT ?"
    )
    with Index.newest(folder) as index:
        return [Hit(*row) for row in index.rows(statement, (match, kind, kind, limit))]


def matching(words: str) -> str:
    """The FTS5 expression for texts that hold all the words, the last of which may be the beginning of one.

    What stands in quotation marks is looked for as it stands, and so are the letters of an abbreviation ("U.S.").
    Raises UsageError where there are none.
    """
    found = [_WORD.findall(part) for part in _PARTS.findall(words)]
    parts = [part[:_MOST_WORDS] for part in found if part][:_MOST_WORDS]
    if not parts:
        raise UsageError("name at least one word to search for")
    # Nobody leaves a quotation or an abbreviation unfinished.
    last = "" if len(parts[-1]) > 1 else "*"
    return " ".join('"' + " ".join(part) + '"' for part in parts) + last
