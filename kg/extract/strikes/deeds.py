"""From the triggers of a sentence to deeds: which of them are attacks, with the roles that their own clauses fill."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kg import lexicon
from kg.extract.amounts.quantities import spelled_value
from kg.extract.claims.cues import reporting_verbs
from kg.extract.events.circumstances import moments, weapons
from kg.extract.events.fillers import Fillers
from kg.extract.events.modality import factuality_of
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.surface import PREPOSITIONS
from kg.extract.grammar.syntax import frame_of
from kg.extract.strikes.doers import is_taking, perpetrators, split_blame
from kg.extract.strikes.event import Deed, Event
from kg.extract.strikes.lending import carried_by, lend
from kg.extract.strikes.lines import is_bare_heading, is_bullet, is_heading
from kg.extract.strikes.places import locations
from kg.extract.strikes.roles import Roles
from kg.extract.strikes.senses import Senses, head_lemma
from kg.extract.strikes.sites import is_facility
from kg.extract.strikes.targets import targets
from kg.extract.strikes.told_again import DEFINITE, PRONOUNS, ToldAgain
from kg.extract.strikes.triggers import Trigger
from kg.records import Fact, Factuality, Ref, Span, TimeExpression

_FRESH: Final = frozenset(
    {"another", "second", "separate", "similar", "earlier", "previous", "new", "other", "further", "third", "later"}
)
_LIGHT: Final = lexicon.words("light_verbs")
_SENDING: Final = _LIGHT | lexicon.words("sending_verbs")
_RECENT: Final = 10
_LONGEST_LIST: Final = 40
_BURSTS: Final = frozenset({"explosion", "blast", "detonation", "firing", "launch", "use", "impact"})
_SETTING_OFF: Final = frozenset({"detonated", "exploded", "detonating", "detonate", "off", "used", "planted"})
_NEAR: Final = 300
_KNOWN_BY: Final = frozenset({"the", "this", "that", "these", "those"})
_OBJECT_REACH: Final = 8
_TURNING: Final = frozenset({"in", "to", "after", "against", "from", "when", "while", "and", "before", "response"})


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
        read = [(trigger, frame_of(self.page, trigger.span, trigger.verbal)) for trigger in triggers]
        read = [
            (trigger, _until_next(frame, [t for t in triggers if t.sense not in {"harm", "weapon"}]))
            for trigger, frame in read
        ]
        deeds: list[Deed] = []
        harms: list[tuple[Trigger, Frame]] = []
        if not self.senses.conflict:
            read = [(self.senses.on_person(trigger, frame), frame) for trigger, frame in read]
        strong = [t for t, _ in read if t.sense != "harm"]
        for trigger, frame in read:
            if trigger.sense != "sure" and not self.senses.conflict:
                continue
            if self._only_governs(trigger, triggers) or _is_beside_named(trigger, read):
                continue
            if (trigger.sense == "harm" and strong) or carried_by(trigger, frame, triggers):
                harms.append((trigger, frame))
                continue
            if self._goes_on(trigger, frame, deeds):
                if deeds[-1].trigger.sense == "weapon":
                    deeds[-1].also.append(trigger.span)
                _complete(deeds[-1], self._deed(number, trigger, frame))
                continue
            if self._is_sent(trigger, deeds):
                deeds[-1].also.append(trigger.span)
                if deeds[-1].trigger.kind is None:
                    deeds[-1].trigger = replace(deeds[-1].trigger, kind=trigger.kind)
                deeds[-1].roles.complete(self._deed(number, trigger, frame).roles)
                continue
            deed = self._deed(number, trigger, frame)
            if not trigger.verbal and not (deed.roles.perpetrator or deed.roles.alleged):
                self._give_sender(deed, read)
            if self.senses.is_attack(deed, self._refers_back(deed, deeds)) and not is_bare_heading(self.page, deed):
                deeds.append(deed)
        for trigger, frame in harms:
            if deeds and deeds[0].trigger.sense != "harm":
                lend(self.fillers, trigger, frame, deeds)
                continue
            deed = self._deed(number, trigger, frame)
            if self.senses.is_attack(deed, told=False):
                deeds.append(deed)
        return deeds

    def _give_sender(self, deed: Deed, read: Sequence[tuple[Trigger, Frame]]) -> None:
        """Gives an attack the doer of the verb that has it among its objects: "launched artillery and air strikes"."""
        for trigger, frame in read:
            sends = self.page.text(trigger.span).lower() in _SENDING
            held = frame.object if sends and trigger.verbal and frame.voice is Voice.ACTIVE else None
            if held and _holds(held, deed.trigger):
                words = self.page.words
                before = words.lowers[words.range_of(held)[0] : words.range_of(deed.trigger.span)[0]]
                if not PREPOSITIONS.isdisjoint(before):
                    continue
                doers = perpetrators(self.fillers, frame, trigger)
                deed.roles.perpetrator, deed.roles.alleged = split_blame(frame, self.page, doers, deed.factuality)

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
        between = words.lowers[words.range_of(deeds[-1].trigger.span)[1] : words.range_of(trigger.span)[0]]
        return bool(between or last.trigger.span.end <= trigger.span.begin) and _is_of_one_object(between)

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
            and not self._in_relative(noun.span, trigger.span)
        )

    def _in_relative(self, noun: Span, verb: Span) -> bool:
        """Whether a noun stands in a clause about the subject: "a jet that took off for the campaign was shot down"."""
        if not self.page.has_tree:
            return False
        token, last = self.page.tokens(noun).root, self.page.tokens(verb).root
        while token.i != last.i and token.head.i != token.i:
            if token.dep_ in {"acl", "acl:relcl"} and token.head.i != last.i and token.head.i < token.i < last.i:
                return True
            token = token.head
        return False

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
        after = trigger.verbal and self.again.after(trigger, frame)
        roles.when = [] if after else self._moments(trigger, frame)
        roles.perpetrator, roles.alleged = split_blame(frame, page, doers, factuality)
        if is_bullet(page, page.sentence_of(trigger.span)):
            total = self._total(head_lemma(page.text(trigger.span)))
            roles.perpetrator = roles.perpetrator or roles.alleged or _inherited(total, "perpetrator")
            roles.target = roles.target or _inherited(total, "target")
        roles.target = self._without_towns(roles.target, trigger)
        words = page.words
        first = words.range_of(frame.premodifier or trigger.span)[0]
        before = words.lowers[first : words.range_of(trigger.span)[0]]
        predicate = not trigger.verbal and self.again.noun(frame, first)
        if predicate and head_lemma(page.text(trigger.span)) == "massacre":
            trigger = replace(trigger, kind=None)
        return Deed(
            trigger=self.senses.with_kind(trigger, frame, doers, before),
            frame=frame,
            sentence=number,
            lemma=head_lemma(page.text(trigger.span)),
            factuality=factuality,
            roles=roles,
            definite=self.again.taken_up(trigger, frame)
            if trigger.verbal
            else not DEFINITE.isdisjoint((frame.determiner, *before[:1]))
            or trigger.named
            or ("'s" in before and not doers)
            or predicate,
            introduced=(frame.determiner in {"a", "an"} or (trigger.verbal and self.again.on_new(frame)))
            and not predicate,
            first="first" in before,
            fresh=frame.determiner in _FRESH or any(word in _FRESH for word in before),
            number=spelled_value(before, frame.determiner),
            heading=is_heading(page, number),
            code_name=_letters(page.text(trigger.span)) if trigger.named else "",
            on_known=trigger.verbal and self.again.on_known(frame),
            by_pronoun=any(page.text(doer.words).lower() in PRONOUNS for doer in doers),
        )

    def _moments(self, trigger: Trigger, frame: Frame) -> list[Fact]:
        """When it was, but not when something was said of a known attack: "on Monday the army said that … in the
        attack".
        """
        found = moments(frame, self.page, self._times_near(frame))
        known = not trigger.verbal and frame.determiner in _KNOWN_BY
        if not known and not any(fact.rule == "strike.when-sentence" for fact in found):
            return found
        words = self.page.words
        past = words.range_of(trigger.span)[0]
        said = reporting_verbs()
        return [f for f in found if not any(w in said for w in words.lowers[words.range_of(f.words)[1] : past])]

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
        if any(stem in words for stem in ("attack", "target", "hit", "assault", "offensive")):
            return target
        taken = is_taking(words)
        return [f for f in target if not self._is_town(f, strictly=taken)]

    def _is_town(self, fact: Fact, strictly: bool) -> bool:
        """Whether a place is a populated one. strictly: any place is that is no building or facility."""
        if strictly and fact.value in self.entities.zones:
            return True
        if not isinstance(fact.value, Ref) or fact.value not in self.entities.places:
            return False
        return fact.value.known or (strictly and not is_facility(self.entities.places[fact.value].label))

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


def _complete(deed: Deed, more: Deed) -> None:
    """Takes from the verb that says what a weapon or attack did its roles, and whether it did so at all."""
    deed.roles.complete(more.roles)
    if deed.factuality.value is Factuality.STATED and more.factuality.value is Factuality.ALLEGED:
        deed.factuality = more.factuality
        deed.roles.perpetrator, deed.roles.alleged = [], [*deed.roles.alleged, *deed.roles.perpetrator]


def _is_beside_named(trigger: Trigger, read: Sequence[tuple[Trigger, Frame]]) -> bool:
    """Whether a verb of sending, or a weapon among what it sends, only leads to the noun of an attack: "launched rocket
    and air strikes"; or a weapon carries it out: "a drone conducted two air strikes".
    """
    if trigger.sense not in {"delivery", "weapon"}:
        return False
    for other, frame in read:
        by = frame.subject if not other.verbal and other.sense == "sure" else None
        if trigger.sense == "weapon" and by is not None and _holds(by, trigger):
            return True
        sent = frame.object if other.sense == "delivery" and other.verbal else None
        if sent is None or (trigger is not other and not _holds(sent, trigger)):
            continue
        if any(not each.verbal and each.sense == "sure" and _holds(sent, each) for each, _ in read):
            return True
    return False


def _is_of_one_object(between: Sequence[str]) -> bool:
    """Whether only a number or measure stands between a verb of sending and a weapon: "fired a barrage of"."""
    return len(between) <= _OBJECT_REACH and _TURNING.isdisjoint(between)


def _holds(outer: Span, trigger: Trigger) -> bool:
    return outer.begin <= trigger.span.begin and trigger.span.end <= outer.end


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha())


def _inherited(total: Deed | None, role: str) -> list[Fact]:
    return [Fact(f.value, f.words, "strike.total") for f in getattr(total.roles, role)] if total else []
