"""Which mentions belong together: the members of a list, and people with the group whose name stands beside them."""

import re
from typing import Final

from kg import lexicon
from kg.extract.events.mentioned import Mentioned, Wanted
from kg.extract.grammar.word_classes import AUXILIARIES, DETERMINERS, PREPOSITIONS
from kg.records import ActorKind, Mention, MentionKind, Ref, Span

#: What stands between the members of a list.
JOINTS: Final = frozenset({"and", "or", ",", "&", "alongside", "including", "plus", "-", "–", "/"})
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
_OF: Final = re.compile(r" of (?:the )?")
#: Words, other than those that join, that may stand between two members, or make up a noun.
MOST_BETWEEN: Final = 3
_NAMES_BACK: Final = 60
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_GROUPS: Final = frozenset({ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE, ActorKind.ORGANIZATION})
_OFFICES: Final = frozenset(row["title"].split()[-1] for row in lexicon.table("role_titles"))


class Listed(Mentioned):
    """The mentions of one article, and which of them stand together for one thing or in one list."""

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
            plain = before not in DETERMINERS | JOINTS | _OFFICES and not words.forms[first - 1][0].isupper()
            if plain and not backed:
                break
            found.insert(0, mention)
        return [owned, *found] if owned is not None else found

    def _holds_verb(self, left: Mention, right: Mention) -> bool:
        """Whether a finite verb stands between two mentions: "X and told its commanders"."""
        between = Span(left.span.end, right.span.begin)
        return self.page.has_parts_of_speech and any(
            token.tag_ in _FINITE and between.begin <= token.idx < between.end for token in self.page.tokens(between)
        )


def _joins(lowers: list[str]) -> bool:
    """Whether the words between two mentions make them parts of one list."""
    if len(lowers) > 1 and lowers[0] == "," and lowers[1].endswith("ing"):
        return False  # "…, causing the troops to"
    if any(tuple(lowers[n : n + len(joint)]) == joint for joint in _LONG_JOINTS for n in range(len(lowers))):
        return len(lowers) <= MOST_BETWEEN + 3
    plain = [
        lower for lower in lowers if lower not in JOINTS and lower not in DETERMINERS and lower not in {"'s", "'", "’"}
    ]
    if (
        not lowers
        or not _CONTRASTS.isdisjoint(plain)
        or len(plain) > MOST_BETWEEN
        or any(lower in PREPOSITIONS or lower in AUXILIARIES for lower in plain)
    ):
        return False
    return any(lower in JOINTS for lower in lowers) and all(lower[0].isalpha() for lower in plain)
