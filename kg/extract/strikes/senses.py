"""Which triggers are attacks where they stand, and of what kind: the words of the lexicon have other senses too."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from kg import lexicon
from kg.extract.events.conflict import is_conflict_text, is_violent_text
from kg.extract.events.fillers import Fillers
from kg.extract.events.instruments import flying, instrument_kind
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.strikes import flashes
from kg.extract.strikes.answers import ANSWER
from kg.extract.strikes.doers import is_taking
from kg.extract.strikes.doers_named import meets_mine
from kg.extract.strikes.event import Deed
from kg.extract.strikes.kind_told import WeaponKinds
from kg.extract.strikes.lemmas import head_lemma
from kg.extract.strikes.no_attacks import is_none
from kg.extract.strikes.operations import Operations
from kg.extract.strikes.place_phrases import place_of_clause
from kg.extract.strikes.triggers import Trigger
from kg.records import ActorKind, Factuality, Ref, Span

_ACCIDENTS: Final = lexicon.words("accident_words")
_BURSTS: Final = frozenset({"explosion", "blast", "exploded", "detonation"})
_ARMED: Final = frozenset({ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})
_PEOPLE: Final = frozenset({ActorKind.PERSON, ActorKind.COLLECTIVE})
_FIGHTERS: Final = _ARMED | {ActorKind.COLLECTIVE}
_GOING_OFF: Final = lexicon.words("detonation_verbs")
_PLACES: Final = lexicon.words("attacked_places") | {
    form for row in lexicon.table("attacked_sites") for form in (row["noun"], row["plural"])
}
_AIRCRAFT: Final = frozenset(
    {"airstrike", "airstrikes", "aircraft", "warplanes", "warplane", "jets", "jet", "bombers", "airpower"}
)
_ON_PERSONS: Final = frozenset(
    {"murdered", "murder", "assassinated", "assassination", "stabbed", "shot", "beheaded", "slain"}
)
#: Verbs whose object is the weapon that is wrecked, and not used.
_WRECKING: Final = ("destroy", "demolish", "wreck")
_BY_REACH: Final = 8
_BY: Final = frozenset({"by", "with"})
_ATTEMPTS: Final = frozenset({"attempt", "attempts", "bid", "bids", "push", "effort", "efforts"})
_HIT: Final = frozenset({"hit", "struck", "targeted"})
_HARMING: Final = frozenset(row["word"] for row in lexicon.table("harm_words")) | {
    "neutralised",
    "neutralized",
    "eliminated",
    "destroyed",
}
_GUNMEN: Final = lexicon.words("unnamed_attackers") | lexicon.words("attackers")
_HARMLESS: Final = frozenset({"smoke", "stun", "flash", "tear"})
_PERSONS_MEANT: Final = frozenset(
    {
        "he",
        "she",
        "they",
        "we",
        "i",
        "who",
        "whoever",
        "anyone",
        "everyone",
        "those",
        "others",
        "some",
        "many",
        "several",
    }
)
_STRUCK_REACH: Final = 30  # characters


class Senses:
    """Readings of triggers in one article."""

    def __init__(self, fillers: Fillers) -> None:
        self.page = fillers.page
        self.fillers = fillers
        self.entities = fillers.entities
        armed = any(actor.kind in _ARMED for actor in self.entities.actors.values())
        self.conflict = is_conflict_text(self.page, armed)
        self.flash = not self.conflict and len(self.page.words) <= flashes.LONGEST
        self.violent = self.conflict or is_violent_text(self.page)
        lowered = self.page.article.text.lower()
        self.accident = any(phrase in lowered for phrase in _ACCIDENTS)
        self.airborne = bool(_AIRCRAFT & set(self.page.words.lowers))
        self.kinds = WeaponKinds(fillers, self.airborne)
        self._operations = Operations(fillers)

    def may_be_attack(self, trigger: Trigger) -> bool:
        """Whether the text is such that a trigger can speak of an attack in it: one of conflict, or one of violence
        for what people do to people.
        """
        if self.conflict or trigger.sense == "sure":
            return True
        if self.flash:
            return trigger.sense in flashes.SENSES
        if not self.violent:
            return False
        return trigger.sense == "conflict" or self.page.text(trigger.span).lower() in _ON_PERSONS

    def on_person(self, trigger: Trigger, frame: Frame) -> Trigger:
        """The trigger as a sure one where it says that somebody was murdered, shot or stabbed, which is an attack in a
        text on other things too.
        """
        if self.page.text(trigger.span).lower() not in _ON_PERSONS:
            return trigger
        whom = [frame.subject] if frame.voice is Voice.PASSIVE else [frame.object, frame.premodifier]
        harmed = [m for span in whom for m in self.fillers.heads(span, self.fillers.is_actor)]
        people = any(self.entities.actors[m.denotes].kind in _PEOPLE for m in harmed)
        return replace(trigger, sense="sure") if people else trigger

    def is_attack(self, deed: Deed, told: bool) -> bool:
        """Whether enough stands around a trigger for it to be an attack; ``told``: it takes up one told before."""
        roles, trigger = deed.roles, deed.trigger
        doer = bool(roles.perpetrator or roles.alleged)
        if deed.lemma in _BURSTS and ((self.accident and not doer) or "accidentally" in deed.frame.governors):
            return False
        if is_none(self.page, deed, told):
            return False
        if self.flash and trigger.sense != "sure":
            return flashes.is_flash_of_attack(self.fillers, deed)
        match trigger.sense:
            case "sure":
                return True
            case "conflict":
                return self.violent
            case "learned":
                accident = self.page.text(trigger.span).lower() in _ACCIDENTS
                where = bool(roles.target or roles.location)
                return self.conflict and not accident and (where or (doer and not trigger.verbal))
            case "harm":
                struck = bool(roles.target) or self._wrecks(deed)
                if not self.conflict:
                    return False
                return (struck and (doer or self._by_weapon(deed))) or self._is_killing(deed)
            case "delivery":
                return self.conflict and flying(self.page, deed.frame) is not None and not self._is_harmless(deed)
            case "weapon":
                return self._goes_off(deed) and not self._is_harmless(deed)
            case "answer":
                return self.conflict and deed.factuality.value is Factuality.THREATENED
            case "deed" if deed.lemma == ANSWER:
                return self.conflict
            case "operation":
                return self._operations.is_military(deed, doer, told)
            case _:
                if trigger.verbal:
                    if self.page.text(trigger.span).lower() == "took" and not self._takes_place(deed):
                        return False
                    if deed.frame.voice is Voice.PASSIVE and self._only_people_taken(deed):
                        return False
                    armed = doer or instrument_kind(self.page, deed.frame) is not None or self._is_attempted(deed)
                    armed = armed or self._is_by_gunmen(deed)
                    if meets_mine(self.page, deed.frame, trigger):
                        return True
                    if self._is_shot(deed) or self._is_place_hit(deed) or self._is_retaliation(deed):
                        return True
                    return bool(armed and self._harms(deed)) or (
                        deed.frame.voice is Voice.PASSIVE and bool(roles.target or armed or self._is_taken(deed))
                    )
                aimed = bool(roles.location) and bool(deed.frame.after("on", "against"))
                aimed = aimed or (self.airborne and self._is_struck_at(deed))
                return doer or bool(roles.target) or aimed or told or self._is_course_of_harm(deed)

    def _is_harmless(self, deed: Deed) -> bool:
        """Whether what is thrown or fired hides or stuns only: "threw smoke grenades"."""
        words, frame = self.page.words, deed.frame
        held = frame.subject if frame.voice is Voice.PASSIVE else frame.object
        held = frame.premodifier if deed.trigger.sense == "weapon" else held
        return held is not None and not _HARMLESS.isdisjoint(words.lowers[slice(*words.range_of(held))])

    def _is_struck_at(self, deed: Deed) -> bool:
        """Whether strikes that a text of aircraft tells of were in a place: "further strikes were reported in X"."""
        near = [f for f in deed.roles.location if 0 <= f.words.begin - deed.trigger.span.end < _STRUCK_REACH]
        return head_lemma(self.page.text(deed.trigger.span)) == "strike" and bool(near)

    def _is_course_of_harm(self, deed: Deed) -> bool:
        """Whether people are killed in strikes: "killed thirty militants in two strikes"."""
        if not self.page.has_tree or head_lemma(self.page.text(deed.trigger.span)) != "strike":
            return False
        noun = self.page.tokens(deed.trigger.span).root
        return any(child.lower_ in {"in", "by"} for child in noun.lefts) and noun.head.lower_ in _HARMING

    def _is_shot(self, deed: Deed) -> bool:
        """Whether a person for whom a pronoun stands was shot: "whoever said yes was shot"."""
        whom = deed.frame.subject if deed.frame.voice is Voice.PASSIVE else None
        if whom is None or self.page.text(deed.trigger.span).lower() != "shot":
            return False
        words = self.page.words
        return words.lowers[words.range_of(whom)[0]] in _PERSONS_MEANT

    def _is_place_hit(self, deed: Deed) -> bool:
        """Whether it is a place that was hit or shelled, by whatever: "areas in the province were hit"."""
        whom = deed.frame.subject if deed.frame.voice is Voice.PASSIVE else None
        if whom is None or self.page.text(deed.trigger.span).lower() not in _HIT:
            return False
        words = self.page.words
        named = self.fillers.heads(whom, self.fillers.is_place)
        return bool(named) or any(words.lowers[n] in _PLACES for n in range(*words.range_of(whom)))

    def _is_retaliation(self, deed: Deed) -> bool:
        """Whether those who fight retaliated, whatever by: "the militias had retaliated after being attacked"."""
        refs = [f.value for f in (*deed.roles.perpetrator, *deed.roles.alleged) if isinstance(f.value, Ref)]
        doers = [self.entities.actors[ref] for ref in refs if ref in self.entities.actors]
        return deed.lemma == "retaliated" and any(doer.kind in _FIGHTERS for doer in doers)

    def _is_by_gunmen(self, deed: Deed) -> bool:
        """Whether those who do it are called armed, whoever they are: "gunmen on motorbikes stormed the post"."""
        frame = deed.frame
        whose = frame.agent if frame.voice is Voice.PASSIVE else frame.subject
        if whose is not None and whose.begin > frame.trigger.begin and frame.voice is Voice.ACTIVE:
            whose = Span(frame.clause.begin, frame.trigger.begin)
        if whose is None or whose.begin >= whose.end:
            return False
        return not _GUNMEN.isdisjoint(self.page.words.lowers[slice(*self.page.words.range_of(whose))])

    def _is_attempted(self, deed: Deed) -> bool:
        """Whether it is what an attempt is about: "an attempt to retake the town"."""
        token = self.page.tokens(deed.trigger.span).root if self.page.has_tree else None
        return token is not None and token.dep_ == "acl" and token.head.lower_ in _ATTEMPTS

    def _takes_place(self, deed: Deed) -> bool:
        """Whether those who fight take a place: "the rebels took Hama", not "the group took part"."""
        places = self.fillers.heads(deed.frame.object, self.fillers.is_place, reach=6)
        places = places or place_of_clause(self.fillers, deed.trigger.span)
        refs = [f.value for f in (*deed.roles.perpetrator, *deed.roles.alleged) if isinstance(f.value, Ref)]
        doers = [self.entities.actors[ref] for ref in refs if ref in self.entities.actors]
        return bool(places) and any(doer.kind in _FIGHTERS for doer in doers)

    def _harms(self, deed: Deed) -> bool:
        """Whether something is attacked: what "hit" has as its object, of what "seized" has only a place."""
        roles, whom = deed.roles, deed.frame.object
        taking = is_taking(self.page.text(deed.trigger.span))
        if taking and place_of_clause(self.fillers, deed.trigger.span):
            return True
        after = whom is not None and whom.begin > deed.trigger.span.end
        if taking and after and any(fact.rule == "strike.taken-from" for fact in roles.target):
            return True
        if (roles.target and not (taking and whom)) or (roles.location and not (taking and whom)):
            return True
        if whom is None:
            return False
        words = self.page.words
        named = any(self.fillers.is_place(m) for m in self.fillers.mentions_touching(whom))
        return not taking or named or any(words.lowers[n] in _PLACES for n in range(*words.range_of(whom)))

    def _is_taken(self, deed: Deed) -> bool:
        """Whether it is a place that was captured, by whomever: "the city fell on Monday and was retaken in May"."""
        whom = deed.frame.subject
        taking = whom is not None and is_taking(self.page.text(deed.trigger.span))
        return taking and bool(self.fillers.heads(whom, self.fillers.is_place, reach=6))

    def _is_killing(self, deed: Deed) -> bool:
        """Whether a noun tells of somebody's killing and where or when it was, or a verb by whose weapon: "the murder
        of X in 1991", "three were killed by snipers".
        """
        roles = deed.roles
        if not deed.trigger.verbal:
            return bool(roles.target) and bool(roles.when or roles.location)
        agent = deed.frame.agent if deed.frame.voice is Voice.PASSIVE else None
        return agent is not None and self._by_weapon(deed)

    def _wrecks(self, deed: Deed) -> bool:
        """Whether a place or building is destroyed: "destroyed a hospital"."""
        whom = deed.frame.object
        if whom is None or not self.page.text(deed.trigger.span).lower().startswith("destroy"):
            return False
        words = self.page.words
        return any(words.lowers[n] in _PLACES for n in range(*words.range_of(whom)))

    def _only_people_taken(self, deed: Deed) -> bool:
        """Whether it is people and no place that were captured."""
        whom = deed.frame.subject
        if whom is None or not is_taking(self.page.text(deed.trigger.span)):
            return False
        words = self.page.words
        named = any(self.fillers.is_place(m) for m in self.fillers.mentions_touching(whom))
        return not named and not any(words.lowers[n] in _PLACES for n in range(*words.range_of(whom)))

    def _by_weapon(self, deed: Deed) -> bool:
        """Whether a weapon or a gunman kills: "a mortar round killed two soldiers", "was shot by a sniper"."""
        return deed.trigger.verbal and instrument_kind(self.page, deed.frame) is not None

    def _goes_off(self, deed: Deed) -> bool:
        """Whether a weapon is used rather than named: "rockets struck", "fired shells", "a car bomb exploded"."""
        words = self.page.words
        if self.page.has_tree and self.page.tokens(deed.trigger.span).root.dep_ == "compound":
            return False
        first, past = words.range_of(deed.trigger.span)
        if deed.frame.premodifier:
            first = words.range_of(deed.frame.premodifier)[0]
        before, after = words.lowers[max(0, first - 3) : first], words.lowers[past : past + 6]
        if not _BY.isdisjoint(before):
            before = words.lowers[max(0, first - _BY_REACH) : first]
        if any(lower in _GOING_OFF for lower in (*after, *map(" ".join, pairwise(after)))):
            return True
        return any(
            lower in _GOING_OFF and not (lower.startswith(_WRECKING) and _BY.isdisjoint(before))
            for lower in (*before, *map(" ".join, pairwise(before)))
        )
