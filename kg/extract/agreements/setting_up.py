"""Which zones a deal sets up."""

from bisect import bisect_left
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import Frame
from kg.extract.text.page import Page
from kg.records import Fact, Mention, Span, ZoneKind

_SET_UP: Final = lexicon.words("setting_up_words")
_ESTABLISHED: Final = frozenset(ZoneKind) - {ZoneKind.HELD_AREA, ZoneKind.FRONT_LINE}
_BY: Final = frozenset({"by", "under", "through", "in", "of"})
_LEAVING: Final = frozenset({"withdraw", "withdrawal", "leave", "pull", "vacate", "quit", "retreat", "evacuate"})
_UNDER: Final = frozenset({"under"})
_UNDER_BACK: Final = 4
_TAKING_UP: Final = frozenset({"it", "that", "this", "they"})
_NUMBERS: Final = frozenset({"two", "three", "four", "five", "six"})
_FAR: Final = 400
_BACK: Final = 12
_SOON: Final = 80


def establishes(page: Page, fillers: Fillers, frame: Frame, *, agreed: bool) -> list[Fact]:
    """Zones that the sentence says the deal sets up: "a deal to create a zone", "the zone agreed under the deal", "a
    safe zone deal". agreed: whether the deal is told by a verb, and any zone soon after it is what is agreed on.
    """
    sentence = page.sentence_of(frame.trigger)
    after = Span(frame.trigger.end, min(sentence.end, frame.trigger.end + _FAR))
    head = page.words.spans[page.words.range_of(frame.trigger)[1] - 1].begin
    before = Span(max(sentence.begin, frame.trigger.begin - _FAR), max(frame.trigger.begin, head))
    found = [
        m
        for m in fillers.within(after)
        if _is_defined(fillers, m) and (_sets_up(page, frame, m) or (agreed and m.span.begin - after.begin < _SOON))
    ]
    found += [m for m in fillers.within(before) if _is_defined(fillers, m) and _set_up_by(page, frame, m)]
    found += [
        m for m in fillers.within(after) if m not in found and _is_defined(fillers, m) and _is_new(page, frame, m)
    ]
    found += [m for m in _told_next(page, fillers, sentence) if m not in found]
    return [Fact(m.denotes, m.span, "agreement.establishes") for m in found]


def _is_new(page: Page, frame: Frame, zone: Mention) -> bool:
    """Whether a new zone stands with a deal, or in what is to be done under it: "a truce, with a belt", "under the
    truce, nobody may enter a belt".
    """
    if not _is_indefinite(page, zone):
        return False
    words = page.words
    first, past = words.range_of(frame.premodifier or frame.trigger)[0], words.range_of(frame.trigger)[1]
    under = not _UNDER.isdisjoint(words.lowers[max(0, first - _UNDER_BACK) : first])
    after = [w for w in words.lowers[past : past + 2] if w != ","]
    return under or after[:1] == ["with"]


def _told_next(page: Page, fillers: Fillers, sentence: Span) -> list[Mention]:
    """The new zones of the sentence that goes on with what a deal asks: "It lets the ships use a lane"."""
    after = bisect_left(page.sentences, Span(sentence.end, 0))
    if after >= len(page.sentences) or "\n" in page.article.text[sentence.end : page.sentences[after].begin]:
        return []
    follows = page.sentences[after]
    words = page.words
    opening = words.lowers[words.range_of(follows)[0]]
    if opening not in _TAKING_UP and opening not in _UNDER:
        return []
    return [m for m in fillers.within(follows) if _is_defined(fillers, m) and _is_indefinite(page, m)]


def _is_indefinite(page: Page, zone: Mention) -> bool:
    """Whether words introduce a zone: "a lane", "two corridors"."""
    words = page.words
    first = words.range_of(zone.span)[0]
    return words.lowers[max(0, first - 1) : first] in (["a"], ["an"]) or words.lowers[first] in _NUMBERS


def _is_defined(fillers: Fillers, mention: Mention) -> bool:
    zone = fillers.entities.zones.get(mention.denotes)
    return zone is not None and zone.kind in _ESTABLISHED


def _sets_up(page: Page, frame: Frame, zone: Mention) -> bool:
    words = page.words
    past = words.range_of(frame.trigger)[1]
    between = words.lowers[past : words.range_of(zone.span)[0]]
    corridor = page.words.lowers[words.range_of(zone.span)[1] - 1].startswith("corridor")
    leaving = corridor and bool(_LEAVING & set(between))  # troops leave a corridor that was there before
    return any(lower in _SET_UP for lower in between) and not leaving


def _set_up_by(page: Page, frame: Frame, zone: Mention) -> bool:
    """Whether a zone before a deal is what the deal is called after, or said to be set up by it."""
    words = page.words
    first, past = words.range_of(frame.trigger)[0], words.range_of(zone.span)[1]
    between = words.lowers[past:first]
    if not between or past >= first or between == ["-"]:
        return True
    if len(between) > _BACK or {",", ";"} & set(between):
        return False
    return any(lower in _SET_UP for lower in between) and bool(_BY & set(between))
