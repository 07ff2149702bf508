"""Whether "he" or "she" may mean a person, by the given name."""

from functools import cache

from kg import lexicon
from kg.gazetteer.folding import fold
from kg.records import Actor

_WOMAN = frozenset({"she", "her", "hers", "herself"})
_MAN = frozenset({"he", "him", "his", "himself"})


def may_mean(pronoun: str, actor: Actor) -> bool:
    """False only where a pronoun (in lower case) tells one gender and the given name of the actor the other."""
    other = "he" if pronoun in _WOMAN else "she" if pronoun in _MAN else ""
    given, _, surname = actor.label.partition(" ")
    return not (other and surname and _genders().get(fold(given)) == other)


def is_told(pronoun: str, actor: Actor) -> bool:
    """Whether a pronoun tells the gender that the given name of the actor tells."""
    given, _, surname = actor.label.partition(" ")
    return pronoun in _WOMAN and bool(surname) and _genders().get(fold(given)) == "she"


@cache
def _genders() -> dict[str, str]:
    return lexicon.mapping("gendered_names", "name", "gender")
