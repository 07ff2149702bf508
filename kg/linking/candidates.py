"""Entries of the gazetteer that a name may mean, each with how the name is like one of theirs."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg import gazetteer, lexicon
from kg.gazetteer import Entry
from kg.linking.index import entries_named, index
from kg.linking.spelling import folded_name, likeness, skeleton
from kg.linking.things import PERSON, PLACE, Thing, fits
from kg.records import ActorKind

# Below this two names are hardly ever one: of all pairs of names in the development documents none was.
_LEAST_LIKE: Final = 0.84
_TRANSCRIBED: Final = 0.95
# Least likeness of single words with the same consonants of which one may be a transcription of the other.
_MOSTLY_ALIKE: Final = 0.78
_SHORTEST_INEXACT: Final = 5
# What is put for the likeness of a surname alone to the name in full.
_SURNAME_ONLY: Final = 0.9
_MOST: Final = 12
TOWN_NOUNS: Final = frozenset({"city", "town"})
SMALL_UNITS: Final = frozenset({"county", "district"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and the name by which it came up.

    name and like: the folded name of the thing, and that of the entry which is like it; likeness and fit: how alike the
    names and the classes are (0–1); noun: the class noun or title that the thing's name has beside ("province");
    surname: whether the thing is named by the last name of a person alone.
    """

    entry: Entry
    name: str
    like: str
    likeness: float
    fit: float
    noun: str = ""
    surname: bool = False

    @property
    def titled(self) -> bool:
        """Whether a person's name has a title before it."""
        return bool(self.noun) and self.entry.kind is ActorKind.PERSON

    @property
    def exact(self) -> bool:
        """Whether the thing is named as the entry is, but for letter case, marks, titles and the order of words."""
        return self.likeness == 1

    @property
    def transcribed(self) -> bool:
        """Whether the names are of several words whose consonants agree, and nearly all vowels."""
        return self.likeness >= _TRANSCRIBED and " " in self.name and skeleton(self.name) == skeleton(self.like)


def candidates(thing: Thing) -> list[Candidate]:
    """Entries that fit the thing's class, the best name of each, the most alike first; at most a dozen."""
    best: dict[int, Candidate] = {}
    for name in thing.names:
        for folded, noun in readings(name, thing.kind):
            surname = thing.kind == PERSON and " " not in folded and not entries_named(folded)
            for entry, like, alike in _of_surname(folded) if surname else _named_like(folded):
                fit = fits(thing.kind, entry) if surname or _may_be_named(folded, like, thing.kind) else 0.0
                before = best.get(id(entry))
                if fit and (before is None or alike > before.likeness):
                    best[id(entry)] = Candidate(entry, folded, like, alike, fit, noun, surname)
    for each in _without_its_state(thing):
        if id(each.entry) not in best or not best[id(each.entry)].exact:
            best[id(each.entry)] = each
    return sorted(best.values(), key=_order)[:_MOST]


def _may_be_named(folded: str, like: str, kind: str) -> bool:
    """Whether two names that are alike as a whole are so where it counts: a first name alone makes nobody known."""
    if kind != PERSON or folded == like:
        return True
    last, other = folded.rpartition(" ")[2], like.rpartition(" ")[2]
    return skeleton(last) == skeleton(other) or likeness(last, other) >= _LEAST_LIKE


def _without_its_state(thing: Thing) -> list[Candidate]:
    """Entries of no other state that a body's name means without the state before it: "U.S. Republican Party"."""
    if thing.kind in (PERSON, PLACE):
        return []
    found = []
    for name in thing.names:
        words = folded_name(name).split()
        for last in range(1, min(3, len(words))):
            before, rest = " ".join(words[:last]), " ".join(words[last:])
            state = gazetteer.adjectives().get(before) or next(
                (entry for entry in entries_named(before) if entry.level == "country"), None
            )
            for entry in entries_named(rest) if state is not None else ():
                fit = fits(thing.kind, entry)
                if fit and state is not None and entry.state in ("", state.state) and entry is not state:
                    found.append(Candidate(entry, rest, rest, 1.0, fit))
    return found


def _order(candidate: Candidate) -> tuple[float, float, int, str]:
    return (-candidate.likeness, -candidate.fit, -candidate.entry.population, candidate.entry.key)


