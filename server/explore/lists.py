"""Lists with facets, sorted and in pages."""

from typing import Final

from server.explore.asking import SORTS, Asked
from server.explore.here import Explorer
from server.explore.narrowing import condition, facets
from server.explore.rows import rows_of
from server.explore.views import Listing

# A day that is not known comes last, whichever way the days run.
_ORDERS: Final = {
    "newest": "thing.day DESC, thing.sort_label, thing.id",
    "oldest": "thing.day = '', thing.day, thing.sort_label, thing.id",
    "label": "thing.sort_label, thing.id",
    "articles": "thing.articles DESC, thing.sort_label, thing.id",
    "mentions": "thing.mentions DESC, thing.sort_label, thing.id",
    "claims": "thing.claims DESC, thing.sort_label, thing.id",
}


def listing(here: Explorer, asked: Asked, with_facets: bool = True) -> Listing:
    """One page of a list. Raises NoIndex where there is none yet."""
    which = condition(here, asked)
    total = int(here.index.one(f"SELECT count(*) FROM thing WHERE {which.sql}", which.values))
    first = (asked.page - 1) * asked.size
    ids = []
    if first < total:
        ids = here.index.rows(
            f"SELECT thing.id FROM thing WHERE {which.sql} ORDER BY {_ORDERS[asked.sort]} LIMIT ? OFFSET ?",
            (*which.values, asked.size, first),
        )
    pages = pages_of(total, asked.size)
    return Listing(
        family=asked.name,
        rows=rows_of(here, [row[0] for row in ids]),
        total=total,
        page=asked.page,
        pages=pages,
        size=asked.size,
        sort=asked.sort,
        sorts=SORTS[asked.name],
        facets=facets(here, asked) if with_facets else (),
        filters=asked.filters,
        words=asked.words,
        next=asked.page + 1 if asked.page < pages else None,
        previous=min(asked.page - 1, pages) if asked.page > 1 else None,
    )


def pages_of(total: int, size: int) -> int:
    """How many pages so many rows fill; at least one."""
    return max(1, -(-total // size))
