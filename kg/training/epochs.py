"""What one epoch shows: each corpus as often as the recipe says, some sentences with other names,
letter case, or hidden words (word dropout: Iyyer et al. 2015, https://aclanthology.org/P15-1162)."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.training.augment import NamePool
from kg.training.batches import Example, ExampleMaker, masked, recased
from kg.training.recipe import Recipe
from kg.training.sentence import Sentence

#: Headlines come in title case and in capitals; small letters are rarer in news.
_CASES = ("title", "title", "upper", "lower")


class EpochMaker:
    """Makes the examples of each epoch; those of unchanged sentences are made once."""

    def __init__(
        self, train: Mapping[str, Sequence[Sentence]], maker: ExampleMaker, pool: NamePool, recipe: Recipe
    ) -> None:
        self._maker = maker
        self._pool = pool
        self._recipe = recipe
        self._pairs = {
            corpus: [(each, example) for each in group if (example := maker.example(each)) is not None]
            for corpus, group in train.items()
        }

    def examples(self, epoch: int, seed: int) -> list[Example]:
        """The examples of one epoch, which depend on the seed and the epoch's number alone."""
        chance = random.Random(seed * 7919 + epoch)
        return [
            self._varied(sentence, example, chance)
            for corpus, pairs in self._pairs.items()
            for sentence, example in pairs
            for _ in range(self._recipe.times(corpus, epoch))
        ]

    def _varied(self, sentence: Sentence, example: Example, chance: random.Random) -> Example:
        if chance.random() < self._recipe.rename_share:
            example = self._maker.example(self._pool.renamed(sentence, chance)) or example
        if chance.random() < self._recipe.recase_share:
            example = replace(example, encoded=recased(example.encoded, chance.choice(_CASES)))
        hidden = [chance.random() < self._recipe.mask_share for _ in sentence.words]
        if any(hidden):
            example = replace(example, encoded=masked(example.encoded, hidden, self._maker.mask))
        return example
