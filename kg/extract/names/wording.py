"""The words of a page as the name finders read them: plain lists, one entry a word or punctuation mark.

The tokens of the Doc would cut "al-Sham" and "Qa’im" in three; here hyphens are no words of their own but join two,
and an apostrophe stays inside its word. Offsets are code points of the article's text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property

from kg import lexicon
from kg.extract.text.page import Page
from kg.gazetteer.folding import APOSTROPHES, HYPHENS, WORD, fold
from kg.language.layout import hard_breaks
from kg.records import SegmentKind, Span

_SENTENCE_END = frozenset(".!?…:•|")
_ADDRESS = re.compile(r"https?://[^\s)\]>]+(?:\([^\s)]*\)[^\s)\]>]*)*")
_OTHER = frozenset({"carrier", "liner", "tanker", "vessel", "tug"})  # of troops, of an airline, of fuel on a road
_HOURS = frozenset({"am", "pm", "m", "hours"})
_LONGEST_MAKE = 4
_OPENERS = frozenset("\"'“‘«([")


@dataclass(frozen=True)
class Wording:
    """Parallel lists over the words of a text.

    text, fold: as written, and as compared. begin, end: offsets. joined: a hyphen stands right before. broken: a line
    or segment begins here. begins_sentence: a capital here says nothing. boilerplate: no part of the article itself.
    """

    text: list[str]
    fold: list[str]
    begin: list[int]
    end: list[int]
    joined: list[bool]
    broken: list[bool]
    begins_sentence: list[bool]
    boilerplate: list[bool]

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def capital(self) -> list[bool]:
        """Whether a word begins with a capital letter."""
        return [word[0].isupper() for word in self.text]

    @cached_property
    def alphabetic(self) -> list[bool]:
        """Whether an entry is a word, not a number or punctuation."""
        return [word[0].isalpha() for word in self.text]

    @cached_property
    def tells_of_ships(self) -> bool:
        """Whether a kind of ship is named anywhere."""
        return not _kinds_of_ships().isdisjoint(self.fold)

    @cached_property
    def has_armed_opposition(self) -> bool:
        """Whether an opposition fights or holds ground anywhere: "opposition fighters", "opposition-held"."""
        armed = lexicon.words("armed_opposition")
        pairs = zip(self.fold, self.fold[1:], strict=False)
        return any((a == "opposition" and b in armed) or (a in armed and b == "opposition") for a, b in pairs)

    def span(self, first: int, last: int) -> Span:
        """Offsets of the words first to last, last exclusive."""
        possessive = self.text[last - 1][-1] in APOSTROPHES and len(self.text[last - 1]) > 1
        return Span(self.begin[first], self.end[last - 1] - possessive)

    def written(self, first: int, last: int) -> str:
        """Words as written, with one space between, hyphens and full stops kept."""
        parts = [self.text[first]]
        for at in range(first + 1, last):
            gap = "-" if self.joined[at] else "" if self.begin[at] == self.end[at - 1] else " "
            parts.append(gap + self.text[at])
        return "".join(parts)

    def phrase(self, first: int, last: int) -> str:
        """Folded words with one space between, as ``fold_name`` gives them."""
        return " ".join([word for word in self.fold[first:last] if word and word not in HYPHENS])

    def is_clock_zone(self, at: int) -> bool:
        """Whether a word is a time zone after a time of day: "17.42 BST"."""
        if self.text[at] not in lexicon.words("time_zones") or not at or self.broken[at]:
            return False
        return self.text[at - 1][0].isdigit() or self.fold[at - 1] in _HOURS

    def is_designation(self, at: int) -> bool:
        """Whether capitals before a hyphen and a number begin at a word, the model of a weapon or machine: "OTR-21"."""
        joined = at + 1 < len(self.text) and self.joined[at + 1] and not self.broken[at + 1]
        short = self.text[at].isupper() and len(self.text[at]) <= _LONGEST_MAKE
        return joined and short and self.text[at + 1][0].isdigit()

    def is_possessive(self, at: int) -> bool:
        """Whether a possessive ending stands at a word: ’s, or the apostrophe after a plural."""
        return at < len(self.text) and self.text[at] in {"'s", "’s"}


@cache
def _kinds_of_ships() -> frozenset[str]:
    rows = lexicon.table("announcing_nouns")
    return frozenset(
        each
        for row in rows
        if row["kind"] == "Ship" and row["noun"] not in _OTHER
        for each in (row["noun"], f"{row['noun']}s")
    )


def wording(page: Page) -> Wording:
    """The words of a page."""
    text = page.article.text
    words = Wording([], [], [], [], [], [], [], [])
    segments = iter(page.segments)
    segment = next(segments, None)
    last_end, hyphen, starts = 0, False, True
    lines = hard_breaks(text)
    addresses = _addresses(text)
    for found in WORD.finditer(text):
        begin, word = found.start(), found.group()
        if begin in addresses:
            continue
        if segment is not None and begin >= segment.span.end:
            segment = next(segments, None)
            broken = True
        else:
            broken = begin > last_end and bisect_right(lines, begin) > bisect_right(lines, last_end)
        if (
            word in HYPHENS
            and not broken
            and last_end == begin
            and words.text
            and text[begin + 1 : begin + 2].isalnum()
        ):
            hyphen, last_end = True, found.end()
            continue
        starts = starts or broken
        words.text.append(word)
        words.fold.append(fold(word))
        words.begin.append(begin)
        words.end.append(found.end())
        words.joined.append(hyphen and last_end == begin)
        words.broken.append(broken or not last_end)
        words.begins_sentence.append(starts)
        words.boilerplate.append(segment is not None and segment.kind is SegmentKind.BOILERPLATE)
        hyphen, last_end = False, found.end()
        starts = not word[0].isalnum() and _starts_after(word, starts)
    return words


def _addresses(text: str) -> frozenset[int]:
    """Where web addresses stand: what they spell is no word of the text."""
    if "://" not in text:
        return frozenset()
    return frozenset(at for found in _ADDRESS.finditer(text) for at in range(*found.span()))


def _starts_after(mark: str, starts: bool) -> bool:
    """Whether a sentence begins after the mark just read."""
    return mark in _OPENERS or mark in _SENTENCE_END or (starts and mark not in {",", ";"})
