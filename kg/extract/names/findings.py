"""What the name readers share: the words, what was found, and a title that waits for its person."""

from dataclasses import dataclass, field

from kg.extract.names.found import Found, Unknown
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry
from kg.records import ActorKind

Words = tuple[int, int]


@dataclass
class Findings:
    """found and unknown are in text order. title: the words of a role title just read, whose holder may follow.
    ships: towns' names that ships have in the article.
    """

    words: Wording
    found: list[Found] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    title: Words | None = None
    ships: set[str] = field(default_factory=set)

    def add(self, found: Found) -> int:
        """Keeps a find; gives where it ends."""
        self.found.append(found)
        self.title = None
        return found.last

    def add_person(self, first: int, last: int, label: str, rule: str, known: tuple[Entry, ...] = ()) -> int:
        """Keeps a person, with the title that stands right before; gives where the name ends."""
        title = self.title if self.awaits_person(first) else None
        return self.add(Found(first, last, ActorKind.PERSON, label, rule, known=known, title=title))

    def announce(self, first: int, last: int) -> int:
        """A role title stands at some words, and may go on from the one before; gives where it ends."""
        begin = self.title[0] if self.title is not None and self.title[1] == first else first
        self.title = (begin, last)
        return last

    def awaits_person(self, at: int) -> bool:
        """Whether a role title ends right before a word."""
        return self.title is not None and self.title[1] == at
