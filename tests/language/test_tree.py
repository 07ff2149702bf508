import itertools

import numpy as np
import pytest

from kg.language.tree import best_heads, is_tree


def test_the_plain_maximum_is_kept_where_it_is_a_tree():
    scores = np.zeros((3, 4), dtype=np.float32)
    scores[0, 2] = scores[1, 0] = scores[2, 2] = 5
    assert best_heads(scores).tolist() == [2, 0, 2]


def test_a_cycle_is_broken_where_it_costs_least():
    scores = np.zeros((3, 4), dtype=np.float32)
    scores[0, 2], scores[1, 1], scores[2, 1] = 10, 10, 10
    scores[0, 0], scores[1, 0] = 6, 1
    assert best_heads(scores).tolist() == [0, 1, 1]


def test_two_roots_become_one():
    scores = np.zeros((2, 3), dtype=np.float32)
    scores[0, 0], scores[1, 0], scores[1, 1] = 9, 8, 1
    assert best_heads(scores).tolist() == [0, 1]


def test_one_word_is_the_root():
    assert best_heads(np.array([[0.0, 9.0]], dtype=np.float32)).tolist() == [0]


def test_no_words_have_no_heads():
    assert best_heads(np.zeros((0, 1), dtype=np.float32)).tolist() == []


@pytest.mark.parametrize("heads", [[1], [2, 1], [0, 0], [2, 3, 1, 0], [2, 3, 1]])
def test_cycles_and_several_roots_are_no_tree(heads):
    assert not is_tree(np.array(heads))


def test_the_tree_is_the_best_of_all_trees():
    chance = np.random.default_rng(11)
    for _ in range(40):
        scores = chance.normal(size=(4, 5)).astype(np.float32)
        trees = [heads for heads in itertools.product(range(5), repeat=4) if is_tree(np.array(heads))]
        best = max(trees, key=lambda heads: sum(scores[word, head] for word, head in enumerate(heads)))
        assert tuple(best_heads(scores.copy())) == best


def test_long_random_sentences_get_a_tree():
    chance = np.random.default_rng(3)
    for words in (40, 150):
        assert is_tree(best_heads(chance.normal(size=(words, words + 1)).astype(np.float32)))
