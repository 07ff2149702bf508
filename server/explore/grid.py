"""The claims grid: what is claimed, and who asserts, denies, threatens or demands it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from server.explore.asking import Asked
from server.explore.here import Explorer
from server.explore.index.opened import marks
from server.explore.lists import pages_of
from server.explore.narrowing import Condition, condition, facets
from server.explore.views import Cell, Grid, GridRow, Term, Thing
from server.explore.vocabulary import term

STANCES: Final = ("Asserts", "Alleges", "Denies", "Condemns", "Threatens", "Promises", "Demands", "Warns")
# Claims shown in one cell; the row tells how many there are.
_MOST_IN_A_CELL: Final = 12
_MOST_IN_A_ROW: Final = 200


def claims_grid(here: Explorer, asked: Asked) -> Grid:
    """One page of the grid: rows with a claim that is asked for, each with all its claims. Raises NoIndex."""
    which = condition(here, asked)
    chosen = f"SELECT DISTINCT root FROM thing WHERE {which.sql}"
    if not asked.narrowed:
        which, chosen = Condition(""), "SELECT root FROM grid_row"
    total = int(here.index.one(f"SELECT count(*) FROM ({chosen})", which.values))
    order = "day = '', day, root" if asked.sort == "oldest" else "day DESC, root"
    first = (asked.page - 1) * asked.size
    rows = []
    if first < total:
        rows = here.index.rows(
            f"SELECT root, claims, disputed, single FROM grid_row WHERE root IN ({chosen}) "
            f"ORDER BY {order} LIMIT ? OFFSET ?",
            (*which.values, asked.size, first),
        )
    pages = pages_of(total, asked.size)
    return Grid(
        stances=tuple(term(name) for name in STANCES),
        rows=_grid_rows(here, rows),
        total=total,
        page=asked.page,
        pages=pages,
        size=asked.size,
        facets=facets(here, asked),
        filters=asked.filters,
        words=asked.words,
        next=asked.page + 1 if asked.page < pages else None,
        previous=min(asked.page - 1, pages) if asked.page > 1 else None,
    )


def _grid_rows(here: Explorer, rows: Sequence[tuple[Any, ...]]) -> tuple[GridRow, ...]:
    roots = [row[0] for row in rows]
    claims = _claims(here, roots)
    ids = {id for each in claims.values() for claim in each for id in (claim[0], claim[2], claim[3]) if id}
    things = here.by_ids([*roots, *ids])
    told = {
        id: (factuality, publisher, published, article)
        for id, factuality, publisher, published, article in here.index.rows(
            "SELECT thing.id, thing.factuality, source.publisher, source.published, source.id "
            f"FROM thing LEFT JOIN thing AS source ON source.id = thing.article WHERE thing.id IN ({marks(roots)})",
            roots,
        )
    }
    return tuple(_grid_row(here, row, claims[row[0]], things, told.get(row[0], (None,) * 4)) for row in rows)


def _claims(here: Explorer, roots: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    """The claims of each row: id, stance, claimant, article."""
    statement = (
        "SELECT thing.root, thing.id, thing.stance, min(said.object), thing.article FROM thing "
        "LEFT JOIN fact AS said ON said.subject = thing.id AND said.property = 'claimant' "
        f"WHERE thing.root IN ({marks(roots)}) GROUP BY thing.id ORDER BY thing.day, thing.iri"
    )
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for root, *claim in here.index.rows(statement, roots):
        if len(found[root]) < _MOST_IN_A_ROW:
            found[root].append(tuple(claim))
    return found


def _grid_row(
    here: Explorer,
    row: tuple[Any, ...],
    claims: Sequence[tuple[Any, ...]],
    things: dict[int, Thing],
    told: tuple[Any, ...],
) -> GridRow:
    root, count, disputed, single = row
    cells: dict[str, list[Cell]] = {name: [] for name in STANCES}
    for id, stance, claimant, _ in claims:
        if id in things and stance in cells and len(cells[stance]) < _MOST_IN_A_CELL:
            cue = next(iter(here.graph.spans(things[id].iri, "cueMention")), None)
            words = cue.exact if cue else None
            cells[stance].append(Cell(things[id], things.get(claimant), things[id].label, words))
    factuality, publisher, published, article = told
    kind: Term | None = term(factuality) if factuality else None
    article = article or next((claim[3] for claim in claims if claim[3]), None)
    return GridRow(
        target=things.get(root),
        factuality=kind,
        article=things.get(article) if article else None,
        published=published,
        publisher=publisher,
        disputed=bool(disputed),
        single_source=bool(single),
        cells={name: tuple(each) for name, each in cells.items()},
        count=count,
    )
