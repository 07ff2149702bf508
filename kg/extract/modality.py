"""What the words around an event make of it: stated, alleged, reported, denied, threatened, planned or feared.

This is the local reading of one trigger; claims elsewhere in the article may revise it.
"""

from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.frame import Frame, Voice
from kg.extract.page import Page
from kg.extract.surface import MODALS
from kg.records import Fact, Factuality, Span

_RULE: Final = "factuality"
_REACH: Final = 7
_SHORT_REACH: Final = 1
_KNOWN: Final = frozenset({"the", "this", "these", "that", "those"})
_STRENGTH: Final = (
    Factuality.ALLEGED,
    Factuality.DENIED,
    Factuality.NOT_HAPPENED,
    Factuality.THREATENED,
    Factuality.PROPOSED,
    Factuality.HYPOTHETICAL,
    Factuality.ATTRIBUTED,
)


@cache
def _cues() -> dict[str, list[tuple[tuple[str, ...], str, Factuality]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], str, Factuality]]] = {}
    for row in lexicon.table("modality"):
        phrase = tuple(row["phrase"].split())
        by_first.setdefault(phrase[0], []).append((phrase, row["where"], Factuality(row["factuality"])))
    return by_first


def factuality_of(page: Page, frame: Frame) -> Fact:
    """The local factuality of a trigger, on the cue that shows it; Stated on the trigger itself where no cue stands
    near.
    """
    words = page.words
    trigger = words.range_of(frame.trigger)
    phrase_begin = words.range_of(frame.premodifier)[0] if frame.premodifier else trigger[0]
    known = frame.voice is Voice.NOMINAL and frame.determiner in _KNOWN
    clause = words.range_of(frame.clause)
    found: dict[Factuality, Span] = {}
    for at in range(clause[0], clause[1]):
        for phrase, where, factuality in _cues().get(words.lowers[at], ()):
            past = at + len(phrase)
            if tuple(words.lowers[at:past]) != phrase:
                continue
            reach = _SHORT_REACH if factuality is Factuality.NOT_HAPPENED else _REACH
            near = past <= trigger[0] and phrase_begin - past < reach
            if known and words.lowers[at] in MODALS:
                continue
            if where == "with" or near:
                found.setdefault(factuality, words.span_of(at, past))
    for factuality in _STRENGTH:
        if factuality in found:
            return Fact(factuality, found[factuality], f"{_RULE}.{factuality.value.lower()}")
    return Fact(Factuality.STATED, frame.trigger, f"{_RULE}.stated")
