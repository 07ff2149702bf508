"""From the triggers of a sentence to deeds: which of them are attacks, and which go on with one told beside them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.word_classes import PREPOSITIONS
from kg.extract.strikes.answers import may_threaten
from kg.extract.strikes.blame import split_blame
from kg.extract.strikes.clause import ClauseReader
from kg.extract.strikes.doers import perpetrators
from kg.extract.strikes.event import Deed, Event
from kg.extract.strikes.going_on import (
    goes_on,
    holds,
    is_beside_named,
    is_continued,
    is_means,
    is_purpose,
    is_sent,
    is_told_in,
    only_governs,
)
from kg.extract.strikes.lending import carried_by, lend
from kg.extract.strikes.lines import is_bare_heading
from kg.extract.strikes.one_more import kind_of_another
from kg.extract.strikes.own_frame import own_frame
from kg.extract.strikes.senses import Senses
from kg.extract.strikes.targets_beside import BLOWN_UP
from kg.extract.strikes.told_again import ToldAgain
from kg.extract.strikes.triggers import Trigger
from kg.records import Factuality, Span, StrikeKind, TimeExpression

_SENDING: Final = lexicon.words("light_verbs") | lexicon.words("sending_verbs")
_ONTO: Final = ("into", "on", "onto", "in", "near", "outside", "at")
_HITTING: Final = frozenset({"deed", "delivery"})
_RECENT: Final = 10


class DeedReader:
    """Reads the deeds of one article, sentence by sentence. told: the attacks told so far, which the caller adds to."""

    def __init__(self, fillers: Fillers, times: Sequence[TimeExpression], told: Sequence[Event]) -> None:
        self.fillers = fillers
        self.page = fillers.page
        self.senses = Senses(self.fillers)
        self.again = ToldAgain(self.page, fillers)
        self.clauses = ClauseReader(fillers, times, self.again, self.senses.kinds, told)
        self.told = told

    def deeds(self, number: int, triggers: Sequence[Trigger]) -> list[Deed]:
        """The triggers of a sentence that are attacks, with their roles."""
        triggers = [trigger for trigger in triggers if may_threaten(self.page, trigger)]
        read = [(trigger, own_frame(self.page, trigger, triggers)) for trigger in triggers]
        deeds: list[Deed] = []
        harms: list[tuple[Trigger, Frame]] = []
        if not self.senses.conflict:
            read = [(self.senses.on_person(trigger, frame), frame) for trigger, frame in read]
        strong = [t for t, _ in read if t.sense != "harm"]
        for trigger, frame in read:
            if not self.senses.may_be_attack(trigger):
                continue
            if only_governs(self.page, trigger, triggers) or is_beside_named(trigger, read):
                continue
            if (trigger.sense == "harm" and strong) or carried_by(trigger, frame, triggers):
                harms.append((trigger, frame))
                continue
            if goes_on(self.page, trigger, frame, deeds):
                if deeds[-1].trigger.sense == "weapon" or (
                    deeds[-1].trigger.sense == "conflict" and trigger.sense in _HITTING
                ):
                    deeds[-1].also.append(trigger.span)
                more = self.clauses.deed(number, trigger, frame)
                if is_purpose(self.page, trigger, deeds[-1].trigger):
                    _aim(deeds[-1], more)
                else:
                    _complete(deeds[-1], more)
                continue
            if self._is_same(trigger, frame, deeds):
                deeds[-1].also.append(trigger.span)
                sure = trigger.sense == "sure" or trigger.kind is StrikeKind.DRONE_STRIKE
                if deeds[-1].trigger.kind is None or (sure and trigger.kind is not None):
                    deeds[-1].trigger = replace(deeds[-1].trigger, kind=trigger.kind)
                deeds[-1].roles.complete(self.clauses.deed(number, trigger, frame).roles)
                continue
            deed = self.clauses.deed(number, trigger, frame)
            if not trigger.verbal and not (deed.roles.perpetrator or deed.roles.alleged):
                self._give_sender(deed, read)
            if self._is_another(deed, deeds) or (
                self.senses.is_attack(deed, self._refers_back(deed, deeds)) and not is_bare_heading(self.page, deed)
            ):
                deeds.append(deed)
        for trigger, frame in harms:
            if deeds and deeds[0].trigger.sense != "harm":
                lent = lend(self.fillers, trigger, frame, deeds)
                if lent or frame.voice is not Voice.ACTIVE or self.page.text(trigger.span).lower() != "killed":
                    continue
            deed = self.clauses.deed(number, trigger, frame)
            roles = deed.roles
            alone = not deeds or bool(roles.target and (roles.perpetrator or roles.alleged) and roles.when)
            if alone and self.senses.is_attack(deed, told=False):
                deeds.append(deed)
        return sorted(deeds, key=lambda each: each.trigger.span)

    def _is_same(self, trigger: Trigger, frame: Frame, deeds: Sequence[Deed]) -> bool:
        """Whether words of a sentence tell of the attack told before them in it."""
        if is_sent(self.page, trigger, deeds) or is_means(self.page, trigger, frame, deeds):
            return True
        if is_continued(self.page, trigger, deeds):
            return True
        if deeds and self.again.beside(trigger, frame) and not self._names_place_behind(trigger):
            return True
        return trigger.sense in {"sure", "conflict"} and is_told_in(self.page, trigger, deeds)

    def _names_place_behind(self, trigger: Trigger) -> bool:
        behind = Span(trigger.span.end, self.page.sentence_of(trigger.span).end)
        return any(self.fillers.is_place(mention) for mention in self.fillers.within(behind))

    def _is_another(self, deed: Deed, deeds: Sequence[Deed]) -> bool:
        """Whether a verb tells what one more of the weapons hit of which its sentence or the one before speaks; it then
        is of their kind.
        """
        if not self.senses.conflict or not (deed.roles.location or deed.roles.target or deed.frame.after(*_ONTO)):
            return False
        last = deeds[-1] if deeds else max((event.last for event in self.told[-_RECENT:]), key=_place_of, default=None)
        if last is None or deed.sentence - last.sentence > 1:
            return False
        kind = kind_of_another(self.page, deed.trigger, deed.frame, last)
        if kind is None:
            return False
        deed.trigger = replace(deed.trigger, kind=kind)
        deed.fresh = True
        return True

    def _give_sender(self, deed: Deed, read: Sequence[tuple[Trigger, Frame]]) -> None:
        """Gives an attack the doer of the verb that has it among its objects: "launched artillery and air strikes"."""
        for trigger, frame in read:
            sends = self.page.text(trigger.span).lower() in _SENDING
            held = frame.object if sends and trigger.verbal and frame.voice is Voice.ACTIVE else None
            if held and holds(held, deed.trigger):
                words = self.page.words
                before = words.lowers[words.range_of(held)[0] : words.range_of(deed.trigger.span)[0]]
                if not PREPOSITIONS.isdisjoint(before):
                    continue
                doers = perpetrators(self.fillers, frame, trigger)
                deed.roles.perpetrator, deed.roles.alleged = split_blame(frame, self.page, doers, deed.factuality)

    def _refers_back(self, deed: Deed, beside: Sequence[Deed]) -> bool:
        """Whether a definite noun takes up an attack told before. beside: the deeds read so far of its sentence."""
        known = any(deed.lemma in event.lemmas for event in self.told[-_RECENT:])
        return deed.definite and (known or any(deed.lemma == other.lemma for other in beside))


def _complete(deed: Deed, more: Deed) -> None:
    """Takes from the verb that says what a weapon or attack did its roles, and whether it did so at all."""
    if deed.roles.perpetrator or deed.roles.alleged:
        more.roles.perpetrator = more.roles.alleged = []
    deed.roles.complete(more.roles)
    told = {f.value for f in deed.roles.target}
    beside = (BLOWN_UP, "strike.object")
    deed.roles.target += [f for f in more.roles.target if f.rule in beside and f.value not in told]
    if deed.factuality.value is Factuality.STATED and more.factuality.value is Factuality.ALLEGED:
        deed.factuality = more.factuality
        deed.roles.perpetrator, deed.roles.alleged = [], [*deed.roles.alleged, *deed.roles.perpetrator]


def _aim(deed: Deed, purpose: Deed) -> None:
    """Takes from the verb that tells to what end an attack is made where and against whom it is."""
    deed.roles.location = purpose.roles.location or deed.roles.location
    deed.roles.target = deed.roles.target or purpose.roles.target


def _place_of(deed: Deed) -> Span:
    return deed.trigger.span
