"""Events by month."""

from collections import defaultdict

from server.explore.asking import Asked
from server.explore.here import Explorer
from server.explore.narrowing import condition, facets
from server.explore.views import Month, Timeline
from server.explore.vocabulary import narrowest_first, term


def timeline(here: Explorer, asked: Asked) -> Timeline:
    """How many events begin in each month, by kind. Raises NoIndex."""
    which = condition(here, asked)
    rows = here.index.rows(
        "SELECT substr(thing.day, 1, 7), thing.kind, count(*) FROM thing "
        f"WHERE {which.sql} GROUP BY 1, 2 ORDER BY 1, 2",
        which.values,
    )
    months: dict[str, dict[str, int]] = defaultdict(dict)
    for month, kind, count in rows:
        months[month][kind] = count
    undated = sum(months.pop("", {}).values())
    kinds = narrowest_first(frozenset(kind for counts in months.values() for kind in counts))
    return Timeline(
        tuple(Month(month, sum(counts.values()), counts) for month, counts in months.items()),
        tuple(term(kind) for kind in kinds),
        undated,
        sum(row[2] for row in rows),
        facets(here, asked),
        asked.filters,
    )
