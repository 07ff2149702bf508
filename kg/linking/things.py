"""What the linker is asked: a thing that an article names, and what else the article speaks of."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from kg.gazetteer import Entry
from kg.records import ActorKind

PLACE: Final = "Place"
PERSON: Final = ActorKind.PERSON.value
COLLECTIVE: Final = ActorKind.COLLECTIVE.value
Status = Literal["Accepted", "Candidate", ""]

_BODIES: Final = frozenset({"State", "Government", "ArmedForce", "ArmedGroup", "Organization", "MediaOrganization"})


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that an article names. kind: local name of its class, ``Place`` or that of an actor's most special
    class. names: as written, the fullest first."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """What else an article speaks of: its known things, all its names with their class (as ``Thing.kind``), and the
    day it was published."""

    entries: tuple[Entry, ...] = ()
    names: frozenset[tuple[str, str]] = frozenset()
    day: date | None = None

    def share_of(self, state: str, without: Container[str]) -> float:
        """Share of the known things that belong to a state (ISO 3166 code); left out are things of some keys, and those
        of no state."""
        states = [entry.state for entry in self.entries if entry.state and entry.key not in without]
        return states.count(state) / len(states) if states else 0.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for a thing. entry is None where nothing is like it. status is empty where the linker abstains.

    confidence: share of the decisions of this likelihood that were right on the development documents, 0–1. others: the
    next best entries, each with what the model gives it.
    """

    status: Status
    entry: Entry | None
    confidence: float
    reason: str
    others: tuple[tuple[Entry, float], ...] = ()


def fits(kind: str, entry: Entry) -> float:
    """How well a class goes with an entry's: 1 the same, ¾ one that is often taken for the other, 0 never."""
    if kind == PLACE:
        # The White House is where something happens, and a body of a state.
        return 1.0 if entry.is_place else 0.75 if entry.kind is ActorKind.GOVERNMENT else 0.0
    if entry.kind is None or kind == COLLECTIVE:
        return 0.0
    if kind == entry.kind.value:
        return 1.0
    if kind not in _BODIES or entry.kind.value not in _BODIES:
        return 0.0
    return 1.0 if kind == ActorKind.ORGANIZATION.value and entry.kind is not ActorKind.STATE else 0.75
