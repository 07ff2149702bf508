"""Names in datelines: towns in capitals, the country after them, the agency in brackets."""

from bisect import bisect_left
from collections.abc import Sequence

from kg import gazetteer
from kg.extract.names.found import Found
from kg.extract.names.wording import Wording
from kg.extract.text.page import Page
from kg.gazetteer import Entry
from kg.records import ActorKind, Span

RULE = "dateline"


def read_datelines(page: Page, words: Wording) -> list[Found]:
    """What the datelines of a page name, in text order; where nothing is named, the words that are no name either."""
    found = []
    for dateline in page.datelines:
        for span in (*dateline.places, *([dateline.wider] if dateline.wider else [])):
            first, last = _words(words, span)
            if first < last:
                label = words.written(first, last)
                found.append(Found(first, last, None, label, RULE, known=_places(words, first, last)))
        if dateline.agency is not None:
            first, last = _words(words, dateline.agency)
            if first < last:
                found.append(_agency(words, first, last))
    return found


def with_datelines(datelines: Sequence[Found], found: Sequence[Found]) -> list[Found]:
    """The finds with those of datelines in place of what else was read there."""
    if not datelines:
        return list(found)
    taken = {at for each in datelines for at in range(each.first, each.last)}
    return [*datelines, *(each for each in found if taken.isdisjoint(range(each.first, each.last)))]


def _words(words: Wording, span: Span) -> tuple[int, int]:
    return bisect_left(words.begin, span.begin), bisect_left(words.begin, span.end)


def _places(words: Wording, first: int, last: int) -> tuple[Entry, ...]:
    return tuple(entry for entry in gazetteer.by_name().get(words.phrase(first, last), ()) if entry.is_place)


def _agency(words: Wording, first: int, last: int) -> Found:
    meant = gazetteer.by_name().get(words.phrase(first, last), ())
    known = tuple(entry for entry in meant if entry.kind is ActorKind.MEDIA_ORGANIZATION)
    label = known[0].key if known else words.written(first, last)
    return Found(first, last, ActorKind.MEDIA_ORGANIZATION, label, RULE, known=known)
