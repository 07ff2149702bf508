"""The constant on the score of ``O``."""

from types import SimpleNamespace

import numpy as np
import pytest

from kg.training.calibrate import calibrate
from kg.training.inventory import Inventory
from kg.training.sentence import Sentence


class Pieces:
    cls, sep = 1, 2

    def pieces(self, word: str) -> tuple[int, ...]:
        return (5,)


@pytest.mark.parametrize(("margin", "shift"), [(0.3, -0.5), (-0.3, 0.5), (-0.8, 1.0)])
def test_the_shift_makes_up_for_a_timid_or_a_rash_head(margin: float, shift: float):
    """Words "x" are names, "o" are not; a positive margin misses the names, a negative one sees too many."""
    sentences = [Sentence(("x", "o"), layers={"name": ("B-PER", "O")})] * 3

    def predict(rows: list) -> list[dict[str, np.ndarray]]:
        scores = [[margin, 0.0], [2.0, 0.0]] if margin > 0 else [[-2.0, 0.0], [margin, 0.0]]
        padded = [[*row, -9.0] for row in scores]
        return [{"name": np.array(padded, dtype=np.float32)} for _ in rows]

    head = SimpleNamespace(bias=SimpleNamespace(data=np.zeros(3)))
    inventory = Inventory({"name": ["O", "B-PER", "I-PER"]}, [])
    shifts = calibrate(SimpleNamespace(tags={"name": head}), inventory, {"ewt": sentences}, Pieces(), predict)
    assert shifts == {"name": shift}
    assert head.bias.data.tolist() == [shift, 0, 0]
