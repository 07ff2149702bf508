import itertools

import numpy as np
import pytest

from kg.language.bio import BioDecoder

TAGS = ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]


def scores_of(*tags: str, strength: float = 5.0) -> np.ndarray:
    scores = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    scores[np.arange(len(tags)), [TAGS.index(tag) for tag in tags]] = strength
    return scores


@pytest.fixture
def decoder() -> BioDecoder:
    return BioDecoder(TAGS)


def labelled(decoder: BioDecoder, scores: np.ndarray, starts: tuple[int, ...] = (0,)) -> list[tuple[int, int, str]]:
    return [(span.begin, span.end, span.label) for span in decoder.spans(scores, starts)]


def test_neighbouring_spans_stay_apart(decoder):
    scores = scores_of("B-PER", "I-PER", "B-PER", "O", "B-LOC")
    assert labelled(decoder, scores) == [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")]


def test_inside_without_opening_becomes_the_best_valid_sequence(decoder):
    scores = scores_of("O", "I-LOC", "I-LOC", "O")
    scores[1, TAGS.index("B-LOC")] = 4.0
    assert labelled(decoder, scores) == [(1, 3, "LOC")]


def test_inside_that_follows_another_label_is_repaired(decoder):
    scores = scores_of("B-PER", "I-LOC")
    scores[0, TAGS.index("B-LOC")] = 4.9
    scores[1, TAGS.index("I-PER")] = 1.0
    assert labelled(decoder, scores) == [(0, 2, "LOC")]


def test_first_word_cannot_be_inside(decoder):
    scores = scores_of("I-PER")
    assert not any(tag.startswith("I-") for tag in [TAGS[index] for index in decoder.best_path(scores)])


def test_spans_do_not_run_over_a_sentence_start(decoder):
    scores = scores_of("B-LOC", "I-LOC", "I-LOC")
    scores[2, TAGS.index("B-LOC")] = 4.0
    assert labelled(decoder, scores, (0, 2)) == [(0, 2, "LOC"), (2, 3, "LOC")]


def test_repair_leaves_other_sentences_alone(decoder):
    good, bad = scores_of("B-PER", "O"), scores_of("I-LOC", "O")
    both = np.concatenate([good, bad, good])
    path = decoder.best_path(both, (0, 2, 4))
    assert [TAGS[index] for index in path[[0, 1, 4, 5]]] == ["B-PER", "O", "B-PER", "O"]


def test_no_words_have_no_spans(decoder):
    assert decoder.spans(np.zeros((0, len(TAGS)), dtype=np.float32)) == []


def test_score_is_the_mean_probability_of_the_tags(decoder):
    scores = np.log(np.array([[0.1, 0.6, 0.1, 0.1, 0.1], [0.1, 0.05, 0.8, 0.025, 0.025]], dtype=np.float32))
    (span,) = decoder.spans(scores)
    assert (span.begin, span.end, span.label) == (0, 2, "LOC")
    assert span.score == pytest.approx(0.7, abs=1e-5)


def test_best_path_is_the_best_of_all_valid_ones(decoder):
    chance = np.random.default_rng(7)

    def is_valid(path: tuple[int, ...]) -> bool:
        names = ["O", *(TAGS[index] for index in path)]
        return all(
            not name.startswith("I-") or before in ("B-" + name[2:], name) for before, name in itertools.pairwise(names)
        )

    for _ in range(20):
        scores = chance.normal(size=(4, len(TAGS))).astype(np.float32)
        valid = [path for path in np.ndindex(*(len(TAGS),) * 4) if is_valid(path)]
        best = max(valid, key=lambda path: sum(scores[word, tag] for word, tag in enumerate(path)))
        assert tuple(decoder.best_path(scores)) == best
