"""Spellings of one name by different transcriptions: what they share, and how close two of them are."""

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from kg import lexicon
from kg.gazetteer.folding import fold_name

_WITHOUT_VOWELS = str.maketrans("", "", "aeiouwy")
_REPEATED = re.compile(r"(.)\1+", re.DOTALL)
_NO_FIRST = frozenset("eiouwy")
_ARTICLES = frozenset({"al", "el", "ul", "ar", "as", "ash", "at", "ad", "az", "an", "the", "l"})
# Longer names come from broken markup; comparing them would cost time for nothing.
LONGEST_NAME = 200


@lru_cache(maxsize=100_000)
def skeleton(folded: str) -> str:
    """The consonants of a folded name, by which transcriptions of Arabic, Persian, Russian and Ukrainian names agree.

    Articles go, letters that stand for one sound become one (q and k, kh and k, ou and u), doubled letters single, and
    all vowels but a first ``a`` go: ``ar raqqah``, ``raqa`` and ``al rakka`` are all ``rk``.
    """
    words = folded.split()
    kept = [word for word in words if word not in _ARTICLES] or words
    return " ".join(filter(None, map(_consonants, kept)))


@lru_cache(maxsize=100_000)
def _consonants(word: str) -> str:
    for written, sound in _sounds():
        if written in word:
            word = word.replace(written, sound)
    first = "" if word[:1] in _NO_FIRST else word[:1]
    word = _REPEATED.sub(r"\1", first + word[1:].translate(_WITHOUT_VOWELS))
    return word[:-1] if len(word) > 1 and word.endswith("h") else word


@cache
def _sounds() -> tuple[tuple[str, str], ...]:
    return tuple((row["written"], row["sound"]) for row in lexicon.table("transcriptions"))


def likeness(one: str, other: str) -> float:
    """How alike two folded names are, from 0 to 1: Jaro-Winkler similarity, not above the share of letters that stay.

    Jaro, M. A. (1989) and Winkler, W. E. (1990) for the first, optimal string alignment for the second.
    """
    if one == other:
        return 1.0
    return min(JaroWinkler.normalized_similarity(one, other), (1 + OSA.normalized_similarity(one, other)) / 2)


def folded_name(name: str) -> str:
    """A name as candidates are looked up: folded, and empty where it is too long to be one."""
    return "" if len(name) > LONGEST_NAME else fold_name(name)
