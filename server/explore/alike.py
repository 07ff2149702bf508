"""What somebody may have meant whose words are nowhere: other spellings, names that only the gazetteer knows."""

import re
from collections.abc import Iterable
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
_MOST_COMPARED: Final = 50_000
_SHORTEST: Final = 4
# One wrong letter in a longer word, none but an accent in a short one: "Iraq" is no misspelt "Iran".
_LEAST_LIKE: Final = 0.85
_LEAST_LIKE_SHORT: Final = 0.9
_LENGTHS_APART: Final = 2


def corrected(here: Explorer, words: str) -> str | None:
    """The words with those that are nowhere replaced by the most alike of a name; None where that finds nothing.

    Raises NoIndex where there is no index.
    """
    typed = _words(words)
    bettered = [word if _is_somewhere(here, word) else _nearest(here, word) for word in typed]
    meant = " ".join(word for word in bettered if word)
    if None in bettered or not meant or meant.casefold() == " ".join(typed).casefold():
        return None
    return meant if suggest(here, meant, limit=1) or find(here, meant, limit=1) else None


def single_words(here: Explorer, words: str) -> tuple[str, ...]:
    """The words that something holds, each alone, without the shortest; none where there is but one."""
    typed = [word for word in _words(words) if len(word) >= _SHORTEST or word.isupper()]
    found = [word if _is_somewhere(here, word) else _nearest(here, word) for word in typed]
    return tuple(dict.fromkeys(word for word in found if word)) if len(_words(words)) > 1 else ()


def names_like(here: Explorer, words: str, family: str | None = None, limit: int = 5) -> tuple[Suggestion, ...]:
    """Things whose name begins so, or nearly so, or that the gazetteer calls so."""
    if not any(character.isalnum() for character in words):
        return ()
    found = suggest(here, words, family, limit)
    if not found and (meant := corrected(here, words)):
        found = suggest(here, meant, family, limit)
    return found or known_as(here, words, family)[:limit]


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


def _is_somewhere(here: Explorer, word: str) -> bool:
    return here.index.one("SELECT 1 FROM entry WHERE entry MATCH ? LIMIT 1", (matching(word),)) is not None


def _nearest(here: Explorer, typed: str) -> str | None:
    """The word of a name that is most like one; those that begin with the same letter are preferred."""
    plain = fold(typed)
    if len(plain) < _SHORTEST or not plain.isalpha():
        return None
    bounds = len(plain) - _LENGTHS_APART, len(plain) + _LENGTHS_APART
    statement = (
        f"SELECT plain, word, times FROM word WHERE {{which}}length(plain) BETWEEN ? AND ? LIMIT {_MOST_COMPARED}"
    )
    letter = plain[0], chr(ord(plain[0]) + 1)
    same_letter = here.index.rows(statement.format(which="plain >= ? AND plain < ? AND "), (*letter, *bounds))
    return _best(plain, same_letter) or _best(plain, here.index.rows(statement.format(which=""), bounds))


def _best(plain: str, words: Iterable[tuple[str, str, int]]) -> str | None:
    least = _LEAST_LIKE if len(plain) > _SHORTEST else _LEAST_LIKE_SHORT
    like = partial(likeness, plain)
    scored = ((like(spelled), times, word) for spelled, word, times in words)
    best = max((each for each in scored if each[0] >= least), default=None)
    return best[2] if best else None
