"""Where rules are unsure, a trained model decides: on kind and boundaries of unknown names, and on names they missed.

A find of a sure rule (a known name, a nationality with an organ) stays whatever the model says, and a model that is not
sure of itself changes nothing.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg import gazetteer, lexicon
from kg.extract.names import vocabulary
from kg.extract.names.found import Found
from kg.extract.names.gazetteer_match import longest_adjective, longest_name
from kg.extract.names.named_in_doc import OTHER, PLACE, Named, NamedSpans
from kg.extract.names.offices import serving
from kg.extract.names.places import is_ship
from kg.extract.names.readings import body_label
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry, by_name
from kg.records import ActorKind

SURE = 0.9  # on sentences the model has not seen, nine in ten of its spans from this score on are right, below half
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "at", "to", "by"})
_AGREED = 0.7
_FORCES = "forces"
RULE = "named by the model"
_BY_CLASS = "class noun"
_LINKS = frozenset({"of", "for", "to", "on"})
_GUESSES = frozenset({"located name", "likely person", "given name", "unknown acronym", "short form"})
_PLACES = frozenset({"known place", "place with class noun"})
_ACTING = frozenset({"europe"})  # a continent whose name stands for its states together
_COUNTRIES = frozenset({"country as state", "country as place"})
_UNSURE = _GUESSES | _PLACES | {"class noun", "title"}


@dataclass(frozen=True, slots=True)
class ModelName:
    """Words first to last (exclusive) that the model takes for a name."""

    first: int
    last: int
    named: Named


@dataclass(frozen=True)
class SecondOpinion:
    """The model's names as words of the text."""

    words: Wording
    spans: NamedSpans

    @cached_property
    def names(self) -> list[ModelName]:
        """Names that begin and end where words do, in text order."""
        words = self.words
        found = []
        for span, named in sorted(self.spans.items()):
            first = bisect_left(words.begin, span.begin)
            last = bisect_left(words.begin, span.end)
            closed = first < last and words.fold[last - 1] not in _SMALL_WORDS
            if closed and words.span(first, last) == span and not any(words.broken[first + 1 : last]):
                found.append(ModelName(first, last, named))
        return found

    @cached_property
    def _by_phrase(self) -> Mapping[str, str]:
        """What the model takes a phrase for in the article as a whole, where it is sure at least once."""
        votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        sure = set()
        for name in self.names:
            phrase = self.words.phrase(name.first, name.last)
            votes[phrase][name.named.kind] += name.named.score
            if name.named.score >= _AGREED:
                sure.add(phrase)
        return {phrase: _voted(phrase, kinds) for phrase, kinds in votes.items() if phrase in sure}

    def kind_of(self, first: int, last: int) -> str:
        """A value of ActorKind, PLACE or OTHER for a phrase; empty where the model does not tell."""
        return self._by_phrase.get(self.words.phrase(first, last), "")


def _voted(phrase: str, votes: Mapping[str, float]) -> str:
    """The kind with most votes; a name that the gazetteer gives to places only is one where the model ever takes it so:
    "Abqaiq on Saturday" in a caption makes it no person.
    """
    known = by_name().get(phrase, ()) if PLACE in votes else ()
    if known and all(entry.is_place for entry in known):
        return PLACE
    return max(votes, key=lambda kind: votes[kind])


def settle(opinion: SecondOpinion, found: Iterable[Found]) -> list[Found]:
    """The finds, with the unsure ones corrected and those that are missing added."""
    found = sorted(found, key=lambda each: (each.first, each.last))
    firsts = [each.first for each in found]
    longest = max((each.last - each.first for each in found), default=0)
    replaced: set[int] = set()
    added = []
    for name in opinion.names:
        if name.named.score < SURE:
            continue
        reach = range(bisect_left(firsts, name.first - longest), bisect_left(firsts, name.last))
        near = [at for at in reach if name.first < found[at].last]
        if any(_is_cut(opinion.words, name, found[at]) for at in near):
            continue
        if any(found[at].rule not in _UNSURE and not _swallows(opinion.words, name, found[at]) for at in near):
            continue
        if (len(near) == 1 and _agree(name, found[near[0]])) or _is_town_as_state(opinion.words, name):
            continue
        if name.named.kind == OTHER:
            replaced.update(at for at in near if found[at].rule in _GUESSES and _same_words(name, found[at]))
        elif near or _may_be_missed(opinion.words, name):
            replaced.update(near)
            added.append(_found(opinion.words, name))
    return [*(each for at, each in enumerate(found) if at not in replaced), *added]


def _agree(name: ModelName, found: Found) -> bool:
    """Whether nothing is to be mended: one class, and the words alike or, of a known place, a part of the rule's."""
    if found.is_place != (name.named.kind == PLACE):
        return False
    part = found.first <= name.first and name.last <= found.last and found.rule in _PLACES
    return part or _same_words(name, found)


def _is_cut(words: Wording, name: ModelName, found: Found) -> bool:
    """Whether the model cuts a body's name at a link that its class noun takes: "Rescue Service | of Georgia"."""
    if found.rule != _BY_CLASS or found.is_place or _same_words(name, found):
        return False
    inside = found.first <= name.first and name.last <= found.last
    after = words.fold[name.last] if name.last < found.last else ""
    before = words.fold[max(found.first, name.first - 2) : name.first]
    return inside and (after in _LINKS or not _LINKS.isdisjoint(before))


