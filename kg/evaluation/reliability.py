"""Whether confidence means what it says: of the values that have one of 0.8, are 80 % right?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.evaluation.judged import Judged

_BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Values whose confidence lies between two bounds. confidence, right: means, 0–1."""

    least: float
    values: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How good confidences are.

    brier: mean squared distance from what is right (1) or wrong (0); the less the better (Brier 1950). share: of all
    values that are right; whoever gave each value this share would have a Brier score of share · (1 − share).
    error: mean distance of the bins' confidence from what is right of them (expected calibration error). ranking: the
    probability that a right value has a higher confidence than a wrong one (area under the ROC curve).
    """

    values: int
    share: float
    brier: float
    error: float
    ranking: float
    bins: tuple[Bin, ...]


def reliability(values: Sequence[Judged]) -> Reliability:
    """The figures of some values. Raises ValueError where there are none."""
    if not values:
        raise ValueError("nothing to measure confidence on")
    grouped: dict[int, list[Judged]] = {}
    for each in values:
        grouped.setdefault(min(int(each.confidence * _BINS + 1e-9), _BINS - 1), []).append(each)
    bins = tuple(
        Bin(number / _BINS, len(group), _mean([v.confidence for v in group]), _mean([float(v.right) for v in group]))
        for number, group in sorted(grouped.items())
    )
    return Reliability(
        len(values),
        _mean([float(each.right) for each in values]),
        _mean([(each.confidence - each.right) ** 2 for each in values]),
        sum(each.values * abs(each.confidence - each.right) for each in bins) / len(values),
        _ranking(values),
        bins,
    )


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _ranking(values: Sequence[Judged]) -> float:
    """Mann and Whitney's statistic as a share; one half where all are right or all wrong."""
    right = sum(each.right for each in values)
    wrong = len(values) - right
    if not right or not wrong:
        return 0.5
    counts: dict[float, list[int]] = {}
    for each in values:
        counts.setdefault(each.confidence, [0, 0])[each.right] += 1
    below, above = 0, 0.0
    for confidence in sorted(counts):
        bad, good = counts[confidence]
        above += good * (below + bad / 2)
        below += bad
    return above / (right * wrong)
