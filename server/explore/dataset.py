"""The graph as a whole: counts, sources, versions, licence."""

from typing import Final

from server.explore.here import Explorer
from server.explore.terms import term_counts
from server.explore.views import DatasetView, Outlet
from server.explore.vocabulary import FAMILIES

_LICENCE: Final = "The graph quotes its articles, which keep their own terms; the ontology is licensed under CC BY 4.0."
_SHOWN: Final = ("Strike", "Agreement", "Zone", "Claim", "Actor", "Place", "Article", "Incident")
_MOST_OUTLETS: Final = 200


def dataset(here: Explorer) -> DatasetView:
    """What the graph holds. Raises NoIndex where there is none yet."""
    index = here.index
    uses = term_counts(here)
    days = index.rows("SELECT min(published), max(published) FROM thing WHERE family = 'Article'")[0]
    outlets = index.rows(
        "SELECT publisher, count(*), min(published), max(published) FROM thing WHERE family = 'Article' "
        "AND publisher IS NOT NULL GROUP BY publisher ORDER BY 2 DESC, 1 LIMIT ?",
        (_MOST_OUTLETS,),
    )
    versions = index.rows(
        "SELECT program, model, rules, sum(articles) FROM version GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3"
    )
    return DatasetView(
        base_iri=here.base_iri,
        generation=here.snapshot.generation,
        published=published(here),
        triples=triples(here),
        articles=uses.get("Article", 0),
        mentions=uses.get("Mention", 0),
        claims=uses.get("Claim", 0),
        counts=counts(here),
        factuality=_counted(here, "Strike", "factuality"),
        stances=_counted(here, "Claim", "stance"),
        first=days[0],
        last=days[1],
        outlets=tuple(Outlet(*row) for row in outlets),
        versions=tuple((f"program {p or 'unknown'}, model {m or 'unknown'}", r or "", n) for p, m, r, n in versions),
        links={name: found for name in ("Accepted", "Candidate", "Rejected") if (found := uses.get(f"Link {name}"))},
        licence=_LICENCE,
    )


def counts(here: Explorer) -> dict[str, int]:
    """Things by family, in the order to show them."""
    found: dict[str, int] = dict(here.index.rows("SELECT family, sum(count) FROM kind_count GROUP BY family"))
    assert set(found) <= set(FAMILIES)
    return {family: found.get(family, 0) for family in _SHOWN}


def _counted(here: Explorer, family: str, facet: str) -> dict[str, int]:
    statement = "SELECT value, count FROM facet_count WHERE family = ? AND name = ? ORDER BY count DESC, value"
    return dict(here.index.rows(statement, (family, facet)))


def triples(here: Explorer) -> int:
    """How many triples the indexed generation has; counting them anew reads the whole store."""
    return int(here.index.one("SELECT value FROM about WHERE name = 'triples'"))


def published(here: Explorer) -> str | None:
    """When the newest extraction of the graph ended (ISO 8601); None where the graph tells of none."""
    found = here.index.one("SELECT value FROM about WHERE name = 'ended'")
    return str(found) if found else None
