"""Which mentions fill a phrase: its head and those joined to it, and who a subject is."""

import re
from collections.abc import Iterable
from typing import Final

from kg import lexicon
from kg.extract.events.mentioned import Mentioned, Wanted
from kg.extract.events.side_words import KINDS
from kg.extract.grammar.word_classes import AUXILIARIES, DETERMINERS, PREPOSITIONS
from kg.records import ActorKind, Mention, MentionKind, Ref, Span

_JOINTS: Final = frozenset({"and", "or", ",", "&", "alongside", "including", "plus", "-", "–", "/"})
_CONTRASTS: Final = frozenset({"however", "but", "while", "whereas", "although", "though"})
_HYPHENS: Final = frozenset({"-", "–"})
_FIRM_JOINTS: Final = frozenset({"and", "-", "–"})
_POSSESSIVE: Final = (["'s"], ["'"])
_OF_ANOTHER: Final = (["of"], ["of", "the"])
_LONG_JOINTS: Final = (("as", "well", "as"), ("along", "with"), ("together", "with"))
_TITLE: Final = re.compile(
    r" (?:[a-z-]+ ){0,2}(?:commander|leader|chief|emir|fighter|spokesman|official|officer|general|minister|cleric|"
    r"recruiter|financier|member|operative|militant|commander-in-chief|founder|deputy|head) "
)
_FRIEND: Final = re.compile(
    r" (?:ally|backer|supporter|patron|rival|foe|neighbour|neighbor|partner|affiliate|offshoot|franchise) "
)
_OF: Final = re.compile(r" of (?:the )?")
_MOST_BETWEEN: Final = 3
_LONGEST_COMPOUND: Final = 60
_NAMES_BACK: Final = 60
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_GROUPS: Final = frozenset({ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE, ActorKind.ORGANIZATION})
_MORE: Final = frozenset({"more", "fewer", "less"})
_NUMBERS: Final = frozenset(row["form"] for row in lexicon.table("numbers"))
_OFFICES: Final = frozenset(row["title"].split()[-1] for row in lexicon.table("role_titles"))
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


