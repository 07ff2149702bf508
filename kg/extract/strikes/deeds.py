"""From the triggers of a sentence to deeds: which of them are attacks, with the roles that their own clauses fill."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kg import lexicon
from kg.extract.amounts.quantities import spelled_value
from kg.extract.events.circumstances import moments, weapons
from kg.extract.events.fillers import Fillers
from kg.extract.events.modality import factuality_of
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.syntax import frame_of
from kg.extract.strikes.doers import perpetrators, split_blame
from kg.extract.strikes.lending import carried_by, lend
from kg.extract.strikes.merge import Deed, Event
from kg.extract.strikes.places import locations
from kg.extract.strikes.roles import Roles
from kg.extract.strikes.senses import Senses, head_lemma
from kg.extract.strikes.targets import targets
from kg.extract.strikes.triggers import Trigger
from kg.records import Fact, Ref, SegmentKind, Span, TimeExpression

_DEFINITE: Final = frozenset({"the", "this", "these", "those", "that", "its", "their", "his", "such", "both"})
_FRESH: Final = frozenset(
    {"another", "second", "separate", "similar", "earlier", "previous", "new", "other", "further", "third", "later"}
)
_HEADINGS: Final = frozenset({SegmentKind.TITLE, SegmentKind.HEADLINE})
_BULLETS: Final = ("•", "·", "-", "*", ".", "–", "—", "▪", "o ")
_LIGHT: Final = lexicon.words("light_verbs")
_RECENT: Final = 10
_LONGEST_LIST: Final = 40
_BURSTS: Final = frozenset({"explosion", "blast", "detonation", "firing", "launch", "use", "impact"})
_SETTING_OFF: Final = frozenset({"detonated", "exploded", "detonating", "detonate", "off", "used", "planted"})
_PRONOUNS: Final = frozenset({"it", "they", "he", "she"})
_NEAR: Final = 300
_OBJECT_REACH: Final = 8


class DeedReader:
    """Reads the deeds of one article, sentence by sentence. told: the attacks told so far, which the caller adds to."""

    def __init__(self, fillers: Fillers, times: Sequence[TimeExpression], told: Sequence[Event]) -> None:
        self.fillers = fillers
        self.page = fillers.page
        self.entities = fillers.entities
        self.times = list(times)
        self.time_begins = [t.words.begin for t in times]
        self.senses = Senses(self.fillers)
        self.told = told

    def deeds(self, number: int, triggers: Sequence[Trigger]) -> list[Deed]:
        """The triggers of a sentence that are attacks, with their roles."""
        read = [(trigger, frame_of(self.page, trigger.span, trigger.verbal)) for trigger in triggers]
        read = [
            (trigger, _until_next(frame, [t for t in triggers if t.sense not in {"harm", "weapon"}]))
            for trigger, frame in read
        ]
        strong = [t for t, _ in read if t.sense != "harm"]
        deeds: list[Deed] = []
        harms: list[tuple[Trigger, Frame]] = []
        for trigger, frame in read:
            if trigger.sense != "sure" and not self.senses.conflict:
                continue
            if self._only_governs(trigger, triggers):
                continue
            if (trigger.sense == "harm" and strong) or carried_by(trigger, frame, triggers):
                harms.append((trigger, frame))
                continue
            if self._goes_on(trigger, frame, deeds):
                if deeds[-1].trigger.sense == "weapon":
                    deeds[-1].also.append(trigger.span)
                deeds[-1].roles.complete(self._deed(number, trigger, frame).roles)
                continue
            if self._is_sent(trigger, deeds):
                deeds[-1].also.append(trigger.span)
                deeds[-1].roles.complete(self._deed(number, trigger, frame).roles)
                continue
            deed = self._deed(number, trigger, frame)
            if self.senses.is_attack(deed, self._refers_back(deed, deeds)):
                deeds.append(deed)
        for trigger, frame in harms:
            if deeds and deeds[0].trigger.sense != "harm":
                lend(self.fillers, trigger, frame, deeds)
                continue
            deed = self._deed(number, trigger, frame)
            if self.senses.is_attack(deed, told=False):
                deeds.append(deed)
        return deeds

    def _is_sent(self, trigger: Trigger, deeds: Sequence[Deed]) -> bool:
        """Whether a weapon is what a verb before it sends: "fired 170 shells"."""
        if trigger.sense != "weapon" or not deeds:
            return False
        last = deeds[-1]
        of = last.frame.object if not last.trigger.verbal else None
        if of and last.lemma in _BURSTS and of.begin <= trigger.span.begin and trigger.span.end <= of.end:
            return True
        whose = last.frame.object if last.trigger.verbal else None
        if whose and whose.begin <= trigger.span.begin and trigger.span.end <= whose.end and last.lemma in _SETTING_OFF:
            return True
        if last.trigger.sense != "delivery":
            return False
        words = self.page.words
        between = words.range_of(trigger.span)[0] - words.range_of(deeds[-1].trigger.span)[1]
        return 0 <= between <= _OBJECT_REACH

    def _only_governs(self, trigger: Trigger, others: Iterable[Trigger]) -> bool:
        """Whether what the model took for an attack is a light verb before the noun that names it: "launch raids"."""
        words = self.page.words
        past = words.range_of(trigger.span)[1]
        return (
            trigger.sense == "learned"
            and trigger.verbal
            and self.page.text(trigger.span).lower() in _LIGHT
            and any(0 <= words.range_of(o.span)[0] - past <= _OBJECT_REACH and not o.verbal for o in others)
        )

    def _goes_on(self, trigger: Trigger, frame: Frame, deeds: Sequence[Deed]) -> bool:
        """Whether a verb only says what an attack named before it did: "an air strike hit a warehouse", "raids
        targeting rebels".
        """
        if not trigger.verbal or not deeds:
            return False
        noun = deeds[-1].trigger
        if noun.sense != "weapon" and trigger.sense not in {"deed", "harm", "delivery"}:
            return False
        if noun.verbal or noun.span.end > trigger.span.begin:
            return False
        whose = frame.object
        if noun.sense == "weapon" and whose and whose.begin <= noun.span.begin and noun.span.end <= whose.end:
            return True
        subject = frame.subject
        return (
            subject is not None
            and subject.begin <= noun.span.begin
            and not self._actor_between(noun.span, trigger.span)
        )

    def _actor_between(self, left: Span, right: Span) -> bool:
        clause = self.page.text(Span(left.end, right.begin)).lower()
        return " and " in clause or ";" in clause

    def _deed(self, number: int, trigger: Trigger, frame: Frame) -> Deed:
        page, fillers = self.page, self.fillers
        factuality = factuality_of(page, frame)
        doers = perpetrators(fillers, frame, trigger)
        harmed = targets(fillers, frame, trigger, page)
        harmed = [fact for fact in harmed if fact.value not in {doer.value for doer in doers}]
        roles = Roles(target=harmed, location=locations(fillers, frame, page, harmed), weapon=weapons(frame, page))
        roles.when = moments(frame, page, self._times_near(frame))
        roles.perpetrator, roles.alleged = split_blame(frame, page, doers, factuality)
        if self._is_bullet(page.sentence_of(trigger.span)):
            total = self._total(head_lemma(page.text(trigger.span)))
            roles.perpetrator = roles.perpetrator or roles.alleged or _inherited(total, "perpetrator")
            roles.target = roles.target or _inherited(total, "target")
        roles.target = self._without_towns(roles.target, trigger)
        words = page.words
        first = words.range_of(frame.premodifier or trigger.span)[0]
        before = words.lowers[first : words.range_of(trigger.span)[0]]
        return Deed(
            trigger=self.senses.with_kind(trigger, frame, doers, before),
            frame=frame,
            sentence=number,
            lemma=head_lemma(page.text(trigger.span)),
            factuality=factuality,
            roles=roles,
            definite=self._is_taken_up(trigger, frame)
            if trigger.verbal
            else frame.determiner in _DEFINITE or trigger.named or ("'s" in before and not doers),
            introduced=frame.determiner in {"a", "an"},
            fresh=frame.determiner in _FRESH or any(word in _FRESH for word in before),
            number=spelled_value(before, frame.determiner),
            heading=self._is_heading(number),
        )

    def _is_taken_up(self, trigger: Trigger, frame: Frame) -> bool:
        """Whether a passive verb only says again of what a pronoun means that it was attacked: "when it was hit"."""
        if frame.voice is not Voice.PASSIVE or frame.subject is None or frame.agent is not None:
            return False
        return self.page.text(frame.subject).lower() in _PRONOUNS

    def _is_heading(self, number: int) -> bool:
        """Whether a sentence is a headline: by its segment, or as a first line without a full stop."""
        sentence = self.page.sentences[number]
        if self.page.segment_kind(sentence.begin) in _HEADINGS:
            return True
        return number == 0 and self.page.text(sentence)[-1] not in {".", "!", "?", '"', "”"}

    def _is_bullet(self, sentence: Span) -> bool:
        line = self.page.article.text.rfind("\n", 0, sentence.begin) + 1
        return self.page.article.text[line : sentence.end].lstrip().startswith(_BULLETS)

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
        """A populated place is where, not whom, a bombing hits; an "attack on" it targets it."""
        words = self.page.text(trigger.span).lower()
        if any(stem in words for stem in ("attack", "target", "hit", "assault", "offensive")):
            return target
        return [
            f for f in target if not (isinstance(f.value, Ref) and f.value in self.entities.places and f.value.known)
        ]

    def _refers_back(self, deed: Deed, beside: Sequence[Deed]) -> bool:
        """Whether a definite noun takes up an attack told before. beside: the deeds read so far of its sentence."""
        known = any(deed.lemma in event.lemmas for event in self.told[-_RECENT:])
        return deed.definite and (known or any(deed.lemma == other.lemma for other in beside))


def _until_next(frame: Frame, triggers: Iterable[Trigger]) -> Frame:
    """A frame without the phrases that stand behind the next trigger noun."""
    after = [t.span.begin for t in triggers if t.span.begin > frame.trigger.begin and not t.verbal]
    if not after:
        return frame
    return replace(frame, phrases=tuple(p for p in frame.phrases if p.span.begin < min(after) or p.preposition == "by"))


def _inherited(total: Deed | None, role: str) -> list[Fact]:
    return [Fact(f.value, f.words, "strike.total") for f in getattr(total.roles, role)] if total else []
