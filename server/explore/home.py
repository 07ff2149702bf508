"""The first page: how much there is, and what is new."""

from typing import Final

from server.explore.dataset import counts, published, triples
from server.explore.here import Explorer
from server.explore.rows import rows_of
from server.explore.views import Home, Row

_NEWEST: Final = 6
# What is not said to have happened is no news.
_HAPPENED: Final = "('Stated', 'Attributed', 'Alleged', 'Disputed')"
# What a copy of an article says, the article has said already.
_IN_COPY: Final = "EXISTS (SELECT 1 FROM fact WHERE fact.subject = thing.article AND fact.property = 'nearDuplicateOf')"


def home(here: Explorer) -> Home:
    """What the first page shows, also while nothing is indexed."""
    generation = here.snapshot.generation
    if not here.indexed:
        return Home({}, (), (), None, generation, None, indexed=False)
    found = counts(here)
    return Home(
        counts=found,
        newest=_events(here, f"factuality IN {_HAPPENED}"),
        disputed=_events(here, "disputed"),
        triples=triples(here),
        generation=generation,
        published=published(here),
        indexed=True,
        empty=not any(found.values()),
    )


def _events(here: Explorer, which: str) -> tuple[Row, ...]:
    statement = (
        f"SELECT id FROM thing WHERE family = 'Strike' AND {which} AND NOT {_IN_COPY} "
        f"ORDER BY day DESC, sort_label, id LIMIT {_NEWEST}"
    )
    return rows_of(here, [row[0] for row in here.index.rows(statement)])
