"""Figures of predictions against annotation."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class SpanCount:
    """Exact-match counts of spans, by label."""

    hits: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    annotated: Counter[str] = field(default_factory=Counter)

    def add(self, predicted: Iterable[tuple[int, int, str]], annotated: Iterable[tuple[int, int, str]]) -> None:
        """Count one sentence's spans."""
        predicted, annotated = set(predicted), set(annotated)
        self.hits.update(label for *_, label in predicted & annotated)
        self.predicted.update(label for *_, label in predicted)
        self.annotated.update(label for *_, label in annotated)

    def f1(self, label: str | None = None) -> float:
        """F1 in percent, of one label or of all together (micro); 0 where nothing was annotated or predicted."""
        counts = [c[label] if label else c.total() for c in (self.hits, self.predicted, self.annotated)]
        hits, predicted, annotated = counts
        return 200 * hits / (predicted + annotated) if predicted + annotated else 0.0


@dataclass(slots=True)
class WordCount:
    """Counts over words: tags, heads, and heads with labels."""

    words: int = 0
    upos: int = 0
    xpos: int = 0
    heads: int = 0
    labelled: int = 0

    def percent(self, hits: int) -> float:
        """Share of all words in percent."""
        return 100 * hits / self.words if self.words else 0.0