@lru_cache(maxsize=50_000)
def readings(name: str, kind: str) -> tuple[tuple[str, str], ...]:
    """The forms in which a name is looked up, each with the class noun or title that was taken off it: folded, without
    article and titles, with words put in order or in full."""
    words = folded_name(name).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if not words:
        return ()
    if kind == PERSON:
        return _persons_readings(words)
    found = dict.fromkeys(_orders(words), "")
    for folded in tuple(found) if kind == PLACE else ():
        for noun in sorted(_place_nouns()):
            bare_name = folded.removesuffix(f" {noun}").removeprefix(f"{noun} of ")
            if bare_name != folded and bare_name:
                found.setdefault(bare_name, noun)
    return tuple(found.items())


def _persons_readings(words: list[str]) -> tuple[tuple[str, str], ...]:
    """A person's name without titles; its first and last word, its last two; and without a word that is no name."""
    last = _titles_before(words)
    title, bare = " ".join(words[:last]), words[last:]
    found = {" ".join(form): title for form in (bare, bare[:1] + bare[1:][-1:], bare[-2:])}
    if len(bare) > 1 and bare[0] in lexicon.words("ordinary_words"):
        found.setdefault(" ".join(bare[1:]), bare[0])
    return tuple(found.items())


def _orders(words: list[str]) -> list[str]:
    found = [" ".join(words)]
    if all(len(word) == 1 for word in words):
        found.append("".join(words))  # U. S.
    if words[0] == "st":
        found.append(" ".join(["saint", *words[1:]]))
    if "of" in words[1:-1]:
        # General Assembly of the United Nations
        at = words.index("of", 1)
        rest = words[at + 2 :] if words[at + 1] == "the" and len(words) > at + 2 else words[at + 1 :]
        found.append(" ".join([*rest, *words[:at]]))
    return found


@lru_cache(maxsize=1)
def _place_nouns() -> frozenset[str]:
    return lexicon.words("administrative_units") | TOWN_NOUNS


def _titles_before(words: list[str]) -> int:
    """How many words before a person's name are titles, or say of what: "us president", "chancellor"."""
    titles, states = _titles(), gazetteer.adjectives()
    last = 0
    for at in range(len(words) - 1):
        for end in range(at + 1, min(at + 4, len(words))):
            phrase = " ".join(words[at:end])
            if phrase in titles and (at == last or all(_is_state(word, states) for word in words[last:at])):
                last = end
    return last


def _is_state(word: str, states: dict[str, Entry]) -> bool:
    return word in states or any(entry.level == "country" for entry in entries_named(word))


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    titles = {folded_name(row["title"]) for row in lexicon.table("role_titles")}
    return frozenset(titles | {folded_name(word) for word in lexicon.words("honorifics")})


@lru_cache(maxsize=50_000)
def _named_like(folded: str) -> tuple[tuple[Entry, str, float], ...]:
    exact = entries_named(folded)
    if exact:
        return tuple((entry, folded, 1.0) for entry in exact)
    # "Yemeni" is no misspelt Yemen: it is a word of its own, for what is of Yemen.
    if len(folded) < _SHORTEST_INEXACT or folded in gazetteer.adjectives() or folded in gazetteer.peoples():
        return ()
    found = []
    for like in sorted(index().like(folded)):
        alike = _alike(folded, like)
        if alike >= _LEAST_LIKE:
            found += [(entry, like, alike) for entry in entries_named(like)]
    return tuple(found)


def _of_surname(folded: str) -> tuple[tuple[Entry, str, float], ...]:
    return tuple((entry, like, _SURNAME_ONLY) for entry, like in index().surnames.get(folded, ()))


def _alike(folded: str, like: str) -> float:
    """Likeness of two spellings: no greater than their least alike words allow; where the consonants agree, half of
    what the vowels take away is given back, of a single word only where most vowels agree as well: Messier is no
    spelling of Missouri."""
    alike = likeness(folded, like)
    if skeleton(folded) == skeleton(like) and (" " in folded or alike >= _MOSTLY_ALIKE):
        return (1 + alike) / 2
    words, others = folded.split(), like.split()
    if len(words) == len(others):
        alike = min(alike, (1 + min(map(likeness, words, others))) / 2)
    return alike
