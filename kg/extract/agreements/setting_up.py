"""Which zones a deal sets up."""

from bisect import bisect_left
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import Frame
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Fact, Mention, Span, ZoneKind

_SET_UP: Final = lexicon.words("setting_up_words")
_ESTABLISHED: Final = frozenset(ZoneKind) - {ZoneKind.HELD_AREA, ZoneKind.FRONT_LINE}
_BY: Final = frozenset({"by", "under", "through", "in", "of"})
_LEAVING: Final = frozenset({"withdraw", "withdrawal", "leave", "pull", "vacate", "quit", "retreat", "evacuate"})
_UNDER: Final = frozenset({"under"})
_UNDER_BACK: Final = 4
_TAKING_UP: Final = frozenset({"it", "that", "this", "they"})
_NUMBERS: Final = frozenset({"two", "three", "four", "five", "six"})
_WAS: Final = frozenset({"was", "were", "is", "are"})
_RELATIVE: Final = frozenset({"that", "which"})
_SOON_AFTER: Final = 3
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
        if is_defined(fillers, m) and (_sets_up(page, frame, m) or (agreed and m.span.begin - after.begin < _SOON))
    ]
    found += [m for m in fillers.within(before) if is_defined(fillers, m) and _set_up_by(page, frame, m)]
    found += [m for m in fillers.within(after) if m not in found and is_defined(fillers, m) and _is_new(page, frame, m)]
    found += [m for m in _told_next(page, fillers, sentence) if m not in found]
    return [Fact(m.denotes, m.span, "agreement.establishes") for m in found]


def _is_new(page: Page, frame: Frame, zone: Mention) -> bool:
    """Whether a new zone stands with a deal, or in what is to be done under it: "a truce, with a belt", "under the
    truce, nobody may enter a belt".
    """
    if not is_indefinite(page, zone):
        return False
    words = page.words
    first, past = words.range_of(frame.premodifier or frame.trigger)[0], words.range_of(frame.trigger)[1]
    under = not _UNDER.isdisjoint(words.lowers[max(0, first - _UNDER_BACK) : first])
    after = [w for w in words.lowers[past : past + 2] if w != ","]
    return under or after[:1] == ["with"]


def _told_next(page: Page, fillers: Fillers, sentence: Span) -> list[Mention]:
    """The new zones of the sentence that goes on with what a deal asks: "It lets the ships use a lane"."""
    after = bisect_left(page.sentences, Span(sentence.end, 0))
    if after >= len(page.sentences):
        return []
    if page.paragraph_of(sentence.begin) != page.paragraph_of(page.sentences[after].begin):
        return []
    follows = page.sentences[after]
    words = page.words
    opening = words.range_of(follows)[0]
    goes_on = words.lowers[opening] in _TAKING_UP or words.lowers[opening] in _UNDER
    new = [m for m in fillers.within(follows) if is_defined(fillers, m) and is_indefinite(page, m)]
    return [m for m in new if goes_on or is_asked(words, opening, words.range_of(m.span)[0])]


def is_asked(words: Words, first: int, past: int) -> bool:
    """Whether words around a zone tell what a deal asks: "guns were to fall silent so that aid could use a lane"."""
    asked = (n for n in range(first, past - 1) if words.lowers[n] in _WAS and words.lowers[n + 1] == "to")
    return next(asked, None) is not None


def is_indefinite(page: Page, zone: Mention) -> bool:
    """Whether words introduce a zone: "a lane", "two corridors"."""
    words = page.words
    first = words.range_of(zone.span)[0]
    return words.lowers[max(0, first - 1) : first] in (["a"], ["an"]) or words.lowers[first] in _NUMBERS


def is_defined(fillers: Fillers, mention: Mention) -> bool:
    """Whether a mention is of a zone of a kind that deals define; a front and held land come about by war."""
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
    after = words.range_of(frame.trigger)[1]
    if not _RELATIVE.isdisjoint(between[:1]) and any(w in _SET_UP for w in words.lowers[after : after + _SOON_AFTER]):
        return True  # "the zone that the treaty set up"
    return any(lower in _SET_UP for lower in between) and bool(_BY & set(between))
