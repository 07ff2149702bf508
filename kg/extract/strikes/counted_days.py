"""Days that are counted from an attack which is dated elsewhere: "the raid came two days after a bombing"."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.amounts.periods import Period
from kg.extract.amounts.time_patterns import RULES
from kg.extract.amounts.time_reading import Reading, read_apart
from kg.extract.amounts.times import counts_from_event
from kg.extract.text.page import Page
from kg.records import Ref, Span, Strike, TimeExpression

_Told = tuple[Span, Strike]

_LONGEST: Final = 2  # days
_NEAR: Final = 800  # characters
_TAKING_UP: Final = frozenset({"the", "this", "it", "that", "these", "those"})
_CAME: Final = frozenset({"came", "comes", "happened", "occurred", "took", "followed"})
_OTHER_WAY: Final = {"after": "before", "since": "before", "before": "after"}


def with_counted_days(
    page: Page, times: Sequence[TimeExpression], strikes: Sequence[Strike]
) -> tuple[TimeExpression, ...]:
    """The times, with their days those of attacks that are counted from another one of the sentence."""
    waiting = {time.ref for time in times if time.earliest is None and counts_from_event(page, time.words)}
    if not waiting:
        return tuple(times)
    dated = {time.ref: time for time in times if time.earliest is not None}
    told = sorted(((span, strike) for strike in strikes for span in strike.triggers), key=lambda each: each[0])
    return tuple(_counted(page, time, told, dated) if time.ref in waiting else time for time in times)


def _counted(
    page: Page, time: TimeExpression, told: Sequence[_Told], dated: Mapping[Ref, TimeExpression]
) -> TimeExpression:
    sentence = page.sentence_of(time.words)
    first, at, past = (
        bisect_left(told, offset, key=lambda each: each[0].begin)
        for offset in (sentence.begin, time.words.end, sentence.end)
    )
    if at == past:
        return time
    behind = told[at][1]
    others = [strike for _, strike in (*reversed(told[first:at]), *told[at:past]) if strike is not behind][:1]
    for other in others or _taken_up(page, time, told[:first][-1:]):
        for strike, anchor, on in ((behind, other, False), (other, behind, True)):
            days = _days(anchor, dated)
            if days is not None and any(fact.value == time.ref for fact in strike.when):
                period = _shifted(page, time.words, days, on)
                if period is not None:
                    return replace(time, earliest=period.earliest, latest=period.latest)
    return time


def _taken_up(page: Page, time: TimeExpression, last: Sequence[_Told]) -> list[Strike]:
    """The attack told last before a sentence that takes it up: "the incident came two days after a bombing". last: the
    words that tell of it, where there are any.
    """
    words = page.words
    sentence = page.sentence_of(time.words)
    opening = words.lowers[words.range_of(sentence)[0]]
    if opening not in _TAKING_UP or _CAME.isdisjoint(page.text(Span(sentence.begin, time.words.begin)).lower().split()):
        return []
    return [strike for span, strike in last if sentence.begin - span.end < _NEAR]


def _days(strike: Strike, dated: Mapping[Ref, TimeExpression]) -> Period | None:
    """The days of an attack, where they are few."""
    found = next((dated[f.value] for f in strike.when if isinstance(f.value, Ref) and f.value in dated), None)
    if found is None or found.earliest is None or found.latest is None:
        return None
    return Period(found.earliest, found.latest) if (found.latest - found.earliest).days < _LONGEST else None


def _shifted(page: Page, words: Span, days: Period, on: bool) -> Period | None:
    """Days that lie as far from others as words say. on: counted to what comes first, not from it."""
    found = (pattern.match(page.article.text, words.begin) for pattern, reader in RULES if reader is read_apart)
    groups = next((match.groupdict() for match in found if match is not None), None)
    if groups is None:
        return None
    if on:
        groups["apart"] = _OTHER_WAY[(groups["apart"] or "").lower()]
    return read_apart(Reading(None, here=days, groups=groups))
