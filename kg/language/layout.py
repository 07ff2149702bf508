"""Which line breaks of a text are layout (a headline, a caption, a list) and which only wrap a paragraph."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

_BREAK: Final = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BULLET: Final = re.compile(r"\s*(?:[•▪●◦‣⁃·*–—-]+\s|[0-9]{1,3}[.)]\s|\(?[a-z][.)]\s)")
#: A shorter line is no wrapped one: nobody wraps a paragraph so narrow.
_NARROWEST: Final = 30
_WIDEST: Final = 140


def hard_breaks(text: str) -> list[int]:
    """Offsets of the lines that begin something new: all lines but those that go on a wrapped paragraph."""
    return [start for block in _blocks(text) for start in _new_lines(text, block)]


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines without a blank line among them; a line is (begin, end) without its break."""
    block: list[tuple[int, int]] = []
    for begin, end in _lines(text):
        if text[begin:end].strip():
            block.append((begin, end))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _lines(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _BREAK.finditer(text):
        yield begin, found.start()
        begin = found.end()
    yield begin, len(text)


def _new_lines(text: str, block: Sequence[tuple[int, int]]) -> Iterator[int]:
    lines = [text[begin:end].strip() for begin, end in block]
    wrapped = _is_filled(lines)
    for number, (begin, _) in enumerate(block):
        if (
            number == 0
            or _BULLET.match(lines[number])
            or _BULLET.match(lines[number] + " ")
            or not (wrapped or _goes_on(lines[number - 1], lines[number]))
        ):
            yield begin


def _is_filled(lines: Sequence[str]) -> bool:
    """Whether the lines are filled: none but the last had room for the first word of the next."""
    width = max(len(line) for line in lines)
    if len(lines) < 3 or not _NARROWEST <= width <= _WIDEST:
        return False
    return all(len(line) + 1 + len(after.split()[0]) > width for line, after in pairwise(lines))


def _goes_on(line: str, after: str) -> bool:
    """Whether a line goes on in the next: it is long, ends in no stop, and the next opens with a small letter."""
    return len(line) >= _NARROWEST and line[-1] not in ".!?:;" and after[0].islower()
