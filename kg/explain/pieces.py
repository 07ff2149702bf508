"""Spans that may overlap → pieces of the text that do not, each with all that lies on it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.explain.values import Explanation
from kg.records import Span

# Characters that would move a terminal's cursor or turn the direction of the text after them.
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")
_PICTURES: Final = 0x2400


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A span of the text that speaks of a node. family: the node's, or ``Value`` for words that are only a value.
    numbered: whether the node's number is to stand after it."""

    span: Span
    node: int
    family: str
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text; marks: those that cover it, the longest first; ends: those that end with it."""

    span: Span
    marks: tuple[Mark, ...]
    ends: tuple[Mark, ...]


def marks_of(explanation: Explanation) -> list[Mark]:
    """What is to be marked in the text: every mention; and the words of values that no mention has."""
    marked = set()
    for node in explanation.nodes:
        # Who makes a claim is a node of its own, whose number is enough.
        marked |= {Mark(span, node.number, node.family, kind != "Claimant") for span, kind in node.mentions}
    mentioned = {mark.span for mark in marked}
    for node in explanation.nodes:
        words = {span for value in node.values for span in value.words} - mentioned
        marked |= {Mark(span, node.number, "Value", numbered=False) for span in words}
    return sorted(marked)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text cut at every place where a mark begins or ends; put together, the pieces are the text."""
    begins: dict[int, set[Mark]] = defaultdict(set)
    ends: dict[int, set[Mark]] = defaultdict(set)
    for mark in marks:
        begins[mark.span.begin].add(mark)
        ends[mark.span.end].add(mark)
    cuts = sorted({0, len(text), *begins, *ends})
    active: set[Mark] = set()
    cut = []
    for begin, end in pairwise(cuts):
        active = (active | begins[begin]) - ends[begin]
        cut.append(Piece(Span(begin, end), tuple(sorted(active, key=_longest_first)), tuple(sorted(ends[end]))))
    return cut


def numbers_after(piece: Piece) -> list[int]:
    """Numbers of the nodes that stand after a piece, without repeats."""
    return sorted({mark.node for mark in piece.ends if mark.numbered})


def _longest_first(mark: Mark) -> tuple[int, Mark]:
    return mark.span.begin - mark.span.end, mark


def shown(text: str) -> str:
    """A text that can be shown safely: line ends as ``\\n``, control characters as their pictures."""
    return _UNSEEN.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n"))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x7F:
        return "␡"
    return chr(_PICTURES + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(shown(text).split())