class Fillers(Mentioned):
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

    def named(self, ref: Ref, before: int) -> Ref:
        """The group named right before the people noun that last spoke of an actor before an offset, else the actor."""
        last = next((m for m in self.around(before, _NAMES_BACK) if m.denotes == ref and m.span.end <= before), None)
        return self._owner(last).denotes if last else ref

    def group_of(self, mention: Mention) -> Mention:
        """The group whose people a mention speaks of, where its name stands beside them, else the mention."""
        return self._owner(mention)

    def _by_name(self, found: list[Mention]) -> list[Mention]:
        """Mentions, a group's name in place of the people noun behind it: "Boko Haram" of "Boko Haram militants"."""
        return list(dict.fromkeys(self._owner(mention) for mention in found))

    def _owner(self, mention: Mention) -> Mention:
        if mention.kind is not MentionKind.NOMINAL or not self.is_actor(mention):
            return mention
        whose = _OF.match(self.page.article.text, mention.span.end)
        if whose is not None and self.page.last_word(mention.span) in lexicon.words("own_forces"):
            after = (
                m for m in self.mentions_touching(Span(whose.end(), whose.end() + 1)) if m.span.begin == whose.end()
            )
            for other in after:
                actor = self.entities.actors.get(other.denotes)
                named = other.kind is MentionKind.NAME and actor is not None and actor.kind is ActorKind.COLLECTIVE
                if actor is not None and (actor.kind in _GROUPS or named):
                    return other
        owned = self.page.last_word(mention.span) in lexicon.words("own_forces")
        text = self.page.article.text
        before = self.mentions_touching(Span(max(0, mention.span.begin - 4), mention.span.begin))
        names = [
            m
            for m in before
            if m.kind is MentionKind.NAME
            and text[m.span.end : mention.span.begin] in ({" ", "'s ", "’s "} if owned else {" "})
            and self.is_actor(m)
            and self.entities.actors[m.denotes].kind in _GROUPS
        ]
        return names[-1] if names else mention

    def _ends_in_other(self, span: Span) -> bool:
        """Whether a noun phrase that is no mention ("a man", "the missile") stands where a subject ends."""
        words = self.page.words
        first, at = words.range_of(span)
        nouns = 0
        while at > first and words.lowers[at - 1] in _WHEN:
            at -= 1
        while at > first and nouns < _MOST_BETWEEN and words.forms[at - 1].islower() and words.forms[at - 1].isalpha():
            if words.lowers[at - 1] in DETERMINERS:
                before = words.lowers[at - 2] if at - 1 > first else ""
                return (
                    nouns > 0
                    and before not in PREPOSITIONS
                    and not (words.lowers[at - 1] in _SHARED and before in _JOINTS)
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

    def _joined_before(self, last: Mention, inside: list[Mention], span: Span) -> list[Mention]:
        """A mention with those that a list names before it."""
        words = self.page.words
        found, begin = [last], words.range_of(span)[0]
        edge = words.range_of(last.span)[0]
        owned: Mention | None = None
        for mention in reversed([m for m in inside if m.span.end <= last.span.begin]):
            first, past = words.range_of(mention.span)
            gap, before = words.lowers[past:edge], words.lowers[first - 1] if first > begin else ","
            of_group = not gap and found[0].kind is MentionKind.NOMINAL and self._owner(found[0]) == mention
            if owned is None and (of_group or self._titles(mention, found[0])):
                edge = first
                continue
            owner = owned is not None and not gap
            if owned is not None and not owner:
                break
            if gap[:1] in _POSSESSIVE or not (owner or _joins(gap)) or self._holds_verb(mention, found[0]):
                break
            owned = mention if before == "of" else None
            edge = first - (owned is not None)
            if owned is not None:
                continue
            backed = first - 2 > begin and words.lowers[first - 2] in _HYPHENS
            plain = before not in DETERMINERS | _JOINTS | _OFFICES and not words.forms[first - 1][0].isupper()
            if plain and not backed:
                break
            found.insert(0, mention)
        return [owned, *found] if owned is not None else found

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

    def _titles(self, mention: Mention, other: Mention) -> bool:
        """Whether a body or group only stands in the title of a person: "ISIL brigade commander Abu Omar"."""
        person = self.entities.actors.get(other.denotes)
        if person is None or person.kind is not ActorKind.PERSON or other.kind is not MentionKind.NAME:
            return False
        between = self.page.article.text[mention.span.end : other.span.begin]
        return self.is_actor(mention) and _TITLE.fullmatch(between) is not None

    def _joined(self, head: Mention, span: Span, wanted: Wanted) -> list[Mention]:
        """Mentions that a list goes on with, in any of "A, B and C", "A fighters and B"."""
        words = self.page.words
        found: list[Mention] = []
        last = head
        for mention in self.within(Span(head.span.end, span.end)):
            gap = range(words.range_of(last.span)[1], words.range_of(mention.span)[0])
            lowers = [words.lowers[n] for n in gap]
            if mention.span.begin < last.span.end:
                continue
            if lowers in _OF_ANOTHER:
                last = mention
                continue
            if not wanted(mention) or not _joins(lowers) or self._holds_verb(last, mention):
                break
            if not _FIRM_JOINTS & set(lowers) and not self._is_head(mention):
                break
            found.append(mention)
            last = mention
        return found

    def _holds_verb(self, left: Mention, right: Mention) -> bool:
        """Whether a finite verb stands between two mentions: "X and told its commanders"."""
        between = Span(left.span.end, right.span.begin)
        return self.page.has_parts_of_speech and any(
            token.tag_ in _FINITE and between.begin <= token.idx < between.end for token in self.page.tokens(between)
        )

    def refs(self, mentions: Iterable[Mention]) -> list[Ref]:
        """What mentions denote, each once."""
        return list(dict.fromkeys(m.denotes for m in mentions))


def _joins(lowers: list[str]) -> bool:
    """Whether the words between two mentions make them parts of one list."""
    if len(lowers) > 1 and lowers[0] == "," and lowers[1].endswith("ing"):
        return False  # "…, causing the troops to"
    if any(tuple(lowers[n : n + len(joint)]) == joint for joint in _LONG_JOINTS for n in range(len(lowers))):
        return len(lowers) <= _MOST_BETWEEN + 3
    plain = [
        lower for lower in lowers if lower not in _JOINTS and lower not in DETERMINERS and lower not in {"'s", "'", "’"}
    ]
    if (
        not lowers
        or not _CONTRASTS.isdisjoint(plain)
        or len(plain) > _MOST_BETWEEN
        or any(lower in PREPOSITIONS or lower in AUXILIARIES for lower in plain)
    ):
        return False
    return any(lower in _JOINTS for lower in lowers) and all(lower[0].isalpha() for lower in plain)
