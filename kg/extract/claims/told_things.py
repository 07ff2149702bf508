"""The things of an article by where its text speaks of them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from kg.extract.events.fillers import Fillers
from kg.extract.names.entities import Entities
from kg.extract.names.gender import may_mean
from kg.extract.names.kinship import kin
from kg.extract.text.page import Page
from kg.records import ActorKind, Agreement, MentionKind, Ref, Span, Strike

_NEAR = 900
_LATEST = 12
_REMEMBERED = 60


class Subjects:
    """The things of an article by where its text speaks of them."""

    def __init__(
        self, page: Page, entities: Entities, strikes: Sequence[Strike], agreements: Sequence[Agreement]
    ) -> None:
        self.page = page
        self.entities = entities
        self.strikes = {strike.ref: strike for strike in strikes}
        self.agreements = {deal.ref: deal for deal in agreements}
        events = [(span, strike.ref) for strike in strikes for span in strike.triggers]
        self._strikes = sorted(events)
        self._agreements = sorted((span, deal.ref) for deal in agreements for span in deal.triggers)
        self.fillers = Fillers(page, entities)
        self.kin = kin(entities.actors)
        self._named = sorted(
            (m.span, m.denotes) for m in entities.mentions if m.kind not in {MentionKind.TRIGGER, MentionKind.PRONOUN}
        )

    def strikes_in(self, span: Span) -> list[tuple[Span, Ref]]:
        """Triggers of strikes inside a span, in text order."""
        return _inside(self._strikes, span)

    def agreements_in(self, span: Span) -> list[tuple[Span, Ref]]:
        """Triggers of agreements inside a span, in text order."""
        return _inside(self._agreements, span)

    def named_in(self, span: Span) -> list[tuple[Span, Ref]]:
        """Mentions of actors, places and zones inside a span, in text order."""
        return _inside(self._named, span)

    def strike_near(self, span: Span) -> tuple[Span, Ref] | None:
        """The strike spoken of last in the paragraph of a span, else of those shortly before it the one spoken of most;
        else one of the same sentence.
        """
        at = bisect_left(self._strikes, (span, Ref("", "")))
        before = [s for s in self._strikes[max(0, at - _LATEST) : at] if span.begin - s[0].end < _NEAR]
        just = [s for s in before if s[0].begin >= self._sentence_before(span)]
        paragraph = self.page.article.text.rfind("\n", max(0, span.begin - _NEAR), span.begin)
        if before and before[-1][0].begin > paragraph:
            return before[-1]
        if before:
            return max(just or before, key=lambda s: (len(self.strikes[s[1]].triggers), s[0]))
        if at < len(self._strikes) and self.page.sentence_of(self._strikes[at][0]) == self.page.sentence_of(span):
            return self._strikes[at]
        return None

    def event_near(self, span: Span) -> tuple[Span, Ref] | None:
        """The attack or deal spoken of last, in the paragraph of a span or the one before it."""
        text = self.page.article.text
        paragraph = text.rfind("\n", 0, span.begin)
        begin = text.rfind("\n", 0, len(text[:paragraph].rstrip())) if paragraph > 0 else -1
        latest = []
        for events in (self._strikes, self._agreements):
            at = bisect_left(events, (span, Ref("", "")))
            latest += [
                each for each in events[max(0, at - 1) : at] if begin < each[0].begin and each[0].end <= span.begin
            ]
        return max(latest, default=None)

    def event_in_hand(self, span: Span) -> tuple[Span, Ref] | None:
        """The attack or deal spoken of last before a span, if half of the sentences that tell of some, and not one
        alone, tell of it."""
        before = []
        for events in (self._strikes, self._agreements):
            at = bisect_left(events, (span, Ref("", "")))
            before += events[max(0, at - _REMEMBERED) : at]
        sentences = {(self.page.sentence_of(words), ref) for words, ref in before if words.end <= span.begin}
        told = Counter(ref for _, ref in sentences)
        last = max((each for each in before if each[0].end <= span.begin), default=None)
        return last if last is not None and 1 < told[last[1]] >= told.total() / 2 else None

    def is_named(self, ref: Ref) -> bool:
        """Whether an actor goes by a name of its own, and not by a noun."""
        actor = self.entities.actors.get(ref)
        return actor is not None and actor.kind is not ActorKind.COLLECTIVE and actor.label[:1].isupper()

    def is_person(self, ref: Ref, pronoun: str) -> bool:
        """Whether an actor is one human being whom a pronoun may mean."""
        actor = self.entities.actors.get(ref)
        return actor is not None and actor.kind is ActorKind.PERSON and may_mean(pronoun, actor)

    def _sentence_before(self, span: Span) -> int:
        """Where the sentence before that of a span begins."""
        sentences = self.page.sentences
        return sentences[max(0, bisect_left(sentences, self.page.sentence_of(span)) - 1)].begin

    def strikes_before(self, span: Span) -> list[tuple[Span, Ref]]:
        """Triggers of strikes before a span, in text order."""
        return self._strikes[: bisect_left(self._strikes, (span, Ref("", "")))]

    def agreement_near(self, span: Span) -> tuple[Span, Ref] | None:
        """The deal spoken of last, shortly before a span."""
        at = bisect_left(self._agreements, (span, Ref("", "")))
        before = self._agreements[max(0, at - 1) : at]
        return before[0] if before and span.begin - before[0][0].end < _NEAR else None


def _inside(spans: list[tuple[Span, Ref]], within: Span) -> list[tuple[Span, Ref]]:
    at = bisect_left(spans, (Span(within.begin, within.begin), Ref("", "")))
    found = []
    while at < len(spans) and spans[at][0].begin < within.end:
        if spans[at][0].end <= within.end:
            found.append(spans[at])
        at += 1
    return found
