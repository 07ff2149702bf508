"""The attacks of one article, read sentence by sentence, with the figures and the blame that belong to each."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from kg.extract.events.fillers import Fillers
from kg.extract.names.entities import Entities
from kg.extract.strikes.casualties import Casualties, Casualty
from kg.extract.strikes.course import attack_of_harm
from kg.extract.strikes.days import days_told, differ
from kg.extract.strikes.deeds import DeedReader
from kg.extract.strikes.event import UNREAL, Deed
from kg.extract.strikes.likeness import likeness_of
from kg.extract.strikes.merge import Merger
from kg.extract.strikes.places import is_located
from kg.extract.strikes.record import Recorder
from kg.extract.strikes.responsibility import held_for, responsible
from kg.extract.strikes.setting import Setting
from kg.extract.strikes.single_victims import is_unwritten
from kg.extract.strikes.triggers import Trigger, find_triggers
from kg.extract.text.page import Page
from kg.records import Fact, MentionKind, Quantity, Ref, SegmentKind, Span, Strike, TimeExpression

_RECENT: Final = 10
_LONG: Final = frozenset({"offensive", "operation", "campaign", "war", "siege", "fighting", "invasion", "battle"}) | {
    "fire",
    "gunfire",
    "shelling",
    "bombardment",
}
_PERFECT: Final = frozenset({"has", "have", "had"})
_PAUSES: Final = frozenset(",;:()–—")


def find_strikes(
    page: Page, entities: Entities, times: Sequence[TimeExpression], quantities: Sequence[Quantity]
) -> tuple[Strike, ...]:
    """Every attack that the text speaks of, one item an attack, in the order of their first triggers."""
    triggers = find_triggers(page)
    if not triggers:
        return ()
    finder = _StrikeFinder(page, entities, times, quantities)
    return finder.strikes(triggers)


class _StrikeFinder:
    """The attacks of one article."""

    def __init__(
        self, page: Page, entities: Entities, times: Sequence[TimeExpression], quantities: Sequence[Quantity]
    ) -> None:
        self.page = page
        self.entities = entities
        self.fillers = Fillers(page, entities)
        self.times = times
        self.days = days_told(page, times)
        self.casualties = Casualties(page, quantities)
        self._unwritten = {q.ref for q in quantities if is_unwritten(page, q)}
        self._deeds_in: dict[int, int] = {}
        self.sentence_begins = [s.begin for s in page.sentences]
        self.likeness = likeness_of(self.fillers, self.days)
        self.merger = Merger(self.likeness)
        self.recorder = Recorder(
            self.fillers, self.days, quantities, self._unwritten, self.likeness.persons, self._deeds_in
        )
        self.reader = DeedReader(self.fillers, times, self.merger.events)

    def strikes(self, triggers: Sequence[Trigger]) -> tuple[Strike, ...]:
        by_sentence: dict[int, list[Trigger]] = {}
        for trigger in triggers:
            if self.page.segment_kind(trigger.span.begin) is not SegmentKind.BOILERPLATE and not self._in_name(
                trigger.span
            ):
                by_sentence.setdefault(self._sentence_number(trigger.span), []).append(trigger)
        for number, sentence in enumerate(self.page.sentences):
            deeds = self.reader.deeds(number, by_sentence.get(number, ()))
            self._deeds_in[number] = len(deeds)
            for deed in deeds:
                self.merger.add(deed)
            if not deeds and self._told_before(sentence) is None:
                continue
            self._count(sentence, deeds)
            self._hold_responsible(sentence, deeds)
        Setting(self.fillers, self.times, self.days).give(self.merger.events)
        return tuple(sorted((self.recorder.strike(event) for event in self.merger.events), key=lambda s: s.triggers))

    def _in_name(self, span: Span) -> bool:
        """Whether words are part of an actor's or place's name."""
        touching = self.fillers.mentions_touching(span)
        touching = [m for m in touching if m.span.begin <= span.begin or m.span.end > span.end]
        return any(m.kind is MentionKind.NAME and m.denotes not in self.entities.zones for m in touching)

    def _sentence_number(self, span: Span) -> int:
        return bisect_right(self.sentence_begins, span.begin) - 1

    def _count(self, sentence: Span, deeds: Sequence[Deed]) -> None:
        """Gives the casualty figures of a sentence to its nearest attack, or to the one told just before."""
        for casualty in self.casualties.in_sentence(sentence):
            deed = self._nearest(casualty, deeds)
            apart = casualty.running or self._is_elsewhen(sentence) or self._is_elsewhere(sentence)
            if deed is None and not apart and not self._may_be_natural(casualty):
                deed = self._told_before(sentence, real=True)
            if deed is None or (casualty.running and not self._goes_on(deed)):
                continue
            fact = Fact(casualty.quantity.ref, casualty.quantity.words, "strike.casualties")
            if casualty.harm in {"killed", "both"}:
                deed.roles.killed.append(fact)
            if casualty.harm in {"injured", "both"}:
                deed.roles.injured.append(fact)
            told = {f.value for f in deed.roles.target}
            deed.roles.target += [f for part in casualty.parts for f in self._victims(part) if f.value not in told]

    def _goes_on(self, deed: Deed) -> bool:
        """Whether words tell of attacks that went on for long, so that all killed since some time may be theirs, and of
        no single attack told before.
        """
        alone = any(len(e.deeds) == 1 and e.last is deed for e in self.merger.events[-_RECENT:])
        return alone and (deed.several or deed.lemma in _LONG)

    def _may_be_natural(self, casualty: Casualty) -> bool:
        """Whether somebody's death is told without a word of violence: "The king died"."""
        return casualty.quantity.ref in self._unwritten and self.page.text(casualty.told_by).lower() == "died"

    def _hold_responsible(self, sentence: Span, deeds: Sequence[Deed]) -> None:
        """Those who claim an attack did it by the article; those whom others name are alleged to have done it."""
        nouns = [deed.trigger.span for deed in deeds if not deed.trigger.verbal]
        for blame in responsible(self.page, self.fillers, sentence, nouns):
            deed = held_for(self.page, blame, deeds) if deeds else self._told_before(sentence)
            if deed is None:
                continue
            held = deed.roles.perpetrator if blame.admitted else deed.roles.alleged
            held += [f for f in blame.actors if f.value not in {g.value for g in held}]
            if not blame.admitted:
                named = {f.value for f in blame.actors}
                deed.roles.perpetrator = [f for f in deed.roles.perpetrator if f.value not in named]

    def _nearest(self, casualty: Casualty, deeds: Sequence[Deed]) -> Deed | None:
        deeds = [d for d in deeds if d.factuality.value not in UNREAL] or deeds
        if len(deeds) > 1 and (told := attack_of_harm(self.page, casualty.told_by, deeds)) is not None:
            return told
        before = [d for d in deeds if d.trigger.span.begin < casualty.quantity.words.begin]
        return before[-1] if before else (deeds[0] if deeds else None)

    def _told_before(self, sentence: Span, real: bool = False) -> Deed | None:
        """The attack told last within two sentences before another. real: of those only that were made."""
        number = self._sentence_number(sentence)
        events = [e for e in self.merger.events[-_RECENT:] if not (real and e.last.factuality.value in UNREAL)]
        if not events:
            return None
        main = [e for e in events if not self._is_aside(e.last)] or events
        latest = max(events, key=lambda e: (e.last.sentence, e.last.trigger.span))
        beside = max(main, key=lambda e: (e.last.sentence, e.last.trigger.span))
        latest = beside if beside.last.sentence == latest.last.sentence else latest
        return latest.last if number - latest.last.sentence <= 2 else None

    def _is_aside(self, deed: Deed) -> bool:
        """Whether a verb only tells of a place or actor what happened to it before: "a town that has been attacked"."""
        if not deed.trigger.verbal or not self.page.has_tree or not _PERFECT & {*deed.frame.governors}:
            return False
        return self.page.tokens(deed.trigger.span).root.dep_ == "acl:relcl"

    def _is_elsewhere(self, sentence: Span) -> bool:
        """Whether a sentence names another town than that of the attack told just before it."""
        told = self._told_before(sentence)
        there = {f.value for f in told.roles.location if isinstance(f.value, Ref)} if told else set()
        here = {
            m.denotes for m in self.fillers.within(sentence) if self.fillers.is_place(m) and is_located(self.page, m)
        }
        return self.likeness.in_other_towns(here, there)

    def _is_elsewhen(self, sentence: Span) -> bool:
        """Whether a sentence tells of another day than the attack told just before it."""
        told = self._told_before(sentence)
        days = [self.days.get(f.value) for f in told.roles.when if isinstance(f.value, Ref)] if told else []
        own = [self.days.get(t.ref) for t in self.times if sentence.begin <= t.words.begin < sentence.end]
        pairs = [(one, other) for one in own if one for other in days if other]
        return bool(pairs) and all(differ(one, other) for one, other in pairs)

    def _victims(self, counted: Quantity) -> list[Fact]:
        words = self.page.words
        first, past = words.range_of(counted.words)
        end = min(past + 4, words.range_of(self.page.sentence_of(counted.words))[1])
        # "…, wounding nine, the mayor said": whoever comes after a comma is another.
        end = next((at for at in range(past, end) if words.lowers[at] in _PAUSES), end)
        span = words.span_of(first, max(past, end))
        return [
            Fact(m.denotes, m.span, "strike.victims")
            for m in self.fillers.mentions_touching(span)
            if self.fillers.is_actor(m)
            and self.fillers.is_harmed(m)
            and not self.fillers.is_media(m)
            and m.span.end >= counted.words.end
        ][:1]
