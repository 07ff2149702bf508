"""Names of persons and bodies that no gazetteer knows: which are full names, and when two may be one."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from kg import gazetteer
from kg.gazetteer.folding import fold_name
from kg.identity.reading import Node
from kg.lexicon import words
from kg.linking.spelling import likeness, skeleton

# Spellings of one name are at least so much alike, and have so many consonants in common that it is no accident.
_ALIKE: Final = 0.8
_CONSONANTS: Final = 5


def full_names(node: Node) -> frozenset[str]:
    """Folded names of two or more words that are not all ordinary; a person's must have two that are neither ordinary
    nor particles."""
    person = "Person" in node.classes
    found = set()
    for name in (node.label, *node.other_names):
        parts = fold_name(name).split()
        telling = [part for part in parts if part not in _ordinary() and not (person and part in _particles())]
        if len(parts) > 1 and len(telling) >= (2 if person else 1):
            found.add(" ".join(parts))
    return frozenset(found)


def shortened(name: str) -> frozenset[str]:
    """A person's folded name without particles: whole, without the first of more than two parts, and with only the
    first and the last of them."""
    parts = [part for part in name.split() if part not in _particles()]
    short = (parts, parts[1:], [parts[0], parts[-1]]) if len(parts) > 2 else (parts,)
    return frozenset(" ".join(each) for each in short if each)


def cut(name: str) -> tuple[str, ...]:
    """A body's folded name without what follows "of", where that leaves several words."""
    short = name.partition(" of ")[0]
    return (short,) if " " in short and short != name else ()


def likest(persons: bool, one: Iterable[str], other: Iterable[str]) -> str:
    """How two actors without a common name are named alike, as a feature of the scale; empty where they are not."""
    pairs = [(first, second) for first in one for second in other]
    if not persons:
        return "part of name" if any(second in cut(first) or first in cut(second) for first, second in pairs) else ""
    if any(_is_other_spelling(first, second) for first, second in pairs):
        return "name spelt otherwise"
    return "part of name" if any(shortened(first) & shortened(second) for first, second in pairs) else ""


def _is_other_spelling(one: str, other: str) -> bool:
    sound = skeleton(one)
    return sound == skeleton(other) and len(sound.replace(" ", "")) >= _CONSONANTS and likeness(one, other) >= _ALIKE


@cache
def _ordinary() -> frozenset[str]:
    """Words of which a name may be made that many bear: interior, ministry, northern, Syrian."""
    return frozenset(words("ordinary_words")) | frozenset(gazetteer.adjectives()) | {"of", "the", "for", "and", "in"}


def _particles() -> frozenset[str]:
    return words("name_particles")
