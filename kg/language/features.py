"""What the network sees of a word: its word pieces and the shape of its letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from kg.errors import ModelError

SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digits", "alphanumeric", "punctuation", "caseless")
MAX_PIECES_A_WORD = 12
MAX_PIECES = 512

IntArray = npt.NDArray[np.int64]


def shape_of(word: str) -> int:
    """Index into SHAPES of a word's letter case; the encoder is uncased and would not see it otherwise."""
    if word.isalpha():
        return SHAPES.index(_letter_case(word))
    if word.isdigit():
        return SHAPES.index("digits")
    if any(character.isalpha() for character in word):
        has_digit = any(character.isdigit() for character in word)
        return SHAPES.index("alphanumeric" if has_digit else _letter_case(word))
    return SHAPES.index("digits" if any(character.isdigit() for character in word) else "punctuation")


def _letter_case(word: str) -> str:
    if word.islower():
        return "lower"
    if word.isupper():
        return "initial" if sum(character.isalpha() for character in word) == 1 else "upper"
    if word[0].isupper() and word[1:].islower():
        return "title"
    return "mixed" if word.lower() != word else "caseless"


class WordPieces:
    """Words to word pieces, with a cache of the words already met."""

    def __init__(self, tokenizer_file: Path) -> None:
        tokenizer = Tokenizer.from_file(str(tokenizer_file))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self.cls, self.sep, self.unknown, self.mask = (
            _id(tokenizer, piece) for piece in ("[CLS]", "[SEP]", "[UNK]", "[MASK]")
        )
        self.pieces = lru_cache(maxsize=100_000)(self._pieces)

    def _pieces(self, word: str) -> tuple[int, ...]:
        """Piece ids of one word, at least one and at most MAX_PIECES_A_WORD (a URL has hundreds)."""
        ids = self._tokenizer.encode(word[:200], add_special_tokens=False).ids
        return tuple(ids[:MAX_PIECES_A_WORD]) or (self.unknown,)


def _id(tokenizer: Tokenizer, piece: str) -> int:
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ModelError(f"the word pieces lack {piece}")
    return number


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sequence of words as the network takes it.

    ``pieces`` and ``piece_shapes`` have one entry a word piece, [CLS] and [SEP] included;
    ``first``, ``last`` and ``shapes`` have one a word.
    """

    pieces: list[int]
    piece_shapes: list[int]
    first: list[int]
    last: list[int]
    shapes: list[int]


def encode(words: Sequence[str], word_pieces: WordPieces) -> Encoded:
    """Piece ids with [CLS] and [SEP] around, the place of each word's first and last piece, and the words' shapes."""
    pieces, piece_shapes = [word_pieces.cls], [0]
    first, last, shapes = [], [], []
    for word in words:
        ids = word_pieces.pieces(word)
        shape = shape_of(word)
        first.append(len(pieces))
        pieces.extend(ids)
        piece_shapes.extend([shape] * len(ids))
        last.append(len(pieces) - 1)
        shapes.append(shape)
    pieces.append(word_pieces.sep)
    piece_shapes.append(0)
    return Encoded(pieces, piece_shapes, first, last, shapes)


def pad(rows: Sequence[Sequence[int]], width: int | None = None) -> IntArray:
    """Rows of different lengths as one array, padded with 0 on the right."""
    longest = width or max((len(row) for row in rows), default=0)
    array = np.zeros((len(rows), longest), dtype=np.int64)
    for number, row in enumerate(rows):
        array[number, : len(row)] = row
    return array
