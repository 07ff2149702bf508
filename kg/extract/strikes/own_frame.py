"""The frame of a trigger, without the phrases that belong to another attack of its sentence."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kg.extract.grammar.frame import Frame
from kg.extract.grammar.syntax import frame_of
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page

#: Nouns and verbs behind which the attack is told that another one answers.
ANSWERING: Final = frozenset({"response", "retaliation", "reprisal", "revenge", "responding", "responded"})
_NO_OTHER: Final = frozenset({"harm", "weapon"})


def own_frame(page: Page, trigger: Trigger, triggers: Iterable[Trigger]) -> Frame:
    """The frame of a trigger. triggers: all of its sentence."""
    frame = frame_of(page, trigger.span, trigger.verbal)
    return _before_answer(page, _until_next(frame, (t for t in triggers if t.sense not in _NO_OTHER)))


def _until_next(frame: Frame, triggers: Iterable[Trigger]) -> Frame:
    """A frame without the phrases that stand behind the next trigger noun."""
    after = [t.span.begin for t in triggers if t.span.begin > frame.trigger.begin and not t.verbal]
    if not after:
        return frame
    return replace(frame, phrases=tuple(p for p in frame.phrases if p.span.begin < min(after) or p.preposition == "by"))


def _before_answer(page: Page, frame: Frame) -> Frame:
    """A frame without the phrases behind "in response to", which are of another attack."""
    words = page.words
    begin = words.range_of(frame.trigger)[1]
    past = words.range_of(page.sentence_of(frame.trigger))[1]
    at = next((n for n in range(begin, past) if words.lowers[n] in ANSWERING), None)
    if at is None:
        return frame
    end = words.begins[at]
    agent = frame.agent if frame.agent is None or frame.agent.begin < end else None
    return replace(frame, agent=agent, phrases=tuple(p for p in frame.phrases if p.span.begin < end))
