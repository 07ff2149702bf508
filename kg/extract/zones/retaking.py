"""Who took an area that others held before: "once controlled by X, had been recaptured by Y"."""

from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import frame_of
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Fact

_TAKING: Final = lexicon.words("taking_participles")


def retaken_by(page: Page, fillers: Fillers, first: int, end: int) -> list[Fact]:
    """Who took an area that others held before: "once controlled by X, had been recaptured by Y"."""
    words = page.words
    for at in range(first, end - 2):
        if words.lowers[at] in _TAKING and words.lowers[at + 1] == "by":
            actors = fillers.heads(words.span_of(at + 2, end), fillers.is_actor)
            return [Fact(m.denotes, m.span, "zone.retaken") for m in actors]
    return []


def retakers(page: Page, fillers: Fillers, words: Words, zone: int) -> list[Fact]:
    """Who took an area that others held before: "X has reclaimed formerly Y-held land"."""
    begin = words.range_of(page.sentence_of(words.spans[zone]))[0]
    verb = next((n for n in range(zone - 1, max(begin, zone - 5) - 1, -1) if words.lowers[n] in _TAKING), None)
    if verb is None:
        return []
    subject = frame_of(page, words.spans[verb], True).subject
    actors = fillers.subjects(subject, fillers.is_actor)
    return [Fact(m.denotes, m.span, "zone.retaken") for m in actors]
