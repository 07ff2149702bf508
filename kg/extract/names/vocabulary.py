"""Phrases of the lexicons as the name finders look them up: the longest that begins at a word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.extract.names.wording import Wording
from kg.gazetteer.folding import fold_name


@dataclass(frozen=True)
class Phrases:
    """Folded phrases and, by their first word, the number of words of the longest."""

    rows: Mapping[str, Mapping[str, str]]
    longest: Mapping[str, int]

    def at(self, words: Wording, first: int) -> int:
        """Where the longest phrase that begins at a word ends (exclusive); ``first`` itself where none begins there."""
        limit = self.longest.get(words.fold[first])
        if limit is None:
            return first
        for last in range(min(first + limit, len(words)), first, -1):
            if (
                words.fold[last - 1]
                and words.phrase(first, last) in self.rows
                and not any(words.broken[first + 1 : last])
            ):
                return last
        return first

    def row(self, words: Wording, first: int, last: int) -> Mapping[str, str]:
        """The table row of a phrase that ``at`` found."""
        return self.rows[words.phrase(first, last)]


def _phrases(rows: Iterable[tuple[str, Mapping[str, str]]]) -> Phrases:
    by_phrase: dict[str, Mapping[str, str]] = {}
    longest: dict[str, int] = {}
    for phrase, row in rows:
        folded = fold_name(phrase)
        by_phrase.setdefault(folded, row)
        first, *rest = folded.split()
        # One more, since a full stop inside an abbreviation may be a word of its own.
        longest[first] = max(longest.get(first, 0), len(rest) + 1)
    return Phrases(by_phrase, longest)


@cache
def titles() -> Phrases:
    """Role titles: president, special envoy, lieutenant general."""
    return _phrases((row["title"], row) for row in lexicon.table("role_titles"))


@cache
def organs() -> Phrases:
    """Organs of a state: government, defence ministry, air force."""
    return _phrases((row["organ"], row) for row in lexicon.table("organs"))


@cache
def people() -> Phrases:
    """Nouns for people, in the plural: rebels, medical workers."""
    return _phrases((row["noun"], row) for row in lexicon.table("people_nouns"))


@cache
def single_people() -> Phrases:
    """Nouns for one person: gunman, aid worker."""
    return _phrases((row["singular"], row) for row in lexicon.table("people_nouns") if row["singular"])


@cache
def describing_begins() -> frozenset[str]:
    """Folded words with which a description of people or of an organ may begin."""
    phrases = (each().longest for each in (organs, people, person_nouns, single_people))
    return lexicon.words("backed_bodies").union(*phrases)


@cache
def opening_words() -> frozenset[str]:
    """Folded words with which a title, an organ of a state or a name may begin in small letters."""
    return frozenset(
        {*titles().longest, *organs().longest, *lexicon.words("honorifics"), *lexicon.words("name_particles")}
    )


@cache
def person_nouns() -> Phrases:
    """Offices that describe one person: spokesman, envoy."""
    return _phrases((noun, {"noun": noun}) for noun in sorted(lexicon.words("person_nouns")))


@cache
def class_nouns() -> Phrases:
    """Class nouns that end or begin a name: Front, Ministry, province."""
    return _phrases((row["noun"], row) for row in lexicon.table("class_nouns"))


@cache
def announcing_nouns() -> Phrases:
    """Nouns that tell what the name after them is: newspaper, militia, frigate."""
    return _phrases((row["noun"], row) for row in lexicon.table("announcing_nouns"))


@cache
def announcing_ends() -> frozenset[str]:
    """Folded words with which an announcing noun ends."""
    return frozenset(phrase.split()[-1] for phrase in announcing_nouns().rows)


@cache
def class_ends() -> frozenset[str]:
    """Folded words with which a class noun ends."""
    return frozenset(phrase.split()[-1] for phrase in class_nouns().rows)


@cache
def reference_nouns() -> Phrases:
    """Nouns that take up a name: group, ministry, province."""
    return _phrases((row["noun"], row) for row in lexicon.table("reference_nouns"))


@cache
def place_endings() -> Phrases:
    """Class nouns of places, which belong to the name that they follow in lower case too."""
    return _phrases(
        (row["noun"], row)
        for row in lexicon.table("class_nouns")
        if row["kind"] == "Place" and "last" in row["position"]
    )
