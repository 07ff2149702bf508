"""From the triggers of a sentence to deeds: which of them are attacks, with the roles that their own clauses fill."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg import lexicon
from kg.extract.claims.cues import reporting_verbs
from kg.extract.events.circumstances import moments, weapons
from kg.extract.events.fillers import Fillers
from kg.extract.events.modality import factuality_of
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.word_classes import BE, PREPOSITIONS
from kg.extract.strikes.answers import ANSWER, may_threaten, threatened_answer
from kg.extract.strikes.blame import split_blame
from kg.extract.strikes.doers import is_taking, perpetrators
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
from kg.extract.strikes.lemmas import head_lemma
from kg.extract.strikes.lending import carried_by, lend
from kg.extract.strikes.lines import is_bare_heading, is_bullet, is_heading
from kg.extract.strikes.new_or_known import KNOWN_BY, is_fresh, number_told
from kg.extract.strikes.one_more import kind_of_another
from kg.extract.strikes.own_frame import ANSWERING, own_frame
from kg.extract.strikes.places import locations
from kg.extract.strikes.roles import Roles
from kg.extract.strikes.senses import Senses
from kg.extract.strikes.sites import is_facility
from kg.extract.strikes.targets import targets
from kg.extract.strikes.targets_beside import BLOWN_UP
from kg.extract.strikes.told_again import DEFINITE, PRONOUNS, ToldAgain
from kg.extract.strikes.triggers import Trigger
from kg.records import Fact, Factuality, Ref, Span, StrikeKind, TimeExpression

_SENDING: Final = lexicon.words("light_verbs") | lexicon.words("sending_verbs")
_ONTO: Final = ("into", "on", "onto", "in", "near", "outside", "at")
_HITTING: Final = frozenset({"deed", "delivery"})
_RECENT: Final = 10
_LONGEST_LIST: Final = 40
_ANSWER_REACH: Final = 4
_GUESS_REACH: Final = 2
_GUESSED: Final = frozenset({"suspected", "alleged", "presumed", "purported", "supposed"})
_OWN_TIME_REACH: Final = 12  # characters
_NEAR: Final = 300
_OPENED: Final = 8  # characters
_TIMES_OF: Final = frozenset({"during", "amid", "since", "before", "after", "following", "throughout", "until"})


class DeedReader:
    """Reads the deeds of one article, sentence by sentence. told: the attacks told so far, which the caller adds to."""

    def __init__(self, fillers: Fillers, times: Sequence[TimeExpression], told: Sequence[Event]) -> None:
        self.fillers = fillers
        self.page = fillers.page
        self.entities = fillers.entities
        self.times = list(times)
        self.time_begins = [t.words.begin for t in times]
        self.senses = Senses(self.fillers)
        self.again = ToldAgain(self.page, fillers)
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
                more = self._deed(number, trigger, frame)
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
                deeds[-1].roles.complete(self._deed(number, trigger, frame).roles)
                continue
            deed = self._deed(number, trigger, frame)
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
            deed = self._deed(number, trigger, frame)
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

    def _deed(self, number: int, trigger: Trigger, frame: Frame) -> Deed:
        page, fillers = self.page, self.fillers
        threat = threatened_answer(page, trigger, frame)
        factuality = threat or factuality_of(page, frame)
        doers = perpetrators(fillers, frame, trigger)
        harmed = targets(fillers, frame, trigger, page)
        harmed = [fact for fact in harmed if fact.value not in {doer.value for doer in doers}]
        roles = Roles(target=harmed, location=locations(fillers, frame, page, harmed), weapon=weapons(frame, page))
        after = trigger.verbal and self.again.after(trigger, frame)
        roles.when = [] if after else self._moments(trigger, frame)
        if threat:
            roles.location = []
        start = self.page.words.range_of(frame.premodifier or trigger.span)[0]
        if not ANSWERING.isdisjoint(self.page.words.lowers[max(0, start - _ANSWER_REACH) : start]):
            roles.when = [f for f in roles.when if 0 <= f.words.begin - trigger.span.end < _OWN_TIME_REACH]
        roles.perpetrator, roles.alleged = split_blame(frame, page, doers, factuality)
        suspected = [fact for fact in roles.perpetrator if self._is_suspected(fact)]
        roles.perpetrator = [fact for fact in roles.perpetrator if fact not in suspected]
        roles.alleged += suspected
        if is_bullet(page, page.sentence_of(trigger.span)):
            total = self._total(head_lemma(page.text(trigger.span)))
            roles.perpetrator = roles.perpetrator or roles.alleged or _inherited(total, "perpetrator")
            roles.target = roles.target or _inherited(total, "target")
        roles.target = self._without_towns(roles.target, trigger)
        words = page.words
        first = words.range_of(frame.premodifier or trigger.span)[0]
        background = not trigger.verbal and not _TIMES_OF.isdisjoint(words.lowers[max(0, first - 2) : first])
        if background:
            roles.location = [f for f in roles.location if self._is_beside(trigger, f)]
        before = words.lowers[first : words.range_of(trigger.span)[0]]
        predicate = not trigger.verbal and self.again.noun(frame, first)
        counter = trigger.verbal and self.again.counter(frame)
        own = roles.target or roles.location or roles.when
        predicate = predicate or (not trigger.verbal and not own and self.again.judged(frame, before))
        again = not trigger.verbal and self.again.counted(first)
        if predicate and head_lemma(page.text(trigger.span)) == "massacre":
            trigger = replace(trigger, kind=None)
        return Deed(
            trigger=self.senses.kinds.with_kind(trigger, frame, doers, before),
            frame=frame,
            sentence=number,
            paragraph=page.paragraph_of(trigger.span.begin),
            lemma=ANSWER if threat else head_lemma(page.text(trigger.span)),
            factuality=factuality,
            roles=roles,
            definite=self._is_definite(trigger, frame, roles, before, bool(doers)) or predicate or again,
            introduced=(frame.determiner in {"a", "an"} or (trigger.verbal and self.again.on_new(frame)))
            and not predicate,
            first="first" in before and words.lowers[max(0, first - 2)] not in BE,
            answered=not ANSWERING.isdisjoint(words.lowers[max(0, first - _ANSWER_REACH) : first]),
            fresh=is_fresh(page, trigger, frame, before, again) or counter,
            number=number_told(before, frame.determiner),
            heading=is_heading(page, number),
            pointing=frame.determiner in {"this", "that"} or again,
            background=background,
            opening=any(f.words.begin - page.sentence_of(trigger.span).begin < _OPENED for f in roles.when),
            several=not trigger.verbal and trigger.sense != "weapon" and page.text(trigger.span).endswith("s"),
            takes=is_taking(page.text(trigger.span)),
            code_name=_letters(page.text(trigger.span)) if trigger.named else "",
            on_known=trigger.verbal and self.again.on_known(frame) and not (roles.when and roles.location),
            by_pronoun=any(page.text(doer.words).lower() in PRONOUNS for doer in doers),
        )

    def _is_definite(self, trigger: Trigger, frame: Frame, roles: Roles, before: list[str], done: bool) -> bool:
        """Whether a trigger takes for granted that its attack is known; not by "the" where its day tells which it is
        ("the 20 July bombing in X"), nor where it is a battle by its name.
        """
        if trigger.verbal:
            return self.again.taken_up(trigger, frame)
        if trigger.named and " of " in self.page.text(trigger.span):
            return any(_letters(self.page.text(trigger.span)) in event.code_names for event in self.told)
        own = frame.premodifier
        dated = own is not None and any(own.begin <= f.words.begin and f.words.end <= own.end for f in roles.when)
        if dated and frame.determiner == "the" and roles.location:
            return False
        by = any(fact.rule == "strike.by-agent" for fact in (*roles.perpetrator, *roles.alleged))
        if frame.determiner == "the" and by and roles.location:
            return False
        definite = not DEFINITE.isdisjoint((frame.determiner, *before[:1]))
        return definite or trigger.named or ("'s" in before and not done)

    def _is_beside(self, trigger: Trigger, place: Fact) -> bool:
        """Whether a place stands in the phrase of a noun, not in the clause that follows: "after the attack, X …"."""
        if place.words.begin < trigger.span.end:
            return True
        return "," not in self.page.text(Span(trigger.span.end, place.words.begin))

    def _moments(self, trigger: Trigger, frame: Frame) -> list[Fact]:
        """When it was, but not when something was said of a known attack: "on Monday the army said that … in the
        attack".
        """
        found = moments(frame, self.page, self._times_near(frame))
        known = not trigger.verbal and frame.determiner in KNOWN_BY
        if not known and not any(fact.rule == "strike.when-sentence" for fact in found):
            return found
        words = self.page.words
        past = words.range_of(trigger.span)[0]
        said = reporting_verbs()
        return [f for f in found if not any(w in said for w in words.lowers[words.range_of(f.words)[1] : past])]

    def _is_suspected(self, doer: Fact) -> bool:
        """Whether words before a doer leave open whether it was they: "suspected members of X"."""
        words = self.page.words
        first = words.range_of(doer.words)[0]
        return not _GUESSED.isdisjoint(words.lowers[max(0, first - _GUESS_REACH) : first + 1])

    def _total(self, lemma: str) -> Deed | None:
        """The attack of the same name, with its doers, that was told last before the list that goes through its
        parts.
        """
        told = (deed for event in reversed(self.told[-_LONGEST_LIST:]) for deed in event.deeds)
        return next((deed for deed in told if deed.lemma == lemma and deed.roles.perpetrator), None)

    def _times_near(self, frame: Frame) -> list[TimeExpression]:
        sentence = self.page.sentence_of(frame.trigger)
        begin = max(sentence.begin, frame.trigger.begin - _NEAR)
        end = min(sentence.end, frame.trigger.end + _NEAR)
        return self.times[bisect_left(self.time_begins, begin) : bisect_left(self.time_begins, end)]

    def _without_towns(self, target: list[Fact], trigger: Trigger) -> list[Fact]:
        """A populated place is where, not whom, a bombing hits or an army takes; an "attack on" it targets it."""
        words = self.page.text(trigger.span).lower()
        if any(stem in words for stem in ("attack", "target")):
            return target
        return [f for f in target if not self._is_town(f, taken=is_taking(words))]

    def _is_town(self, fact: Fact, taken: bool) -> bool:
        """Whether a place is a populated one: any that is no building or facility; a zone where it is taken."""
        if fact.value in self.entities.zones:
            return taken
        if not isinstance(fact.value, Ref) or fact.value not in self.entities.places:
            return False
        return fact.value.known or not is_facility(self.entities.places[fact.value].label)

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


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha())


def _inherited(total: Deed | None, role: str) -> list[Fact]:
    return [Fact(f.value, f.words, "strike.total") for f in getattr(total.roles, role)] if total else []
