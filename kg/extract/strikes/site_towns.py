"""In which named place a building or facility lies that has no name of its own."""

from typing import Final

from kg import gazetteer
from kg.extract.events.fillers import Fillers
from kg.extract.text.page import Page
from kg.records import Mention, MentionKind, Span

_LYING: Final = frozenset({"in", "at", "of", "near", "outside", "inside", "on"})
_EXPLAINED: Final = frozenset({"capital", "city", "town", "village", "port"})  # "in the Afghan capital, Kabul"
_MOST_BETWEEN: Final = 6


def town_of(page: Page, fillers: Fillers, span: Span) -> Mention | None:
    """The named place that a preposition right behind a facility lays it in, or that owns it, else the last one before
    it in its sentence.
    """
    words = page.words
    first, past = words.range_of(span)
    sentence = page.sentence_of(span)
    before = [
        m
        for m in fillers.within(Span(sentence.begin, max(sentence.begin, span.begin)))
        if m.denotes in fillers.entities.places and m.kind is MentionKind.NAME
    ]
    if before and words.lowers[words.range_of(before[-1].span)[1] : first] in (["'s"], ["'s", "only"]):
        return before[-1]
    return town_behind(page, fillers, span, past) or next((m for m in reversed(before) if _is_where(page, m)), None)


def town_behind(page: Page, fillers: Fillers, span: Span, past: int) -> Mention | None:
    """The named place in which a preposition right behind a facility lays it. past: the word after the facility."""
    words = page.words
    for mention in fillers.within(Span(span.end, page.sentence_of(span).end)):
        between = words.lowers[past : words.range_of(mention.span)[0]]
        if between[-1:] == [","] and between[-2:-1] and between[-2] in _EXPLAINED:
            between = between[:-1]
        if len(between) > _MOST_BETWEEN or any(not word[0].isalpha() for word in between):
            return None
        if page.text(mention.span).lower() in gazetteer.adjectives():
            continue
        if fillers.is_place(mention) and mention.denotes in fillers.entities.places:
            return _narrowed(page, fillers, mention) if not _LYING.isdisjoint(between) else None
    return None


def _narrowed(page: Page, fillers: Fillers, wide: Mention) -> Mention:
    """The town that a wider place's name only describes: "the Black Sea port of Odesa", "Nigeria's city of Jos"."""
    words = page.words
    past = words.range_of(wide.span)[1]
    owned = past + 1 < len(words) and words.lowers[past] in {"'s", "’s"} and words.forms[past + 1][0].isupper()
    if owned:
        return _other_place(fillers, words.spans[past + 1], wide)
    for at in range(past, min(past + _MOST_BETWEEN, len(words) - 1)):
        if words.lowers[at] == "of" and at > past:
            return _other_place(fillers, words.spans[at + 1], wide)
        if words.forms[at] not in {"'s", "’s", "-"} and not words.forms[at].islower():
            break
    return wide


def _other_place(fillers: Fillers, at: Span, place: Mention) -> Mention:
    """The other place that is named at a word, else the one given."""
    found = (m for m in fillers.mentions_touching(at) if m.denotes in fillers.entities.places)
    return next((m for m in found if m.denotes != place.denotes), place)


def _is_where(page: Page, mention: Mention) -> bool:
    at = page.words.range_of(mention.span)[0]
    return not _LYING.isdisjoint(page.words.lowers[max(0, at - 4) : at])
