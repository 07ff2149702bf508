"""What the name finders hand on: some words, and what they are taken to name or describe."""

from dataclasses import dataclass

from kg.gazetteer import Entry
from kg.records import ActorKind, MentionKind


@dataclass(frozen=True, slots=True)
class Found:
    """Words first to last (exclusive) that speak of an actor, or of a place where kind is None.

    label: the name of what is meant, as far as these words tell. known: what the gazetteer holds under this name.
    state: key of the state that a body belongs to. group: which descriptions may be of one collective.
    title: the words of the role title at a person's name.
    """

    first: int
    last: int
    kind: ActorKind | None
    label: str
    rule: str
    form: MentionKind = MentionKind.NAME
    known: tuple[Entry, ...] = ()
    state: str = ""
    group: str = ""
    title: tuple[int, int] | None = None

    @property
    def is_place(self) -> bool:
        """Whether a place is meant, and no actor."""
        return self.kind is None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A capitalised phrase that no rule could tell at first sight."""

    first: int
    last: int
