"""Which of several places is the most specific: a base in a city, a city in a province, a province in a country."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from kg import gazetteer, lexicon
from kg.extract.events.fillers import Fillers
from kg.records import Mention, Ref, ZoneKind

_LEVELS: Final = {"country": 0, "region": 1, "province": 1, "city": 2}
_REGION_WORDS: Final = frozenset(
    {
        "province",
        "governorate",
        "region",
        "state",
        "district",
        "oblast",
        "county",
        "raion",
        "rayon",
        "okrug",
        "hromada",
        "municipality",
        "subdistrict",
        "prefecture",
        "canton",
        "countryside",
        "sea",
        "gulf",
        "ocean",
        "desert",
        "peninsula",
        "strait",
        "coast",
        "border",
        "highlands",
        "basin",
        "delta",
        "sahel",
        "plain",
        "valley",
        "mountains",
        "north",
        "south",
        "east",
        "west",
    }
)
_REGION_FIRST: Final = frozenset(
    {"northern", "southern", "eastern", "western", "central", "north", "south", "east", "west"}
)
_WIDE_ZONES: Final = frozenset({ZoneKind.HELD_AREA, ZoneKind.FRONT_LINE, ZoneKind.NO_FLY_ZONE})
_PART: Final = (
    r"(?:\w+ )?(?:outskirts|villages?|towns?|city|port|parts|districts?|areas?|suburbs?|neighbou?rhoods?|provinces?|"
    r"vicinity|countryside|camps?) of (?:the )?"
)
#: What stands between two places of a list: "X and the outskirts of Y".
LISTED: Final = re.compile(
    rf",?(?: and| or| as well as)(?: also)? (?:(?:in|at|near|on|around) )?(?:the )?(?:nearby )?(?:{_PART})?"
)
_REGION: Final = 1
_OTHER: Final = 3
#: The level of a building that has no name.
FACILITY: Final = 4
_SETTLEMENTS: Final = frozenset(
    form for row in lexicon.table("attacked_sites") if row["whose"] == "new" for form in (row["noun"], row["plural"])
)
_SITE: Final = re.compile(r"\d+-\d+")


def level(ref: Ref, fillers: Fillers) -> int:
    """0 for a country or larger, 1 a province or region, 2 a city, 3 anything smaller or unknown, 4 a building that
    has no name.
    """
    zone = fillers.entities.zones.get(ref)
    if zone is not None:
        return 2 if zone.kind in _WIDE_ZONES else _OTHER
    place = fillers.entities.places.get(ref)
    if not ref.known and _SITE.fullmatch(ref.key):
        settlement = place is not None and place.label.lower().split(" in ")[0].split()[-1] in _SETTLEMENTS
        return _LEVELS["city"] if settlement else FACILITY
    entry = gazetteer.entry("place", ref.key) if ref.known else None
    if entry and entry.level:
        return _LEVELS[entry.level]
    label = place.label.lower().split() if place else []
    if not label:
        return _OTHER
    if " ".join(label) in gazetteer.adjectives():
        return 0
    meant = gazetteer.lookup(place.label) if place else ()
    levels = [_LEVELS[e.level] for e in meant if e.level]
    if levels:
        return min(levels)
    if label[-1] in _REGION_WORDS or label[0] in _REGION_FIRST:
        return 1
    return _OTHER


def land(ref: Ref) -> str:
    """The ISO 3166 code of the state in which a place of the gazetteer lies, else nothing."""
    entry = gazetteer.entry("place", ref.key) if ref.known else None
    return entry.state if entry else ""


def _is_named_facility(ref: Ref, fillers: Fillers) -> bool:
    """Whether a place's name is that of a building or facility, of which those without a name may be parts."""
    place = fillers.entities.places.get(ref)
    if place is None or _SITE.fullmatch(ref.key):
        return False
    return not lexicon.mapping("attacked_sites", "noun", "like").keys().isdisjoint(place.label.lower().split())


def _within(ref: Ref, fillers: Fillers) -> frozenset[object]:
    """In what a place or zone is said to lie."""
    found = fillers.entities.places.get(ref) or fillers.entities.zones.get(ref)
    return frozenset(fact.value for fact in found.within) if found is not None else frozenset()


def _is_part_of_state(ref: Ref, fillers: Fillers) -> bool:
    """Whether a place is told by a state and a direction only: "southern Lebanon"."""
    place = fillers.entities.places.get(ref)
    first, _, rest = place.label.partition(" ") if place else ("", "", "")
    return first.lower() in _REGION_FIRST and any(entry.level == "country" for entry in gazetteer.lookup(rest))


def most_specific(mentions: Iterable[Mention], fillers: Fillers) -> list[Mention]:
    """Of some places those of the highest level, each node once."""
    every = {m.denotes: m for m in reversed(list(mentions))}
    if not every:
        return []
    levels = {ref: level(ref, fillers) for ref in every}
    ordered = sorted(every.values(), key=lambda m: m.span)
    around = {ref for ref in levels if any(ref in _within(other, fillers) for other in levels if other != ref)}
    listed: set[Ref] = set()
    for left, right in reversed(list(pairwise(ordered))):
        between = fillers.page.article.text[left.span.end : right.span.begin]
        if LISTED.fullmatch(between) or (between == ", " and right.denotes in listed):
            levels[left.denotes] = levels[right.denotes] = max(levels[left.denotes], levels[right.denotes])
            listed |= {left.denotes, right.denotes}
        elif between == ", " and levels[left.denotes] == levels[right.denotes] == _OTHER:
            # "In Pagatin, Datu Salibo": the larger place comes behind the one in it.
            around.add(right.denotes)
    levels = {ref: at for ref, at in levels.items() if ref not in around} or levels
    ordered = [m for m in ordered if m.denotes in levels]
    top = max(levels.values())
    regions = [ref for ref, at in levels.items() if at == top == _REGION]
    if any(not _is_part_of_state(ref, fillers) and gazetteer.entry("place", ref.key) for ref in regions):
        levels = {ref: at - (ref in regions and _is_part_of_state(ref, fillers)) for ref, at in levels.items()}
    named = {ref for ref in levels if _is_named_facility(ref, fillers)} if top == FACILITY else set()
    if named:
        return [m for m in ordered if m.denotes in named]
    return [m for m in ordered if levels[m.denotes] == top]
