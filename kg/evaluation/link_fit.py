"""The fit of the linker's weights and of its calibration, on the development documents of the linking set.

python -m kg.evaluation.link_fit CORPUS      writes kg/linking/weights.csv and calibration.csv anew
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.evaluation.link_measure import known_items, thing_of
from kg.evaluation.linking_set import GoldDocument, read_linking_set
from kg.linking import decision
from kg.linking.candidates import Candidate
from kg.linking.context import context_of
from kg.linking.features import NAMES

_STEPS = 800
_RATE = 2.0
_SHRINK = 0.01  # how strongly weights are held to what they were thought to be; the best of eight by cross-validation
_SMALLEST_BIN = 12
# Candidates with their scores and features, the best first.
_Ranking = list[tuple[float, Candidate, tuple[float, ...]]]


@dataclass(frozen=True, slots=True)
class _Example:
    """A name of a document: features of its candidates, and which of them, or none (the last), it can mean."""

    values: NDArray[np.float64]
    meant: NDArray[np.bool_]
    told: bool


def fit(documents: Sequence[GoldDocument]) -> None:
    """Fits weights and calibration on some documents and writes the linker's tables."""
    examples = list(_examples(documents))
    folder = Path(decision.__file__).parent
    with (folder / "weights.csv").open(encoding="utf-8", newline="") as file:
        priors = {row["feature"]: float(row["prior"]) for row in csv.DictReader(file)}
    fitted = _fitted(examples, np.array([priors[name] for name in NAMES]))
    with (folder / "weights.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "prior", "weight"])
        writer.writerows(
            (name, f"{priors[name]:g}", f"{weight:.3f}") for name, weight in zip(NAMES, fitted, strict=True)
        )
    decision.weights.cache_clear()
    _write_calibration(folder / "calibration.csv", documents)


def _examples(documents: Sequence[GoldDocument]) -> Iterator[_Example]:
    """Each name of each document once. Where the gazetteer has not the item, a candidate without any item may be it."""
    for qid, known, ranked in _ranked(documents):
        found = [(each.entry.qid, values) for _, each, values in ranked]
        meant = [each == qid or (not known and not each) for each, _ in found]
        none = not known or not any(meant)
        yield _Example(np.array([values for _, values in found]), np.array([*meant, none]), bool(found[0][0]))


def _ranked(documents: Sequence[GoldDocument]) -> Iterator[tuple[str, bool, _Ranking]]:
    """Each name of each document once, by the item that it means, whether the gazetteer has that, and the candidates,
    the best first; without names that have none."""
    items = known_items()
    for document in documents:
        context = context_of(document.names, document.day)
        for mention in dict.fromkeys(document.mentions):
            if ranked := decision.rank(thing_of(mention), context):
                yield mention.qid, mention.qid in items, ranked


def _fitted(examples: Sequence[_Example], priors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of a softmax over the candidates of a name and none of them, by gradient descent from the priors, with a
    quadratic penalty on what leads away from them: what few names tell of stays as it was thought. No reason for a
    candidate becomes one against it, nor the other way round."""
    scale = np.maximum(np.max([np.abs(each.values).max(axis=0) for each in examples], axis=0), 1e-9)
    start = priors * scale
    fitted = start.copy()
    for _ in range(_STEPS):
        slope = _SHRINK * (fitted - start)
        for each in examples:
            scaled = each.values / scale
            chances = np.exp(np.append(scaled @ fitted, 0.0))
            chances /= chances.sum()
            meant = chances * each.meant
            slope += scaled.T @ (chances - meant / meant.sum())[:-1] / len(examples)
        fitted -= _RATE * slope
        fitted[fitted * np.sign(start) < 0] = 0.0
    weights: NDArray[np.float64] = fitted / scale
    return weights


def _write_calibration(path: Path, documents: Sequence[GoldDocument]) -> None:
    pairs = _judged(documents)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "mean_likelihood", "decisions", "right", "confidence"])
        for named in (True, False):
            for total, right, count in _monotone(sorted(pair for same, *pair in pairs if same is named)):
                # One right and one wrong decision more than seen: nothing is ever certain (Laplace).
                share = f"{(right + 1) / (count + 2):.3f}"
                writer.writerow([decision.SPELLINGS[named], f"{total / count:.3f}", int(count), int(right), share])
    decision.calibration.cache_clear()


def _judged(documents: Sequence[GoldDocument]) -> list[tuple[bool, float, bool]]:
    """For each name of each document whether the best candidate has the same name, its likelihood, and whether it is
    right."""
    found = []
    for qid, known, ranked in _ranked(documents):
        _, best, values = ranked[0]
        if best.entry.qid or known:
            chance = decision.likelihoods(score for score, _, _ in ranked)[0]
            found.append((decision.is_named(best, values), chance, best.entry.qid == qid))
    return found


def _monotone(pairs: Sequence[Sequence[float]]) -> list[list[float]]:
    """Sum of likelihoods, right ones and all, of neighbours in rising order, with shares that rise too: isotonic
    regression by pooling adjacent violators, on bins of some decisions."""
    blocks: list[list[float]] = []
    for start in range(0, len(pairs), _SMALLEST_BIN):
        part = pairs[start : start + _SMALLEST_BIN]
        blocks.append([sum(chance for chance, _ in part), float(sum(right for _, right in part)), float(len(part))])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            blocks[-2:] = [[one + other for one, other in zip(blocks[-2], blocks[-1], strict=True)]]
    return blocks


if __name__ == "__main__":
    fit([document for document in read_linking_set(Path(sys.argv[1])) if not document.is_test])
