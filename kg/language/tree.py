"""Scores of arcs → one head a word, such that the arcs form a tree with a single root.

Maximum spanning arborescence after Chu and Liu 1965 and Edmonds 1967.
"""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Heads = npt.NDArray[np.int64]

_IMPOSSIBLE = -1e9
# Larger than any sum of arc scores: one root arc more never pays.
_ROOT_PENALTY = 1e6


def best_heads(scores: Scores) -> Heads:
    """Head of each word (0: root, else the word's number from 1) from scores (words, 1 + words); shape (words,).

    The plain maximum where that is a tree, as it nearly always is; else the maximum spanning tree with one root.
    """
    words = len(scores)
    if not words:
        return np.zeros(0, dtype=np.int64)
    scores = scores.astype(np.float64)
    own = np.arange(words)
    scores[own, own + 1] = _IMPOSSIBLE
    heads: Heads = scores.argmax(axis=1).astype(np.int64)
    if is_tree(heads):
        return heads
    square = np.full((words + 1, words + 1), _IMPOSSIBLE)
    square[1:] = scores
    square[1:, 0] -= _ROOT_PENALTY
    return _arborescence(square)[1:]


def is_tree(heads: Heads) -> bool:
    """Whether heads (0: root) have exactly one root and no cycle."""
    if np.count_nonzero(heads == 0) != 1:
        return False
    reached = np.concatenate([[0], heads])
    for _ in range(len(reached).bit_length()):
        reached = reached[reached]
    return bool(np.all(reached == 0))


def _arborescence(scores: npt.NDArray[np.float64]) -> Heads:
    """Best incoming arc of each node of a dense graph, node 0 being the root; scores[d, h] is the arc from h to d."""
    heads: Heads = scores.argmax(axis=1).astype(np.int64)
    heads[0] = 0
    cycle = _cycle(heads)
    if not len(cycle):
        return heads
    size = len(scores)
    within = np.zeros(size, dtype=bool)
    within[cycle] = True
    outside = np.flatnonzero(~within)
    # The cycle is shrunk to one node, the last of the smaller graph.
    kept = scores[cycle, heads[cycle]]
    entering = scores[np.ix_(cycle, outside)] - kept[:, None]
    leaving = scores[np.ix_(outside, cycle)]
    smaller = np.full((len(outside) + 1, len(outside) + 1), _IMPOSSIBLE * 10)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    smaller[-1, :-1] = entering.max(axis=0)
    smaller[:-1, -1] = leaving.max(axis=1)
    np.fill_diagonal(smaller, _IMPOSSIBLE * 10)
    solved = _arborescence(smaller)
    for place, node in enumerate(outside[1:], start=1):
        head = solved[place]
        heads[node] = outside[head] if head < len(outside) else cycle[leaving[place].argmax()]
    source = solved[-1]
    heads[cycle[entering[:, source].argmax()]] = outside[source]
    return heads


def _cycle(heads: Heads) -> npt.NDArray[np.int64]:
    """Nodes of one cycle, empty where there is none; node 0 is the root and in no cycle."""
    state = np.zeros(len(heads), dtype=np.int64)
    state[0] = -1
    for start in range(1, len(heads)):
        node = start
        while state[node] == 0:
            state[node] = start
            node = int(heads[node])
        if state[node] == start:
            members = [node]
            while heads[members[-1]] != node:
                members.append(int(heads[members[-1]]))
            return np.array(members, dtype=np.int64)
        node = start
        while state[node] == start:
            state[node] = -1
            node = int(heads[node])
    return np.zeros(0, dtype=np.int64)
