"""Attacks: triggers, their roles, and which triggers speak of the same attack."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.casualties import Casualties, Casualty
from kg.extract.entities import Entities
from kg.extract.event_merge import Deed, Event, Merger, factuality_of_event, kind_of, ordered
from kg.extract.fillers import Fillers
from kg.extract.frame import Frame
from kg.extract.kinship import kin
from kg.extract.modality import factuality_of
from kg.extract.page import Page
from kg.extract.quantities import spelled_value
from kg.extract.responsibility import responsible
from kg.extract.specificity import level, most_specific
from kg.extract.strike_roles import (
    Roles,
    locations,
    moments,
    perpetrators,
    sentence_places,
    split_blame,
    targets,
    weapons,
)
from kg.extract.strike_senses import Senses, head_lemma
from kg.extract.strike_triggers import Trigger, find_triggers
from kg.extract.syntax import frame_of
from kg.records import (
    ActorKind,
    Fact,
    Mention,
    MentionKind,
    Quantity,
    Ref,
    SegmentKind,
    Span,
    Strike,
    TimeExpression,
)

_DEFINITE: Final = frozenset({"the", "this", "these", "those", "that", "its", "their", "his", "such", "both"})
_FRESH: Final = frozenset(
    {"another", "second", "separate", "similar", "earlier", "previous", "new", "other", "further", "third", "later"}
)
_HEADINGS: Final = frozenset({SegmentKind.TITLE, SegmentKind.HEADLINE})
_BULLETS: Final = ("•", "·", "-", "*", ".", "–", "—", "▪", "o ")
_RECENT: Final = 10
_LONGEST_LIST: Final = 40
_NEAR: Final = 300


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
        self.times = list(times)
        self.time_begins = [t.words.begin for t in times]
        self.casualties = Casualties(page, quantities)
        self.senses = Senses(self.fillers)
        self._alone: dict[int, int] = {}
        self.sentence_begins = [s.begin for s in page.sentences]
        related = {
            ref: frozenset(f.value for f in place.within if isinstance(f.value, Ref))
            for ref, place in entities.places.items()
        }
        self.persons = {ref for ref, actor in entities.actors.items() if actor.kind is ActorKind.PERSON}
        related |= kin(entities.actors)
        self.merger = Merger(times, related, self.persons, lambda ref: level(ref, self.fillers))

    def strikes(self, triggers: Sequence[Trigger]) -> tuple[Strike, ...]:
        by_sentence: dict[int, list[Trigger]] = {}
        for trigger in triggers:
            if self.page.segment_kind(trigger.span.begin) is not SegmentKind.BOILERPLATE and not self._in_name(
                trigger.span
            ):
                by_sentence.setdefault(self._sentence_number(trigger.span), []).append(trigger)
        for number, sentence in enumerate(self.page.sentences):
            deeds = self._deeds(number, by_sentence.get(number, ()))
            self._alone[number] = len(deeds)
            for deed in deeds:
                self.merger.add(deed)
            self._count(sentence, deeds)
            self._hold_responsible(sentence, deeds)
        return tuple(sorted((self._strike(event) for event in self.merger.events), key=lambda s: s.triggers))

    def _in_name(self, span: Span) -> bool:
        """Whether words are part of an actor's or place's name."""
        touching = self.fillers.mentions_touching(span)
        return any(m.kind is MentionKind.NAME and m.denotes not in self.entities.zones for m in touching)

    def _sentence_number(self, span: Span) -> int:
        return bisect_right(self.sentence_begins, span.begin) - 1

    def _deeds(self, number: int, triggers: Iterable[Trigger]) -> list[Deed]:
        """The triggers of a sentence that are attacks, with their roles."""
        read = [(trigger, frame_of(self.page, trigger.span, trigger.verbal)) for trigger in triggers]
        read = [(trigger, _until_next(frame, [t for t in triggers if t.sense != "harm"])) for trigger, frame in read]
        strong = [t for t, _ in read if t.sense != "harm"]
        deeds: list[Deed] = []
        harms: list[tuple[Trigger, Frame]] = []
        for trigger, frame in read:
            if trigger.sense != "sure" and not self.senses.conflict:
                continue
            if trigger.sense == "harm" and strong:
                harms.append((trigger, frame))
                continue
            if self._goes_on(trigger, frame, deeds):
                continue
            deed = self._deed(number, trigger, frame)
            if self.senses.is_attack(deed, self._refers_back(deed)):
                deeds.append(deed)
        for trigger, frame in harms:
            self._lend(trigger, frame, deeds)
        return deeds

    def _lend(self, trigger: Trigger, frame: Frame, deeds: Sequence[Deed]) -> None:
        """Gives the doer and the one harmed of "the killing of X in an air strike" to the attack."""
        if trigger.verbal or not deeds:
            return
        roles = deeds[-1].roles
        if not roles.perpetrator and not roles.alleged:
            roles.perpetrator = perpetrators(self.fillers, frame, trigger)
        if not roles.target:
            roles.target = targets(self.fillers, frame, trigger, self.page)

    def _goes_on(self, trigger: Trigger, frame: Frame, deeds: Sequence[Deed]) -> bool:
        """Whether a verb only says what an attack named before it did: "an air strike hit a warehouse", "raids
        targeting rebels".
        """
        if not trigger.verbal or trigger.sense not in {"deed", "harm"} or not deeds:
            return False
        noun = deeds[-1].trigger
        if noun.verbal or noun.span.end > trigger.span.begin:
            return False
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
            trigger=self.senses.with_kind(trigger, doers, before),
            frame=frame,
            sentence=number,
            lemma=head_lemma(page.text(trigger.span)),
            factuality=factuality,
            roles=roles,
            definite=not trigger.verbal
            and (frame.determiner in _DEFINITE or trigger.named or ("'s" in before and not doers)),
            introduced=frame.determiner in {"a", "an"},
            fresh=frame.determiner in _FRESH or any(word in _FRESH for word in before),
            number=spelled_value(before, frame.determiner),
            heading=self._is_heading(number),
        )

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
        told = (deed for event in reversed(self.merger.events[-_LONGEST_LIST:]) for deed in event.deeds)
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

    def _refers_back(self, deed: Deed) -> bool:
        """Whether a definite noun takes up an attack told before."""
        return deed.definite and any(deed.lemma in event.lemmas for event in self.merger.events[-_RECENT:])

    def _count(self, sentence: Span, deeds: Sequence[Deed]) -> None:
        """Gives the casualty figures of a sentence to its nearest attack, or to the one told just before."""
        for casualty in self.casualties.in_sentence(sentence):
            deed = self._nearest(casualty, deeds) or self._told_before(sentence)
            if deed is None:
                continue
            fact = Fact(casualty.quantity.ref, casualty.quantity.words, "strike.casualties")
            if casualty.harm in {"killed", "both"}:
                deed.roles.killed.append(fact)
            if casualty.harm in {"injured", "both"}:
                deed.roles.injured.append(fact)
            deed.roles.target += [
                f for f in self._victims(casualty) if f.value not in {g.value for g in deed.roles.target}
            ]

    def _hold_responsible(self, sentence: Span, deeds: Sequence[Deed]) -> None:
        """Those who claim an attack did it by the article; those whom others name are alleged to have done it."""
        for blame in responsible(self.page, self.fillers, sentence):
            deed = deeds[-1] if deeds else self._told_before(sentence)
            if deed is None:
                continue
            held = deed.roles.perpetrator if blame.admitted else deed.roles.alleged
            held += [f for f in blame.actors if f.value not in {g.value for g in held}]
            if not blame.admitted:
                named = {f.value for f in blame.actors}
                deed.roles.perpetrator = [f for f in deed.roles.perpetrator if f.value not in named]

    def _nearest(self, casualty: Casualty, deeds: Sequence[Deed]) -> Deed | None:
        before = [d for d in deeds if d.trigger.span.begin < casualty.quantity.words.begin]
        return before[-1] if before else (deeds[0] if deeds else None)

    def _told_before(self, sentence: Span) -> Deed | None:
        number = self._sentence_number(sentence)
        if not self.merger.events:
            return None
        latest = max(self.merger.events[-_RECENT:], key=lambda e: (e.last.sentence, e.last.trigger.span))
        return latest.last if number - latest.last.sentence <= 2 else None

    def _victims(self, casualty: Casualty) -> list[Fact]:
        words = self.page.words
        first, past = words.range_of(casualty.quantity.words)
        end = words.range_of(self.page.sentence_of(casualty.quantity.words))[1]
        span = words.span_of(first, max(past, min(past + 4, end)))
        return [
            Fact(m.denotes, m.span, "strike.victims")
            for m in self.fillers.mentions_touching(span)
            if self.fillers.is_actor(m) and not self.fillers.is_media(m) and m.span.end >= casualty.quantity.words.end
        ][:1]

    def _strike(self, event: Event) -> Strike:
        triggers = ordered(event)
        roles = _united(event)
        if any(f.value not in self.persons for f in roles.perpetrator):
            roles.perpetrator = [f for f in roles.perpetrator if f.value not in self.persons]
        stated = {f.value for f in roles.perpetrator}
        places = [Mention(f.words, MentionKind.NAME, f.value) for f in roles.location if isinstance(f.value, Ref)]
        kept = {m.denotes for m in most_specific(places, self.fillers)}
        location = tuple(f for f in roles.location if f.value in kept)
        if not location and not all(d.definite for d in event.deeds):
            first = next(d for d in event.deeds if not d.definite)
            location = (
                tuple(sentence_places(self.fillers, first.frame, self.page)) if self._alone[first.sentence] == 1 else ()
            )
        evidence = tuple(dict.fromkeys(self.page.sentence_of(span) for span in triggers))
        return Strike(
            ref=Ref("strike", f"{triggers[0].begin}-{triggers[0].end}"),
            kind=kind_of(event),
            label=self._label(triggers[0], location),
            triggers=triggers,
            factuality=factuality_of_event(event),
            perpetrator=tuple(roles.perpetrator),
            alleged_perpetrator=tuple(f for f in roles.alleged if f.value not in stated),
            target=tuple(roles.target),
            location=location,
            when=tuple(roles.when[:1]),
            weapon=tuple(roles.weapon),
            killed=tuple(roles.killed),
            injured=tuple(roles.injured),
            evidence=evidence,
        )

    def _label(self, trigger: Span, location: Sequence[Fact]) -> str:
        words = " ".join(self.page.text(trigger).split())
        if not location or not isinstance(location[0].value, Ref):
            return words
        ref = location[0].value
        place = self.entities.places.get(ref) or self.entities.zones.get(ref)
        return f"{words} in {place.label}" if place else words


def _until_next(frame: Frame, triggers: Iterable[Trigger]) -> Frame:
    """A frame without the phrases that stand behind the next trigger noun."""
    after = [t.span.begin for t in triggers if t.span.begin > frame.trigger.begin and not t.verbal]
    if not after:
        return frame
    return replace(frame, phrases=tuple(p for p in frame.phrases if p.span.begin < min(after) or p.preposition == "by"))


def _united(event: Event) -> Roles:
    """The fillers of all deeds of an event, each node once."""
    united = Roles()
    for name in ("perpetrator", "alleged", "target", "location", "when", "weapon", "killed", "injured"):
        seen: dict[object, Fact] = {}
        for deed in event.deeds:
            for fact in getattr(deed.roles, name):
                seen.setdefault(fact.value, fact)
        setattr(united, name, list(seen.values()))
    return united


def _inherited(total: Deed | None, role: str) -> list[Fact]:
    return [Fact(f.value, f.words, "strike.total") for f in getattr(total.roles, role)] if total else []
