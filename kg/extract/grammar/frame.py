"""What grammar says of one word: the spans of the phrases that belong to it."""

from dataclasses import dataclass
from enum import Enum

from kg.records import Span


class Voice(Enum):
    """How a trigger stands in its clause."""

    ACTIVE = "active"
    PASSIVE = "passive"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A prepositional phrase: its preposition in lower case, and the words after it."""

    preposition: str
    span: Span


@dataclass(frozen=True, slots=True)
class Frame:
    """The phrases of a trigger. A span may hold more than the phrase proper; its head comes first.

    subject: of the verb (the one harmed, if passive), or of the light verb that governs a noun ("Russia" in "Russia
    launched strikes"). object: of the verb; of a noun, the words right after it. agent: what "by" names.
    premodifier: words before a noun, without its determiner. governors: lower-case verbs and helping words that rule
    the trigger, nearest first ("resume", "to", "threatened").
    """

    trigger: Span
    voice: Voice
    clause: Span
    subject: Span | None = None
    object: Span | None = None
    agent: Span | None = None
    premodifier: Span | None = None
    determiner: str | None = None
    phrases: tuple[Phrase, ...] = ()
    governors: tuple[str, ...] = ()

    def after(self, *prepositions: str) -> list[Span]:
        """Spans of the phrases that begin with one of some prepositions."""
        return [phrase.span for phrase in self.phrases if phrase.preposition in prepositions]
