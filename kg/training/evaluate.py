"""Figures of a network over annotated sentences: UPOS, UAS, LAS, and F1 of every span head."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kg.language.bio import BioDecoder
from kg.language.buckets import index_batches
from kg.language.features import Encoded
from kg.language.tree import best_heads
from kg.training.inventory import Inventory
from kg.training.measure import SpanCount, WordCount
from kg.training.sentence import Sentence, bio_spans

FloatArray = npt.NDArray[np.float32]
#: Encoded sentences → for each an array a head (words × tags), ``arcs`` (words × 1 + words),
#: ``label_dependents`` and ``label_heads``.
Predictor = Callable[[Sequence[Encoded]], list[dict[str, FloatArray]]]
LabelScorer = Callable[[FloatArray, FloatArray], FloatArray]
_BATCH_PIECES: Final = 4_000


def evaluate(
    sentences: Sequence[Sentence],
    encoded: Sequence[Encoded],
    inventory: Inventory,
    predict: Predictor,
    label_scores: LabelScorer,
) -> dict[str, float]:
    """Figures in percent, by name (``uas``, ``las``, ``name``, ``entity`` …), of the layers that the sentences have."""
    words = WordCount()
    spans: dict[str, SpanCount] = {}
    decoders = {head: BioDecoder(tags) for head, tags in inventory.tags.items() if "O" in tags}
    for chunk in index_batches([len(each.pieces) for each in encoded], _BATCH_PIECES):
        for index, outputs in zip(chunk, predict([encoded[index] for index in chunk]), strict=True):
            sentence = sentences[index]
            _count_words(words, sentence, outputs, inventory, label_scores)
            for head, decoder in decoders.items():
                tags = sentence.layers.get(head)
                if tags is not None and not any(":" in tag for tag in tags):
                    predicted = {(span.begin, span.end, span.label) for span in decoder.spans(outputs[head])}
                    spans.setdefault(head, SpanCount()).add(predicted, bio_spans(tags))
    return _figures(words, spans)


def _count_words(
    count: WordCount,
    sentence: Sentence,
    outputs: Mapping[str, FloatArray],
    inventory: Inventory,
    label_scores: LabelScorer,
) -> None:
    if sentence.heads is None or sentence.deprels is None or sentence.upos is None or sentence.xpos is None:
        return
    heads = best_heads(outputs["arcs"])
    labels = label_scores(outputs["label_dependents"], outputs["label_heads"][heads]).argmax(axis=1)
    right = heads == np.array(sentence.heads)
    named = np.array([inventory.deprels[label] for label in labels]) == np.array(sentence.deprels)
    count.words += len(sentence)
    count.heads += int(right.sum())
    count.labelled += int((right & named).sum())
    for layer, gold in (("upos", sentence.upos), ("xpos", sentence.xpos)):
        chosen = [inventory.tags[layer][tag] for tag in outputs[layer].argmax(axis=1)]
        hits = sum(one == other for one, other in zip(chosen, gold, strict=True))
        setattr(count, layer, getattr(count, layer) + hits)


def _figures(words: WordCount, spans: Mapping[str, SpanCount]) -> dict[str, float]:
    figures: dict[str, float] = {}
    if words.words:
        figures |= {"upos": words.percent(words.upos), "xpos": words.percent(words.xpos)}
        figures |= {"uas": words.percent(words.heads), "las": words.percent(words.labelled)}
    for head, count in spans.items():
        figures[head] = count.f1()
        if head == "name":
            figures |= {f"{head}.{label}": count.f1(label) for label in sorted(count.annotated)}
    return {name: round(value, 2) for name, value in figures.items()}


def torch_predictor(network: Any, inventory: Inventory) -> tuple[Predictor, LabelScorer]:
    """The float network as a predictor, and its label scorer."""
    import torch

    from kg.training.batches import Example, collate

    def predict(rows: Sequence[Encoded]) -> list[dict[str, FloatArray]]:
        inputs = collate([Example(row, {}) for row in rows]).inputs
        with torch.no_grad():
            words = network.word_states(*inputs)
            dependents, heads = network.label_vectors(words)
            outputs = {head: network.tag_scores(head, words) for head in inventory.tags}
            outputs |= {"arcs": network.arc_scores(words), "label_dependents": dependents, "label_heads": heads}
        arrays = {name: value.numpy() for name, value in outputs.items()}
        return [cut(arrays, number, len(row.first)) for number, row in enumerate(rows)]

    def label_scores(dependents: FloatArray, heads: FloatArray) -> FloatArray:
        with torch.no_grad():
            scores: FloatArray = network.label_scores(torch.from_numpy(dependents), torch.from_numpy(heads)).numpy()
        return scores

    return predict, label_scores


def cut(arrays: Mapping[str, FloatArray], number: int, words: int) -> dict[str, FloatArray]:
    """One sentence's outputs out of a batch, without padding."""
    cropped = {}
    for name, array in arrays.items():
        row = array[number]
        cropped[name] = row[:words, : words + 1] if name == "arcs" else row[: words + (name == "label_heads")]
    return cropped
