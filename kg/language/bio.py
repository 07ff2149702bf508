"""Scores of BIO tags → spans. A span never starts with I-, whatever the scores say."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

_IMPOSSIBLE = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class TagSpan:
    """Words ``begin`` to ``end`` (exclusive) bear ``label``; ``score`` is their tags' mean probability, 0 to 1."""

    begin: int
    end: int
    label: str
    score: float


class BioDecoder:
    """Best valid tag sequences for one inventory (``O``, and ``B-``/``I-`` pairs)."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = list(tags)
        positions = {tag: number for number, tag in enumerate(self.tags)}
        self._outside = positions["O"]
        self._inside = np.array([tag.startswith("I-") for tag in self.tags])
        # For an inside tag the B- of its label; for any other tag, itself.
        self._opener = np.array(
            [positions["B-" + tag[2:]] if tag.startswith("I-") else at for tag, at in positions.items()]
        )

    def best_path(self, scores: Scores, starts: Sequence[int] = (0,)) -> Indices:
        """Highest-scoring valid tag of each word, shape (words,), from scores (words, tags) of sentences at ``starts``.

        The plain maximum where that is valid (nearly always), else Viterbi with the rule that I-X follows B-X or I-X.
        """
        path: Indices = scores.argmax(axis=1).astype(np.int64)
        before = np.empty_like(path)
        before[1:] = path[:-1]
        before[list(starts)] = self._outside
        wrong = np.flatnonzero(self._inside[path] & (self._opener[before] != self._opener[path]))
        if not len(wrong):
            return path
        bounds = np.append(np.array(starts, dtype=np.int64), len(path))
        for sentence in np.unique(np.searchsorted(bounds, wrong, side="right") - 1).tolist():
            begin, end = bounds[sentence], bounds[sentence + 1]
            path[begin:end] = self._viterbi(scores[begin:end])
        return path

    def _viterbi(self, scores: Scores) -> Indices:
        words = len(scores)
        every = np.arange(len(self.tags))
        best = np.where(self._inside, _IMPOSSIBLE, scores[0])
        back = np.zeros((words, len(self.tags)), dtype=np.int64)
        for word in range(1, words):
            anywhere = best.argmax()
            opened = np.where(best[self._opener] >= best, self._opener, every)
            back[word] = np.where(self._inside, opened, anywhere)
            best = best[back[word]] + scores[word]
        path = np.zeros(words, dtype=np.int64)
        path[-1] = best.argmax()
        for word in range(words - 1, 0, -1):
            path[word - 1] = back[word, path[word]]
        return path

    def spans(self, scores: Scores, starts: Sequence[int] = (0,)) -> list[TagSpan]:
        """Spans of the best path, in order; arguments as of best_path. A span keeps within its sentence."""
        if not len(scores):
            return []
        path = self.best_path(scores, starts)
        inside = self._inside[path]
        tagged = np.flatnonzero(path != self._outside)
        if not len(tagged):
            return []
        chances = np.zeros(len(path), dtype=np.float64)
        chances[tagged] = softmax(scores[tagged])[np.arange(len(tagged)), path[tagged]]
        begins = np.flatnonzero((path != self._outside) & ~inside)
        closed = np.flatnonzero(~inside)
        ends = np.append(closed, len(path))[np.searchsorted(closed, begins, side="right")]
        return [
            TagSpan(begin, end, self.tags[path[begin]][2:], float(chances[begin:end].mean()))
            for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
        ]


def softmax(scores: Scores) -> Scores:
    """Probabilities along the last axis."""
    exponents = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Scores = exponents / exponents.sum(axis=-1, keepdims=True)
    return result
