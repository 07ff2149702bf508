"""What somebody may have meant whose words are nowhere: other spellings, names that only the gazetteer knows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from kg.gazetteer import lookup
from kg.gazetteer.folding import fold
from kg.linking.spelling import LONGEST_NAME, likeness
from kg.names import Names, slug
from server.explore.find import find
from server.explore.here import Explorer
from server.explore.suggest import family_named, suggest
from server.explore.views import Suggestion, Thing
from server.search import matching

# Words that are looked at, and words of the index that one of them is compared with.
_MOST_WORDS: Final = 8
_MOST_COMPARED: Final = 150_000
# Words for which all words of the index are looked at, whatever their first letter.
_MOST_SWEEPS: Final = 2
_SHORTEST: Final = 4
# One wrong letter in a longer word, none but an accent in a short one: "Iraq" is no misspelt "Iran".
_LEAST_LIKE: Final = 0.85
_LEAST_LIKE_SHORT: Final = 0.9
_LENGTHS_APART: Final = 2


@dataclass(frozen=True, slots=True)
class Meant:
    """What may have been meant. words: those typed, mended, or None; single: those that something holds alone."""

    words: str | None
    names: tuple[Suggestion, ...]
    single: tuple[str, ...]


def meant(here: Explorer, words: str, family: str | None = None, limit: int = 5) -> Meant:
    """What may have been meant by words that nothing holds. Raises UsageError, NoIndex."""
    typed = _words(words)
    mended = _mended(here, typed)
    better = _joined(here, typed, mended)
    names = suggest(here, better, family, limit) if better else ()
    long = [
        word for said, word in zip(typed, mended, strict=True) if word and (len(said) >= _SHORTEST or said.isupper())
    ]
    single = tuple(dict.fromkeys(long)) if len(typed) > 1 else ()
    return Meant(better, names or known_as(here, words, family)[:limit], single)


def names_like(here: Explorer, words: str, family: str | None = None, limit: int = 5) -> tuple[Suggestion, ...]:
    """Things whose name begins so, or nearly so, or that the gazetteer calls so."""
    if not any(character.isalnum() for character in words):
        return ()
    return suggest(here, words, family, limit) or meant(here, words, family, limit).names


def known_as(here: Explorer, words: str, family: str | None = None) -> tuple[Suggestion, ...]:
    """Things of the graph that the gazetteer knows by this name, which no article uses for them."""
    wanted = family_named(family)
    things = [(thing, here.family(thing.iri)) for thing in known_by(here, words)]
    return tuple(Suggestion(thing, of, words, 0) for thing, of in things if wanted in (None, of))


def known_by(here: Explorer, name: str) -> list[Thing]:
    """Actors and places of the graph that the gazetteer has under a name."""
    names = Names(here.base_iri)
    iris = {names.known(kind, slug(entry.key)) for entry in lookup(name) for kind in ("actor", "place")}
    return [here.thing(iri) for iri in sorted(iris) if here.graph.exists(iri) and here.family(iri)]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text)[:_MOST_WORDS] if len(word) <= LONGEST_NAME]


def _joined(here: Explorer, typed: Sequence[str], mended: Sequence[str | None]) -> str | None:
    """Mended words as one search, where all of them could be mended, they differ, and something holds them."""
    words = [word for word in mended if word]
    said = " ".join(words)
    if not words or len(words) < len(typed) or said.casefold() == " ".join(typed).casefold():
        return None
    return said if suggest(here, said, limit=1) or find(here, said, limit=1) else None


def _mended(here: Explorer, typed: Sequence[str]) -> list[str | None]:
    """Each word as it is, where something holds it, else the word of a name that is most like it, if one is."""
    found: list[str | None] = []
    sweeps = _MOST_SWEEPS
    for word in typed:
        if here.index.one("SELECT 1 FROM entry WHERE entry MATCH ? LIMIT 1", (matching(word),)) is not None:
            found.append(word)
            continue
        nearest = _nearest(here, word, same_letter=True)
        if nearest is None and sweeps:
            sweeps -= 1
            nearest = _nearest(here, word, same_letter=False)
        found.append(nearest)
    return found


def _nearest(here: Explorer, typed: str, same_letter: bool) -> str | None:
    """The word of a name that is most like one, of those that begin with the same letter or of all."""
    plain = fold(typed)
    if len(plain) < _SHORTEST or not plain.isalpha():
        return None
    bounds: tuple[str | int, ...] = (len(plain) - _LENGTHS_APART, len(plain) + _LENGTHS_APART)
    where = "length(plain) BETWEEN ? AND ?"
    if same_letter:
        where, bounds = f"{where} AND plain >= ? AND plain < ?", (*bounds, plain[0], chr(ord(plain[0]) + 1))
    statement = f"SELECT plain, word, times FROM word WHERE {where} LIMIT {_MOST_COMPARED}"
    return _best(plain, here.index.rows(statement, bounds))


def _best(plain: str, words: Iterable[tuple[str, str, int]]) -> str | None:
    least = _LEAST_LIKE if len(plain) > _SHORTEST else _LEAST_LIKE_SHORT
    like = partial(likeness, plain)
    scored = ((like(spelled), times, word) for spelled, word, times in words)
    best = max((each for each in scored if each[0] >= least), default=None)
    return best[2] if best else None
