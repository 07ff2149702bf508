"""What one epoch shows: each corpus as often as the recipe says, some sentences with other names or letter case."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.training.augment import NamePool
from kg.training.batches import Example, ExampleMaker, recased
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
        sentences = [
            sentence for corpus, group in train.items() for sentence in group for _ in range(recipe.times(corpus))
        ]
        made = {id(sentence): maker.example(sentence) for sentence in sentences}
        self._pairs = [(sentence, example) for sentence in sentences if (example := made[id(sentence)]) is not None]

    def examples(self, epoch: int) -> list[Example]:
        """The examples of one epoch, which depend on the seed and the epoch's number alone."""
        chance = random.Random(self._recipe.seed * 7919 + epoch)
        return [self._varied(sentence, example, chance) for sentence, example in self._pairs]

    def _varied(self, sentence: Sentence, example: Example, chance: random.Random) -> Example:
        if chance.random() < self._recipe.rename_share:
            example = self._maker.example(self._pool.renamed(sentence, chance)) or example
        if chance.random() < self._recipe.recase_share:
            example = replace(example, encoded=recased(example.encoded, chance.choice(_CASES)))
        return example
