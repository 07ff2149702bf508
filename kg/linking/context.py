"""The context of a thing, from nothing but the names of its article."""

from collections.abc import Iterable
from datetime import date

from kg.gazetteer import Entry
from kg.linking.candidates import candidates
from kg.linking.things import Context, Thing


def context_of(names: Iterable[tuple[str, str]], day: date | None = None) -> Context:
    """Context of an article with some names (class, words): its known things are those that a name can only mean, and
    the states among what a name can mean."""
    names = frozenset(names)
    found: dict[str, Entry] = {}
    for kind, name in sorted(names):
        exact = [each.entry for each in candidates(Thing(kind, (name,))) if each.likeness == 1]
        states = [entry for entry in exact if entry.level == "country"]
        for entry in states or (exact if len(exact) == 1 else ()):
            found.setdefault(entry.key, entry)
    return Context(tuple(found.values()), names, day)
