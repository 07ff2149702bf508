"""Words that name nobody but count the sides of a war or deal: "both sides", "the two countries", "each"."""

from collections.abc import Mapping
from typing import Final

from kg import lexicon
from kg.records import ActorKind

#: The kinds of actor that a noun takes up.
KINDS: Final[Mapping[str, frozenset[ActorKind]]] = {
    row["noun"]: frozenset(map(ActorKind, row["kinds"].split("|"))) for row in lexicon.table("sides")
}
#: The nouns that mean two where they have an article only: "the sides".
PAIRS: Final = frozenset(row["noun"] for row in lexicon.table("sides") if row["pair"])
_OPPOSED: Final = frozenset(row["noun"] for row in lexicon.table("sides") if row["opposed"])
_OF_STATES: Final = frozenset(noun for noun in PAIRS if ActorKind.STATE in KINDS[noun])
_TWO: Final = frozenset({"both", "the two", "the pair", "each"})
_OPENING: Final = frozenset({"the", "both", "two", "three", "four", "all", "these", "those", "warring", "rival"})
_GROUPS_OF: Final = frozenset({"groups", "factions", "militias", "movements", "armies", "forces"})


def only_counts(words: str) -> bool:
    """Whether words name nobody but count the sides: "warring parties", not "the United States" or "Tuareg groups"."""
    *before, noun = words.split()
    named = any(word[0].isupper() and word.lower() not in _OPENING for word in before)
    return noun in KINDS and not (named and noun in _GROUPS_OF)


def is_two(words: str) -> bool:
    """Whether words mean two without a noun: "both", "the pair"."""
    return words.lower() in _TWO


def noun_of(words: str) -> str:
    """The last word in lower case: that of "both sides" is "sides"."""
    return words.lower().split()[-1]


def are_opposed(words: str) -> bool:
    """Whether words say that those meant are against each other: "both sides", "the rivals", not "the two groups"."""
    return noun_of(words) in _OPPOSED


def may_be_two_states(words: str) -> bool:
    """Whether words count two that may be states: "both sides", "the neighbours", not "the two leaders"."""
    return noun_of(words) in _OF_STATES
