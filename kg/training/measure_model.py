"""Figures of the exported network, as it runs at run time, and its agreement with the float network."""

from collections.abc import Sequence

import numpy as np

from kg.language.features import Encoded
from kg.language.session import NetworkSession
from kg.training.evaluate import FloatArray, LabelScorer, Predictor, cut


def session_predictor(session: NetworkSession) -> tuple[Predictor, LabelScorer]:
    """An opened model as a predictor for kg.training.evaluate."""

    def predict(rows: Sequence[Encoded]) -> list[dict[str, FloatArray]]:
        scores = session.run(rows)
        arrays = {"arcs": scores.arcs, "label_dependents": scores.label_dependents, "label_heads": scores.label_heads}
        arrays |= {head: scores.tags[:, :, columns] for head, columns in session.columns.items()}
        return [cut(arrays, number, len(row.first)) for number, row in enumerate(rows)]

    return predict, session.label_scores


def agreement(one: Predictor, other: Predictor, rows: Sequence[Encoded], heads: Sequence[str]) -> dict[str, float]:
    """Share of words, in percent, for which two predictors' best tags (by head) and best arcs are the same."""
    same: dict[str, int] = dict.fromkeys((*heads, "arcs"), 0)
    words = 0
    for begin in range(0, len(rows), 32):
        chunk = rows[begin : begin + 32]
        words += sum(len(row.first) for row in chunk)
        for left, right in zip(one(chunk), other(chunk), strict=True):
            for name in same:
                same[name] += int(np.sum(left[name].argmax(axis=1) == right[name].argmax(axis=1)))
    return {name: round(100 * count / max(1, words), 2) for name, count in same.items()}
