"""How many were killed and injured, as phrases of a sentence: "killing at least 14", "90 civilians were wounded", "no
casualties".
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg import lexicon
from kg.extract.grammar.word_classes import AUXILIARIES, MODALS
from kg.extract.strikes.single_victims import is_age
from kg.extract.strikes.sums import sums_of
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Quantity, Span

_HARMS: Final = {row["word"]: row for row in lexicon.table("harm_words")}
_MOST_AFTER: Final = 3
_NOT_AFTER: Final = frozenset(
    {"in", "on", "and", "when", "while", "whereas", "but", "as", "by", "after", "before", "during"}
)
_SUPERSEDED: Final = frozenset({"earlier", "previous", "initial", "preliminary"})
_SUPERSEDED_REACH: Final = 4
_MOST_BEFORE: Final = 9
_NOT_BETWEEN: Final = frozenset({";", ":", ".", "killed", "wounded", "injured", "that", "who", "which"})
_NO_PEOPLE: Final = lexicon.words("not_casualties")
_NOUN_REACH: Final = 2
#: Of whom none was hurt, none was killed.
_NOBODY: Final = frozenset({"nobody", "no one", "no-one"})
_PARTS: Final = frozenset({"including", "among"})
_PART_REACH: Final = 5
_NUMBERS: Final = frozenset(row["form"] for row in lexicon.table("numbers"))
_PERFECT: Final = frozenset({"have", "has"})
_RAISING: Final = frozenset({"bringing", "brings", "brought", "raising", "raises", "raised", "taking", "takes", "took"})
_RUN_REACH: Final = 8
_RUN_BEHIND: Final = 40
_SINCE: Final = re.compile(
    r"\b(?:since|so far|this (?:year|month)|in the (?:past|last) (?:\w+ )?(?:months?|years?|weeks))\b"
)
_OTHER_COUNTS: Final = frozenset({"%", "km", "mi", "m", "h", "d", "wk", "mo", "a", "ft", "ha", "t", "acre"})


@dataclass(frozen=True, slots=True)
class Casualty:
    """A figure of people killed or injured. harm: killed, injured, or both (for "no casualties" only).

    told_by: the word that tells it. parts: the numbers whose sum it is, or it alone. running: counts all since some
    time ("have been killed since March").
    """

    harm: str
    quantity: Quantity
    told_by: Span
    parts: tuple[Quantity, ...]
    running: bool = False


class Casualties:
    """The casualty phrases of an article, by sentence."""

    def __init__(self, page: Page, quantities: Sequence[Quantity]) -> None:
        self._page = page
        counts = [q for q in quantities if q.unit not in _OTHER_COUNTS and not self._counts_other(q)]
        counts = [q for q in counts if not self._is_superseded(q)]
        self._sums = sums_of(counts)
        wholes = {whole.ref for whole, *_ in self._sums.values()}
        self._quantities = [q for q in counts if q.ref not in wholes]
        self._begins = [q.words.begin for q in self._quantities]

    def _counts_other(self, quantity: Quantity) -> bool:
        """Whether a number counts no people: "a thousand pigs", "14-year-old", "Mrs Smith, 42, of"."""
        words = self._page.words
        past = words.range_of(quantity.words)[1]
        if is_age(words, quantity):
            return True
        return not _NO_PEOPLE.isdisjoint(words.lowers[past : past + _NOUN_REACH])

    def _is_superseded(self, quantity: Quantity) -> bool:
        """Whether a number was that of an earlier count: "revised an earlier toll of 27 dead"."""
        words = self._page.words
        at = words.range_of(quantity.words)[0]
        before = words.lowers[max(0, at - _SUPERSEDED_REACH) : at]
        return before[-1:] == ["of"] and not _SUPERSEDED.isdisjoint(before)

    def in_sentence(self, sentence: Span) -> list[Casualty]:
        """Casualty figures of a sentence in text order, each quantity once."""
        words = self._page.words
        first, past = words.range_of(sentence)
        found: dict[tuple[Span, str], Casualty] = {}
        for at, lower in enumerate(words.lowers[first:past], first):
            row = _HARMS.get(lower)
            if row is None:
                continue
            side = "both" if _is_to_death(words, at) else row["figure"]
            for part in self._figures(words, at, side, sentence):
                quantity, *parts = self._sums.get(part.ref, (part, part))
                if row["harm"] == "both" and quantity.value != Decimal(0):
                    continue
                # "No deaths or injuries" is none of either.
                key = quantity.words, row["harm"] if quantity.value == Decimal(0) else ""
                running = self._is_running(words, at, quantity, sentence)
                unhurt = self._page.text(quantity.words).lower() in _NOBODY and row["harm"] == "injured"
                harm = "both" if unhurt else row["harm"]
                found.setdefault(key, Casualty(harm, quantity, words.spans[at], tuple(parts), running))
        return [found[key] for key in sorted(found)]

    def _is_running(self, words: Words, at: int, quantity: Quantity, sentence: Span) -> bool:
        """Whether a figure counts all since some time: "have been killed since March", "bringing to 40 the deaths this
        year".
        """
        first, past = words.range_of(sentence)
        begin, end = words.range_of(quantity.words)
        near = words.lowers[max(first, min(begin, at) - _RUN_REACH) : max(end, at)]
        perfect = not _PERFECT.isdisjoint(words.lowers[max(first, min(begin, at) - _MOST_AFTER) : max(end, at)])
        if not perfect and _RAISING.isdisjoint(near):
            return False
        behind = " ".join(words.lowers[max(end, at) : min(past, max(end, at) + _RUN_BEHIND)])
        return _SINCE.search(behind) is not None or words.lowers[first] == "since"

    def _figures(self, words: Words, at: int, side: str, sentence: Span) -> list[Quantity]:
        after = self._after(words, at, sentence) if side != "before" else None
        if after:
            return [after]
        return self._before(words, at, sentence) if side != "after" else []

    def _after(self, words: Words, at: int, sentence: Span) -> Quantity | None:
        """The figure just after a harm word: "killed at least 20", "killing more than a dozen"."""
        number = bisect_left(self._begins, words.spans[at].end)
        if number == len(self._quantities) or self._begins[number] >= sentence.end:
            return None
        if words.lowers[at] == "toll":
            return self._risen_to(words, at, number, sentence)
        between = words.lowers[at + 1 : words.range_of(self._quantities[number].words)[0]]
        if len(between) > _MOST_AFTER or any(
            not w[0].isalpha() or w in AUXILIARIES or w in _NOT_AFTER for w in between
        ):
            return None
        return self._quantities[number]

    def _risen_to(self, words: Words, at: int, number: int, sentence: Span) -> Quantity | None:
        """The figure that a toll has: "of 12", "stood at 12", "rose from 12 to 15"."""
        for quantity in self._quantities[number : number + 2]:
            between = words.lowers[at + 1 : words.range_of(quantity.words)[0]]
            if len(between) > _MOST_BEFORE or quantity.words.begin >= sentence.end:
                return None
            if between[-1:] in (["to"], ["at"], ["of"], ["reached"]):
                return quantity
        return None

    def _before(self, words: Words, at: int, sentence: Span) -> list[Quantity]:
        """The nearest figure before a harm word whose noun phrase and helping verbs reach it: "90 civilians were
        wounded".
        """
        number = bisect_left(self._begins, words.spans[at].begin) - 1
        while number >= 0 and self._is_part(words, number):
            number -= 1
        if number < 0 or self._begins[number] < sentence.begin:
            return []
        quantity = self._quantities[number]
        past = words.range_of(quantity.words)[1]
        between = words.lowers[past:at]
        asides = [n for n, w in enumerate(between) if w == ","]
        if len(asides) > 1:
            between = [*between[: asides[0]], *between[asides[-1] + 1 :]]
        if len(between) > _MOST_BEFORE or any(w in _NOT_BETWEEN for w in between) or between.count(",") > 1:
            return []
        helped = any(w in AUXILIARIES | MODALS for w in between)
        if len(between) > 4 and not helped:
            return []
        return [quantity]

    def _is_part(self, words: Words, number: int) -> bool:
        """Whether a figure counts some of those that another one counts: "17 people, four of them children"."""
        first, past = words.range_of(self._quantities[number].words)
        of = words.lowers[past : past + 2]
        sentence = self._page.sentence_of(self._quantities[number].words)
        alone = number == 0 or self._begins[number - 1] < sentence.begin
        if of[:1] == ["of"] and of[1:] in (["them"], ["whom"], ["those"]):
            return not alone
        # "Including a mother and her two daughters" counts some only.
        for at in range(first - 1, max(0, first - 1 - _PART_REACH), -1):
            if words.lowers[at] == "among" and at == first - 1:
                # "Eight children are among 13 dead": these are all.
                return False
            if words.lowers[at] in _PARTS:
                return at == first - 1 or words.lowers[at] == "including" or words.lowers[at + 1] == "them"
            if not words.lowers[at].isalpha() or words.lowers[at] in _NUMBERS:
                break
        return False


def _is_to_death(words: Words, at: int) -> bool:
    """Whether "death" tells how people were harmed: "three were shot to death"."""
    return words.lowers[at] == "death" and words.lowers[at - 1 : at] == ["to"]
