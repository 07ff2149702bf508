"""What one side – annotator or extractor – says of an article, in one shape for both."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.records import Span

# A role's filler: a gold id or an IRI, the local name of a class or concept, a number, or a period of ISO dates.
Value = str | float | tuple[str, str]


class Family(StrEnum):
    """What kind of thing an entity is; the value names its measure."""

    ACTOR = "actor"
    PLACE = "place"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor, place or zone. mentions: span, and whether the words are a name. qids: Wikidata identifiers."""

    key: str
    family: Family
    label: str
    mentions: tuple[tuple[Span, bool], ...]
    qids: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[Span]:
        """The spans that name it."""
        return frozenset(span for span, is_name in self.mentions if is_name)


@dataclass(frozen=True, slots=True)
class Item:
    """A zone, strike, agreement or claim. spans: its mentions or triggers; of a claim the content alone."""

    key: str
    spans: tuple[Span, ...]
    roles: Mapping[str, frozenset[Value]]


@dataclass(frozen=True, slots=True)
class Account:
    """All that one side says. items: by measure (zone, strike, agreement, claim). relations: property, from, to.
    wrong_spans: mentions whose words are not the text at their offsets."""

    article: str
    text: str
    entities: tuple[Entity, ...]
    items: Mapping[str, tuple[Item, ...]]
    relations: frozenset[tuple[str, str, str]]
    wrong_spans: int = 0


ITEM_MEASURES: Final = ("zone", "strike", "agreement", "claim")
MEASURED_RELATIONS: Final = (
    "allyOf",
    "opponentOf",
    "memberOf",
    "partOf",
    "leaderOf",
    "speaksFor",
    "backedBy",
    "controls",
)
_SYMMETRIC: Final = frozenset({"allyOf", "opponentOf"})


def undirected(name: str, one: str, other: str) -> tuple[str, str, str]:
    """A relation, with its ends in a fixed order where it holds both ways."""
    first, second = sorted((one, other)) if name in _SYMMETRIC else (one, other)
    return name, first, second
