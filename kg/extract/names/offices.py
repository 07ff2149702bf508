"""What an office makes its holder to the body that it is of: leader, member or speaker.

An office is read from its first word to its last: what holds other words (a verb, a preposition, somebody else's
nationality) is none, and who held it once holds it no longer.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from kg import gazetteer, lexicon
from kg.gazetteer.folding import fold_name

_DEPUTIES = frozenset({"deputy", "vice", "assistant", "associate", "sub", "under"})
_JOINTS = frozenset({"and", "the"})
_LONGEST = 5
_LONGEST_STATE = 2
_WORD = re.compile(r"[^\W_]+")
_SEATED = re.compile(r"\b[a-z]+-based ")  # "London-based spokesman"
_SPEAKERS = ("spokes", "negotiator", "mediator", "press")
_PARTICIPLES = ("participle_adjectives", "people_modifiers")


@cache
def _relations() -> Mapping[str, str]:
    return {fold_name(row["title"]): row["relation"] for row in lexicon.table("role_titles")}


@cache
def _never_in_office() -> frozenset[str]:
    others = {row["word"] for row in lexicon.table("function_words") if row["kind"] not in {"adverb", "pronoun"}}
    return frozenset(others - _JOINTS) | lexicon.words("finite_cues")


@lru_cache(maxsize=4_096)
def office_of(title: str) -> str | None:
    """The property that an office gives its holder: "deputy prime minister" → memberOf, "peace envoy" → speaksFor.

    None where the words are no office, or one of the past.
    """
    words = _WORD.findall(_SEATED.sub("", fold_name(title)))
    if not lexicon.words("past_office").isdisjoint(words):
        return None
    at, relation = 0, ""
    # "spokesman Col. Silo", "commander, Lt. Gen. Valk": ranks after it are of the person.
    while at < len(words):
        last = _title_end(words, at)
        if last == at + 1 < len(words) and words[at] in _DEPUTIES:
            last = at  # "deputy humanitarian coordinator": no deputy of parliament
        found = _relations()[" ".join(words[at:last])] if last > at else ""
        if found and not relation:
            deputy = not _DEPUTIES.isdisjoint(words[:at])
            relation = "memberOf" if deputy and found == "leaderOf" else found
        elif last == at and not (at and words[at] in _JOINTS) and not _may_stand_before(words[at], bool(relation)):
            return None
        at = max(last, at + 1)
    return relation or None


def speaks_for_object(title: str, preposition: str) -> bool:
    """Whether an office speaks for whom a preposition after it names: a spokesman for NATO does, no envoy to it."""
    words = fold_name(title).split()
    return preposition == "of" or (preposition == "for" and any(word.startswith(_SPEAKERS) for word in words))


@lru_cache(maxsize=4_096)
def serves(title: str, body: str) -> bool:
    """Whether a title is of somebody who serves in a kind of body: "Lt. Gen." in a force."""
    words = _WORD.findall(fold_name(title))
    if not words or not lexicon.words("past_office").isdisjoint(words):
        return False
    first = next((at for at in range(len(words)) if _served(words[at:], body)), None)
    return first is not None and all(_may_stand_before(word, False) for word in words[:first])


def _served(words: Sequence[str], body: str) -> bool:
    """Whether words are one or more titles, one after the other."""
    if not words:
        return True
    lengths = range(min(_LONGEST, len(words)), 0, -1)
    return any((" ".join(words[:n]), body) in serving() and _served(words[n:], body) for n in lengths)


@cache
def serving() -> frozenset[tuple[str, str]]:
    """Titles of those who serve without an office, each with the kind of body: force, press or staff."""
    return frozenset((row["title"], row["body"]) for row in lexicon.table("serving_titles"))


@lru_cache(maxsize=4_096)
def state_in(title: str) -> gazetteer.Entry | None:
    """The state with whose name or adjective an office begins: "US special envoy"."""
    return gazetteer.state_named(fold_name(title).split(), _LONGEST_STATE)


def _title_end(words: Sequence[str], first: int) -> int:
    for last in range(min(first + _LONGEST, len(words)), first, -1):
        if " ".join(words[first:last]) in _relations():
            return last
    return first


def _may_stand_before(word: str, after: bool) -> bool:
    """Whether a word may stand before a title in its office; after one nothing stands but what joins a further one."""
    if after or word in _JOINTS or word in _never_in_office():
        return False
    participle = word.endswith("ed") and not any(word in lexicon.words(name) for name in _PARTICIPLES)
    return not participle and word not in lexicon.words("government_verbs")
