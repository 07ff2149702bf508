"""Names of the gazetteer in a text: the longest that begins at a word."""

from functools import cache

from kg import gazetteer, lexicon
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind

_LONGEST_ACRONYM = 6


@cache
def _acronyms() -> frozenset[str]:
    """Folded names that are written in capitals only: "us" and "is" are words, US and IS are names."""
    capitals: set[str] = set()
    mixed: set[str] = set()
    for entry in gazetteer.entries():
        if entry.kind is None:
            continue
        for name in entry.names:
            (capitals if name.isupper() and len(name) <= _LONGEST_ACRONYM else mixed).add(fold_name(name))
    return frozenset(capitals - mixed)


def longest_name(words: Wording, first: int) -> tuple[int, tuple[Entry, ...]]:
    """Where the longest known name that begins at a word ends, and what it may mean; ``(first, ())`` if none does."""
    limit = gazetteer.longest_by_first_word().get(words.fold[first], 0)
    names = gazetteer.by_name()
    for last in range(min(first + limit + 2, len(words)), first, -1) if limit else ():
        # Two more words, since a dash inside a name is a word of its own.
        meant = names.get(words.phrase(first, last))
        if (
            meant
            and _is_written_as_name(words, first, last, meant)
            and not _is_acronym_of_no_place(words, first, last, meant)
        ):
            return last, meant
    return first, ()


def _is_acronym_of_no_place(words: Wording, first: int, last: int, meant: tuple[Entry, ...]) -> bool:
    """ISNA is no town of Isna."""
    if last - first > 1 or not words.text[first].isupper() or len(words.text[first]) < 3:
        return False
    return all(entry.kind is None for entry in meant) and not _amid_capitals(words, first, 2)


def _is_written_as_name(words: Wording, first: int, last: int, meant: tuple[Entry, ...]) -> bool:
    if any(words.broken[first + 1 : last]) or not words.text[last - 1][0].isalnum():
        return False
    if last - first == 1:
        if words.fold[first] in _acronyms():
            return words.text[first].isupper() and not _amid_capitals(words, first)
        return words.capital[first]
    begins = words.capital[first] or (len(words.text[first]) <= 3 and words.capital[first + 1])
    group = words.fold[last - 1] in lexicon.words("group_nouns") and meant[0].kind is ActorKind.ARMED_GROUP
    return begins and (group or any(words.capital[at] or words.text[at].isdigit() for at in range(first + 1, last)))


def _amid_capitals(words: Wording, at: int, longest: int = 3) -> bool:
    """In a shout or a headline in capitals an acronym cannot be told from a word."""
    near = [n for n in (at - 1, at + 1) if 0 <= n < len(words) and words.alphabetic[n]]
    return (longest < 3 or len(words.text[at]) < 4) and any(
        words.text[n].isupper() and len(words.text[n]) > longest for n in near
    )


def longest_adjective(words: Wording, first: int) -> tuple[int, Entry | None]:
    """Where an adjective of nationality that begins at a word ends, and its state."""
    return _longest_of(gazetteer.adjectives(), words, first)


def longest_people(words: Wording, first: int) -> tuple[int, Entry | None]:
    """Where the name of a people ("Syrians") that begins at a word ends, and its state."""
    return _longest_of(gazetteer.peoples(), words, first)


def _longest_of(names: dict[str, Entry], words: Wording, first: int) -> tuple[int, Entry | None]:
    if words.capital[first]:
        for last in (first + 2, first + 1):
            if last <= len(words) and (last == first + 1 or not words.broken[first + 1]):
                state = names.get(words.phrase(first, last))
                if state is not None and words.capital[last - 1]:
                    return last, state
    return first, None
