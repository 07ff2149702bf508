"""Things whose name begins with what somebody types."""

from typing import Final

from kg.errors import UsageError
from server.explore.asking import LISTS
from server.explore.here import Explorer
from server.explore.views import Suggestion
from server.explore.vocabulary import FAMILIES
from server.search import matching

MOST_SUGGESTIONS: Final = 50
# Names looked at for one answer; SQLite gives the heaviest of them.
_MOST_NAMES: Final = 5_000


def suggest(here: Explorer, words: str, family: str | None = None, limit: int = 10) -> tuple[Suggestion, ...]:
    """Things with a name whose words begin so, those of most articles first; none where nothing was typed.

    Raises UsageError where there is no such family, NoIndex where there is no index.
    """
    wanted = family_named(family)
    if not any(character.isalnum() for character in words):
        return ()
    rows = here.index.rows(
        "SELECT found.thing, min(found.text), thing.iri, thing.label, thing.kind, thing.family, thing.articles "
        f"FROM (SELECT thing, text FROM name WHERE name MATCH ? LIMIT {_MOST_NAMES}) AS found "
        "JOIN thing ON thing.id = found.thing WHERE (? IS NULL OR thing.family = ?) "
        "GROUP BY found.thing ORDER BY thing.articles DESC, thing.mentions DESC, length(thing.label), thing.iri "
        "LIMIT ?",
        (matching(words), wanted, wanted, limit),
    )
    typed = words.split()[0].casefold()
    return tuple(
        Suggestion(here.known(iri, label, kind, of), of, label if typed in label.casefold() else matched, articles)
        for _, matched, iri, label, kind, of, articles in rows
    )


def family_named(name: str | None) -> str | None:
    """A family by its own name or its list's, as "Actor" or "actors"; None for no name. Raises UsageError."""
    if not name:
        return None
    by_list = {each: families[0] for each, (families, _) in LISTS.items() if len(families) == 1}
    found = by_list.get(name.lower()) or next((family for family in FAMILIES if family.lower() == name.lower()), None)
    if found is None:
        raise UsageError(f"family must be one of {', '.join(FAMILIES)}, not {name[:40]!r}")
    return found
