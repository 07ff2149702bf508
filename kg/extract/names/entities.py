"""The actors and places of one article, with look-ups by span for the finders that need fillers."""

from bisect import bisect_left
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

    @cached_property
    def _begins(self) -> list[int]:
        return [mention.span.begin for mention in self.mentions]

    @cached_property
    def _longest(self) -> int:
        return max((mention.span.end - mention.span.begin for mention in self.mentions), default=0)

    def mentions_of(self, ref: Ref) -> list[Mention]:
        """Mentions of a node in text order."""
        return self._by_node.get(ref, [])

    def within(self, span: Span) -> Iterator[Mention]:
        """Mentions that lie inside a span, in text order; of a nest both the outer and the inner one."""
        for at in range(bisect_left(self._begins, span.begin), bisect_left(self._begins, span.end)):
            if self.mentions[at].span.end <= span.end:
                yield self.mentions[at]

    def at(self, span: Span) -> Mention | None:
        """The longest mention that overlaps a span, if any."""
        near = self.mentions[
            bisect_left(self._begins, span.begin - self._longest) : bisect_left(self._begins, span.end)
        ]
        touching = [m for m in near if span.begin < m.span.end]
        return max(touching, key=lambda m: m.span.end - m.span.begin, default=None)

    def is_actor(self, ref: Ref) -> bool:
        """Whether a node is an actor (and not a place or zone)."""
        return ref in self.actors

    def with_zones(self, zones: Mapping[Ref, Zone], mentions: tuple[Mention, ...]) -> "Entities":
        """A copy that knows the zones and their mentions too."""
        every = tuple(sorted({*self.mentions, *mentions}, key=lambda m: (m.span, m.denotes)))
        return Entities(self.actors, self.places, every, zones)
