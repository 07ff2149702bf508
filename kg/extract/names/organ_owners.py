"""Whose organ is meant where an article says "the army", "its troops" or "the foreign ministry".

Of several wars and several armies in one article the words near by tell: whose the possessive is, where the organ sits,
who speaks of it, which organ the paragraph is about. Where they do not tell, and the article is not about one state,
the organ is nobody's: an actor of the article without a name is better than the wrong one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from kg import gazetteer, lexicon
from kg.extract.claims.cues import reporting_verbs
from kg.extract.names.found import Found
from kg.extract.names.gazetteer_match import longest_adjective
from kg.extract.names.main_state import acting_states, main_state, state_of_actor
from kg.extract.names.readings import body_label
from kg.extract.names.scene import GROUPS, ORGANS, Scene
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry
from kg.records import ActorKind, MentionKind, Stance

_OWN = frozenset({"its", "their", "his", "her"})
_CALLED_AFTER = frozenset({"ministry", "department", "directorate"})  # what "of" goes on with tells which
_HELPERS = frozenset({"has", "have", "had", "also", "then"})
_HELPED = frozenset({"backed", "supported", "recognised", "recognized"})
_NOBODY = ""  # told, but of no state that is known
_RULING = frozenset({"government", "administration", "authorities"})
_TELLING = frozenset({Stance.ASSERTS, Stance.PROMISES, Stance.DENIES})  # by such verbs a state speaks of its own
_OF_OTHERS = frozenset({Stance.ALLEGES, Stance.CONDEMNS})  # the object of such verbs is another side
_LONGEST_DEED = 4  # words from an organ to the object of its verb
_LONGEST_TAG = 6  # words from the end of a quotation to who says it
_LONGEST_START = 6  # words before the subject of a sentence
_QUOTES = frozenset({'"', "”", "’", "'"})
_OPENING = _QUOTES | {"“", "‘"}


def settle_organs(words: Wording, names: Iterable[Found], nominals: Iterable[Found]) -> Iterator[Found]:
    """Gives each "army" and "ministry" the state it belongs to, as far as the words around or the whole article tell.
    names: what else was found.
    """
    nominals = list(nominals)
    owners = _Owners(words, sorted(names, key=lambda each: each.first))
    owners.take_speakers([each for each in nominals if each.rule == "bare organ"])
    for each in sorted(nominals, key=lambda nominal: nominal.first):
        yield owners.settled(each) if each.rule == "bare organ" else each


class _Owners:
    """What an article tells of whose organs are whose, as far as it has been read."""

    def __init__(self, words: Wording, found: list[Found]) -> None:
        self.words = words
        self.scene = Scene(words, found)
        self.main = main_state(found)
        self.acting = acting_states(found)

    def take_speakers(self, organs: Iterable[Found]) -> None:
        """The state whose officers alone speak of organs is the one whose organs go without a name, if it acts first
        and most.
        """
        spoken = {state for each in organs if self._possessive(each) < 0 and (state := self._by_speaker(each))}
        if len(spoken) == 1 and self._leads(max(spoken)):
            self.main = max(spoken)

    def _leads(self, state: str) -> bool:
        """Whether a state acts in most of what is told, or is the first to act and none acts more."""
        count = self.acting[state]
        first = next(iter(self.acting), "") == state
        return 2 * count >= self.acting.total() or (first and count == max(self.acting.values()))

    def settled(self, each: Found) -> Found:
        """The organ, with the state that it belongs to where that can be told."""
        state = self._owner(each)
        like = self.scene.like(each, state)
        own = gazetteer.entry("actor", state) if state else None
        if like is not None and state:
            each = replace(
                each, label=like.label, known=like.known, state=state, group="", rule="organ of the state named"
            )
        elif own is not None:
            label = body_label(own, each.group)
            each = replace(each, label=label, state=own.key, group="", rule="organ of the state spoken of")
        elif like is not None:
            each = replace(each, label=like.label, group=like.group)
        self.scene.add(each)
        return each

    def _owner(self, each: Found) -> str:
        for rule in (self._by_nationality, self._by_words_beside, self._by_possessive, self._by_seat, self._by_speaker):
            state = rule(each)
            if state is not None:
                return state
        state = self._by_paragraph(each)
        if state is None:
            state = _NOBODY if self._is_tag_of_two(each) else self._by_article(each)
        return _NOBODY if state in self._others(each) else state

    def _by_nationality(self, each: Found) -> str | None:
        """ "Ukrainian regional police chief X": the nationality before an adjective."""
        at = each.first - 1
        if at < 1 or self.words.broken[each.first] or self.words.broken[at] or self.words.capital[at]:
            return None
        end, state = longest_adjective(self.words, at - 1)
        return state.key if state is not None and end == at and self.words.alphabetic[at] else None

    def _by_words_beside(self, each: Found) -> str | None:
        """ "the Taliban government", "the Hamas-run health ministry", "the ministry of public health": nobody's."""
        if each.group in _CALLED_AFTER and self.words.fold[each.last : each.last + 1] == ["of"]:
            return _NOBODY
        at = each.first
        participle = at > 1 and self.words.joined[at - 1] and self.words.fold[at - 1] not in _HELPED
        owner = self.scene.ending_at(at - 1 if participle else at)
        if owner is None or (not participle and owner.kind not in GROUPS):
            return None
        return _NOBODY

    def _by_possessive(self, each: Found) -> str | None:
        """ "Romania said its air force": whose the subject is that the possessive takes up."""
        at = self._possessive(each)
        if at < 0:
            return None
        begin = self.scene.sentence_begin(at)
        actors = self.scene.actors(begin, at)
        if not actors and begin > self.scene.paragraph_begin(at):
            begin, at = self.scene.sentence_begin(begin - 1), begin
            actors = self._subjects(self.scene.actors(begin, at))[:1]
        if not actors:
            return self.scene.opened_with(begin)
        if len(actors) > 1 and not self._speaks(actors[0], actors[1].first):
            return _NOBODY
        if state_of_actor(actors[0]):
            return state_of_actor(actors[0])
        return None if actors[0].kind is ActorKind.PERSON else _NOBODY

    def _subjects(self, actors: list[Found]) -> list[Found]:
        """Actors but for those that only own a body named next: "Yemen's Houthis"."""
        owned = (
            other.kind in GROUPS and self.words.is_possessive(each.last) and other.first == each.last + 1
            for each, other in pairwise(actors)
        )
        return actors[1:] if next(owned, False) else actors

    def _possessive(self, each: Found) -> int:
        """Where the possessive before an organ stands, with at most one word between; -1 where none does."""
        for at in range(each.first - 1, max(each.first - 3, -1), -1):
            if self.words.broken[at + 1]:
                break
            if self.words.fold[at] in _OWN:
                return at
        return -1

    def _by_seat(self, each: Found) -> str | None:
        """ "the foreign ministry in Abu Dhabi"; in a town that is no seat of government they are local ones."""
        if each.kind is not ActorKind.GOVERNMENT or self.words.fold[each.last : each.last + 1] != ["in"]:
            return None
        place = self.scene.place_at(each.last + 1)
        return None if place is None else _seat_of(self.words, place)

    def _by_speaker(self, each: Found) -> str | None:
        """ "Israel's defence minister said the army", "“The army goes on,” the Israeli president said"."""
        begin = self.scene.sentence_begin(each.first)
        actors = self.scene.actors(begin, each.first)
        if actors:
            speaker = actors[0]
            state = state_of_actor(speaker) if self._speaks(speaker, each.first) else ""
            spoken_of = {
                like.state for like in self.scene.likes(each) if like.form is MentionKind.NOMINAL and like.state
            }
            if state and spoken_of and state not in spoken_of:
                return _NOBODY
            return state or None
        end = self.scene.sentence_end(each.first)
        closing = next((at for at in range(each.last, end) if self.words.text[at] in _QUOTES), end)
        opened = any(self.words.text[at] in _OPENING for at in range(begin, each.first))
        told = self.scene.actors(closing, min(closing + _LONGEST_TAG, end)) if opened else []
        return (state_of_actor(told[0]) or None) if told else None

    def _speaks(self, speaker: Found, past: int) -> bool:
        """Whether the first verb of saying behind an actor is one by which it speaks of its own."""
        said = (self.words.fold[at] for at in range(speaker.last, past))
        stances = next((stances for word in said if (stances := _stances(word))), frozenset())
        return bool(stances & _TELLING)

    def _by_paragraph(self, each: Found) -> str | None:
        """The like organ named before in the paragraph, else the body that its sentences are about."""
        begin = self.scene.paragraph_begin(each.first)
        sentence, past = self.scene.sentence_begin(each.first), each.first
        about: str | None = None
        while True:
            actors = self.scene.actors(sentence, past)
            like = next((other for other in reversed(actors) if self.scene.is_like(other, each)), None)
            if like is not None:
                return like.state
            if about is None:
                about = self._about(each, actors, sentence, past)
            if sentence <= begin or self.scene.opened_with(sentence) is not None:
                return about
            sentence, past = self.scene.sentence_begin(sentence - 1), sentence

    def _about(self, each: Found, actors: list[Found], sentence: int, past: int) -> str | None:
        """Whose organs a sentence is about, by its subject or by the country with which it opens."""
        opened = self.scene.opened_with(sentence)
        subject = actors[0] if actors and actors[0].first - sentence <= _LONGEST_START else None
        if subject is not None and past != each.first and (subject.kind in ORGANS or self._speaks(subject, past)):
            return state_of_actor(subject) if subject.kind in ORGANS else state_of_actor(subject) or None
        if opened is None or each.kind is ActorKind.GOVERNMENT or opened == self.main:
            return opened
        return _NOBODY

    def _by_article(self, each: Found) -> str:
        """The one owner of like organs so far, else the state that the article is about."""
        owners = {like.state for like in self.scene.likes(each)}
        if len(owners) == 1:
            return next(iter(owners))
        # "The army said that Chad had armed the rebels": of its own state nobody speaks so.
        behind = self.scene.actors(each.last, self.scene.sentence_end(each.first))
        if self.main in map(state_of_actor, behind):
            return _NOBODY
        if not owners and each.kind is ActorKind.GOVERNMENT:
            # After "the Taliban government" the next ministry may as well be theirs.
            before = reversed(self.scene.actors(0, each.first))
            ruling = next((actor for actor in before if self._rules(actor)), None)
            return self.main if ruling is None or ruling.state else _NOBODY
        return self.main if not owners or self.main in owners else _NOBODY

    def _rules(self, actor: Found) -> bool:
        """Whether an actor is a government, or a group that has one."""
        following = self.words.fold[actor.last] if actor.last < len(self.words) else ""
        return actor.kind is ActorKind.GOVERNMENT or (actor.kind in GROUPS and following in _RULING)

    def _is_tag_of_two(self, each: Found) -> bool:
        """ "Thailand sent jets, the army said": where more than one state acts, either one's army may say so."""
        said = self.words.fold[each.last : each.last + 1]
        tag = bool(said) and bool(_stances(said[0])) and self.words.text[max(0, each.first - 2)] == ","
        begin = self.scene.sentence_begin(each.first)
        return tag and len(self.acting) > 1 and any(map(state_of_actor, self.scene.actors(begin, each.first)))

    def _others(self, each: Found) -> set[str]:
        """States to which an organ does something, so that it is not theirs: "the ministry summoned Mali's envoy"."""
        at = each.last
        while at < len(self.words) and (self.words.fold[at] in _HELPERS or self.words.fold[at].endswith("ly")):
            at += 1
        verb = self.words.fold[at] if at < len(self.words) else ""
        past = at + 1 if verb in lexicon.words("deeds_to_others") or _stances(verb) & _OF_OTHERS else at
        past += _LONGEST_DEED if past > at else 0
        country = self.scene.place_at(at + 1)
        others = {state_of_actor(other) for other in self.scene.actors(at, past)}
        if country is not None and verb.endswith("ed"):
            others |= {entry.key for entry in country.known if entry.kind is ActorKind.STATE}
        return others - {""}


def _seat_of(words: Wording, place: Found) -> str:
    """The state whose government sits in a place."""
    state: Entry | None = gazetteer.seats().get(words.phrase(place.first, place.last))
    if state is None:
        state = next((each for each in place.known if each.kind is ActorKind.STATE), None)
    return state.key if state is not None else _NOBODY


def _stances(word: str) -> frozenset[Stance]:
    """The stances that a verb of saying may report; none where a word is no such verb."""
    return frozenset(verb.stance for verb in reporting_verbs().get(word, ()))
