"""Events and zones at places whose position is known."""

from typing import Final

from server.explore.asking import Asked
from server.explore.here import Explorer
from server.explore.narrowing import condition, facets
from server.explore.rows import rows_of
from server.explore.views import MapView, Point

MOST_POINTS: Final = 2_000
# Where an event is: at its location, else at the place that was its target. Where a zone is: at its own position, and
# at that of the place that it lies within.
_PLACED: Final = """
    SELECT thing.id AS id, thing.day AS day, place.id AS place, place.latitude AS latitude, place.longitude AS longitude
    FROM thing
      JOIN fact ON fact.subject = thing.id AND fact.stated AND fact.property IN ('location', 'target', 'within')
      JOIN thing AS place ON place.id = fact.object AND place.family IN ('Place', 'Zone')
    WHERE place.latitude IS NOT NULL AND (
      fact.property <> 'target'
      OR NOT EXISTS (SELECT 1 FROM fact AS at WHERE at.subject = thing.id AND at.property = 'location' AND at.stated)
    ) AND {condition}
    GROUP BY thing.id, place.id
    UNION ALL
    SELECT thing.id, thing.day, thing.id, thing.latitude, thing.longitude
    FROM thing WHERE thing.latitude IS NOT NULL AND {condition}
"""


def map_view(here: Explorer, asked: Asked) -> MapView:
    """The newest events with a known position, at most ``asked.size``. Raises NoIndex."""
    which = condition(here, asked)
    placed = _PLACED.format(condition=which.sql)
    total = int(here.index.one(f"SELECT count(*) FROM thing WHERE {which.sql}", which.values))
    twice = which.values * 2
    found = here.index.rows(f"SELECT * FROM ({placed}) ORDER BY day DESC, id, place LIMIT ?", (*twice, asked.size))
    counts = here.index.rows(f"SELECT count(*), count(DISTINCT id) FROM ({placed})", twice)[0]
    rows = {row.thing.iri: row for row in rows_of(here, list(dict.fromkeys(each[0] for each in found)))}
    things = here.by_ids([id for each in found for id in (each[0], each[2])])
    points = [
        Point(rows[things[id].iri], things[place], latitude, longitude)
        for id, _, place, latitude, longitude in found
        if id in things and place in things and things[id].iri in rows
    ]
    return MapView(
        tuple(points),
        unplaced=total - counts[1],
        total=total,
        more=counts[0] - len(found),
        months=tuple(sorted({point.row.earliest[:7] for point in points if point.row.earliest})),
        facets=facets(here, asked),
        filters=asked.filters,
    )
