"""Values of a JSON document that know where they stand, so that each fault is reported with its place."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.records import Span


@dataclass(frozen=True, slots=True)
class Field:
    """A value, and its place as ``file: strikes[2].triggers[0]``. Every method raises InputError at that place."""

    value: Any
    place: str

    def fault(self, reason: str) -> InputError:
        """The error to raise for this value."""
        return InputError(f"{self.place} {reason}")

    def member(self, name: str) -> "Field":
        """A member that must be there."""
        found = self.optional(name)
        if found is None:
            raise self.fault(f"has no {name!r}")
        return found

    def optional(self, name: str) -> "Field | None":
        """A member that may be missing or null."""
        if not isinstance(self.value, dict):
            raise self.fault("is no object")
        value = self.value.get(name)
        joint = " " if self.place.endswith(":") else "."
        return None if value is None else Field(value, f"{self.place}{joint}{name}")

    def items(self) -> Iterator["Field"]:
        """The elements of a list."""
        if not isinstance(self.value, list):
            raise self.fault("is no list")
        for number, value in enumerate(self.value):
            yield Field(value, f"{self.place}[{number}]")

    def list_of(self, name: str) -> Iterator["Field"]:
        """The elements of a member that may be missing."""
        found = self.optional(name)
        return iter(()) if found is None else found.items()

    def string(self) -> str:
        """A string."""
        if not isinstance(self.value, str):
            raise self.fault("is no string")
        return self.value

    def one_of(self, allowed: Collection[str]) -> str:
        """A string out of a list of values."""
        text = self.string()
        if text not in allowed:
            raise self.fault(f"is {text!r}, which is none of {', '.join(sorted(allowed))}")
        return text

    def reference(self, known: Collection[str]) -> str:
        """The id of another item of the document."""
        name = self.string()
        if name not in known:
            raise self.fault(f"names {name!r}, which has no entry of a fitting kind")
        return name

    def number(self) -> float:
        """A number."""
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise self.fault("is no number")
        return float(self.value)

    def day(self) -> str:
        """An ISO date, as written."""
        text = self.string()
        try:
            date.fromisoformat(text)
        except ValueError:
            raise self.fault(f"is {text!r}, which is no date (YYYY-MM-DD)") from None
        return text

    def span(self, length: int) -> Span:
        """A pair of offsets into a text of that many code points."""
        match self.value:
            case [int(begin), int(end)] if 0 <= begin < end <= length:
                return Span(begin, end)
        raise self.fault(f"is {self.value!r:.40}, which is no span of a text of {length} characters")


def json_document(path: Path) -> Field:
    """The document in a file. Raises InputError where it cannot be read or is no JSON."""
    try:
        return Field(json.loads(path.read_text(encoding="utf-8-sig")), f"{path}:")
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is not valid JSON: {error}") from None
