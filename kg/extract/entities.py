"""The actors and places of one article, with look-ups by span for the finders that need fillers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.records import Actor, Mention, Place, Ref, Span, Zone


@dataclass(frozen=True)
class Entities:
    """What is named or described in an article: the nodes, and every mention of them in text order.

    zones are empty until the zone finder has run; see ``with_zones``.
    """

    actors: Mapping[Ref, Actor]
    places: Mapping[Ref, Place]
    mentions: tuple[Mention, ...]
    zones: Mapping[Ref, Zone]

    @cached_property
    def _by_node(self) -> dict[Ref, list[Mention]]:
        by_node: dict[Ref, list[Mention]] = {}
        for mention in self.mentions:
            by_node.setdefault(mention.denotes, []).append(mention)
        return by_node

    def mentions_of(self, ref: Ref) -> list[Mention]:
        """Mentions of a node in text order."""
        return self._by_node.get(ref, [])

    def within(self, span: Span) -> Iterator[Mention]:
        """Mentions that lie inside a span, in text order; of a nest both the outer and the inner one."""
        for mention in self.mentions:
            if span.begin <= mention.span.begin and mention.span.end <= span.end:
                yield mention

    def at(self, span: Span) -> Mention | None:
        """The longest mention that overlaps a span, if any."""
        touching = [m for m in self.mentions if m.span.begin < span.end and span.begin < m.span.end]
        return max(touching, key=lambda m: m.span.end - m.span.begin, default=None)

    def is_actor(self, ref: Ref) -> bool:
        """Whether a node is an actor (and not a place or zone)."""
        return ref in self.actors

    def with_zones(self, zones: Mapping[Ref, Zone], mentions: tuple[Mention, ...]) -> "Entities":
        """A copy that knows the zones and their mentions too."""
        every = tuple(sorted({*self.mentions, *mentions}, key=lambda m: (m.span, m.denotes)))
        return Entities(self.actors, self.places, every, zones)
