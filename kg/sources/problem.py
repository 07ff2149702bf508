"""What a reader of inputs has to report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used as it stands. ``where`` names file and line; ``unreadable`` is true of a
    whole named input."""

    where: str
    reason: str
    skipped: bool = True
    unreadable: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"
