"""Facts about the actors and places of conflict news: names, renamings, and identifiers, each with its source.

The tables are read once, at the first use. What a name may mean is ``lookup(name)``; one thing by its key is
``entry(kind, key)``.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.gazetteer.folding import fold_name
from kg.records import ActorKind

_FOLDER = Path(__file__).resolve().parent
_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
_ACTOR_TABLES = {
    "armed_groups": ActorKind.ARMED_GROUP,
    "organizations": ActorKind.ORGANIZATION,
    "media": ActorKind.MEDIA_ORGANIZATION,
    "leaders": ActorKind.PERSON,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One known thing. kind is the class of an actor, or None for a place that is no state.

    A state is a place too, under the same key. state: ISO 3166 code of the state that it belongs to. level: country,
    region (no unit of a state: a sea, a disputed land), province or city. unit: what its source calls the province of a
    city, or the province itself. iso: ISO 3166-2 code of a province. point: longitude and latitude in degrees with a
    blank between, as WKT has them (CRS84). since: the first year of a leader's office. adjectives, peoples and seats
    are a state's: Russian, Russians, and the Kremlin, which stands for its government.
    """

    key: str
    kind: ActorKind | None
    names: tuple[str, ...]
    state: str = ""
    level: str = ""
    population: int = 0
    qid: str = ""
    geonames: str = ""
    source: str = ""
    adjectives: tuple[str, ...] = field(default=())
    peoples: tuple[str, ...] = field(default=())
    seats: tuple[str, ...] = field(default=())
    unit: str = ""
    iso: str = ""
    point: str = ""
    since: str = ""

    @property
    def is_place(self) -> bool:
        """Whether it may be where something happens."""
        return bool(self.level)


def entry(kind: str, key: str) -> Entry | None:
    """The known thing of a node name (``actor`` or ``place``, and its key), if any."""
    return _by_key().get((kind, key))


def lookup(name: str) -> tuple[Entry, ...]:
    """The things that a name or adjective may mean, in whatever letter case and spelling of hyphens and diacritics."""
    return by_name().get(fold_name(name), ())


