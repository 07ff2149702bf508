"""What an article calls a person beside the name: mayor, colonel, nurse."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from kg.gazetteer.folding import fold_name
from kg.identity.tables import lines
from kg.lexicon import table

# "the mayor of Kupiansk, Oleksandr Koval": so many words before a name may be what its bearer is called,
_BEFORE: Final = 9
# and so many after it: "Mariam Diallo, a nurse in the hospital of Gao".
_AFTER: Final = 7
_CALLED: Final = re.compile(r"\s*,\s+(?!and\b|but\b)([^,.;:!?\"”()\n]+)")


def offices(text: str, names: Iterable[tuple[int, int]]) -> frozenset[str]:
    """The offices and callings that stand at a person's names. names: offsets of these in the text."""
    return frozenset(office for begin, end in names for office in (*_before(text[:begin]), *_after(text[end:])))


def differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two persons' offices tell them apart: no office is in both, nor are both of a soldier."""
    return not one & other and not (one & _soldiers() and other & _soldiers())


def _before(text: str) -> list[str]:
    """Of a title right before the name, or of a description that a comma ends there."""
    clause: str = re.split(r"[.;:!?\"“”()\n]", text[-120:])[-1]
    last = clause.rstrip(", ").rpartition(",")[2]
    return _offices_in(last.split()[-_BEFORE:])


def _after(text: str) -> list[str]:
    found = _CALLED.match(text[:120])
    return _offices_in(found[1].split()[:_AFTER]) if found else []


def _offices_in(words: list[str]) -> list[str]:
    return [office for word in words if (office := re.sub(r" s$", "", fold_name(word))) in _heads()]


@cache
def _heads() -> frozenset[str]:
    """The nouns of titles: minister, of "minister of health" and "deputy foreign minister"."""
    titles = (fold_name(row["title"]).split(" of ")[0].split() for row in table("role_titles"))
    return frozenset(title[-1] for title in titles if title)


@cache
def _soldiers() -> frozenset[str]:
    return frozenset(lines("soldiers"))
