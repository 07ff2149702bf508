"""What the language model marked by itself, as second evidence where the rules find nothing.

A pipeline without the model has none of these layers, and everything here is then empty.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from kg.extract.text.page import Page
from kg.records import Span


@dataclass(frozen=True, slots=True)
class Learned:
    """Words that the model marked. score: the probability it gives them, 0–1."""

    span: Span
    label: str
    score: float


def learned(page: Page, layer: str, least: float) -> Iterator[Learned]:
    """The marked spans of a layer of the Doc ("triggers", "cues", "sources", "contents") in text order, those with at
    least a score.
    """
    group = page.doc.spans.get(layer)
    if group is None:
        return
    scores = group.attrs.get("scores") or [1.0] * len(group)
    for tokens, score in zip(group, scores, strict=True):
        if score >= least:
            yield Learned(page.span(tokens), tokens.label_, score)


class Apart:
    """Tells whether a span shares no character with any of some others, in time that hardly grows with their number."""

    def __init__(self, others: Iterable[Span]) -> None:
        ordered = sorted((other.begin, other.end) for other in others)
        self._begins = [begin for begin, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def __call__(self, span: Span) -> bool:
        """Whether no other one has a character of the span."""
        before = bisect_left(self._begins, span.end)
        return not before or self._ends[before - 1] <= span.begin
