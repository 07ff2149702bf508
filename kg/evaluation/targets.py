"""What the project wants its figures to be (``targets.csv``)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("targets.csv")
_SIGNS = {"least": "≥", "most": "≤"}


@dataclass(frozen=True, slots=True)
class Target:
    """A bound for one figure of one measure; value is a percentage, but for a count. bound: ``least`` or ``most``."""

    measure: str
    figure: str
    bound: str
    value: float

    def met(self, value: float) -> bool:
        """Whether a value, in the target's unit, keeps to the bound."""
        return value >= self.value if self.bound == "least" else value <= self.value

    def __str__(self) -> str:
        name = {"precision": "P ", "recall": "R "}.get(self.figure, "")
        return f"{name}{_SIGNS[self.bound]} {self.value:g}"


@cache
def targets() -> dict[str, tuple[Target, ...]]:
    """The targets of each measure that has some."""
    found: dict[str, tuple[Target, ...]] = {}
    with _FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            target = Target(row["measure"], row["figure"], row["bound"], float(row["value"]))
            found[target.measure] = (*found.get(target.measure, ()), target)
    return found
