"""Words of an evidence sentence, and how much it tells that two sentences share them.

A name tells more than an ordinary word, and a function word tells nothing. The weights do not depend on the other
articles of a store: two reports are alike or not, whatever else was read.
"""

import math
import re
from functools import cache, lru_cache
from typing import Final

import simplemma

from kg import gazetteer
from kg.gazetteer.folding import fold_name
from kg.identity.sketch import words_of
from kg.identity.tables import lines, rows
from kg.lexicon import table, words

_GENERIC: Final = 0.15
_ORDINARY: Final = 0.7
_TELLING: Final = 1.0
# Two short sentences that share all of their few words are still little evidence.
_CAUTION: Final = 2.0


def telling_words(text: str) -> frozenset[str]:
    """The lemmas of a text's words that mean something; numerals, days and months, which figures and dates tell better,
    are left out."""
    told = (word for word in words_of(text) if word not in _empty() and not word.isdigit())
    return frozenset(lemma for lemma in map(_lemma, told) if lemma not in _empty())


def name_words(name: str) -> frozenset[str]:
    """The words of a name as ``telling_words`` would give them."""
    return telling_words(name) | frozenset(fold_name(name).split())


def weight(lemma: str) -> float:
    """How much one shared word tells."""
    if lemma in _generic() or lemma in _national():
        return _GENERIC
    return _ORDINARY if lemma in _ordinary() else _TELLING


def is_generic(lemma: str) -> bool:
    """Whether nearly every report of an attack or a deal may have the word."""
    return lemma in _generic()


def sorts_of_target(text: str) -> frozenset[str]:
    """What sorts of things a text names that are attacked: ``home`` for flats and houses."""
    named = {word: _targets().get(word) or _targets().get(word.removesuffix("s")) for word in words_of(text)}
    return frozenset(sort for sort in named.values() if sort)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Weight of the shared words in parts of the lighter side's, from 0 to nearly 1."""
    common = one & other
    if not common:
        return 0.0
    least = min(_mass(one), _mass(other))
    return _mass(common) / (least + _CAUTION)


@lru_cache(maxsize=8_192)
def _mass(lemmas: frozenset[str]) -> float:
    # Exact, because a set has another order in another process.
    return math.fsum(map(weight, lemmas))


@lru_cache(maxsize=65_536)
def _lemma(word: str) -> str:
    return simplemma.lemmatize(re.sub(r"['’]s$", "", word), lang="en").casefold()


@cache
def _empty() -> frozenset[str]:
    closed = {row["word"].casefold() for row in table("function_words")}
    return frozenset(closed | {row["form"] for row in table("calendar")})


@cache
def _targets() -> dict[str, str]:
    return {row["noun"]: row["sort"] for row in rows("targets")}


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(words("ordinary_words")) | {_lemma(word) for word in words("ordinary_words")}


@cache
def _national() -> frozenset[str]:
    """The words of states' names, adjectives and peoples, which all news from a war is full of."""
    states = (entry for entry in gazetteer.entries() if entry.level == "country")
    names = (name for entry in states for name in (*entry.names, *entry.adjectives, *entry.peoples))
    folded = (word for name in names for word in fold_name(name).split())
    return frozenset(form for word in folded for form in (word, _lemma(word)))


@cache
def _generic() -> frozenset[str]:
    """Words that nearly every report of an attack or a deal has."""
    return frozenset(_lemma(word.strip()) for word in (*words("conflict_words"), *lines("generic_words")))
