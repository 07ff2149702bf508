"""Where and when an attack is whose own words leave it open: by one that its sentence or those before tell."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kg.extract.events.fillers import Fillers
from kg.extract.strikes.days import When
from kg.extract.strikes.event import UNREAL, Deed, Event
from kg.extract.strikes.scenes import Scenes
from kg.records import Fact, Ref, TimeExpression

_ANSWERED: Final = frozenset({"responded", "retaliated", "answered", "replied", "countered", "returned"})
_ANSWERING: Final = ({"in", "response"}, {"in", "retaliation"}, {"in", "reply"}, {"hit", "back"}, {"struck", "back"})
_REACH: Final = 8  # words
_GOING_ON: Final = (
    ("meanwhile",),
    ("elsewhere",),
    ("separately",),
    ("then",),
    ("simultaneously",),
    ("soon", "after"),
    ("soon", "afterwards"),
    ("shortly", "after"),
    ("shortly", "afterwards"),
    ("shortly", "thereafter"),
    ("at", "the", "same", "time"),
    ("around", "the", "same", "time"),
    ("in", "the", "aftermath"),
    ("in", "the", "immediate", "aftermath"),
    ("immediately", "after"),
    ("immediately", "afterwards"),
)
# Counted from the attack told last, though the words look back on it: "within hours they had taken the town".
_SOON: Final = (
    *((unit, way) for unit in ("hours", "hour", "minutes") for way in ("later", "after", "afterwards", "earlier")),
    ("within", "hours"),
    ("within", "minutes"),
)
_SAME_DAY: Final = re.compile(r"(?:the same|that same|that) (?:day|morning|afternoon|evening|night)", re.IGNORECASE)
_OPENING: Final = 6  # words
_MORE: Final = frozenset({"another", "second", "third", "fourth", "further", "additional"})
_BACK: Final = frozenset({"had", "has", "have", "previously", "earlier", "ago"})
_LOOK_BACK: Final = 4  # attacks
_BESIDE: Final = 4  # words
_NEAR: Final = 3  # sentences
_TOLD_NEAR: Final = 1000  # characters
_LONGEST: Final = 2  # days
_THERE: Final = (
    ("there",),
    ("in", "the", "area"),
    ("in", "the", "same", "area"),
    ("in", "the", "same", "place"),
    ("in", "the", "same", "town"),
    ("in", "the", "same", "village"),
    ("in", "the", "same", "city"),
    ("in", "the", "same", "district"),
    ("in", "the", "same", "neighbourhood"),
    ("at", "the", "same", "place"),
    ("at", "the", "scene"),
)


class Setting:
    """The places and days of one article's attacks that only the words around tell."""

    def __init__(self, fillers: Fillers, times: Sequence[TimeExpression], days: Mapping[Ref, When]) -> None:
        self._fillers = fillers
        self._page = fillers.page
        self._times = times
        self._time_begins = [time.words.begin for time in times]
        self._days = days

    def give(self, events: Sequence[Event]) -> None:
        """Gives each attack without a place that of the one told just before it in the same sentence, or where words
        such as "there" take it up; and each answer to an attack, and each that goes on in its story, the day of the one
        told just before; else that of its scene.
        """
        told = sorted(
            ((deed, event) for event in events for deed in event.deeds), key=lambda each: each[0].trigger.span
        )
        scenes = Scenes(self._page, self._times, {deed.sentence for deed, _ in told})
        for at, (deed, event) in enumerate(told):
            if deed is not next((each for each in event.deeds if not each.heading), event.deeds[0]):
                continue
            if at:
                self._set(deed, event, told[max(0, at - _LOOK_BACK) : at])
            if deed.factuality.value not in UNREAL and not any(each.roles.when for each in event.deeds):
                deed.roles.when = scenes.day_of(deed)

    def _set(self, deed: Deed, event: Event, told: Sequence[tuple[Deed, Event]]) -> None:
        """Gives an attack what it leaves open. told: the words that tell of attacks before it."""
        before, other = told[-1]
        happened = before.factuality.value not in UNREAL and deed.factuality.value not in UNREAL
        if not happened or other is event:
            return
        beside = deed.sentence == before.sentence
        if not any(each.roles.location for each in event.deeds) and (beside or self._is_there(before, deed)):
            there = next((each.roles.location for each in reversed(other.deeds) if each.roles.location), [])
            there = before.roles.location or ([] if beside else there)
            deed.roles.location = [replace(fact, rule="strike.location-before") for fact in there]
        if any(each.roles.when for each in event.deeds):
            if self._is_of_scene(event):
                only = self._only_day(deed, event, told)
                self._date(event, [replace(fact, rule="strike.when-before") for fact in only])
            return
        next_told = deed.paragraph == before.paragraph and deed.sentence - before.sentence <= 1
        if next_told and self._answers(deed):
            deed.roles.when = [replace(fact, rule="strike.when-answered") for fact in self._when(other, deed)]
        elif self._goes_on(before, deed):
            deed.roles.when = [
                replace(fact, rule="strike.when-before") for fact in self._day_of_scene(deed, event, told)
            ]

    def _is_of_scene(self, event: Event) -> bool:
        """Whether all that is told of an attack's time is that it was the day of another: "on the same night"."""
        told = [fact for each in event.deeds for fact in each.roles.when]
        if any(isinstance(fact.value, Ref) and isinstance(self._days.get(fact.value), tuple) for fact in told):
            return False
        return any(_SAME_DAY.fullmatch(self._page.text(fact.words)) for fact in told)

    def _date(self, event: Event, found: Sequence[Fact]) -> None:
        """Gives an attack days in place of words that only tell that they are those of another."""
        if found:
            for each in event.deeds:
                each.roles.when = []
            event.deeds[0].roles.when = list(found)

    def _day_of_scene(self, deed: Deed, event: Event, told: Sequence[tuple[Deed, Event]]) -> Sequence[Fact]:
        """The day of the attack told right before one, else that of those before it where it is one and the same."""
        before, other = told[-1]
        if deed.sentence - before.sentence <= 1 and (own := self._when(other, deed)):
            return own
        return self._only_day(deed, event, told)

    def _only_day(self, deed: Deed, event: Event, told: Sequence[tuple[Deed, Event]]) -> Sequence[Fact]:
        """The day of those told shortly before an attack, where it is one and the same."""
        found = [when for _, each in told if each is not event and (when := self._when(each, deed))]
        days = {self._days.get(fact.value) for when in found for fact in when if isinstance(fact.value, Ref)}
        return found[-1] if len(days) == 1 else []

    def _when(self, event: Event, deed: Deed) -> Sequence[Fact]:
        """When an attack was, where its days are few and told shortly before words that go on from there."""
        told = next((each.roles.when for each in reversed(event.deeds) if each.roles.when), [])
        return [fact for fact in told if self._is_short(fact) and fact.words.gap(deed.trigger.span) < _TOLD_NEAR]

    def _is_short(self, fact: Fact) -> bool:
        days = self._days.get(fact.value) if isinstance(fact.value, Ref) else None
        return isinstance(days, tuple) and (days[1] - days[0]).days <= _LONGEST

    def _answers(self, deed: Deed) -> bool:
        """Whether the words shortly before a trigger say that it was an answer: "responded by shelling"."""
        words = self._page.words
        at, past = words.range_of(deed.trigger.span)
        first = max(words.range_of(self._page.sentence_of(deed.trigger.span))[0], at - _REACH)
        before = words.lowers[first:past]
        pairs = [{one, other} for one, other in pairwise(before)]
        return not _ANSWERED.isdisjoint(before) or any(pair in _ANSWERING for pair in pairs)

    def _goes_on(self, before: Deed, deed: Deed) -> bool:
        """Whether words say that an attack belongs to the story of the one told just before it ("another strike",
        "hours later", "meanwhile"), and name no time of its own nor look back.
        """
        near = deed.sentence - before.sentence <= _NEAR
        if not near or deed.definite or deed.heading or before.heading or before.background or deed.background:
            return False
        soon = self._opens_with(deed, _SOON)
        sentence = self._page.sentence_of(deed.trigger.span)
        time = bisect_left(self._time_begins, sentence.begin)
        if time < len(self._time_begins) and self._time_begins[time] < sentence.end:
            return False
        words = self._page.words
        first = words.range_of(sentence)[0]
        at = words.range_of(deed.trigger.span)[0]
        if soon:
            return True
        if not _BACK.isdisjoint(words.lowers[max(first, at - _REACH) : at + _BESIDE]):
            return False
        if words.lowers[first : first + 1] == ["also"] or self._opens_with(deed, _GOING_ON):
            return True
        return not deed.trigger.verbal and not _MORE.isdisjoint(words.lowers[max(first, at - _BESIDE) : at])

    def _opens_with(self, deed: Deed, phrases: Iterable[tuple[str, ...]]) -> bool:
        """Whether one of some phrases stands where the sentence of an attack opens."""
        words = self._page.words
        first, past = words.range_of(self._page.sentence_of(deed.trigger.span))
        opening = words.lowers[first : min(past, first + _OPENING)]
        return any(_holds(opening, phrase) for phrase in phrases)

    def _is_there(self, before: Deed, deed: Deed) -> bool:
        """Whether words take up the place of the attack told just before, and name no other."""
        if deed.paragraph != before.paragraph or deed.sentence - before.sentence > 1:
            return False
        sentence = self._page.sentence_of(deed.trigger.span)
        if any(self._fillers.is_place(mention) for mention in self._fillers.within(sentence)):
            return False
        words = self._page.words
        lowers = words.lowers[slice(*words.range_of(sentence))]
        return any(_holds(lowers, phrase) for phrase in _THERE)


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether some words stand among others, right behind one another."""
    return any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words) - len(phrase) + 1))
