"""The fitted weights: how much each sign speaks for or against a value."""

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from math import exp
from pathlib import Path
from typing import Final

from kg.confidence.signs import Signs

#: Where the weights are kept. Columns: measured, sign (empty: the weight of all such values), weight (in logarithms of
#: odds), values (how many had the sign when it was fitted), right (how many of them were right).
TABLE: Final = Path(__file__).parent / "weights.csv"
_LEAST: Final = Decimal("0.01")
_MOST: Final = Decimal("0.99")  # nothing is ever certain
_PLACES: Final = Decimal("0.01")
_REMEMBERED: Final = 20_000


class Weights:
    """Weights by what is measured and its signs. What nobody has measured has no confidence of its own."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._weights: dict[str, dict[str, float]] = {}
        for row in rows:
            self._weights.setdefault(row["measured"], {})[row["sign"]] = float(row["weight"])
        # Signs of values come again and again, in more ways than one would keep for ever.
        self._computed = lru_cache(maxsize=_REMEMBERED)(self._compute)

    def confidence(self, signs: Signs) -> Decimal | None:
        """The probability that a value with such signs is right, 0.01–0.99; None where such values were not measured.

        The logistic function of the sum of the weights of its signs; a sign that no measured value had weighs nothing.
        """
        return self._computed(signs) if signs.measured in self._weights else None

    def _compute(self, signs: Signs) -> Decimal:
        weights = self._weights[signs.measured]
        score = weights[""] + sum(weights.get(sign, 0.0) for sign in signs.signs)
        share = Decimal(1 / (1 + exp(-score))).quantize(_PLACES)
        return min(max(share, _LEAST), _MOST)


def read_weights(path: Path) -> Weights:
    """The weights of a table. Raises FileNotFoundError where there is none."""
    with path.open(encoding="utf-8", newline="") as file:
        return Weights(csv.DictReader(file))


@cache
def shipped_weights() -> Weights:
    """The weights that come with the program."""
    return read_weights(TABLE)
