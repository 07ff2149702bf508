"""The gazetteer's names as the linker looks them up: as folded, by their consonants, and by the words in them."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from kg import gazetteer
from kg.gazetteer import Entry
from kg.gazetteer.folding import fold_name
from kg.linking.spelling import skeleton
from kg.records import ActorKind

# Words that so many names share tell nothing; names that have no rarer one are found by their spelling only.
_COMMONEST = 60


@dataclass(frozen=True, slots=True)
class Index:
    """Folded names by their skeleton, and by each skeleton word that few names have; persons by their last name."""

    by_skeleton: dict[str, tuple[str, ...]]
    by_word: dict[str, tuple[str, ...]]
    surnames: dict[str, tuple[tuple[Entry, str], ...]]

    def like(self, folded: str) -> set[str]:
        """Names of the gazetteer that may be another spelling of a folded name, or a longer or shorter form of it."""
        key = skeleton(folded)
        found = set(self.by_skeleton.get(key, ()))
        for word in key.split():
            found.update(self.by_word.get(word, ()))
        found.discard(folded)
        return found


@cache
def index() -> Index:
    """The index of all names; made once."""
    by_skeleton: defaultdict[str, list[str]] = defaultdict(list)
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for folded in gazetteer.by_name():
        key = skeleton(folded)
        if not key:
            continue
        by_skeleton[key].append(folded)
        words = set(key.split())
        for word in words if len(words) > 1 else ():
            by_word[word].append(folded)
    return Index(
        {key: tuple(names) for key, names in by_skeleton.items()},
        {word: tuple(names) for word, names in by_word.items() if len(names) <= _COMMONEST},
        _surnames(),
    )


def _surnames() -> dict[str, tuple[tuple[Entry, str], ...]]:
    found: defaultdict[str, dict[str, tuple[Entry, str]]] = defaultdict(dict)
    for entry in gazetteer.entries():
        if entry.kind is ActorKind.PERSON:
            for name in entry.names:
                folded = fold_name(name)
                found[folded.rpartition(" ")[2]].setdefault(entry.key, (entry, folded))
    return {surname: tuple(persons.values()) for surname, persons in found.items()}


def entries_named(folded: str) -> tuple[Entry, ...]:
    """The things of a folded name."""
    return gazetteer.by_name().get(folded, ())


def is_main_name(entry: Entry, folded: str) -> bool:
    """Whether a folded name is the one that the entry goes by, with or without "city", and no alias."""
    return fold_name(entry.names[0]).removesuffix(" city") == folded.removesuffix(" city")
