"""Lines of lists, read from the index."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from server.explore.here import Explorer
from server.explore.index.opened import marks
from server.explore.views import Row, Thing
from server.explore.vocabulary import term

_COLUMNS: Final = (
    "id, iri, label, kind, family, factuality, status, stance, earliest, latest, when_text, killed, injured, sentence, "
    "article, publisher, published, articles, mentions, aliases, claims, disputed"
)
_ROLES: Final = {
    "actors": ("perpetrator", "party", "controlledBy"),
    "accused": ("allegedPerpetrator",),
    "targets": ("target",),
    "places": ("location", "within"),
    "claimant": ("claimant",),
    "about": ("about",),
}
_WITH_ROLES: Final = frozenset({"Strike", "Agreement", "Zone", "Claim", "Place"})
# Actors and places that one line shows.
_MOST_IN_A_ROLE: Final = 8


def rows_of(here: Explorer, ids: Sequence[int]) -> tuple[Row, ...]:
    """The lines of some things, in their order; those that the index has not are left out."""
    if not ids:
        return ()
    said = {row[0]: row for row in here.index.rows(f"SELECT {_COLUMNS} FROM thing WHERE id IN ({marks(ids)})", ids)}
    roles = _roles(here, [id for id, row in said.items() if row[4] in _WITH_ROLES])
    others = [id for each in roles.values() for found in each.values() for id in found]
    things = here.by_ids(others + [row[14] for row in said.values() if row[14]])
    days = _days(here, [row[14] for row in said.values() if row[14]])
    return tuple(_row(here, said[id], roles.get(id, {}), things, days) for id in ids if id in said)


def _roles(here: Explorer, ids: Sequence[int]) -> dict[int, dict[str, list[int]]]:
    """For each thing, the things that have a property of it."""
    names = [name for each in _ROLES.values() for name in each]
    statement = (
        f"SELECT DISTINCT subject, property, object FROM fact WHERE subject IN ({marks(ids)}) "
        f"AND stated AND property IN ({marks(names)})"
    )
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for subject, property, object in here.index.rows(statement, [*ids, *names]):
        if len(found[subject][property]) < _MOST_IN_A_ROLE:
            found[subject][property].append(object)
    return found


def _days(here: Explorer, ids: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
    """Publisher and day of articles."""
    wanted = list(dict.fromkeys(ids))
    rows = here.index.rows(f"SELECT id, publisher, published FROM thing WHERE id IN ({marks(wanted)})", wanted)
    return {id: (publisher, published) for id, publisher, published in rows}


def _row(
    here: Explorer,
    said: tuple[Any, ...],
    roles: dict[str, list[int]],
    things: dict[int, Thing],
    days: dict[int, tuple[str | None, str | None]],
) -> Row:
    (_, iri, label, kind, family, factuality, status, stance, earliest, latest, when, killed, injured, sentence) = said[
        :14
    ]
    article, publisher, published, articles, mentions, aliases, claims, disputed = said[14:]
    if article in days:
        publisher, published = days[article]
    named = {
        name: tuple(things[id] for property in properties for id in roles.get(property, ()) if id in things)
        for name, properties in _ROLES.items()
    }
    return Row(
        here.known(iri, label, kind, family),
        factuality=term(factuality) if factuality else None,
        status=term(status) if status else None,
        stance=term(stance) if stance else None,
        earliest=earliest,
        latest=latest,
        when=when,
        actors=named["actors"],
        accused=named["accused"],
        targets=named["targets"],
        places=named["places"],
        claimant=next(iter(named["claimant"]), None),
        about=named["about"],
        killed=killed,
        injured=injured,
        article=things.get(article),
        publisher=publisher,
        published=published,
        text=sentence,
        articles=articles,
        mentions=mentions,
        aliases=aliases,
        claims=claims,
        disputed=bool(disputed),
    )
