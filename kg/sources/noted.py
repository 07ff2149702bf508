"""A record with remarks of its reader that the user should see."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Noted:
    """A JSON-like article, and what its reader has to say of it."""

    record: dict[str, Any]
    notes: tuple[str, ...]
