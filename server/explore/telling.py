"""Things of one name, told apart: places by what they lie in, others by the one article that names them."""

from collections import Counter
from collections.abc import Mapping

from server.explore.here import Explorer
from server.explore.index.opened import marks
from server.explore.views import Thing

_WITHIN = """
    SELECT fact.subject, around.label, count(higher.object) AS height
    FROM fact JOIN thing AS around ON around.id = fact.object
      LEFT JOIN fact AS higher ON higher.subject = around.id AND higher.property = 'within' AND higher.stated
    WHERE fact.property = 'within' AND fact.stated AND fact.subject IN ({marks})
    GROUP BY fact.subject, around.id ORDER BY fact.subject, height DESC, around.label
"""
_ARTICLE = """
    SELECT thing.id, source.label FROM thing JOIN thing AS source ON source.id = thing.article
    WHERE thing.id IN ({marks})
"""


def told_apart(here: Explorer, things: Mapping[int, Thing]) -> dict[int, str]:
    """Labels by the things' ids in the index; those that several bear are followed by what tells them apart."""
    times = Counter(thing.label for thing in things.values())
    alike = [id for id, thing in things.items() if times[thing.label] > 1]
    labels = {id: thing.label for id, thing in things.items()}
    if not alike:
        return labels
    around: dict[int, list[str]] = {}
    for id, label, _ in here.index.rows(_WITHIN.format(marks=marks(alike)), alike):
        around.setdefault(id, []).append(label)
    told = {id: f"in {', '.join(names)}" for id, names in around.items()}
    for id, article in here.index.rows(_ARTICLE.format(marks=marks(alike)), alike):
        told.setdefault(id, article)
    return labels | {id: f"{things[id].label} ({hint})" for id, hint in told.items()}
