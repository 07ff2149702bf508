"""Which mentions fill a phrase: its head and those joined to it, and who a subject is."""

import re
from collections.abc import Iterable
from typing import Final

from kg import lexicon
from kg.extract.events.listed import JOINTS, MOST_BETWEEN, Listed
from kg.extract.events.mentioned import Wanted
from kg.extract.events.side_words import KINDS
from kg.extract.grammar.word_classes import DETERMINERS, PREPOSITIONS
from kg.records import Mention, Ref, Span

_FRIEND: Final = re.compile(
    r" (?:ally|backer|supporter|patron|rival|foe|neighbour|neighbor|partner|affiliate|offshoot|franchise) "
)
_LONGEST_COMPOUND: Final = 60
_MORE: Final = frozenset({"more", "fewer", "less"})
_NUMBERS: Final = frozenset(row["form"] for row in lexicon.table("numbers"))
_SHARED: Final = frozenset({"its", "their", "his", "her"})
_WHEN: Final = frozenset(
    {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "yesterday",
        "today",
        "on",
        "late",
        "early",
        "later",
    }
)


class Fillers(Listed):
    """The mentions of one article, and which of them are the head of a phrase."""

    def heads(
        self, span: Span | None, wanted: Wanted, *, through: Iterable[str] = ("of",), reach: int = 12
    ) -> list[Mention]:
        """The first wanted mention of a phrase that no inner preposition rules, with those joined to it by commas and
        "and".

        through: prepositions that may stand before the head ("the city of Aleppo"). reach: words before it.
        """
        if span is None:
            return []
        head = self._head(span, wanted, frozenset(through), reach)
        return self._by_name([head, *self._joined(head, span, wanted)]) if head else []

    def subjects(self, span: Span | None, wanted: Wanted) -> list[Mention]:
        """Who the subject is of a verb group that follows a span: the mention that ends there, with those joined to
        it, else the
        first that no preposition rules."""
        if span is None:
            return []
        span = self._whole(span)
        inside = [m for m in self.within(span) if wanted(m)]
        adjacent = next((m for m in reversed(inside) if m.span.end == span.end), None)
        if adjacent and not self.is_ruled(adjacent, span):
            joined = self._joined_before(adjacent, inside, span)
            if len(joined) > 1 or not self._is_listed_under(adjacent, span):
                return self._by_name(joined)
        if self._ends_in_other(span):
            return []
        strict = self.heads(span, wanted)
        if strict:
            return strict
        free = next((m for m in inside if not self.is_ruled(m, span)), None)
        if free is None:
            return self._in_apposition(span, wanted)
        return self._by_name([free, *self._joined(free, span, wanted)])

    def _whole(self, span: Span) -> Span:
        """A span with the whole of the names that it cuts: the parser may take "Air" for the head of "Air Force"."""
        cut = [m.span for m in self.mentions_touching(span)]
        return Span(min([span.begin, *(s.begin for s in cut)]), max([span.end, *(s.end for s in cut)]))

    def _in_apposition(self, span: Span, wanted: Wanted) -> list[Mention]:
        """Who a subject is that only counts those whom an apposition names: "the two sides, A and B, signed"."""
        words = self.page.words
        past = words.range_of(span)[1]
        if past + 1 >= len(words) or words.lowers[past] not in {",", "–", "—", ":"}:
            return []
        if words.lowers[past - 1] not in KINDS:
            return []
        sentence = words.range_of(self.page.sentence_of(span))
        return self.heads(words.span_of(past + 1, max(past + 2, min(sentence[1], past + 24))), wanted, reach=4)

    def _ends_in_other(self, span: Span) -> bool:
        """Whether a noun phrase that is no mention ("a man", "the missile") stands where a subject ends."""
        words = self.page.words
        first, at = words.range_of(span)
        nouns = 0
        while at > first and words.lowers[at - 1] in _WHEN:
            at -= 1
        while at > first and nouns < MOST_BETWEEN and words.forms[at - 1].islower() and words.forms[at - 1].isalpha():
            if words.lowers[at - 1] in DETERMINERS:
                before = words.lowers[at - 2] if at - 1 > first else ""
                return (
                    nouns > 0
                    and before not in PREPOSITIONS
                    and not (words.lowers[at - 1] in _SHARED and before in JOINTS)
                    and not self.mentions_touching(words.span_of(at, at + nouns))
                )
            if words.lowers[at - 1] in PREPOSITIONS:
                return False
            at, nouns = at - 1, nouns + 1
        return False

    def is_ruled(self, mention: Mention, span: Span) -> bool:
        """Whether a preposition stands right before a mention or its determiner."""
        words = self.page.words
        first, at = words.range_of(span)[0], words.range_of(mention.span)[0]
        while at > first and (words.lowers[at - 1] in DETERMINERS or words.lowers[at - 1] == "'s"):
            at -= 1
        return at > first and words.lowers[at - 1] in PREPOSITIONS

    def _is_listed_under(self, mention: Mention, span: Span) -> bool:
        """Whether a mention is the second of two that a preposition rules: "with help from X and Y forces"."""
        words = self.page.words
        at = words.range_of(mention.span)[0]
        if words.lowers[at - 1 : at] != ["and"]:
            return False
        before = [
            m for m in self.within(Span(span.begin, words.spans[at - 1].begin)) if words.range_of(m.span)[1] == at - 1
        ]
        return any(self.is_ruled(m, span) for m in before)

    def _head(self, span: Span, wanted: Wanted, through: frozenset[str], reach: int) -> Mention | None:
        words = self.page.words
        span = self._closed(span)
        first, past = words.range_of(span)
        mentions = {words.range_of(m.span)[0]: m for m in reversed(self.within(span)) if wanted(m)}
        inner: str | None = None
        for number in range(first, min(past, first + reach)):
            lower = words.lowers[number]
            if number in mentions and inner is None and not self._owns_next(mentions[number], span, wanted):
                return self._last_of_compound(mentions[number], wanted)
            if lower.endswith("ing") and words.lowers[number - 1] == "," and number > first:
                return None
            if lower == ",":
                inner = None
            elif lower in PREPOSITIONS and lower not in through and not self._counts_from(number, first):
                inner = lower
        return None

    def _counts_from(self, number: int, first: int) -> bool:
        """Whether a preposition only tells how many: "between six and nine soldiers", "with more than forty groups"."""
        compared = self.page.words.lowers[number] == "than" and self.page.words.lowers[number - 1] in _MORE
        return (number == first or compared) and self._counts(number + 1)

    def _counts(self, at: int) -> bool:
        """Whether a word is a number: "between six and nine soldiers" begins with no preposition proper."""
        lower = self.page.words.lowers[at] if at < len(self.page.words) else ""
        return lower[:1].isdigit() or lower in _NUMBERS

    def _closed(self, span: Span) -> Span:
        """The span up to the end of a name that goes on beyond it: "Gaza" of "Gaza City"."""
        crossing = [m for m in self.mentions_touching(span) if m.span.begin >= span.begin and m.span.end > span.end]
        return Span(span.begin, max(m.span.end for m in crossing)) if crossing else span

    def _owns_next(self, mention: Mention, span: Span, wanted: Wanted) -> bool:
        """Whether a mention is only the possessor of another: "Syria's Idlib province"."""
        after = self.page.article.text[mention.span.end : mention.span.end + 2]
        if after not in {"'s", "’s"}:
            return False
        near = Span(mention.span.end, min(span.end, mention.span.end + _LONGEST_COMPOUND))
        return any(wanted(other) for other in self.within(near))

    def _last_of_compound(self, mention: Mention, wanted: Wanted) -> Mention:
        """The head of "Red Crescent warehouse" where both its parts are mentions."""
        for other in self.within(Span(mention.span.end, mention.span.end + _LONGEST_COMPOUND)):
            if wanted(other) and (self._titles(mention, other) or self._is_friend(mention, other)):
                return other
            if (
                other.span.begin == mention.span.end + 1
                and wanted(other)
                and self.page.article.text[mention.span.end] == " "
            ):
                return other
        return mention

    def _is_friend(self, mention: Mention, other: Mention) -> bool:
        """Whether a name only tells whose ally or foe another is: "regime ally Russia"."""
        return _FRIEND.fullmatch(self.page.article.text, mention.span.end, other.span.begin) is not None

    def refs(self, mentions: Iterable[Mention]) -> list[Ref]:
        """What mentions denote, each once."""
        return list(dict.fromkeys(m.denotes for m in mentions))
