"""Sentences of Universal Dependencies files (CoNLL-U, https://universaldependencies.org/format.html)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.training.sentence import Sentence

_FORM, _LEMMA, _UPOS, _XPOS, _HEAD, _DEPREL, _MISC = 1, 2, 3, 4, 6, 7, 9


@dataclass(frozen=True, slots=True)
class Block:
    """One sentence as it stands in the file: its id, its document and the columns of its syntactic words."""

    sent_id: str
    document: str
    rows: tuple[tuple[str, ...], ...]

    def column(self, number: int) -> tuple[str, ...]:
        """One column of all words."""
        return tuple(row[number] for row in self.rows)

    @property
    def misc(self) -> tuple[str, ...]:
        """The MISC column."""
        return self.column(_MISC)


def read_blocks(path: Path) -> Iterator[Block]:
    """Yield the sentences of one file; multiword ranges (1-2) and empty nodes (1.1) are left out.

    Raises OSError where the file cannot be read.
    """
    sent_id = document = ""
    rows: list[tuple[str, ...]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                document = line.removeprefix("# newdoc id = ")
            elif line.startswith("# sent_id = "):
                sent_id = line.removeprefix("# sent_id = ")
            elif line and not line.startswith("#"):
                columns = tuple(line.split("\t"))
                if columns[0].isdigit():
                    rows.append(columns)
            elif not line and rows:
                yield Block(sent_id, document, tuple(rows))
                rows = []
    if rows:
        yield Block(sent_id, document, tuple(rows))


def to_sentence(block: Block, layers: dict[str, tuple[str, ...]] | None = None) -> Sentence:
    """A block's words with lemmas, tags and tree."""
    return Sentence(
        words=block.column(_FORM),
        name=block.sent_id,
        lemmas=block.column(_LEMMA),
        upos=block.column(_UPOS),
        xpos=block.column(_XPOS),
        heads=tuple(int(head) for head in block.column(_HEAD)),
        deprels=block.column(_DEPREL),
        layers=layers or {},
    )