def _is_town_as_state(words: Wording, name: ModelName) -> bool:
    """A town, province or continent that is no seat of a government is no state: Toronto, Colorado, Africa."""
    if words.phrase(name.first, name.last) in _ACTING or words.fold[name.first - 1 : name.first] == ["with"]:
        return False
    if name.named.kind != ActorKind.STATE or words.phrase(name.first, name.last) in gazetteer.seats():
        return False
    meant = _known(words, name.first, name.last)
    return bool(meant) and all(
        entry.level in {"city", "province"} or (entry.level == "region" and not entry.state) for entry in meant
    )


def _swallows(words: Wording, name: ModelName, found: Found) -> bool:
    """A country's name inside a longer one: "Israel Katz", "Writers Guild of America"."""
    inside = name.first <= found.first and found.last <= name.last and not _same_words(name, found)
    return inside and found.rule in _COUNTRIES and not any(words.joined[name.first + 1 : name.last])


def _same_words(name: ModelName, found: Found) -> bool:
    return (found.first, found.last) == (name.first, name.last)


def _may_be_missed(words: Wording, name: ModelName) -> bool:
    """Whether the rules may have overlooked a name. What they left out on purpose stays out.

    That is: descriptions in lower case, boilerplate, ordinary words that begin a sentence, words that are no names, and
    a nationality in a title or a longer name.
    """
    first, last = name.first, name.last
    if (
        not any(words.capital[first:last])
        or words.boilerplate[first]
        or words.fold[first] in lexicon.words("not_names")
        or words.text[first] in lexicon.words("ship_prefixes")
        or words.is_clock_zone(first)
        or words.is_designation(first)
    ):
        return False
    if _is_common(words, first, last) or (name.named.kind == PLACE and _is_ship(words, first, last)):
        return False
    if last == len(words) or words.broken[last]:
        return True
    return not (words.capital[last] and name.named.kind == ActorKind.STATE) and not _title_follows(words, last)


def _is_ship(words: Wording, first: int, last: int) -> bool:
    meant = _known(words, first, last)
    return bool(meant) and is_ship(words, first, last, meant)


def _is_common(words: Wording, first: int, last: int) -> bool:
    """Whether a capital makes no name here: at the beginning of a sentence, or in "an Army base"."""
    kind_of_thing = vocabulary.class_nouns().at(words, first) >= last and not words.capital[last - 1]
    many = (
        words.begins_sentence[first] and words.fold[last - 1].endswith("s") and not any(words.capital[first + 1 : last])
    )
    plain = many and last - first > 1 and words.fold[first] in lexicon.words("ordinary_words")
    return kind_of_thing or plain or only_begins_sentence(words, first, last)


def only_begins_sentence(words: Wording, first: int, last: int) -> bool:
    """Whether a capital makes no name: "Authorities arrested", "State media showed"."""
    if not words.begins_sentence[first] or any(words.capital[first + 1 : last]):
        return False
    if last - first == 1 and words.fold[first] in lexicon.words("ordinary_words"):
        return True
    nouns = (vocabulary.people(), vocabulary.organs(), vocabulary.class_nouns(), vocabulary.person_nouns())
    return any(phrases.at(words, first) >= last for phrases in nouns)


def _title_follows(words: Wording, at: int) -> bool:
    while at + 1 < len(words) and words.fold[at] in lexicon.words("title_modifiers") and not words.broken[at + 1]:
        at += 1
    return vocabulary.titles().at(words, at) > at


def _found(words: Wording, name: ModelName) -> Found:
    first, last = name.first, name.last
    if name.named.kind == ActorKind.PERSON:
        first = _after_rank(words, first, last)
    label = words.written(first, last)
    if name.named.kind == PLACE:
        known = tuple(entry for entry in _known(words, first, last) if entry.is_place)
        return Found(first, last, None, label, RULE, known=known)
    kind = ActorKind(name.named.kind)
    nation = _nationality(words, name)
    if nation is not None:
        joined = words.fold[last : last + 1] == ["and"]
        if kind is not ActorKind.ARMED_FORCE or not joined:
            return Found(first, last, ActorKind.STATE, nation.key, RULE, known=(nation,))
        return Found(first, last, kind, body_label(nation, _FORCES), RULE, state=nation.key)
    state = gazetteer.seats().get(words.phrase(first, last)) if kind is ActorKind.STATE else None
    known = (state,) if state else tuple(e for e in _known(words, first, last) if e.kind is kind)
    return Found(first, last, kind, known[0].key if known else label, RULE, known=known)


def _after_rank(words: Wording, first: int, last: int) -> int:
    """Where a person's name begins that the model gives with the rank or honorific before it: "Lance Naik X"."""
    at = first
    while at < last - 1:
        end = vocabulary.titles().at(words, at)
        ranked = end > at and (words.phrase(at, end), "force") in serving()
        if not ranked and words.fold[at] not in lexicon.words("honorifics"):
            break
        at = end if ranked else at + 1
    return at if at < last else first


def _nationality(words: Wording, name: ModelName) -> Entry | None:
    """The state whose adjective a name is: alone it stands for the state, or ("Russian and DPR forces") its forces."""
    if name.named.kind not in {ActorKind.ARMED_FORCE, ActorKind.STATE}:
        return None
    end, state = longest_adjective(words, name.first)
    return state if end == name.last else None


def _known(words: Wording, first: int, last: int) -> tuple[Entry, ...]:
    end, meant = longest_name(words, first)
    return meant if end == last else ()
