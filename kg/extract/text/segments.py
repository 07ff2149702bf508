"""The layout of a scraped page: which lines are title, headline, caption, body and boilerplate.

Segments only label: the text is never altered. Each is one paragraph; wrapped lines of a paragraph stay together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.records import Article, Segment, SegmentKind, Span

_TERMINAL = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_LONGEST_HEADLINE = 160
_LONGEST_CROSSHEAD = 60
_LONGEST_CAPTION = 300
_LONGEST_CAPTION_NEIGHBOUR = 60
_WRAPPED = range(55, 101)
_LEGEND = re.compile(r"[\u2580-\u25ff]+\s")  # block elements: the colours of a map


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph's offsets, trimmed of white space, and its words."""

    begin: int
    end: int
    text: str


def find_segments(article: Article) -> tuple[Segment, ...]:
    """Segments in text order that do not overlap and cover all but white space."""
    paragraphs = list(_paragraphs(article.text))
    kinds = _kinds([p.text for p in paragraphs], article.title)
    return tuple(Segment(kind, Span(p.begin, p.end)) for kind, p in zip(kinds, paragraphs, strict=True))


def _lines(text: str) -> Iterator[tuple[_Line, bool]]:
    """Lines that are not blank, each with whether a blank line stands before it."""
    begin, blank = 0, True
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            first = begin + len(line) - len(line.lstrip())
            yield _Line(first, first + len(words), words), blank
        blank = not words
        begin += len(line)


def _paragraphs(text: str) -> Iterator[_Line]:
    held: list[_Line] = []
    for line, after_blank in _lines(text):
        if held and (after_blank or not _runs_on(held[-1].text, line.text)):
            yield _joined(held, text)
            held = []
        held.append(line)
    if held:
        yield _joined(held, text)


def _joined(lines: list[_Line], text: str) -> _Line:
    begin, end = lines[0].begin, lines[-1].end
    return _Line(begin, end, text[begin:end])


def _runs_on(line: str, following: str) -> bool:
    """Whether a paragraph was wrapped here."""
    if _TERMINAL.search(line[-4:]) and not line.endswith(","):
        return False
    return following[0].islower() or len(line) in _WRAPPED


def _kinds(lines: list[str], title: str | None) -> list[SegmentKind]:
    kinds = [_by_cue(line) for line in lines]
    _mark_trailing_boilerplate(lines, kinds)
    _mark_heads(lines, kinds, title)
    _mark_caption_neighbours(lines, kinds)
    _mark_crossheads(lines, kinds)
    return kinds


def _by_cue(line: str) -> SegmentKind:
    if _is_boilerplate(line):
        return SegmentKind.BOILERPLATE
    if _is_caption(line):
        return SegmentKind.CAPTION
    return SegmentKind.BODY


@cache
def _cues(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in lexicon.table(name):
        found.setdefault(row["where"], []).append(row["cue"])
    return {where: tuple(cues) for where, cues in found.items()}


def _is_boilerplate(line: str) -> bool:
    if len(line) > 600:
        return False
    lowered = line.lower()
    cues = _cues("boilerplate_cues")
    return (
        lowered.startswith(cues["begin"])
        or lowered.rstrip(" .…:>»") in cues["whole"]
        or any(cue in lowered for cue in cues["anywhere"])
        or not any(c.isalnum() for c in line)
    )


def _is_caption(line: str) -> bool:
    if len(line) > _LONGEST_CAPTION:
        return False
    if _LEGEND.match(line):
        return True
    lowered = line.lower()
    cues = _cues("caption_cues")
    if lowered.startswith(cues["begin"]):
        return True
    bracket = re.search(r"[(\[]([^()\[\]]{3,80})[)\]]\W*$", lowered)
    if bracket is None:
        return False
    inside = bracket.group(1)
    return any(re.match(rf"{re.escape(cue)}\b", inside) for cue in cues["bracket"])


def _mark_trailing_boilerplate(lines: list[str], kinds: list[SegmentKind]) -> None:
    """A short line without a full stop between two lines of boilerplate, or after the last, is boilerplate too."""
    marked = [i for i, kind in enumerate(kinds) if kind is SegmentKind.BOILERPLATE and i > len(lines) // 2]
    if not marked:
        return
    for i in range(marked[0], len(lines)):
        if kinds[i] is SegmentKind.BODY and len(lines[i]) < _LONGEST_HEADLINE and not _TERMINAL.search(lines[i]):
            kinds[i] = SegmentKind.BOILERPLATE


def _mark_heads(lines: list[str], kinds: list[SegmentKind], title: str | None) -> None:
    """The title is a first line that repeats the given one, or a short one without a full stop; headlines follow."""
    known = _plain(title or "")
    first = next((i for i, kind in enumerate(kinds) if kind is SegmentKind.BODY), None)
    if first is None:
        return
    at = first
    while at < len(lines) and kinds[at] is SegmentKind.BODY and _is_head(lines[at], known):
        kinds[at] = SegmentKind.TITLE if at == first else SegmentKind.HEADLINE
        at += 1
    if at == len(lines) and not known:
        kinds[first:at] = [SegmentKind.BODY] * (at - first)


def _is_head(line: str, known_title: str) -> bool:
    if known_title and _plain(line) == known_title:
        return True
    if len(line) > _LONGEST_HEADLINE or _TERMINAL.search(line) or _is_dateline(line):
        return False
    return len(line.split()) > 1


@cache
def _months() -> re.Pattern[str]:
    months = "january february march april may june july august september october november december"
    return re.compile(rf"({'|'.join(months.split())})\b.*\b(19|20)\d\d", re.IGNORECASE)


def _is_dateline(line: str) -> bool:
    return len(line) < 60 and _months().search(line) is not None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _mark_caption_neighbours(lines: list[str], kinds: list[SegmentKind]) -> None:
    """A short line without a full stop next to a caption belongs to the pictures."""
    captions = [i for i, kind in enumerate(kinds) if kind is SegmentKind.CAPTION]
    for i in captions:
        for near in (i - 1, i + 1):
            if 0 <= near < len(lines) and kinds[near] is SegmentKind.BODY:
                line = lines[near]
                if len(line) <= _LONGEST_CAPTION_NEIGHBOUR and not _TERMINAL.search(line) and not _is_dateline(line):
                    kinds[near] = SegmentKind.CAPTION


def _mark_crossheads(lines: list[str], kinds: list[SegmentKind]) -> None:
    """A short line without a full stop amid the body is a heading."""
    for i, line in enumerate(lines):
        amid = kinds[i] is SegmentKind.BODY and 0 < i < len(lines) - 1
        short = len(line) <= _LONGEST_CROSSHEAD and not _TERMINAL.search(line)
        if amid and short and line[0].isupper() and not _is_dateline(line):
            kinds[i] = SegmentKind.HEADLINE
