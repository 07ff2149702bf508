"""One trigger with the reading of its own clause: who, whom, where and when, and whether it tells of a known attack."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.extract.claims.cues import reporting_verbs
from kg.extract.events.circumstances import moments, weapons
from kg.extract.events.fillers import Fillers
from kg.extract.events.modality import factuality_of
from kg.extract.grammar.frame import Frame
from kg.extract.grammar.word_classes import BE
from kg.extract.strikes.answers import ANSWER, threatened_answer
from kg.extract.strikes.blame import split_blame
from kg.extract.strikes.doers import is_taking, perpetrators
from kg.extract.strikes.event import Deed, Event
from kg.extract.strikes.kind_told import WeaponKinds
from kg.extract.strikes.lemmas import head_lemma
from kg.extract.strikes.lines import is_bullet, is_heading
from kg.extract.strikes.new_or_known import KNOWN_BY, is_fresh, number_told
from kg.extract.strikes.own_frame import ANSWERING
from kg.extract.strikes.places import locations
from kg.extract.strikes.roles import Roles
from kg.extract.strikes.sites import is_facility
from kg.extract.strikes.targets import targets
from kg.extract.strikes.told_again import DEFINITE, PRONOUNS, ToldAgain
from kg.extract.strikes.triggers import Trigger
from kg.records import Fact, Ref, Span, TimeExpression

_LONGEST_LIST: Final = 40
_ANSWER_REACH: Final = 4
_GUESS_REACH: Final = 2
_GUESSED: Final = frozenset({"suspected", "alleged", "presumed", "purported", "supposed"})
_OWN_TIME_REACH: Final = 12  # characters
_NEAR: Final = 300
_OPENED: Final = 8  # characters
_TIMES_OF: Final = frozenset({"during", "amid", "since", "before", "after", "following", "throughout", "until"})


class ClauseReader:
    """Reads single triggers of one article. again: what is told anew. kinds: attacks by their weapons.
    told: the attacks told so far, which the caller adds to.
    """

    def __init__(
        self,
        fillers: Fillers,
        times: Sequence[TimeExpression],
        again: ToldAgain,
        kinds: WeaponKinds,
        told: Sequence[Event],
    ) -> None:
        self.fillers = fillers
        self.page = fillers.page
        self.entities = fillers.entities
        self.times = list(times)
        self.time_begins = [t.words.begin for t in times]
        self.again = again
        self.kinds = kinds
        self.told = told

    def deed(self, number: int, trigger: Trigger, frame: Frame) -> Deed:
        """The deed that a trigger of a sentence tells."""
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
            trigger=self.kinds.with_kind(trigger, frame, doers, before),
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


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha())


def _inherited(total: Deed | None, role: str) -> list[Fact]:
    return [Fact(f.value, f.words, "strike.total") for f in getattr(total.roles, role)] if total else []
