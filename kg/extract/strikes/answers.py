"""Attacks that are only threatened as an answer, without a word of attacking: "vowed revenge", "would respond at a time
of its choosing".
"""

from typing import Final

from kg import lexicon
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page
from kg.records import Fact, Factuality

#: The lemma of any of them: one threat is told in several words.
ANSWER: Final = "answer"
_THREATENING: Final = frozenset(
    {"threaten", "threatens", "threatened", "threatening", "vow", "vows", "vowed", "vowing"}
    | {"swear", "swears", "swore", "swearing", "warn", "warns", "warned", "warning"}
)
_PROMISING: Final = frozenset(
    {"promise", "promises", "promised", "promising", "pledge", "pledges", "pledged", "pledging"}
)
_TO_COME: Final = frozenset({"would", "will", "shall", "'ll"})
_ANY: Final = _THREATENING | _PROMISING | _TO_COME | {"right"}
_GOVERNED: Final = 3  # words
_BLOODY: Final = frozenset({"revenge", "vengeance", "retribution", "reprisal", "reprisals", "avenge"})
_RETALIATING: Final = "retaliat"
#: How somebody answers who threatens: "harshly", "at the right time", "with force".
_HARSH: Final = lexicon.words("harsh_answers")
_HARSH_REACH: Final = 8  # words
_PEACEFUL: Final = lexicon.words("peaceful_matters")


def may_threaten(page: Page, trigger: Trigger) -> bool:
    """Whether a trigger is no word of answering, or a word of its sentence may make a threat of it."""
    if trigger.sense != ANSWER:
        return True
    words = page.words
    return not _ANY.isdisjoint(words.lowers[slice(*words.range_of(page.sentence_of(trigger.span)))])


def threatened_answer(page: Page, trigger: Trigger, frame: Frame) -> Fact | None:
    """The threat that a word such as "respond" or "revenge" is; None where it is none, but talk, or done already."""
    word = page.text(trigger.span).lower()
    if trigger.sense != ANSWER and not word.startswith(_RETALIATING):
        return None
    words = page.words
    at, past = words.range_of(trigger.span)
    sentence = words.range_of(page.sentence_of(trigger.span))
    near = words.lowers[max(sentence[0], at - _HARSH_REACH) : at]
    behind = words.lowers[past : min(sentence[1], past + _HARSH_REACH)]
    if not _PEACEFUL.isdisjoint(behind) or _is_done(frame):
        return None
    bloody = word in _BLOODY or word.startswith(_RETALIATING)
    governing = {*frame.governors, *(near[-_GOVERNED:] if frame.voice is Voice.NOMINAL else ())}
    threatened = not _THREATENING.isdisjoint(governing) or (bloody and not _PROMISING.isdisjoint(governing))
    threatened = threatened or " ".join(near[-_GOVERNED:]).endswith("right to")
    to_come = not _TO_COME.isdisjoint(governing)
    harsh = _is_harsh([*near, *behind])
    if threatened or (to_come and (harsh or bloody)):
        return Fact(Factuality.THREATENED, trigger.span, "factuality.threatened")
    return None


def _is_done(frame: Frame) -> bool:
    """Whether somebody has answered already, or does not."""
    return not {"has", "have", "had", "did"}.isdisjoint(frame.governors[:1]) and "vowed" not in frame.governors


def _is_harsh(near: list[str]) -> bool:
    text = f" {' '.join(near)} "
    return any(f" {phrase} " in text for phrase in _HARSH)
