"""The words of a text with their code points: what the surface rules read where no parser has spoken."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from kg.records import Span

_WORD = re.compile(
    r"[^\W\d_]++(?![\w.'’])"  # most words, which the rest would find too, but later
    r"|[^\W\d_](?:\.[^\W\d_])+\.?"  # U.S.
    r"|[^\W\d_]+n['’]t\b"
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?"
    r"|[^\W_]+"
    r"|['’]s\b"
    r"|[^\w\s]"
)


@dataclass(frozen=True)
class Words:
    """A text cut into words and punctuation marks; hyphens and a possessive 's stand alone, numbers keep their inner
    marks.
    """

    text: str

    @cached_property
    def spans(self) -> list[Span]:
        """Where each word stands, in text order."""
        return [Span._make(match.span()) for match in _WORD.finditer(self.text)]

    @cached_property
    def begins(self) -> list[int]:
        """First code point of each word."""
        return [span.begin for span in self.spans]

    @cached_property
    def forms(self) -> list[str]:
        """Each word as written."""
        return [self.text[begin:end] for begin, end in self.spans]

    @cached_property
    def lowers(self) -> list[str]:
        """Each word in lower case, with a straight apostrophe."""
        return [form.lower().replace("’", "'") for form in self.forms]

    def __len__(self) -> int:
        return len(self.spans)

    def range_of(self, span: Span) -> tuple[int, int]:
        """Numbers of the words that a span of code points touches: first, and one past the last."""
        first = bisect_right(self.begins, span.begin) - 1
        if first < 0 or self.spans[first].end <= span.begin:
            first += 1
        return first, max(first, bisect_left(self.begins, span.end))

    def span_of(self, first: int, past: int) -> Span:
        """Code points from one word to before another."""
        return Span(self.spans[first].begin, self.spans[past - 1].end)
