"""Functions of our own that SPARQL queries can call."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.names import CKG, XSD

Term = NamedNode | BlankNode | Literal | Triple
Function = Callable[..., Term | None]
_TRUE: Final = Literal("true", datatype=NamedNode(XSD + "boolean"))
_FALSE: Final = Literal("false", datatype=NamedNode(XSD + "boolean"))
_WORD: Final = re.compile(r"[^\W_]+")


def matches(text: Term, words: Term) -> Term | None:
    """``ckg:matches(?text, "words")``: whether a text holds all the words; the last may be the beginning of one.

    Case and accents do not count, as in the full-text search. A type error where either is not a literal, or where
    there are no words.
    """
    if not (isinstance(text, Literal) and isinstance(words, Literal)):
        return None
    wanted = _wanted(words.value)
    if not wanted:
        return None
    folded = _folded(text.value)
    # Most texts are told by this, which is much quicker than cutting them into words.
    if not all(word in folded for word in wanted):
        return _FALSE
    held = set(_WORD.findall(folded))
    *whole, last = wanted
    return _TRUE if held.issuperset(whole) and any(word.startswith(last) for word in held) else _FALSE


FUNCTIONS: Final[Mapping[NamedNode, Function]] = {NamedNode(CKG + "matches"): matches}


@lru_cache(maxsize=256)
def _wanted(words: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_folded(words)))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.lower())
    # A text has few different characters, so this is much quicker than a look at each in turn.
    for mark in filter(unicodedata.combining, set(folded)):
        folded = folded.replace(mark, "")
    return folded
