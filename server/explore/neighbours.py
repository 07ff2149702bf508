"""What stands around a thing, for a drawing of at most 60 nodes."""

from collections import Counter
from typing import Any, Final

from server.explore.here import Explorer, NotFound
from server.explore.index.opened import marks
from server.explore.index.reading import key
from server.explore.views import Edge, Neighbourhood, Node
from server.explore.vocabulary import term

MOST_NODES: Final = 60
# Facts looked at for the nodes that are drawn; those that most articles tell come first.
_MOST_FACTS: Final = 2_000
_ALL: Final = """
    SELECT subject, property, object, count(DISTINCT article) AS articles FROM fact
    WHERE {end} IN ({marks}) AND stated GROUP BY 1, 2, 3 ORDER BY articles DESC, 1, 2, 3 LIMIT {most}
"""


def neighbourhood(here: Explorer, iri: str, limit: int = MOST_NODES) -> Neighbourhood:
    """The thing and its nearest neighbours, those that most articles tell of first, and all arrows between them.

    Raises NotFound, and NoIndex where there is none yet.
    """
    centre = key(iri)
    row = here.index.rows("SELECT iri, family FROM thing WHERE id = ?", (centre,))
    if not row or row[0][0] != iri:
        raise NotFound("the graph says nothing of this name")
    most = max(2, min(limit, MOST_NODES))
    weights = _weights(_facts(here, [centre]), {centre})
    chosen = {centre: 0} | {id: 1 for id, _ in weights.most_common(most - 1)}
    if len(chosen) < most:
        # Where there is room, their neighbours too.
        farther = _weights(_facts(here, [id for id in chosen if id != centre]), set(chosen))
        chosen |= {id: 2 for id, _ in farther.most_common(most - len(chosen))}
    hidden = _degrees(here, list(chosen))
    between = [f for f in _between(here, list(chosen)) if f[0] != f[2]]
    drawn = Counter(id for each in {frozenset((f[0], f[2])) for f in between} for id in each)
    things = here.by_ids(chosen)
    nodes = tuple(
        Node(things[id], here.family(things[id].iri) or things[id].kind, distance, max(0, hidden[id] - drawn[id]))
        for id, distance in chosen.items()
        if id in things
    )
    edges = tuple(
        Edge(things[subject].iri, things[object].iri, term(property), articles)
        for subject, property, object, articles in between
        if subject in things and object in things
    )
    return Neighbourhood(things[centre], nodes, edges, max(0, len(weights) - (most - 1)))


def _facts(here: Explorer, ids: list[int]) -> list[tuple[Any, ...]]:
    found = []
    for end in ("subject", "object"):
        statement = _ALL.format(end=end, marks=marks(ids), most=_MOST_FACTS)
        found += here.index.rows(statement, ids)
    return found


def _weights(facts: list[tuple[Any, ...]], known: set[int]) -> Counter[int]:
    """The new ends of facts, with the number of articles; ids decide between equals."""
    found: Counter[int] = Counter()
    for subject, _, object, articles in facts:
        for end in {subject, object} - known:
            found[end] += articles
    return Counter(dict(sorted(found.items())))


def _degrees(here: Explorer, ids: list[int]) -> dict[int, int]:
    """How many different things each is bound to."""
    ends = ("subject", "object"), ("object", "subject")
    union = " UNION ".join(
        f"SELECT {own} AS own, {other} AS other FROM fact WHERE {own} IN ({marks(ids)}) AND stated"
        for own, other in ends
    )
    counted = here.index.rows(f"SELECT own, count(*) FROM ({union}) WHERE own <> other GROUP BY own", ids * 2)
    return Counter(dict(counted))


def _between(here: Explorer, ids: list[int]) -> list[tuple[Any, ...]]:
    return here.index.rows(
        "SELECT subject, property, object, count(DISTINCT article) FROM fact "
        f"WHERE subject IN ({marks(ids)}) AND object IN ({marks(ids)}) AND stated GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        ids * 2,
    )
