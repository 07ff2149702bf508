"""The network under onnxruntime: encoded sentences in, scores out."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.errors import ModelError
from kg.language.features import Encoded, WordPieces, pad

FloatArray = npt.NDArray[np.float32]

NETWORK_FILE, LABELS_FILE, PIECES_FILE, INVENTORY_FILE = (
    "network.onnx",
    "labels.onnx",
    "word_pieces.json",
    "inventory.json",
)
MODEL_FILES = (NETWORK_FILE, LABELS_FILE, PIECES_FILE, INVENTORY_FILE)

#: On a CPU this fused operator takes seven times as long as a plain layer norm (measured with onnxruntime 1.32).
_SLOW_FUSIONS = ["SkipLayerNormFusion"]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of a batch; rows are padded.

    ``tags`` (batch, words, tags of all heads side by side), ``arcs`` (batch, words, 1 + words),
    ``label_dependents`` (batch, words, width), ``label_heads`` (batch, 1 + words, width).
    """

    tags: FloatArray
    arcs: FloatArray
    label_dependents: FloatArray
    label_heads: FloatArray


class NetworkSession:
    """The network's files, loaded; the onnxruntime session is opened in each process that uses it.

    ``tags`` maps each head to its tags and ``columns`` to their place in ``Scores.tags``;
    ``deprels`` are the dependency labels.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(f"the language model in {folder} lacks {', '.join(missing)}")
        self.folder = folder
        self.threads = threads
        inventory = json.loads((folder / INVENTORY_FILE).read_text(encoding="utf-8"))
        self.tags: dict[str, list[str]] = inventory["tags"]
        self.deprels: list[str] = inventory["deprels"]
        self.columns = _columns(self.tags)
        self.word_pieces = WordPieces(folder / PIECES_FILE)
        self._network: Any = None
        self._labels: Any = None
        self._process = -1

    def run(self, rows: Sequence[Encoded]) -> Scores:
        """Scores of a batch of encoded sentences."""
        self._open()
        inputs = {
            "pieces": pad([row.pieces for row in rows]),
            "piece_shapes": pad([row.piece_shapes for row in rows]),
            "first": pad([row.first for row in rows]),
            "last": pad([row.last for row in rows]),
            "shapes": pad([row.shapes for row in rows]),
        }
        return Scores(*self._network.run(["tags", "arcs", "label_dependents", "label_heads"], inputs))

    def label_scores(self, dependents: FloatArray, heads: FloatArray) -> FloatArray:
        """Scores (words, labels) of dependency labels, from each word's vector and its head's (words, width)."""
        self._open()
        scores: FloatArray = self._labels.run(["scores"], {"dependents": dependents, "heads": heads})[0]
        return scores

    def _open(self) -> None:
        if self._process != os.getpid():
            self._network, self._labels = (
                _session(self.folder / name, self.threads) for name in (NETWORK_FILE, LABELS_FILE)
            )
            self._process = os.getpid()


def _columns(tags: dict[str, list[str]]) -> dict[str, slice]:
    columns, start = {}, 0
    for head, names in tags.items():
        columns[head] = slice(start, start + len(names))
        start += len(names)
    return columns


def _session(path: Path, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW_FUSIONS
    )
