"""What is asked of a list → SQL conditions on the index, and the facets with their counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.explore.addresses import full_iri, short_name
from server.explore.asking import OF_THINGS, Asked
from server.explore.here import Explorer
from server.explore.index.opened import marks
from server.explore.index.reading import folded, key
from server.explore.telling import told_apart
from server.explore.views import Facet, FacetValue
from server.explore.vocabulary import is_term, term
from server.search import matching

_MOST_VALUES: Final = 12
# Where more of one facet is asked for.
_MOST_UNFOLDED: Final = 200
_LABELS: Final = {
    "kind": "Kind",
    "factuality": "Did it happen?",
    "status": "Status",
    "stance": "Stance",
    "actor": "Actor, in any role",
    "place": "Place",
    "month": "Month",
    "source": "Source",
    "claimant": "Who says it",
    "about": "About",
    "topic": "About what",
    "responsible": "Who is blamed or cleared",
    "disputed": "Disputed",
    "single": "Single source",
    "language": "Language",
    "article": "Article",
    "incident": "Incident",
}
_FLAG_LABELS: Final = {"disputed": "disputed only", "single": "single source only"}


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of a WHERE clause, with its values."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"{self.sql} AND {other.sql}", self.values + other.values)


def facet_label(name: str) -> str:
    """What a facet is called."""
    return _LABELS.get(name, name)


def condition(here: Explorer, asked: Asked, without: str = "") -> Condition:
    """Which rows of ``thing`` are asked for. without: a facet whose own choice does not count."""
    found = Condition(f"thing.family IN ({marks(asked.families)})", asked.families)
    for name, values in asked.filters.items():
        if name != without:
            found &= _having(here, asked.families, name, values)
    if asked.words:
        found &= Condition(
            "thing.id IN (SELECT entry.thing FROM entry WHERE entry MATCH ? "
            "AND entry.rowid <= (SELECT value FROM about WHERE name = 'last_named'))",
            (matching(asked.words),),
        )
    if asked.since:
        found &= Condition("coalesce(thing.latest, thing.day) >= ?", (asked.since,))
    if asked.until:
        # "~" sorts after every digit and hyphen: a month's name then means its last day.
        found &= Condition("thing.day <> '' AND thing.day <= ?", (asked.until + "~",))
    return found


def _having(here: Explorer, families: tuple[str, ...], name: str, values: tuple[str, ...]) -> Condition:
    stored = [key(full_iri(value, here.base_iri)) if name in OF_THINGS else value for value in values]
    return Condition(
        f"thing.id IN (SELECT facet.thing FROM facet WHERE facet.family IN ({marks(families)}) "
        f"AND facet.name = ? AND facet.value IN ({marks(stored)}))",
        (*families, name, *stored),
    )


def facets(here: Explorer, asked: Asked) -> tuple[Facet, ...]:
    """The ways to narrow the list further, each with its commonest values, months with the newest."""
    counted = _counts(here, asked)
    found = (_facet(here, asked, name, counted.get(name) or _Counted([], 0)) for name in asked.facets)
    return tuple(facet for facet in found if facet.values)


@dataclass(slots=True)
class _Counted:
    """Values of a facet with the number of their rows, those to show first; total: how many values there are."""

    values: list[tuple[Any, int]]
    total: int


def _facet(here: Explorer, asked: Asked, name: str, counted: _Counted) -> Facet:
    wanted = _wanted(here, asked, name)
    known = {value for value, _ in counted.values}
    # What is chosen stays in sight, also where nothing has it.
    labelled = _labelled(here, name, counted.values + [(each, 0) for each in wanted if each not in known], wanted)
    if name == "month":
        labelled.sort(key=lambda each: each.value, reverse=True)
    else:
        labelled.sort(key=lambda each: (-each.count, folded(each.label)))
    return Facet(name, _LABELS[name], tuple(labelled), more=counted.total - len(counted.values))


def _wanted(here: Explorer, asked: Asked, name: str) -> list[Any]:
    """What is chosen of a facet, as the index has it."""
    values = asked.filters.get(name, ())
    return [key(full_iri(value, here.base_iri)) for value in values] if name in OF_THINGS else list(values)


def _counts(here: Explorer, asked: Asked) -> dict[str, _Counted]:
    """The values of each facet that are to be shown.

    What is chosen of a facet does not narrow that facet's own counts.
    """
    bounded = bool(asked.words or asked.since or asked.until)
    alone = [name for name in asked.facets if not bounded and not set(asked.filters) - {name}]
    chosen = [name for name in asked.facets if name in asked.filters and name not in alone]
    others = [name for name in asked.facets if name not in alone and name not in chosen]
    found = {name: _all_counts(here, asked, name) for name in alone}
    for names in filter(None, (others, *([name] for name in chosen))):
        rows: dict[str, list[tuple[Any, int]]] = {}
        for name, value, count in _narrowed_counts(here, condition(here, asked, without=names[0]), names):
            rows.setdefault(name, []).append((value, count))
        for name, counted in rows.items():
            wanted, most = set(_wanted(here, asked, name)), _most(asked, name)
            if name == "month":
                counted.sort(reverse=True)
            shown = counted[:most] + [each for each in counted[most:] if each[0] in wanted]
            found[name] = _Counted(shown, len(counted))
    return found


def _all_counts(here: Explorer, asked: Asked, name: str) -> _Counted:
    """The counts over whole families, which the index has ready."""
    families, wanted = asked.families, _wanted(here, asked, name)
    which = f"FROM facet_count WHERE family IN ({marks(families)}) AND name = ?"
    total = here.index.one(f"SELECT count(DISTINCT value) {which}", (*families, name))
    count, grouped = ("sum(count)", "GROUP BY value") if len(families) > 1 else ("count", "")
    order = "value DESC" if name == "month" else "2 DESC, value"
    limit = f"{grouped} ORDER BY {order} LIMIT {_most(asked, name)}"
    shown = here.index.rows(f"SELECT value, {count} {which} {limit}", (*families, name))
    in_sight = {each[0] for each in shown}
    missing = [value for value in wanted if value not in in_sight]
    more = f"SELECT value, sum(count) {which} AND value IN ({marks(missing)}) GROUP BY value"
    return _Counted(shown + (here.index.rows(more, (*families, name, *missing)) if missing else []), total)


def _most(asked: Asked, name: str) -> int:
    return _MOST_UNFOLDED if name in asked.whole else _MOST_VALUES


def _narrowed_counts(here: Explorer, which: Condition, names: Sequence[str]) -> list[tuple[Any, ...]]:
    return here.index.rows(
        f"WITH chosen AS MATERIALIZED (SELECT id FROM thing WHERE {which.sql}) "
        f"SELECT facet.name, facet.value, count(*) FROM chosen JOIN facet ON facet.thing = chosen.id "
        f"AND facet.name IN ({marks(names)}) GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2",
        (*which.values, *names),
    )


def _labelled(here: Explorer, name: str, counted: Sequence[tuple[Any, int]], wanted: Iterable[Any]) -> list[FacetValue]:
    chosen = set(wanted)
    if name not in OF_THINGS:
        return [FacetValue(str(value), _word(name, str(value)), count, value in chosen) for value, count in counted]
    things = here.by_ids(value for value, _ in counted)
    labels = told_apart(here, things)
    return [
        FacetValue(short_name(things[id].iri, here.base_iri), labels[id], count, id in chosen)
        for id, count in counted
        if id in things
    ]


def _word(name: str, value: str) -> str:
    return _FLAG_LABELS.get(name) or (term(value).label if is_term(value) and name != "source" else value)
