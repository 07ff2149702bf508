"""Whether the words of a trigger tell of an attack that the article has not told, and of how many."""

import re
from collections.abc import Sequence
from typing import Final

from kg.extract.amounts.quantities import spelled_value
from kg.extract.grammar.frame import Frame
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page

#: Determiners that say that the reader knows which one is meant.
KNOWN_BY: Final = frozenset({"the", "this", "that", "these", "those"})
_FRESH: Final = frozenset(
    {"another", "second", "separate", "similar", "earlier", "previous", "new", "other", "further", "third", "later"}
)
_ORDINAL: Final = re.compile(
    r"(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|[a-z]+teen|[a-z]+tie)th|\d+(?:st|nd|rd|th)"
)
_AGAIN_REACH: Final = 4
_MARKS: Final = frozenset({",", ";", ".", "and", "but"})
_HAVE: Final = frozenset({"has", "have"})
_KILLED: Final = frozenset({"killed", "wounded", "injured", "died"})
_YEARS: Final = 1900


def is_fresh(page: Page, trigger: Trigger, frame: Frame, before: Sequence[str], again: bool) -> bool:
    """Whether an attack is told apart from those told before it. before: the words of its phrase before the trigger.
    again: whether what was told is said to be one of several.
    """
    other = frame.determiner in _FRESH or _is_another(before) or _is_once_more(page, trigger, frame)
    return (other and not again) or (frame.determiner not in KNOWN_BY and _sums_up(page, trigger))


def _is_another(before: Sequence[str]) -> bool:
    """Whether the words before a noun tell it from others: "a second attack", but not "the second-worst attack"."""
    if any(_ORDINAL.fullmatch(word) for word in before):
        return True
    return any(word in _FRESH and list(before[at + 1 : at + 2]) != ["-"] for at, word in enumerate(before))


def _is_once_more(page: Page, trigger: Trigger, frame: Frame) -> bool:
    """Whether a verb tells of something done anew: "again attacked the town", "was hit again"."""
    past = page.words.range_of(trigger.span)[1]
    after = page.words.lowers[past : past + _AGAIN_REACH]
    behind = "again" in after and _MARKS.isdisjoint(after[: after.index("again")])
    return trigger.verbal and ("again" in frame.governors or behind)


def _sums_up(page: Page, trigger: Trigger) -> bool:
    """Whether a sentence counts all who were harmed since some time: "since May, shelling has killed 12"."""
    words = page.words
    sentence = {*words.lowers[slice(*words.range_of(page.sentence_of(trigger.span)))]}
    return "since" in sentence and not _HAVE.isdisjoint(sentence) and not _KILLED.isdisjoint(sentence)


def number_told(before: Sequence[str], determiner: str | None) -> int | None:
    """How many attacks a noun tells of; a year, or a number of a weapon, before it counts none: "the 2018 attack"."""
    counting = [word for at, word in enumerate(before) if before[at - 1 : at] not in (["-"], ["–"])]
    number = spelled_value(counting, determiner)
    return None if number is not None and number >= _YEARS else number
