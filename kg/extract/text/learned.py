"""What the language model marked by itself, as second evidence where the rules find nothing.

A pipeline without the model has none of these layers, and everything here is then empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass

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


def apart(span: Span, others: list[Span]) -> bool:
    """Whether a span shares no character with any of some others."""
    return all(span.end <= other.begin or other.end <= span.begin for other in others)
