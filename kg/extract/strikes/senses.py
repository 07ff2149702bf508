"""Which triggers are attacks where they stand, and of what kind: the words of the lexicon have other senses too."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg import lexicon
from kg.extract.events.conflict import is_conflict_text, is_violent_text
from kg.extract.events.fillers import Fillers
from kg.extract.events.instruments import flying, instrument_kind
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.strikes import flashes
from kg.extract.strikes.doers import is_taking, meets_mine
from kg.extract.strikes.event import Deed
from kg.extract.strikes.no_attacks import is_none
from kg.extract.strikes.triggers import Trigger
from kg.records import ActorKind, Fact, Ref, StrikeKind

_ACCIDENTS: Final = lexicon.words("accident_words")
_BURSTS: Final = frozenset({"explosion", "blast", "exploded", "detonation"})
_WITHOUT_AIRCRAFT: Final = frozenset({ActorKind.ARMED_GROUP, ActorKind.PERSON, ActorKind.COLLECTIVE})
_ARMED: Final = frozenset({ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})
_PEOPLE: Final = frozenset({ActorKind.PERSON, ActorKind.COLLECTIVE})
_FIGHTERS: Final = _ARMED | {ActorKind.COLLECTIVE}
_GOING_OFF: Final = lexicon.words("detonation_verbs")
_PLACES: Final = lexicon.words("attacked_places") | {
    form for row in lexicon.table("attacked_sites") for form in (row["noun"], row["plural"])
}
_MILITARY: Final = lexicon.words("military_adjectives")
_AIRCRAFT: Final = frozenset(
    {"airstrike", "airstrikes", "aircraft", "warplanes", "warplane", "jets", "jet", "bombers", "airpower"}
)
_ON_PERSONS: Final = frozenset(
    {"murdered", "murder", "assassinated", "assassination", "stabbed", "shot", "beheaded", "slain"}
)
#: Verbs whose object is the weapon that is wrecked, and not used.
_WRECKING: Final = ("destroy", "demolish", "wreck")
_BEATING: Final = lexicon.words("aims_of_operations")
#: Aims that people have in peace too, against what is nobody: "a campaign to stop drunk driving".
_OF_ANYTHING: Final = frozenset({"stop", "end", "halt", "cut", "break", "push", "eradicate", "eliminate", "disrupt"})
_DOWNED: Final = frozenset({"downed", "downing", "shootdown", "shootdowns", "downings"})
_BY_REACH: Final = 8
_ATTEMPTS: Final = frozenset({"attempt", "attempts", "bid", "bids", "push", "effort", "efforts"})
_CHEMICAL: Final = lexicon.words("chemical_words")
_PLAIN: Final = frozenset({"raid", "raided", "raiding", "fire", "barrage", "salvo", "bombardment", "fired", "firing"})
_DROPPING: Final = frozenset(
    {"dropped", "drop", "drops", "dropping", "rained", "raining", "fell", "falling", "fall", "falls"}
)
_DROP_REACH: Final = 4
_STRUCK_REACH: Final = 30  # characters
_PLANTED: Final = frozenset({"suicide", "car", "truck", "roadside", "vehicle", "twin", "bomber"})


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

    def with_kind(self, trigger: Trigger, frame: Frame, doers: Sequence[Fact], before: Sequence[str]) -> Trigger:
        """The trigger with the kind that its weapon tells; "bombing" by those who have aircraft is an air strike,
        unless the bomb was planted.
        """
        word = self.page.text(trigger.span).lower()
        if meets_mine(self.page, frame, trigger):
            return replace(trigger, kind=StrikeKind.BOMBING)
        if self._is_chemical(trigger):
            return replace(trigger, kind=StrikeKind.CHEMICAL_ATTACK)
        if word == "fire" and trigger.kind is None and self._is_under(trigger):
            trigger = replace(trigger, kind=StrikeKind.GROUND_ATTACK)
        if self._is_dropped(trigger):
            return replace(trigger, kind=StrikeKind.AIR_STRIKE)
        instrument = flying(self.page, frame) if trigger.sense == "delivery" else instrument_kind(self.page, frame)
        if instrument and (
            trigger.kind is None
            or (trigger.kind is StrikeKind.AIR_STRIKE and instrument is StrikeKind.DRONE_STRIKE)
            or (
                not _PLAIN.isdisjoint((head_lemma(word), word.split()[0]))
                and instrument is not StrikeKind.GROUND_ATTACK
            )
        ):
            return replace(trigger, kind=instrument)
        if trigger.kind is None and head_lemma(word) in {"strike", "struck", "striking"} and self.airborne:
            return replace(trigger, kind=StrikeKind.AIR_STRIKE)
        if (
            not word.startswith("bomb")
            or trigger.kind not in {None, StrikeKind.BOMBING}
            or any(w in _PLANTED for w in before)
        ):
            return trigger
        kinds = {
            self.entities.actors[f.value].kind
            for f in doers
            if isinstance(f.value, Ref) and f.value in self.entities.actors
        }
        if kinds and kinds.isdisjoint(_WITHOUT_AIRCRAFT):
            return replace(trigger, kind=StrikeKind.AIR_STRIKE)
        return replace(trigger, kind=StrikeKind.AIR_STRIKE) if trigger.verbal and not doers else trigger

    def _is_under(self, trigger: Trigger) -> bool:
        """Whether somebody comes under fire, which is of guns where no weapon tells otherwise."""
        first = self.page.words.range_of(trigger.span)[0]
        return "under" in self.page.words.lowers[max(0, first - 2) : first]

    def _is_dropped(self, trigger: Trigger) -> bool:
        """Whether bombs come down from the air: "bombs dropped on", "dropped two bombs"."""
        if trigger.sense != "weapon" or trigger.kind is not StrikeKind.BOMBING:
            return False
        words = self.page.words
        first, past = words.range_of(trigger.span)
        around = words.lowers[max(0, first - _DROP_REACH) : first] + words.lowers[past : past + _DROP_REACH]
        return words.lowers[past - 1].startswith("bomb") and not _DROPPING.isdisjoint(around)

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

    def _is_chemical(self, trigger: Trigger) -> bool:
        """Whether two words of poison stand near a bomb, shell or attack ("shells carrying toxic gas"), or one of the
        unmistakable ones.
        """
        if trigger.kind not in {None, StrikeKind.BOMBING, StrikeKind.SHELLING, StrikeKind.AIR_STRIKE}:
            return False
        words = self.page.words
        first, past = words.range_of(trigger.span)
        near = {w for w in words.lowers[max(0, first - 3) : past + 6] if w in _CHEMICAL}
        return len(near) > 1 or bool(near & {"chlorine", "sarin", "chemical"})

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
                return self.conflict and struck and (doer or self._by_weapon(deed))
            case "delivery":
                return self.conflict and flying(self.page, deed.frame) is not None
            case "weapon":
                return self._goes_off(deed)
            case "operation":
                return self._is_military(deed, doer, told)
            case _:
                if trigger.verbal:
                    if self.page.text(trigger.span).lower() == "took" and not self._takes_place(deed):
                        return False
                    if deed.frame.voice is Voice.PASSIVE and self._only_people_taken(deed):
                        return False
                    armed = doer or instrument_kind(self.page, deed.frame) is not None or self._is_attempted(deed)
                    if meets_mine(self.page, deed.frame, trigger):
                        return True
                    return bool(armed and self._harms(deed)) or (
                        deed.frame.voice is Voice.PASSIVE and bool(roles.target or armed or self._is_taken(deed))
                    )
                aimed = bool(roles.location) and bool(deed.frame.after("on", "against"))
                aimed = aimed or (self.airborne and self._is_struck_at(deed))
                return doer or bool(roles.target) or aimed or told

    def _is_struck_at(self, deed: Deed) -> bool:
        """Whether strikes that a text of aircraft tells of were in a place: "further strikes were reported in X"."""
        near = [f for f in deed.roles.location if 0 <= f.words.begin - deed.trigger.span.end < _STRUCK_REACH]
        return head_lemma(self.page.text(deed.trigger.span)) == "strike" and bool(near)

    def _is_attempted(self, deed: Deed) -> bool:
        """Whether it is what an attempt is about: "an attempt to retake the town"."""
        token = self.page.tokens(deed.trigger.span).root if self.page.has_tree else None
        return token is not None and token.dep_ == "acl" and token.head.lower_ in _ATTEMPTS

    def _takes_place(self, deed: Deed) -> bool:
        """Whether those who fight take a place: "the rebels took Hama", not "the group took part"."""
        places = self.fillers.heads(deed.frame.object, self.fillers.is_place, reach=6)
        refs = [f.value for f in (*deed.roles.perpetrator, *deed.roles.alleged) if isinstance(f.value, Ref)]
        doers = [self.entities.actors[ref] for ref in refs if ref in self.entities.actors]
        return bool(places) and any(doer.kind in _FIGHTERS for doer in doers)

    def _harms(self, deed: Deed) -> bool:
        """Whether something is attacked: what "hit" has as its object, of what "seized" has only a place."""
        roles, whom = deed.roles, deed.frame.object
        taking = is_taking(self.page.text(deed.trigger.span))
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
        if "by" in before:
            before = words.lowers[max(0, first - _BY_REACH) : first]
        return any(lower in _GOING_OFF for lower in after) or any(
            lower in _GOING_OFF and not (lower.startswith(_WRECKING) and "by" not in before) for lower in before
        )

    def _is_military(self, deed: Deed, doer: bool, told: bool) -> bool:
        """Whether an "operation" or "campaign" is an attack: by its adjectives, by whom it is against, or as one told
        before.
        """
        words = self.page.words
        span = deed.frame.premodifier
        adjectives = {words.lowers[n] for n in range(*words.range_of(span))} if span else set()
        against = any(self.fillers.heads(s, self.fillers.any) for s in deed.frame.after("against", "on", "into"))
        if bool(adjectives & _MILITARY) or against:
            return True
        if purposes := self._purposes(deed):
            return any(is_taking(verb) or (verb in _BEATING and verb not in _OF_ANYTHING) for verb in purposes)
        return (doer and bool(deed.roles.location)) or told

    def _purposes(self, deed: Deed) -> list[str]:
        """What an operation is to do: "liberate" in "a campaign to liberate the city"."""
        if not self.page.has_tree:
            return []
        noun = self.page.tokens(deed.trigger.span).root
        verbs = (child for child in noun.rights if child.dep_ == "acl" and any(c.lower_ == "to" for c in child.lefts))
        return [verb.lower_ for verb in verbs]


def head_lemma(trigger: str) -> str:
    """The head noun or verb of a trigger in lower case, without plural s and without "air-"."""
    head = trigger.lower().split(" of ")[0].replace("-", " ").split()[-1]
    head = head.removeprefix("air") if head.startswith("airstrike") else head
    if head in _DOWNED:
        return "down"
    return head[:-1] if head.endswith("s") and not head.endswith("ss") else head
