"""Quotation marks → quotations, paragraph by paragraph.

News sets quotations in “ ”, " ", « », ‘ ’ or ' '. A quotation that runs on over paragraphs opens anew in each and
closes in the last only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records import Span

_MARK = re.compile(r"[“”„«»‘]|\"+|’|'+")
_PARAGRAPH = re.compile(r"[^\n]+")
_OPENERS = {"“": "”", "«": "»", "„": "”", "‘": "’"}
_CLOSERS = frozenset("”»")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in one paragraph. outer has the marks, inner has not; runs_on where it closes in a later one."""

    outer: Span
    inner: Span
    runs_on: bool = False


@dataclass(slots=True)
class _Open:
    mark: str
    begin: int
    inner: int


def find_quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a text in text order; a mark that has no partner opens none."""
    paragraphs = [Span(*match.span()) for match in _PARAGRAPH.finditer(text) if match.group().strip()]
    found: list[Quotation] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1].begin if number + 1 < len(paragraphs) else len(text)
        opens_next = text[following : following + 2].strip()[:1] in {"“", '"', "«"}
        found.extend(_of_paragraph(text, paragraph, opens_next))
    return found


def _of_paragraph(text: str, paragraph: Span, opens_next: bool) -> Iterator[Quotation]:
    stack: list[_Open] = []
    last_closer: Span | None = None
    inner: list[Quotation] = []
    for match in _MARK.finditer(text, paragraph.begin, paragraph.end):
        if _opens(text, match, paragraph, bool(stack)):
            stack.append(_Open(match.group(), match.start(), match.end()))
            continue
        depth = _closes(text, match, paragraph, stack)
        if depth is None:
            continue
        del stack[depth + 1 :]
        opened = stack.pop()
        if not stack:
            yield _quotation(text, opened, Span(*match.span()))
            last_closer = None
            inner = []
        elif opened.mark not in {"'", "‘"}:
            last_closer = Span(*match.span())
            if opened.mark == stack[0].mark:
                inner.append(_quotation(text, opened, last_closer))
    double = [opened for opened in stack if opened.mark not in {"'", "‘"}]
    if not double:
        return
    if inner and len(double) == 1 and not opens_next:
        yield from inner  # the first mark has no partner; those behind it have
    elif last_closer is not None and last_closer.begin >= double[0].inner:
        yield _quotation(text, double[0], last_closer)
    elif opens_next:
        end = paragraph.begin + len(text[paragraph.begin : paragraph.end].rstrip())
        if end > double[0].inner:
            yield Quotation(Span(double[0].begin, end), Span(double[0].inner, end), runs_on=True)


def _quotation(text: str, opened: _Open, closer: Span) -> Quotation:
    inner = text[opened.inner : closer.begin]
    begin = opened.inner + len(inner) - len(inner.lstrip())
    return Quotation(Span(opened.begin, closer.end), Span(begin, max(begin, opened.inner + len(inner.rstrip()))))


def _opens(text: str, match: re.Match[str], paragraph: Span, inside: bool) -> bool:
    mark, begin, end = match.group(), match.start(), match.end()
    if mark in _OPENERS:
        return mark != "‘" or text[end : end + 1].isalnum()
    if mark in _CLOSERS or mark == "’":
        return False
    before = text[begin - 1] if begin > paragraph.begin else " "
    after = text[end] if end < paragraph.end else " "
    if before in "\"'":
        before = text[begin - 2] if begin - 1 > paragraph.begin else " "
    if not (before.isspace() or before in "([{—–-“‘") or after.isspace():
        return False
    if mark.startswith("'"):
        return after.isalpha()
    return before != "-" or not inside


def _closes(text: str, match: re.Match[str], paragraph: Span, stack: list[_Open]) -> int | None:
    """Which open quotation a mark closes, from the outermost; None where it is an apostrophe or has no partner."""
    mark, end = match.group(), match.end()
    after = text[end] if end < paragraph.end else " "
    single = mark == "’" or mark.startswith("'")
    if single and after.isalnum():
        return None
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth].mark
        if _OPENERS.get(opened, opened) == mark or (mark.startswith('"') and opened.startswith('"')):
            return depth
        if not single and opened not in {"'", "‘"} and mark in {"”", '"'}:
            return depth
    return None
