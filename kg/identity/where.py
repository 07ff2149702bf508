"""Where a happening was told to be: places that can be compared across articles."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg import gazetteer
from kg.gazetteer import Entry
from kg.gazetteer.folding import fold_name
from kg.identity.known import entry_by_segment
from kg.names import slug
from kg.records import ActorKind

_OF_STATE: Final = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})


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


def is_wide(key: str) -> bool:
    """Whether a place is a country or larger, so that being in it tells little."""
    known = known_place(key)
    return known is not None and known.level in {"country", "region"}


def areas_of(key: str, label: str = "") -> frozenset[str]:
    """What a place lies in: the province and state of a known place; for another one, the known places that its name
    holds, as "northern Syria" holds Syria, and "Bamako hotel" Bamako."""
    known = known_place(key)
    if known is not None:
        state = gazetteer.state_of(known.state) if known.level != "country" and known.state else None
        return frozenset(slug(outer.key) for outer in (state, gazetteer.province_of(known)) if outer) - {key}
    words = fold_name(label).split()
    found = {slug(entry.key) for part in _parts(words) for entry in gazetteer.by_name().get(part, ()) if entry.is_place}
    adjective = gazetteer.adjectives().get(words[0]) if len(words) > 1 else None
    return frozenset(found | ({slug(adjective.key)} if adjective else set())) - {key}


def side_of(key: str, label: str) -> str:
    """To whom a deed is ascribed, so that a state, its government and its army are one side: the state of a known actor
    that belongs to one, or of the adjective that a local name begins with, else the actor itself; ``~`` marks a local
    one."""
    if "/" not in key:
        known = entry_by_segment("actor", key)
        of_state = known is not None and known.kind in _OF_STATE
        state = gazetteer.state_of(known.state) if known and of_state and known.state else None
        return slug(state.key) if state else key
    words = fold_name(label).split()
    adjective = gazetteer.adjectives().get(words[0]) if words else None
    return slug(adjective.key) if adjective else "~" + " ".join(words)


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


def _parts(words: list[str]) -> Iterator[str]:
    """The shorter runs of a name's words."""
    for begin in range(len(words)):
        for end in range(begin + 1, len(words) + 1):
            if end - begin < len(words):
                yield " ".join(words[begin:end])
