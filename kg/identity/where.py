"""Where a happening was told to be: places that can be compared across articles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg import gazetteer
from kg.gazetteer import Entry
from kg.gazetteer.folding import fold_name
from kg.identity.known import entry_by_segment
from kg.identity.tables import rows
from kg.lexicon import table, words
from kg.names import slug

_LONGEST_STATE = 8


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Places as comparable keys. sites: the narrowest that are told; areas: what these lie in, themselves not
    included.

    A place of the gazetteer has its node's key, another one ``~`` and its folded name.
    """

    sites: frozenset[str]
    areas: frozenset[str]


def local_key(label: str) -> str:
    """The key of a place that no gazetteer knows."""
    return "~" + fold_name(label)


def core(key: str) -> str:
    """The key of a place without the common nouns of a name that no gazetteer knows: "Depayin township" is Depayin."""
    if not key.startswith("~"):
        return key
    name = key.removeprefix("~").split()
    while len(name) > 1 and _nouns().get(name[-1]) in {"settlement", "area"}:
        name.pop()
    if len(name) > 2 and name[1] == "of" and name[0] in _nouns():
        name = name[2:]
    return "~" + " ".join(name)


def is_wide(key: str) -> bool:
    """Whether a place is a country or larger, so that being in it tells little."""
    known = known_place(key)
    return known is not None and known.level in {"country", "region"}


def is_country(key: str) -> bool:
    """Whether a place is a country."""
    known = known_place(key)
    return known is not None and known.level == "country"


def is_settlement(key: str) -> bool:
    """Whether a place is a town or village: two of them are two places. One that no gazetteer knows is, unless its name
    says otherwise, as "Gwange area" and "northern Syria" do."""
    if not key.startswith("~"):
        return _is_town(key)
    name = key.removeprefix("~").split()
    return bool(name) and name[0] not in _directions() and _nouns().get(name[-1], "settlement") == "settlement"


def is_spot(key: str) -> bool:
    """Whether a place is a settlement or lies in one, and is no area with several."""
    if not key.startswith("~"):
        return _is_town(key)
    name = key.removeprefix("~").split()
    return bool(name) and name[0] not in _directions() and _nouns().get(name[-1]) != "area"


def towns(sites: Iterable[str], areas: Iterable[str]) -> frozenset[str]:
    """The known towns among the sites, else those in which a site lies that no gazetteer knows."""
    every = list(sites)
    own = frozenset(filter(_is_town, every))
    return own or frozenset(filter(_is_town, areas if any(site.startswith("~") for site in every) else ()))


def namesakes(cities: Iterable[str]) -> frozenset[str]:
    """The provinces that are called as their cities are: what is told of Idlib may have been anywhere in it."""
    known = [entry for entry in map(known_place, cities) if entry is not None]
    pairs = ((entry, gazetteer.province_of(entry)) for entry in known)
    return frozenset(slug(outer.key) for entry, outer in pairs if outer and set(outer.names) & set(entry.names))


def areas_of(key: str, label: str = "") -> frozenset[str]:
    """What a place lies in: the province and state of a known place; for another one, the known place that its name
    holds beside common nouns, as "northern Syria" holds Syria, and "Bamako hotel" Bamako."""
    known = known_place(key)
    if known is not None:
        state = gazetteer.state_of(known.state) if known.level != "country" and known.state else None
        return frozenset(slug(outer.key) for outer in (state, gazetteer.province_of(known)) if outer) - {key}
    name = fold_name(label).split()
    found = [each for part in _parts(name) for each in gazetteer.by_name().get(part, ()) if each.is_place]
    if name and _nouns().get(name[-1]) == "area":
        # Sagaing region is the province, not the city.
        found = [each for each in found if each.level != "city"]
    adjective = gazetteer.adjectives().get(name[0]) if len(name) > 1 else None
    return frozenset(slug(each.key) for each in (*found, *([adjective] if adjective else ()))) - {key}


def side_of(key: str, label: str, classes: frozenset[str]) -> str:
    """To whom a deed is ascribed, so that a state, its government and its army are one side: for a body of a state that
    state, as the body's name tells it, else the actor itself; ``~`` marks one that no gazetteer knows."""
    local = "/" in key
    if entry_by_segment("actor", key) is None and classes & {"Government", "ArmedForce"}:
        # A known body without an entry has its name as key, and eight digits where characters of it were lost.
        name = fold_name(label if local else key.replace("-", " ")).split()
        state = gazetteer.state_named(name[2:] if name[:2] == ["government", "of"] else name, _LONGEST_STATE)
        if state is not None:
            return slug(state.key)
    return "~" + " ".join(fold_name(label).split()) if local else key


def known_sides(sides: Iterable[str]) -> frozenset[str]:
    """Those of some sides that a gazetteer knows."""
    return frozenset(side for side in sides if not side.startswith("~"))


def narrowed(keys: dict[str, frozenset[str]]) -> Whereabouts:
    """Of places with what each lies in, the narrowest: a place in which another one of them lies only locates it."""
    outer = frozenset().union(*keys.values()) if keys else frozenset()
    sites = frozenset(keys) - outer
    narrow = frozenset(key for key in sites if not is_wide(key))
    chosen = narrow or sites
    return Whereabouts(chosen, frozenset((outer | frozenset(keys)) - chosen))


def known_place(key: str) -> Entry | None:
    """The gazetteer's entry of a place key, None for a place of an article's own."""
    return entry_by_segment("place", key)


def _is_town(key: str) -> bool:
    known = known_place(key)
    return known is not None and known.level == "city"


def _parts(name: list[str]) -> Iterator[str]:
    """The shorter runs of a name's words that leave common nouns and directions out, and are not all such."""
    for begin in range(len(name)):
        for end in range(begin + 1, len(name) + 1):
            rest = [*name[:begin], *name[end:]]
            if rest and all(map(_is_common, rest)) and not all(map(_is_common, name[begin:end])):
                yield " ".join(name[begin:end])


def _is_common(word: str) -> bool:
    return word in _nouns() or word in _directions() or word in words("ordinary_words") or word in {"of", "the", "s"}


@cache
def _nouns() -> dict[str, str]:
    """Common nouns of places, and what a name that ends in one is of: settlement, part or area."""
    own = {row["noun"]: row["of"] for row in rows("place_nouns")}
    return {**{row["noun"]: "part" for row in table("attacked_sites")}, **own}


@cache
def _directions() -> frozenset[str]:
    return frozenset(fold_name(word) for word in words("directions")) | words("directions")
