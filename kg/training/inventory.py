"""The tags of every head of the network, and which of them a corpus's coarser tag may stand for."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from kg.training.own_sentences import ENTITY_LABELS, STANCES, TRIGGER_LABELS
from kg.training.sentence import OUTSIDE, Sentence

#: Coarse tags that stand without B- or I-: outside, certainly outside, unknown.
_PLACELESS = {OUTSIDE, "-", "?"}
VALUE_LABELS = {"Date", "Number"}
FIXED_LABELS = {
    "name": {"PER", "LOC", "ORG"},
    "entity": ENTITY_LABELS - VALUE_LABELS,
    "nested": ENTITY_LABELS - VALUE_LABELS,
    "value": VALUE_LABELS,
    "trigger": TRIGGER_LABELS,
    "source": {"source"},
    "cue": STANCES,
    "content": {"content"},
}


def bio_inventory(labels: Iterable[str]) -> list[str]:
    """``O`` and then ``B-`` and ``I-`` of each label, in alphabetical order."""
    return [OUTSIDE, *(f"{place}-{label}" for label in sorted(labels) for place in "BI")]


@dataclass(frozen=True, slots=True)
class Inventory:
    """Tags of each head (``tags["upos"]``) and dependency labels, in the order of the network's outputs."""

    tags: dict[str, list[str]]
    deprels: list[str]


def build_inventory(train: Iterable[Sentence]) -> Inventory:
    """Tags that the training part uses, and the fixed label sets of the project's own layers."""
    seen: dict[str, set[str]] = {"upos": set(), "xpos": set(), "gum": set(), "deprels": set()}
    for sentence in train:
        for layer in ("upos", "xpos", "deprels"):
            seen[layer].update(getattr(sentence, layer) or ())
        seen["gum"].update(tag[2:] for tag in sentence.layers.get("gum", ()) if tag != OUTSIDE)
    tags = {"upos": sorted(seen["upos"]), "xpos": sorted(seen["xpos"]), "gum": bio_inventory(seen["gum"])}
    tags |= {head: bio_inventory(labels) for head, labels in FIXED_LABELS.items()}
    return Inventory(tags, sorted(seen["deprels"]))


class TagTable:
    """Every tag that a head's training data holds, its own and the coarser ``scheme:TAG``, with the tags each allows.

    ``allowed`` has one row a known tag and one column a tag of the head.
    """

    def __init__(self, head: str, tags: list[str]) -> None:
        self.tags = tags
        self._rows: dict[str, int] = {tag: row for row, tag in enumerate(tags)}
        rows = [np.eye(len(tags), dtype=bool)]
        maps = json.loads(files("kg.training").joinpath("label_maps.json").read_text(encoding="utf-8"))
        for scheme, mapping in maps.get(head, {}).items():
            for coarse, fine in mapping.items():
                for place in ("",) if coarse in _PLACELESS else ("B-", "I-"):
                    self._rows[f"{scheme}:{place}{coarse}"] = len(self._rows)
                    rows.append(self._row(place, fine)[None])
        self.allowed: npt.NDArray[np.bool_] = np.concatenate(rows)

    def _row(self, place: str, labels: list[str]) -> npt.NDArray[np.bool_]:
        if place:
            wanted = {OUTSIDE if label == OUTSIDE else place + label for label in labels}
        else:
            wanted = {
                f"{either}{label}" if label != OUTSIDE else OUTSIDE for label in labels for either in ("B-", "I-")
            }
        return np.array([tag in wanted for tag in self.tags])

    def row_of(self, tag: str) -> int:
        """Row of a tag; of a coarse one that the map lacks, the scheme's ``*``. Raises KeyError for an unknown tag."""
        if tag in self._rows:
            return self._rows[tag]
        scheme, _, rest = tag.partition(":")
        return self._rows[f"{scheme}:{rest[:2]}*"]
