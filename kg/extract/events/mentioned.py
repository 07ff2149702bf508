"""The mentions of one article: look-ups by span that stay fast on long ones, and what a mention may be."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg import lexicon
from kg.extract.claims.quotes import find_quotations
from kg.extract.events.foes import foes
from kg.extract.grammar.word_classes import PREPOSITIONS
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.records import ActorKind, Mention, Ref, Span

Wanted = Callable[[Mention], bool]

_QUALIFYING: Final = re.compile(r"[-‐‑–](?:[a-z]+ed|led|held|run|made|born|built)\b")
_PREFIXES: Final = ("anti-", "pro-", "anti‑", "pro‑", "anti–", "pro–")
_NOT_DOERS: Final = lexicon.words("not_doers") | lexicon.words("movable_things")
_EFFECTS: Final = frozenset({"casualties", "victims", "deaths", "border", "borders", "frontier"})
_LONGEST_COMPOUND: Final = 60


@dataclass(frozen=True)
class Mentioned:
    """The mentions of one article, outer ones before those nested in them."""

    page: Page
    entities: Entities

    @cached_property
    def mentions(self) -> list[Mention]:
        """All mentions in text order; of two that begin together the longer first."""
        return sorted(self.entities.mentions, key=lambda m: (m.span.begin, -m.span.end, m.denotes))

    @cached_property
    def _begins(self) -> list[int]:
        return [m.span.begin for m in self.mentions]

    @cached_property
    def foes(self) -> list[Ref]:
        """The two who fight each other in the article, where it tells of two; see ``events.foes``."""
        return foes(self.entities)

    def within(self, span: Span) -> list[Mention]:
        """Mentions that begin and end in a span."""
        first = bisect_left(self._begins, span.begin)
        past = bisect_left(self._begins, span.end, first)
        return [m for m in self.mentions[first:past] if m.span.end <= span.end]

    def around(self, offset: int, reach: int) -> list[Mention]:
        """Mentions near an offset: those that begin before it, nearest first, then those after it; at most ``reach``
        of each.
        """
        at = bisect_left(self._begins, offset)
        return [*reversed(self.mentions[max(0, at - reach) : at]), *self.mentions[at : at + reach]]

    def mentions_touching(self, span: Span) -> list[Mention]:
        """Mentions that share characters with a span (of those that begin up to 200 characters before it)."""
        first = bisect_left(self._begins, span.begin - 200)
        past = bisect_left(self._begins, span.end, first)
        return [m for m in self.mentions[first:past] if m.span.end > span.begin]

    def is_actor(self, mention: Mention) -> bool:
        """Whether a mention denotes an actor."""
        return mention.denotes in self.entities.actors

    def is_place(self, mention: Mention) -> bool:
        """Whether a mention denotes a place or zone."""
        return mention.denotes in self.entities.places or mention.denotes in self.entities.zones

    def is_media(self, mention: Mention) -> bool:
        """Whether a mention denotes press: who reports, and seldom acts."""
        actor = self.entities.actors.get(mention.denotes)
        return actor is not None and actor.kind is ActorKind.MEDIA_ORGANIZATION

    def is_doer(self, mention: Mention) -> bool:
        """Whether a mention may be who carries out an attack or makes a deal: an actor, but neither press nor those
        harmed.
        """
        last = self.page.last_word(mention.span)
        return (
            self.is_actor(mention)
            and not self.is_media(mention)
            and last not in _NOT_DOERS
            and not self._only_qualifies(mention)
            and not self._has_prefix(mention)
        )

    def _has_prefix(self, mention: Mention) -> bool:
        """Whether a name only tells for or against whom somebody is: "anti-Syrian", "pro-Russian"."""
        return self.page.article.text[max(0, mention.span.begin - 5) : mention.span.begin].lower().endswith(_PREFIXES)

    def _only_qualifies(self, mention: Mention) -> bool:
        """Whether a participle makes a name the adjective of another: "Iranian" in "Iranian-backed militias"."""
        match = _QUALIFYING.match(self.page.article.text, mention.span.end)
        if match is None:
            return False
        near = Span(match.end(), match.end() + _LONGEST_COMPOUND)
        first = self.page.words.range_of(near)[0]
        return any(
            self.is_actor(other)
            and PREPOSITIONS.isdisjoint(self.page.words.lowers[first : self.page.words.range_of(other.span)[0]])
            for other in self.within(near)
        )

    def is_harmed(self, mention: Mention) -> bool:
        """Whether a mention may be whom or what an attack is against."""
        last = self.page.last_word(mention.span)
        held = _QUALIFYING.match(self.page.article.text, mention.span.end) is not None
        return last not in _EFFECTS and not held and not self._has_prefix(mention)

    def is_head(self, span: Span) -> bool:
        """Whether the first actor in a phrase is its head and no adjective of another noun: "with HTS fighters", not
        "with an HTS victory".
        """
        first = next((m for m in self.within(span) if self.is_actor(m)), None)
        return first is not None and self._is_head(first)

    def _is_head(self, mention: Mention) -> bool:
        """Whether no other noun than one of people follows a mention in its phrase."""
        if not self.page.has_parts_of_speech:
            return True
        end = mention.span.end
        tokens = self.page.tokens(Span(end - 1, min(len(self.page.article.text), end + 2)))
        last = tokens[-1]
        if last.idx < end or last.pos_ != "NOUN":
            return True
        return last.lower_ in lexicon.words("own_forces") or bool(self.mentions_touching(self.page.span(tokens[-1:])))

    @cached_property
    def _quotations(self) -> list[Span]:
        return [quotation.outer for quotation in find_quotations(self.page.article.text)]

    def quotation_of(self, offset: int) -> Span | None:
        """The quotation in which an offset stands."""
        at = bisect_right(self._quotations, offset, key=lambda quotation: quotation.begin) - 1
        return self._quotations[at] if at >= 0 and offset < self._quotations[at].end else None

    def any(self, mention: Mention) -> bool:
        """Every mention will do."""
        return True
