"""Words that only take up an attack told before, by what stands around them: "it was hit", "it was a bombing"."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page
from kg.records import MentionKind

DEFINITE: Final = frozenset({"the", "this", "these", "those", "that", "its", "their", "his", "such", "both", "all"})
PRONOUNS: Final = frozenset({"it", "they", "he", "she"})
_SUPERLATIVES: Final = frozenset({"largest", "biggest", "worst", "greatest", "highest", "fiercest", "strongest"})
_SUPERLATIVE_REACH: Final = 9
_DENIAL_REACH: Final = 4
_OCCURRING: Final = frozenset({"taken", "took", "occurred", "happened"})
_AFTERWARDS: Final = frozenset({"after", "since", "while", "despite"})
_NEW: Final = frozenset({"a", "an", "another", "two", "three", "four", "several"})
_CALLING: Final = frozenset({"called", "calling", "calls", "labelled", "labeled", "termed", "branded", "dubbed"})
_CALLING_REACH: Final = 3
_QUOTES: Final = frozenset({'"', "“", "'", "‘"})
_TAKING_UP: Final = frozenset({"it", "this", "that", "which"})
_APPOSED: Final = frozenset({"a", "an", "another"})
_GENERIC: Final = frozenset({"attack", "assault", "strike", "raid", "operation", "bombing", "incident", "massacre"})
_FEW: Final = 4  # words
_PREDICATING: Final = frozenset({"as", "was", "is", "were", "been", "being"})


@cache
def _attackers() -> frozenset[str]:
    """Nouns for those who made the attack that was told."""
    return lexicon.words("attackers")


@cache
def _judging() -> frozenset[str]:
    """Adjectives by which a speaker judges an attack, as their first words stand in a text."""
    return frozenset(word.split("-")[0] for word in lexicon.words("condemning_adjectives"))


@dataclass(frozen=True, slots=True)
class ToldAgain:
    """Reads, by the frame of a trigger, whether it only takes up what was told."""

    page: Page
    fillers: Fillers

    def noun(self, frame: Frame, first: int) -> bool:
        """Whether a noun without article says again what was told: as what it was, or that it was not. first: the first
        word of its phrase.
        """
        return self._predicates(frame, first) or self._is_denied(frame, first)

    def judged(self, frame: Frame, before: Sequence[str]) -> bool:
        """Whether a noun only passes judgement on what was told: "repelled a cowardly attack", "spoke of an unprovoked
        assault". before: the words of its phrase before it.
        """
        return frame.determiner in {"a", "an"} and not _judging().isdisjoint(before)

    def beside(self, trigger: Trigger, frame: Frame) -> bool:
        """Whether a noun behind a comma only says what the clause before it told: "…, an attack that X claimed", "…,
        another attack blamed on X".
        """
        words = self.page.words
        first = words.range_of(frame.premodifier or trigger.span)[0]
        if trigger.verbal or frame.determiner not in _APPOSED or words.lowers[first - 2 : first - 1] != [","]:
            return False
        return words.lowers[words.range_of(trigger.span)[1] - 1] in _GENERIC

    def counter(self, frame: Frame) -> bool:
        """Whether it is the attacker who is harmed, by another deed than the attack: "police shot the gunman"."""
        whom = {Voice.ACTIVE: frame.object, Voice.PASSIVE: frame.subject}.get(frame.voice)
        if whom is None:
            return False
        lowers = self.page.words.lowers[slice(*self.page.words.range_of(whom))]
        return lowers[0] in DEFINITE and not _attackers().isdisjoint(lowers[1:_FEW])

    def counted(self, first: int) -> bool:
        """Whether what was told is said to be one of several: "it was the third attack". first: the first word of the
        phrase without its article.
        """
        before = self.page.words.lowers[max(0, first - 3) : first]
        return len(before) > 2 and before[0] in _TAKING_UP and before[1] in _PREDICATING and before[2] == "the"

    def taken_up(self, trigger: Trigger, frame: Frame) -> bool:
        """Whether a verb only says again what was told: "when it was hit", "after seizing the area"."""
        if self.after(trigger, frame):
            return frame.object is None or self.on_known(frame)
        if frame.voice is not Voice.PASSIVE or frame.subject is None or frame.agent is not None:
            return False
        return self.page.text(frame.subject).lower() in PRONOUNS

    def after(self, trigger: Trigger, frame: Frame) -> bool:
        """Whether a gerund only says what something else comes after: "after seizing the area, the troops …"."""
        return not _AFTERWARDS.isdisjoint(frame.governors) and self.page.text(trigger.span).endswith("ing")

    def on_known(self, frame: Frame) -> bool:
        """Whether a verb has a definite noun phrase without a name as the one harmed."""
        whom = {Voice.ACTIVE: frame.object, Voice.PASSIVE: frame.subject}.get(frame.voice)
        if whom is None or self.page.words.lowers[self.page.words.range_of(whom)[0]] not in DEFINITE:
            return False
        return not any(m.kind is MentionKind.NAME for m in self.fillers.within(whom))

    def on_new(self, frame: Frame) -> bool:
        """Whether a verb has one whom the text tells of for the first time as the one harmed: "shot down a drone"."""
        whom = {Voice.ACTIVE: frame.object, Voice.PASSIVE: frame.subject}.get(frame.voice)
        return whom is not None and self.page.words.lowers[self.page.words.range_of(whom)[0]] in _NEW

    def _predicates(self, frame: Frame, first: int) -> bool:
        """Whether a noun only says what something told before was: "it was a bombing", "described it as an attack"."""
        lowers = self.page.words.lowers
        first -= lowers[first - 1] in _QUOTES
        at = first - 1 if first and lowers[first - 1] in {"a", "an"} else first
        at -= at > 0 and lowers[at - 1] in _QUOTES
        if not _CALLING.isdisjoint(lowers[max(0, at - _CALLING_REACH) : at]) and lowers[at - 1] not in {"the", "for"}:
            return frame.determiner in {"a", "an", None}
        before = lowers[max(0, at - 2) : at]
        if frame.determiner not in {"a", "an", None} or not before:
            return False
        if frame.determiner in {"a", "an"} and self._is_compared(at):
            return True
        return before[-1] in _PREDICATING and (before[-1] == "as" or before[0] != "there")

    def _is_compared(self, at: int) -> bool:
        """Whether what was told is compared with all of its sort: "the largest toll of a strike"."""
        before = self.page.words.lowers[max(0, at - _SUPERLATIVE_REACH) : at]
        return "the" in before and any(word in _SUPERLATIVES or word.endswith("iest") for word in before)

    def _is_denied(self, frame: Frame, first: int) -> bool:
        """Whether what was told is denied: "denied that any blast had occurred", "denied an attack took place"."""
        words = self.page.words
        before = words.lowers[max(0, first - _DENIAL_REACH) : first]
        if not any(word.startswith(("denied", "denies", "deny")) for word in before):
            return False
        past = words.range_of(frame.trigger)[1]
        occurs = not _OCCURRING.isdisjoint(words.lowers[past : past + _DENIAL_REACH])
        return frame.determiner == "any" or (frame.determiner in {"a", "an"} and occurs)
