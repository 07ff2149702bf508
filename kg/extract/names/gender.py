"""Whether "he" or "she" may mean a person, by the given name."""

from kg import lexicon
from kg.gazetteer.folding import fold
from kg.records import Actor

_WOMAN = frozenset({"she", "her", "hers", "herself"})
_MAN = frozenset({"he", "him", "his", "himself"})


def may_mean(pronoun: str, actor: Actor) -> bool:
    """False only where a pronoun (in lower case) tells one gender and the given name of the actor the other."""
    other = "he" if pronoun in _WOMAN else "she" if pronoun in _MAN else ""
    return not other or _gender(actor) != other


def is_told(pronoun: str, actor: Actor) -> bool:
    """Whether a pronoun tells the gender that the given name of the actor tells."""
    return pronoun in _WOMAN and _gender(actor) == "she"


def _gender(actor: Actor) -> str:
    """What the given name of a person named in full tells: he, she, or nothing."""
    given, _, surname = actor.label.partition(" ")
    return lexicon.mapping("gendered_names", "name", "gender").get(fold(given), "") if surname else ""
