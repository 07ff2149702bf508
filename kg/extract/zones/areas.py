"""Mentions of zones, and which of them are one zone."""

from dataclasses import dataclass, field
from typing import Final

from kg.extract.text.page import Page
from kg.extract.zones.nouns import DETERMINED
from kg.extract.zones.whereabouts import DIRECT
from kg.records import Fact, Ref, Span, ZoneKind

_SAYING: Final = frozenset({"known", "called", "dubbed", "termed", "or", "(", "i.e"})
_EQUATING: Final = _SAYING | {",", "otherwise", "also", "as", "so", "-", "a", "the", "an"}
_EQUATING_REACH: Final = 8
_NEAR: Final = 120
_SOON: Final = 500
_AGAIN_WITHIN: Final = 800
_SOON_AFTER: Final = 150
_NAMED_WITHIN: Final = 4
_STOPS: Final = frozenset({".", ";", "?", "!"})
_QUOTES: Final = frozenset({'"', "“", "”", "'", "‘"})
_APPOSED: Final = ([",", "a"], [",", "an"], [",", "the"])
PLAIN_HEADS: Final = frozenset({"strip", "belt", "area", "zone", "band", "corridor", "line", "buffer"})
_ALIKE: Final = frozenset({"territory", "area", "enclave", "pocket", "land"})
_NEAR_KINDS: Final = frozenset({ZoneKind.DEMILITARISED_ZONE, ZoneKind.BUFFER_ZONE})


@dataclass
class ZoneMention:
    """One mention of a zone, with what its own words tell. side: the point of the compass before its noun. places: what
    the places are called in which its own words lay it. taken_up: whether it is only a noun for one told before.
    """

    span: Span
    kind: ZoneKind
    head: str
    plural: bool
    side: str
    bare: bool
    definite: bool
    indefinite: bool
    named: bool
    measured: bool = False
    taken_up: bool = False
    places: frozenset[str] = frozenset()
    within: list[Fact] = field(default_factory=list)
    controlled_by: list[Fact] = field(default_factory=list)
    extent: list[Fact] = field(default_factory=list)


@dataclass
class Area:
    """Mentions that are one zone, with what they say together."""

    mentions: list[ZoneMention] = field(default_factory=list)
    kinds: set[ZoneKind] = field(default_factory=set)
    within: set[Ref] = field(default_factory=set)
    holders: set[Ref] = field(default_factory=set)

    @property
    def sides(self) -> set[str]:
        """Points of the compass that its mentions name."""
        return {m.side for m in self.mentions if m.side}

    def take(self, found: ZoneMention) -> None:
        """Adds a mention, and what it tells to what tells areas apart."""
        self.mentions.append(found)
        self.kinds.add(found.kind)
        self.within |= direct(found)
        self.holders |= {f.value for f in found.controlled_by if isinstance(f.value, Ref)}


def direct(found: ZoneMention) -> set[Ref]:
    """Places that the words of a mention itself lay a zone in."""
    return {f.value for f in found.within if f.rule == DIRECT and isinstance(f.value, Ref)}


def is_same(found: ZoneMention, area: Area) -> bool:
    """Whether a mention speaks of an area told before."""
    last = area.mentions[-1]
    if (
        (found.bare or found.measured)
        and found.head in PLAIN_HEADS
        and found.definite
        and 0 < found.span.begin - last.span.end < _SOON
        and ZoneKind.HELD_AREA not in area.kinds
        and (found.kind is ZoneKind.FRONT_LINE) == (ZoneKind.FRONT_LINE in area.kinds)
    ):
        return True
    kinds, known, holders = area.kinds, area.within, area.holders
    within = direct(found)
    anew = found.indefinite and found.kind is not ZoneKind.NO_FLY_ZONE
    if anew and within and not within & known and found.span.begin - last.span.end > _SOON_AFTER:
        return False
    held = {f.value for f in found.controlled_by}
    if within and known and not within & known and not _is_of_one_name(found, area):
        return False
    if held and holders and not held & holders:
        return False
    if found.side and found.side not in area.sides and (area.sides or area.mentions[-1].plural):
        return False
    if found.kind in kinds:
        if found.kind is ZoneKind.HELD_AREA and found.plural != last.plural:
            return False
        if found.kind is ZoneKind.HELD_AREA:
            alike = {found.head, last.head} <= _ALIKE and bool(held & holders) and not (found.plural or last.plural)
            same_head = found.head == last.head or alike
            if same_head and found.definite and held & holders and found.span.begin - last.span.end < _AGAIN_WITHIN:
                return True
            return (
                same_head
                and (bool(held & holders) or found.definite or found.named)
                and not (bool(within) and not known and bool(held))
            )
        return True
    return found.kind in _NEAR_KINDS and kinds <= _NEAR_KINDS and bool(within & known)


def _is_of_one_name(found: ZoneMention, area: Area) -> bool:
    """Whether the places of two mentions are a town and what is called after it: "Kursk" and "Kursk region"."""
    others = {place for m in area.mentions for place in m.places}
    return any(f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} ") for a in found.places for b in others)


def is_equated(page: Page, found: ZoneMention, area: Area) -> bool:
    """Whether a sentence says that one area is the other: "de-escalation zones, otherwise known as safe zones"."""
    words = page.words
    last = area.mentions[-1]
    between = words.lowers[words.range_of(last.span)[1] : words.range_of(found.span)[0]]
    if not between or found.span.begin - last.span.end > _NEAR or _STOPS & set(between):
        return False
    if between in _APPOSED and found.head in PLAIN_HEADS:
        return True
    named = [w for w in between[-_NAMED_WITHIN:] if w not in DETERMINED and w not in _QUOTES]
    if named[-2:] in (["known", "as"], ["referred"]) or named[-1:] in (["called"], ["dubbed"], ["termed"]):
        return True
    said = _SAYING & set(between)
    if said == {"or"} and (found.kind is ZoneKind.HELD_AREA) != (last.kind is ZoneKind.HELD_AREA):
        return False  # "rebel areas or no man's land"
    return len(between) <= _EQUATING_REACH and bool(said) and _EQUATING.issuperset(between)
