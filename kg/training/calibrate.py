"""How readily each span head speaks: a constant on the score of ``O``, chosen for the best F1 on the development parts.

Cross-entropy counts words; F1 counts spans. The constant goes into the head's bias: nothing changes at run time.
"""

import logging
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

import numpy as np

from kg.language.bio import BioDecoder
from kg.language.buckets import index_batches
from kg.language.features import MAX_PIECES, WordPieces, encode
from kg.training.evaluate import FloatArray, Predictor
from kg.training.inventory import Inventory
from kg.training.measure import SpanCount
from kg.training.sentence import OUTSIDE, Sentence, bio_spans

logger = logging.getLogger(__name__)

SHIFTS = (0.5, -0.5, 1.0, -1.0)
#: Points of F1 that a shift must gain: less is chance.
LEAST_GAIN = 0.3

Gold = set[tuple[int, int, str]]


def calibrate(
    network: Any,
    inventory: Inventory,
    parts: Mapping[str, Sequence[Sentence]],
    word_pieces: WordPieces,
    predict: Predictor,
) -> dict[str, float]:
    """Shift the bias of ``O`` in each span head of ``network``; returns the shifts by head.

    The mean of the corpora's F1 decides; a shift that gains less than LEAST_GAIN is not made.
    """
    found: dict[str, float] = {}
    pairs = {corpus: _predicted(sentences, word_pieces, predict) for corpus, sentences in parts.items()}
    for head, tags in inventory.tags.items():
        if OUTSIDE not in tags:
            continue
        decoder, place = BioDecoder(tags), tags.index(OUTSIDE)
        annotated = {corpus: known for corpus, each in pairs.items() if (known := _annotated(each, head))}
        if not annotated:
            continue
        figures = {
            shift: fmean(_f1(each, decoder, place, shift) for each in annotated.values()) for shift in (0.0, *SHIFTS)
        }
        best = max(SHIFTS, key=lambda shift: figures[shift])
        found[head] = best if figures[best] >= figures[0.0] + LEAST_GAIN else 0.0
        network.tags[head].bias.data[place] += found[head]
    logger.info("shifts of O: %s", found)
    return found


def _predicted(
    sentences: Sequence[Sentence], word_pieces: WordPieces, predict: Predictor
) -> list[tuple[Sentence, dict[str, FloatArray]]]:
    rows = [encode(sentence.words, word_pieces) for sentence in sentences]
    fitting = [number for number, row in enumerate(rows) if sentences[number].words and len(row.pieces) <= MAX_PIECES]
    pairs = []
    for chunk in index_batches([len(rows[number].pieces) for number in fitting], 4000):
        numbers = [fitting[index] for index in chunk]
        outputs = predict([rows[number] for number in numbers])
        pairs += [(sentences[number], output) for number, output in zip(numbers, outputs, strict=True)]
    return pairs


def _annotated(pairs: Sequence[tuple[Sentence, dict[str, FloatArray]]], head: str) -> list[tuple[FloatArray, Gold]]:
    """Scores and spans of the sentences that are annotated in full for a head."""
    known = []
    for sentence, outputs in pairs:
        tags = sentence.layers.get(head, ())
        if tags and not any(":" in tag for tag in tags):
            known.append((outputs[head], bio_spans(tags)))
    return known


def _f1(annotated: Sequence[tuple[FloatArray, Gold]], decoder: BioDecoder, place: int, shift: float) -> float:
    count = SpanCount()
    for scores, gold in annotated:
        shifted = scores.copy()
        shifted[:, place] += np.float32(shift)
        count.add({(span.begin, span.end, span.label) for span in decoder.spans(shifted)}, gold)
    return count.f1()
