"""The day of a scene: a sentence without an attack that opens with its day, or says when it all began, gives that day
to the attacks that its paragraph goes on to tell: "It began on Thursday. Soldiers opened fire, then …".
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Final

from kg import lexicon
from kg.extract.claims.cues import reporting_verbs
from kg.extract.events.other_times import verb_above
from kg.extract.strikes.event import Deed
from kg.extract.text.page import Page
from kg.records import Fact, TimeExpression

_BEFORE: Final = 2  # sentences
_OPENING: Final = 12  # characters
_LONGEST: Final = 31  # days
_BEGINNING: Final = lexicon.words("beginning_verbs")
_BACK: Final = frozenset({"had", "has", "have"})


class Scenes:
    """The days that sentences of one article set for those behind them. telling: the sentences that tell of attacks."""

    def __init__(self, page: Page, times: Sequence[TimeExpression], telling: Collection[int]) -> None:
        self._page = page
        self._times = times
        self._begins = [time.words.begin for time in times]
        self._telling = telling

    def day_of(self, deed: Deed) -> list[Fact]:
        """The day that the sentences before an attack set for it, where its own sentence names none nor looks back."""
        known = deed.definite or deed.heading or deed.background or deed.sentence == 0
        if known or not _BACK.isdisjoint(deed.frame.governors) or self._times_in(deed.sentence):
            return []
        for number in range(deed.sentence - 1, max(-1, deed.sentence - 1 - _BEFORE), -1):
            begin = self._page.sentences[number].begin
            if number in self._telling or self._page.paragraph_of(begin) != deed.paragraph:
                return []
            times = self._times_in(number)
            if times:
                last = times[-1]
                sets = len(times) == 1 and self._sets_scene(number, last)
                return [Fact(last.ref, last.words, "strike.when-scene")] if sets else []
        return []

    def _times_in(self, number: int) -> Sequence[TimeExpression]:
        sentence = self._page.sentences[number]
        first, past = (bisect_left(self._begins, at) for at in (sentence.begin, sentence.end))
        return self._times[first:past]

    def _sets_scene(self, number: int, time: TimeExpression) -> bool:
        page = self._page
        if not page.has_tree or time.earliest is None or time.latest is None:
            return False
        if (time.latest - time.earliest).days > _LONGEST or any(
            line.span.begin <= time.words.begin < line.span.end for line in page.datelines
        ):
            return False
        verb = verb_above(page.tokens(time.words).root)
        if verb.lower_ in reporting_verbs() or verb.sent.root.lower_ in reporting_verbs():
            return False
        opens = time.words.begin - page.sentences[number].begin < _OPENING
        return opens or verb.lower_ in _BEGINNING
