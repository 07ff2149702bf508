"""Of what kind an attack is by the weapon that the words around its trigger name, or by who makes it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.instruments import flying, instrument_kind
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.strikes.doers_named import meets_mine
from kg.extract.strikes.lemmas import head_lemma
from kg.extract.strikes.triggers import Trigger
from kg.records import ActorKind, Fact, Ref, StrikeKind

_WITHOUT_AIRCRAFT: Final = frozenset({ActorKind.ARMED_GROUP, ActorKind.PERSON, ActorKind.COLLECTIVE})
_CHEMICAL: Final = lexicon.words("chemical_words")
_PLAIN: Final = frozenset({"raid", "raided", "raiding", "fire", "barrage", "salvo", "bombardment", "fired", "firing"})
_DROPPING: Final = frozenset(
    {"dropped", "drop", "drops", "dropping", "rained", "raining", "fell", "falling", "fall", "falls"}
)
_DROP_REACH: Final = 4
_GRENADES: Final = frozenset({"grenade", "grenades"})
_THROWING: Final = frozenset(
    {"throw", "throws", "threw", "thrown", "throwing", "hurl", "hurls", "hurled", "hurling", "lob", "lobs", "lobbed"}
    | {"lobbing", "toss", "tossed", "tossing"}
)
_PAUSES: Final = frozenset({",", ";", "(", ")", ".", ":"})
_PLANTED: Final = frozenset({"suicide", "car", "truck", "roadside", "vehicle", "twin", "bomber"})


class WeaponKinds:
    """Kinds of attacks in one article. airborne: whether it speaks of aircraft."""

    def __init__(self, fillers: Fillers, airborne: bool) -> None:
        self.page = fillers.page
        self.entities = fillers.entities
        self.airborne = airborne
        self._planted = bool(_PLANTED & set(self.page.words.lowers))

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
        if self._is_grenade_thrown(trigger, frame):
            return replace(trigger, kind=StrikeKind.GROUND_ATTACK)
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
        if not kinds and word == "bombing" and self.airborne and not self._planted:
            return replace(trigger, kind=StrikeKind.AIR_STRIKE)
        return replace(trigger, kind=StrikeKind.AIR_STRIKE) if trigger.verbal and not doers else trigger

    def _is_grenade_thrown(self, trigger: Trigger, frame: Frame) -> bool:
        """Whether grenades are thrown by hand, which is done on the ground: "hurled a grenade at the post"."""
        words = self.page.words
        at, past = words.range_of(trigger.span)
        if trigger.sense == "delivery":
            thrown = frame.subject if frame.voice is Voice.PASSIVE else frame.object
            held = words.lowers[slice(*words.range_of(thrown))] if thrown else []
            return words.lowers[at] in _THROWING and not _GRENADES.isdisjoint(held)
        if words.lowers[past - 1] not in _GRENADES or words.lowers[at].startswith("rocket"):
            return False
        return not _THROWING.isdisjoint(words.lowers[max(0, at - _DROP_REACH) : past + _DROP_REACH])

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

    def _is_chemical(self, trigger: Trigger) -> bool:
        """Whether two words of poison stand near a bomb, shell or attack ("shells carrying toxic gas"), or one of the
        unmistakable ones.
        """
        if trigger.kind not in {None, StrikeKind.BOMBING, StrikeKind.SHELLING, StrikeKind.AIR_STRIKE}:
            return False
        words = self.page.words
        first, past = words.range_of(trigger.span)
        behind = list(takewhile(lambda word: word not in _PAUSES, words.lowers[past : past + 6]))
        near = {w for w in (*words.lowers[max(0, first - 3) : past], *behind) if w in _CHEMICAL}
        return len(near) > 1 or bool(near & {"chlorine", "sarin", "chemical"})
