"""Counts of one measure, and the figures that follow from them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 (0–1), and the number of annotated things."""

    precision: float
    recall: float
    f1: float
    gold: float


def harmonic_mean(precision: float, recall: float) -> float:
    """F1: one figure for both; 0 where both are."""
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


@dataclass(slots=True)
class Tally:
    """Hits, found and annotated things, summed over articles (micro-average). hits may be fractions where a measure
    gives part of a point."""

    hits: float = 0
    found: float = 0
    gold: float = 0

    def add(self, hits: float, found: float, gold: float) -> None:
        """Adds the counts of one comparison."""
        self.hits += hits
        self.found += found
        self.gold += gold

    def figures(self) -> Figures:
        """The figures; 0 where nothing was there to divide by."""
        precision = self.hits / self.found if self.found else 0.0
        recall = self.hits / self.gold if self.gold else 0.0
        return Figures(precision, recall, harmonic_mean(precision, recall), self.gold)


@dataclass(frozen=True, slots=True)
class Fault:
    """One error. kind: ``missed``, ``spurious`` or ``wrong``; words: those at issue; detail: of a wrong value what was
    annotated and what was found."""

    kind: str
    measure: str
    article: str
    words: str
    detail: str = ""


@dataclass(slots=True)
class Score:
    """Tallies by measure, in the order in which they were first met, and the faults."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    wrong_spans: int = 0

    def tally(self, measure: str) -> Tally:
        """The tally of a measure, a new one at first."""
        return self.tallies.setdefault(measure, Tally())
