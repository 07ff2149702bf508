"""Other names in the same sentences: a name is swapped for one of its kind and length, and all layers stay true.

Word-level replacement of mentions within their class: Dai and Adel 2020, https://arxiv.org/abs/2010.11683.
"""

import csv
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kg.training.sentence import Sentence, bio_spans

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names by kind (PER, LOC, ORG) and number of words."""

    names: dict[tuple[str, int], list[Words]]

    def renamed(self, sentence: Sentence, chance: random.Random) -> Sentence:
        """The sentence with its persons, places and organisations renamed where the pool has a name of that length."""
        words = list(sentence.words)
        for begin, end, kind in _names(sentence):
            choices = self.names.get((kind, end - begin))
            if choices and all(word[0].isupper() or not word.isalpha() for word in words[begin:end]):
                words[begin:end] = chance.choice(choices)
        return replace(sentence, words=tuple(words))


#: Which of the project's own labels a name of each kind may be put for.
_OWN_KINDS = {"Person": "PER", "Place": "LOC"}
_NAME_KINDS = {kind: kind for kind in ("PER", "LOC", "ORG")}
_GUM_KINDS = {"person": "PER", "place": "LOC", "organization": "ORG"}


def _names(sentence: Sentence) -> list[tuple[int, int, str]]:
    for layer, kinds in (("gum", _GUM_KINDS), ("name", _NAME_KINDS), ("entity", _OWN_KINDS)):
        tags = sentence.layers.get(layer, ())
        if tags and not any(":" in tag for tag in tags):
            return sorted((begin, end, kinds[label]) for begin, end, label in bio_spans(tags) if label in kinds)
    return []


def build_pool(train: Iterable[Sentence], gazetteers: Path, split: Callable[[str], list[str]]) -> NamePool:
    """Names of the training part and of the gazetteers folder (countries, provinces, heads of state and government)."""
    found: set[tuple[str, Words]] = set()
    for sentence in train:
        if "name" in sentence.layers:
            found.update((kind, sentence.words[begin:end]) for begin, end, kind in _names(sentence))
    columns = (("dr5hn_states.csv", "name", "LOC"), ("dr5hn_countries.csv", "name", "LOC"))
    for file, column, kind in (*columns, ("world_leaders_2022_wikidata.csv", "officeholderLabel", "PER")):
        found.update((kind, tuple(split(name))) for name in _column(gazetteers / file, column))
    names: dict[tuple[str, int], list[Words]] = {}
    for kind, words in sorted(found):
        if words[0][0].isupper() and not any(word.isdigit() for word in words):
            names.setdefault((kind, len(words)), []).append(words)
    return NamePool(names)


def _column(path: Path, column: str) -> set[str]:
    with path.open(encoding="utf-8", newline="") as rows:
        return {row[column] for row in csv.DictReader(rows) if row.get(column)}
