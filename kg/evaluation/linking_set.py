"""Named mentions of a wikified corpus, with the Wikidata item that each means: what links are measured on.

The corpus is the open part of the Georgetown University Multilayer corpus (github.com/amir-zeldes/gum, UD edition):
CoNLL-U files whose MISC column has ``Entity=`` brackets (group, type, …, title of Wikipedia), and ``wiki_map.tab``
(title, title in URLs, Wikidata item). Nothing of it is kept in the project.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from kg import lexicon
from kg.errors import InputError
from kg.gazetteer.folding import fold_name

_GENRES = frozenset({"news", "interview", "bio", "speech"})
_KINDS = {"person": "Person", "organization": "Organization", "place": "Place"}
_BRACKET = re.compile(r"\([^()]*\)?|[^()]+\)")
_NAME_TAGS = frozenset({"NNP", "NNPS", "HYPH", "IN", "DT", "CC"})
_FIELDS_BEFORE_TITLE = 7
_ITEM = re.compile(r"Q\d+")


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A name of a document: its words, the class of what it means, and the Wikidata item."""

    kind: str
    words: str
    qid: str


@dataclass
class GoldDocument:
    """One document's wikified names in text order, and all its names, wikified or not, by class."""

    id: str
    genre: str = ""
    day: date | None = None
    mentions: list[GoldMention] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_test(self) -> bool:
        """Whether the document is kept for the last measurement: by the parity of a hash of its name."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 2 == 1


@dataclass(slots=True)
class _Open:
    group: str
    kind: str
    title: str
    tokens: list[tuple[str, str, bool]]


def read_linking_set(folder: Path) -> list[GoldDocument]:
    """The documents of the four genres that have wikified names. Raises InputError where the corpus is not there."""
    items = _items(folder)
    files = sorted(folder.glob("*.conllu"))
    if not files:
        raise InputError(f"{folder} has no .conllu file of the wikified corpus")
    found = [document for path in files for document in _documents(path, items)]
    return [document for document in found if document.genre in _GENRES and document.mentions]


def _items(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / "wiki_map.tab").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{folder} has no readable wiki_map.tab: {error.strerror}") from None
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    return {row[0]: row[2] for row in cells if len(row) > 2 and _ITEM.fullmatch(row[2])}


def _documents(path: Path, items: dict[str, str]) -> Iterator[GoldDocument]:
    document: GoldDocument | None = None
    still_open: list[_Open] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                if document is not None:
                    yield document
                document, still_open = GoldDocument(line.split(" = ", 1)[1].strip()), []
            elif document is not None and line.startswith("# meta::"):
                _read_meta(document, line.removeprefix("# meta::").strip())
            elif document is not None and line[:1].isdigit():
                _read_token(document, line.rstrip("\n").split("\t"), still_open, items)
    if document is not None:
        yield document


def _read_meta(document: GoldDocument, line: str) -> None:
    name, _, value = line.partition(" = ")
    if name == "genre":
        document.genre = value
    elif name == "dateCreated" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        document.day = date.fromisoformat(value)


def _read_token(document: GoldDocument, cells: list[str], still_open: list[_Open], items: dict[str, str]) -> None:
    if not cells[0].isdigit():
        return
    token = (cells[1], cells[4], "SpaceAfter=No" in cells[9])
    for each in still_open:
        each.tokens.append(token)
    entity = re.search(r"(?:^|\|)Entity=([^|]*)", cells[9])
    for bracket in _BRACKET.findall(entity[1]) if entity else ():
        if bracket.startswith("("):
            parts = bracket.strip("()").split("-", _FIELDS_BEFORE_TITLE)
            title = parts[_FIELDS_BEFORE_TITLE] if len(parts) > _FIELDS_BEFORE_TITLE else ""
            opened = _Open(parts[0], parts[1], title, [token])
            if bracket.endswith(")"):
                _close(document, opened, items)
            else:
                still_open.append(opened)
        else:
            group = bracket.rstrip(")")
            at = next((n for n in range(len(still_open) - 1, -1, -1) if still_open[n].group == group), None)
            if at is not None:
                _close(document, still_open.pop(at), items)


def _close(document: GoldDocument, entity: _Open, items: dict[str, str]) -> None:
    kind, words = _KINDS.get(entity.kind), _name(entity.tokens)
    if kind is None or not words or _is_title(kind, words):
        return
    document.names.append((kind, words))
    if entity.title in items:
        document.mentions.append(GoldMention(kind, words, items[entity.title]))


def _name(tokens: list[tuple[str, str, bool]]) -> str:
    """The words of a mention that is a name, without a possessive ending or article; else an empty string."""
    kept = tokens
    while kept and kept[-1][1] == "POS":
        kept = kept[:-1]
    while kept and kept[0][1] == "DT":
        kept = kept[1:]
    proper = kept and kept[0][1].startswith("NNP") and kept[-1][1].startswith("NNP")
    if not proper or any(tag not in _NAME_TAGS for _, tag, _ in kept):
        return ""
    written = "".join(word + ("" if joined else " ") for word, _, joined in kept)
    return written.strip()


@cache
def _titles() -> frozenset[str]:
    return frozenset({fold_name(row["title"]) for row in lexicon.table("role_titles")} | lexicon.words("honorifics"))


def _is_title(kind: str, words: str) -> bool:
    """Whether a capitalised phrase is an office or a common noun and no name: the President, the Secretary of State,
    the House."""
    titles, folded = _titles(), fold_name(words)
    if " " not in folded:
        return folded in titles or folded in lexicon.words("ordinary_words")
    first, last = folded.split()[0], folded.split()[-1]
    if kind == "Person" and last in lexicon.words("ordinary_words") and first not in lexicon.words("given_names"):
        return True
    ends = any(folded.endswith(" " + title) for title in titles)
    return ends or folded in titles or any(folded.startswith(f"{title} of ") for title in titles)
