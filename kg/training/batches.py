"""Sentences → tensors, in batches of about the same number of word pieces."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from kg.language.buckets import index_batches
from kg.language.features import MAX_PIECES, SHAPES, Encoded, IntArray, WordPieces, encode, pad
from kg.training.inventory import Inventory, TagTable
from kg.training.sentence import Sentence

NOTHING = -1


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as numbers; ``targets`` holds one row of a TagTable (or index of a tag, head or label) a word."""

    encoded: Encoded
    targets: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded inputs in the order that Network.word_states takes them; targets padded with NOTHING."""

    inputs: tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
    targets: dict[str, Tensor]

    def to(self, device: str) -> "Batch":
        """The same batch on another device."""
        pieces, piece_shapes, first, last, shapes = (tensor.to(device) for tensor in self.inputs)
        targets = {name: tensor.to(device) for name, tensor in self.targets.items()}
        return Batch((pieces, piece_shapes, first, last, shapes), targets)


class ExampleMaker:
    """Turns sentences into examples, given the network's inventory."""

    def __init__(self, inventory: Inventory, word_pieces: WordPieces) -> None:
        self.tables = {head: TagTable(head, tags) for head, tags in inventory.tags.items()}
        self._deprels = {label: number for number, label in enumerate(inventory.deprels)}
        self._word_pieces = word_pieces
        self.mask = word_pieces.mask

    def example(self, sentence: Sentence) -> Example | None:
        """The sentence as numbers, or None where it is empty or longer than the encoder's MAX_PIECES."""
        encoded = encode(sentence.words, self._word_pieces)
        if not sentence.words or len(encoded.pieces) > MAX_PIECES:
            return None
        targets: dict[str, list[int]] = {}
        for head, table in self.tables.items():
            tags = getattr(sentence, head) if head in ("upos", "xpos") else sentence.layers.get(head)
            if tags is not None:
                targets[head] = [table.row_of(tag) for tag in tags]
        if sentence.heads is not None and sentence.deprels is not None:
            targets["head"] = list(sentence.heads)
            targets["deprel"] = [self._deprels.get(label, NOTHING) for label in sentence.deprels]
        return Example(encoded, targets)


def batches(examples: Sequence[Example], pieces: int, shuffle: random.Random | None = None) -> Iterator[Batch]:
    """Yield batches of at most ``pieces`` padded word pieces (or one sentence), sentences of like length together.

    With ``shuffle`` the lengths are blurred and the batches come in random order; without it, order is by length.
    """
    for chunk in index_batches([len(example.encoded.pieces) for example in examples], pieces, shuffle):
        yield collate([examples[index] for index in chunk])


def collate(examples: Sequence[Example]) -> Batch:
    """Pad examples to one batch."""
    rows = [example.encoded for example in examples]
    width = max(len(row.first) for row in rows)

    def tensor(array: IntArray) -> Tensor:
        return torch.from_numpy(array)

    inputs = (
        tensor(pad([row.pieces for row in rows])),
        tensor(pad([row.piece_shapes for row in rows])),
        tensor(pad([row.first for row in rows])),
        tensor(pad([row.last for row in rows])),
        tensor(pad([row.shapes for row in rows])),
    )
    names = sorted({name for example in examples for name in example.targets})
    targets = {}
    for name in names:
        # Shifted by one, so that padding's 0 becomes NOTHING.
        shifted = [[target + 1 for target in example.targets.get(name, ())] for example in examples]
        targets[name] = tensor(pad(shifted, width)) - 1
    return Batch(inputs, targets)


def recased(encoded: Encoded, shape: str) -> Encoded:
    """The same words as if all were written in one case: the word pieces are uncased, so only shapes change."""
    code = SHAPES.index(shape)
    letters = {SHAPES.index(name) for name in ("lower", "title", "upper", "mixed")}

    def change(values: list[int]) -> list[int]:
        return [code if value in letters else value for value in values]

    return Encoded(encoded.pieces, change(encoded.piece_shapes), encoded.first, encoded.last, change(encoded.shapes))


def masked(encoded: Encoded, hidden: Sequence[bool], mask: int) -> Encoded:
    """The same words with the pieces of the hidden ones (one flag a word) replaced by ``mask``; shapes stay."""
    pieces = list(encoded.pieces)
    for first, last, is_hidden in zip(encoded.first, encoded.last, hidden, strict=True):
        if is_hidden:
            pieces[first : last + 1] = [mask] * (last + 1 - first)
    return replace(encoded, pieces=pieces)
