"""The fit of the weights of confidence, on annotated articles that the authors of the rules have not read.

python -m kg.evaluation.confidence_fit GOLD…      writes kg/confidence/weights.csv anew
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.confidence.weights import TABLE, Weights
from kg.evaluation.gold import read_gold
from kg.evaluation.judged import Judged, judged_article
from kg.language import load_pipeline
from kg.settings import Settings

# How strongly a weight is held to zero: what few values tell of stays what all such values tell. By cross-validation of
# eight parts of the articles 2 and 4 are the best of 1, 2, 4, 8, 16 and 32 (Brier score 0.145).
_SHRINK: Final = 4.0
_SHRINK_OF_ALL: Final = 0.1
_LEAST_SEEN: Final = 3
_STEPS: Final = 50
_SMALL: Final = 1e-9


def fitted(values: Sequence[Judged]) -> list[Mapping[str, str]]:
    """Rows of the table of weights, by ridge-penalised logistic regression for each thing and property of its own."""
    by_measure: dict[str, list[Judged]] = defaultdict(list)
    for each in values:
        by_measure[each.signs.measured].append(each)
    return [row for name in sorted(by_measure) for row in _rows(name, by_measure[name])]


def held_out(articles: Sequence[Sequence[Judged]], folds: int) -> list[Judged]:
    """The values of annotated articles, each with the confidence that weights give it which were fitted without the
    part of the articles that it stands in: cross-validation, the articles dealt to ``folds`` parts in turn.

    Raises ValueError where there are fewer than two parts, or fewer articles than parts.
    """
    if not 2 <= folds <= len(articles):
        raise ValueError(f"{len(articles)} articles cannot be held out in {folds} parts, which must be 2 or more")
    values: list[Judged] = []
    for part in range(folds):
        others = [each for number, own in enumerate(articles) if number % folds != part for each in own]
        weights = Weights(fitted(others))
        for each in (value for own in articles[part::folds] for value in own):
            confidence = weights.confidence(each.signs)
            values.append(each if confidence is None else replace(each, confidence=float(confidence)))
    return values


def _rows(name: str, values: Sequence[Judged]) -> Iterable[Mapping[str, str]]:
    seen = Counter(sign for each in values for sign in set(each.signs.signs))
    held = Counter(sign for each in values if each.right for sign in set(each.signs.signs))
    signs = sorted(sign for sign, count in seen.items() if count >= _LEAST_SEEN)
    at = {sign: column for column, sign in enumerate(signs, 1)}
    table = np.zeros((len(values), len(signs) + 1))
    table[:, 0] = 1
    for row, each in enumerate(values):
        table[row, [at[sign] for sign in each.signs.signs if sign in at]] = 1
    right = np.array([float(each.right) for each in values])
    weights = _logistic(table, right, np.array([_SHRINK_OF_ALL, *(_SHRINK for _ in signs)]))
    counts = [("", len(values), int(right.sum())), *((sign, seen[sign], held[sign]) for sign in signs)]
    for (sign, count, good), weight in zip(counts, weights, strict=True):
        yield {
            "measured": name,
            "sign": sign,
            "weight": f"{weight + 0.0:.3f}",
            "values": str(count),
            "right": str(good),
        }


def _logistic(
    table: NDArray[np.float64], right: NDArray[np.float64], penalty: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a logistic regression with a quadratic penalty a column, by Newton's method."""
    weights = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (right - chances) - penalty * weights
        curve = (table.T * (chances * (1 - chances))) @ table + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < _SMALL:
            break
    return weights


def write_weights(rows: Iterable[Mapping[str, str]], path: Path) -> None:
    """Writes a table of weights."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["measured", "sign", "weight", "values", "right"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(paths: Sequence[str]) -> None:
    """Fits on annotated articles and writes the program's table."""
    pipeline = load_pipeline(Settings())
    values = [each for gold in read_gold(map(Path, paths)) for each in judged_article(gold, pipeline)]
    write_weights(fitted(values), TABLE)


if __name__ == "__main__":
    main(sys.argv[1:])