def state_of(iso2: str) -> Entry | None:
    """The state of an ISO 3166 code."""
    return _states_by_code().get(iso2)


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry: states, bodies, groups, organisations, media, leaders, regions, provinces, cities.

    Raises ValueError where an identifier of a table is not of its form: it would go into IRIs.
    """
    found = (*_states(), *_bodies(), *_actors(), *_regions(), *_provinces(), *_cities())
    for each in found:
        if (each.qid and not _ITEM.fullmatch(each.qid)) or (each.geonames and not each.geonames.isdecimal()):
            raise ValueError(f"gazetteer: {each.key!r} has no proper identifiers: {each.qid!r} {each.geonames!r}")
    return found


@cache
def by_name() -> dict[str, tuple[Entry, ...]]:
    """Entries by folded name; adjectives and peoples of states are not among them."""
    found: dict[str, tuple[Entry, ...]] = {}
    for each in entries():
        for name in each.names:
            folded = fold_name(name)
            before = found.get(folded)
            if before is None:
                found[folded] = (each,)
            elif before[-1] is not each:
                found[folded] = (*before, each)
    return found


@cache
def longest_by_first_word() -> dict[str, int]:
    """For the first word of each folded name, how many words the longest such name has."""
    longest: dict[str, int] = {}
    for name in by_name():
        words = name.split()
        if words:
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


@cache
def adjectives() -> dict[str, Entry]:
    """States by folded adjective: ``russian`` → Russia."""
    return {fold_name(name): state for state in _states() for name in state.adjectives}


def state_named(words: Sequence[str], longest: int) -> Entry | None:
    """The state with whose name or adjective folded words begin, the longest such name of at most so many words."""
    for end in range(min(len(words), longest), 0, -1):
        phrase = " ".join(words[:end])
        named = (each for each in by_name().get(phrase, ()) if each.kind is ActorKind.STATE)
        if state := adjectives().get(phrase) or next(named, None):
            return state
    return None


@cache
def peoples() -> dict[str, Entry]:
    """States by folded name of their people: ``russians`` → Russia."""
    return {fold_name(name): state for state in _states() for name in state.peoples}


@cache
def seats() -> dict[str, Entry]:
    """States by folded name of the seat of their government: ``kremlin`` → Russia."""
    return {fold_name(name): state for state in _states() for name in state.seats}


def province_of(city: Entry) -> Entry | None:
    """The province that a city lies in, where the sources of both call it the same."""
    return _provinces_by_unit().get((city.state, city.unit)) if city.unit and city.level == "city" else None


@cache
def disputed_regions() -> frozenset[str]:
    """Keys of the regions that are claimed by more than one."""
    lines = (_FOLDER / "disputed_regions.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _provinces_by_unit() -> dict[tuple[str, str], Entry]:
    return {(each.state, each.unit): each for each in _provinces() if each.unit}


@cache
def _by_key() -> dict[tuple[str, str], Entry]:
    found: dict[tuple[str, str], Entry] = {}
    for each in entries():
        if each.kind is not None:
            found.setdefault(("actor", each.key), each)
        if each.is_place:
            found.setdefault(("place", each.key), each)
    return found


@cache
def _states_by_code() -> dict[str, Entry]:
    return {state.state: state for state in _states()}


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@cache
def _states() -> tuple[Entry, ...]:
    return tuple(
        Entry(
            key=row["key"],
            kind=ActorKind.STATE,
            names=(row["key"], *_list(row["names"])),
            state=row["iso2"],
            level="country",
            qid=row["qid"],
            geonames=row["geonames"],
            source=row["source"],
            adjectives=_list(row["adjectives"]),
            peoples=_list(row["peoples"]),
            seats=_list(row["seats"]),
        )
        for row in _rows("states")
    )


def _bodies() -> list[Entry]:
    return [
        Entry(
            key=row["key"],
            kind=ActorKind(row["kind"]),
            names=(row["key"], *_list(row["names"])),
            state=row["state"],
            qid=row["qid"],
            source=row["source"],
        )
        for row in _rows("bodies")
    ]


def _actors() -> list[Entry]:
    return [
        Entry(
            key=row["key"],
            kind=kind,
            names=(row["key"], *_list(row["names"])),
            state=row.get("state", ""),
            qid=row["qid"],
            source=row["source"],
            since=row.get("since", ""),
        )
        for table, kind in _ACTOR_TABLES.items()
        for row in _rows(table)
    ]


@cache
def _regions() -> tuple[Entry, ...]:
    return tuple(
        Entry(
            key=row["key"],
            kind=None,
            names=(row["key"], *_list(row["names"])),
            state=row["state"],
            level="region",
            qid=row["qid"],
            source=row["source"],
        )
        for row in _rows("regions")
    )


@cache
def _provinces() -> list[Entry]:
    return [
        Entry(
            key=row["key"],
            kind=None,
            names=(row["name"], *_list(row["names"])),
            state=row["state"],
            level="province",
            qid=row["qid"],
            source=row["source"],
            unit=row["unit"],
            iso=row["iso"],
            point=row["point"],
        )
        for row in _rows("provinces")
    ]


def _cities() -> list[Entry]:
    """Cities in order of population; the greatest of a name has the bare name as its key."""
    found = []
    taken = {entry.key for entry in (*_states(), *_regions(), *_provinces())}
    with (_FOLDER / "cities.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for geonames, name, names, state, unit, population, point, qid, source in rows:
            key = name
            if key in taken:
                key = f"{name} ({state})" if f"{name} ({state})" not in taken else f"{name} ({geonames})"
            taken.add(key)
            spellings = (name, *names.split("|")) if names else (name,)
            found.append(
                Entry(
                    key,
                    None,
                    spellings,
                    state,
                    "city",
                    int(population),
                    qid,
                    geonames,
                    source,
                    unit=unit,
                    point=point,
                )
            )
    return found
