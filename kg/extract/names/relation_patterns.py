"""The words between two mentions that tell a relation, as compiled from the lexicon."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import lexicon
from kg.records import ActorKind

IN_PASSING = "in passing"  # how the rule of a relation ends that an adjective tells
_SLOT = "([a-z]+ )?"  # in the table: any one word, such as an adjective


@dataclass(frozen=True, slots=True)
class Pattern:
    """What stands between two mentions, whole, and what before and after them.

    forward: the first mention is the subject. sides: kinds of which one of the two must be, if any.
    """

    property: str
    forward: bool
    left_is_actor: bool
    right_is_actor: bool
    between: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str] | None
    sides: frozenset[ActorKind]

    def is_hyphen(self) -> bool:
        """Whether it joins two words only: no list shares it."""
        return self.between.pattern.startswith("-") or self.before is not None

    def is_open(self) -> bool:
        """Whether any words may follow the first mention, which then must be no part of another phrase."""
        return self.between.pattern.startswith("[^")

    def is_possessive(self) -> bool:
        """Whether the first mention owns the office of the second: "the party's leader, X"."""
        return self.between.pattern.startswith(("['’]s", "(['’]s"))


@cache
def _patterns() -> tuple[Pattern, ...]:
    slot = _slot()
    return tuple(
        Pattern(
            property=row["property"],
            forward=row["order"] == "forward",
            left_is_actor=row["left"] == "actor",
            right_is_actor=row["right"] == "actor",
            between=re.compile(row["between"].strip("\n").replace(_SLOT, slot), re.IGNORECASE),
            after=re.compile(row["after"] or "", re.IGNORECASE),
            before=re.compile(row["before"], re.IGNORECASE) if row["before"] else None,
            sides=frozenset(map(ActorKind, row["sides"].split())),
        )
        for row in lexicon.table("relation_patterns", strip=False)
    )


def _slot() -> str:
    """Any one word that begins no other phrase: "fought local rebels", and not "fought beside rebels"."""
    others = [row["word"] for row in lexicon.table("function_words") if row["kind"] in {"preposition", "conjunction"}]
    return rf"((?!(?:{'|'.join([*others, 'beside', 'alongside'])})\b)[a-z]+ )?"


@cache
def patterns_of(left_is_actor: bool, right_is_actor: bool) -> tuple[Pattern, ...]:
    """The patterns for two mentions of some classes."""
    return tuple(p for p in _patterns() if (p.left_is_actor, p.right_is_actor) == (left_is_actor, right_is_actor))


@cache
def _any_of(left_is_actor: bool, right_is_actor: bool) -> re.Pattern[str]:
    """What stands in small letters between two mentions in any of the patterns for their classes: most words stand in
    none. Without the flag for letter case, which costs most of the time.
    """
    patterns = patterns_of(left_is_actor, right_is_actor)
    return re.compile("|".join(f"(?:{p.between.pattern})" for p in patterns) or r"(?!)")


@lru_cache(maxsize=4_096)
def telling(left_is_actor: bool, right_is_actor: bool, words: str) -> tuple[Pattern, ...]:
    """The patterns for two mentions of some classes in which the words between them stand; kept for the short words
    that stand between names again and again.
    """
    if not _any_of(left_is_actor, right_is_actor).fullmatch(words.lower()):
        return ()
    return tuple(p for p in patterns_of(left_is_actor, right_is_actor) if p.between.fullmatch(words))
