"""Zones: areas that parties define, hold or forbid, what lies around them, who holds them, how wide they are."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.extract.events.fillers import Fillers
from kg.extract.grammar.surface import noun_phrase_begin
from kg.extract.grammar.syntax import Frame, frame_of
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.extract.zones.holding import holders
from kg.extract.zones.nouns import DETERMINED, is_named, names_place, says_held, zone_nouns
from kg.records import Fact, Mention, MentionKind, Quantity, Ref, Span, Zone, ZoneKind

_IN: Final = ("in", "throughout", "inside", "within", "across", "over", "of")
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "its", "their"})
_DIRECT: Final = "zone.within"
_KEPT: Final = 30
_EXTENT_REACH: Final = 40
_FAR: Final = 300
_ACRONYMS: Final = frozenset({"dmz"})
_AWAY: Final = frozenset(
    {"from", "away", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "off", "of"}
)
_LENGTHS: Final = frozenset({"mi", "km", "m", "ft", "ha", "acre"})
_NEAR_KINDS: Final = frozenset({ZoneKind.DEMILITARISED_ZONE, ZoneKind.BUFFER_ZONE})


@dataclass
class _Found:
    """One mention of a zone, with what its own words tell."""

    span: Span
    kind: ZoneKind
    head: str
    definite: bool
    named: bool
    measured: bool = False
    within: list[Fact] = field(default_factory=list)
    controlled_by: list[Fact] = field(default_factory=list)
    extent: list[Fact] = field(default_factory=list)


@dataclass
class _Area:
    """Mentions that are one zone, with what they say together."""

    mentions: list[_Found] = field(default_factory=list)
    kinds: set[ZoneKind] = field(default_factory=set)
    within: set[Ref] = field(default_factory=set)
    holders: set[Ref] = field(default_factory=set)

    def take(self, found: _Found) -> None:
        self.mentions.append(found)
        self.kinds.add(found.kind)
        self.within |= _direct(found)
        self.holders |= {f.value for f in found.controlled_by if isinstance(f.value, Ref)}


def _direct(found: _Found) -> set[Ref]:
    """Places that the words of a mention itself lay a zone in."""
    return {f.value for f in found.within if f.rule == _DIRECT and isinstance(f.value, Ref)}


def find_zones(page: Page, entities: Entities, quantities: Sequence[Quantity]) -> Entities:
    """The entities with the zones of the text and their mentions added; a zone keeps to one article."""
    fillers = Fillers(page, entities)
    areas: list[_Area] = []
    for found in _mentions(page, fillers, [q for q in quantities if q.unit in _LENGTHS]):
        area = next((a for a in reversed(areas[-_KEPT:]) if _same(found, a)), None)
        if area is None:
            area = _Area()
            areas.append(area)
        area.take(found)
    if not areas:
        return entities
    zones, mentions = {}, []
    for area in areas:
        zone = _zone(page, entities, area)
        zones[zone.ref] = zone
        for found in area.mentions:
            kind = MentionKind.NAME if found.named else MentionKind.NOMINAL
            mentions.append(Mention(found.span, kind, zone.ref))
    return _without_acronyms(page, entities).with_zones(zones, tuple(mentions))


def _without_acronyms(page: Page, entities: Entities) -> Entities:
    """The entities without places whose name is an acronym of zones."""
    wrong = {
        m.denotes for m in entities.mentions if m.denotes in entities.places and page.text(m.span).lower() in _ACRONYMS
    }
    if not wrong:
        return entities
    places = {ref: place for ref, place in entities.places.items() if ref not in wrong}
    kept = tuple(m for m in entities.mentions if m.denotes not in wrong)
    return Entities(entities.actors, places, kept, entities.zones)


def _mentions(page: Page, fillers: Fillers, lengths: Sequence[Quantity]) -> Iterable[_Found]:
    words = page.words
    at = 0
    while at < len(words):
        matching = zone_nouns(words, at)
        if not matching:
            at += 1
            continue
        past = at + len(matching[0].words)
        if _measures_other(words, past, matching[0].kind):
            at = past
            continue
        for noun in matching:
            if noun.needs == "name" and not is_named(words, at):
                continue
            found = _found(page, fillers, lengths, (at, past), noun.kind)
            if found is not None and _suffices(words, found, at, noun.needs):
                yield found
                break
        at = past


def _measures_other(words: Words, past: int, kind: ZoneKind) -> bool:
    """Whether an area only tells how much of another: "a stretch of territory", "swathes of land"."""
    held = kind is ZoneKind.HELD_AREA and words.lowers[past : past + 1] == ["of"] and past + 1 < len(words)
    return held and any(noun.kind is ZoneKind.HELD_AREA for noun in zone_nouns(words, past + 1))


def _suffices(words: Words, found: _Found, head: int, needs: str) -> bool:
    if needs == "measure":
        return bool(found.extent) and found.measured
    if needs == "held":
        return says_held(words, head) and not names_place(words, head)
    return needs != "control" or bool(found.controlled_by) or says_held(words, head)


def _found(
    page: Page, fillers: Fillers, lengths: Sequence[Quantity], head: tuple[int, int], kind: ZoneKind
) -> _Found | None:
    words = page.words
    at, past = head
    sentence = page.sentence_of(words.spans[at])
    begin = max(noun_phrase_begin(words, at, words.range_of(sentence)[0]), words.range_of(sentence)[0])
    determined = begin < at and words.lowers[begin] in DETERMINED
    first = begin + 1 if determined else begin
    first = _after_verb(page, _after_possessor(words, first, at), at)
    if kind is ZoneKind.FRONT_LINE and _only_tells_where(page, words.span_of(at, past)):
        return None
    span = words.span_of(first, past)
    frame = frame_of(page, words.span_of(at, past), False)
    lower = words.lowers[at:past]
    covering = [m for m in fillers.mentions_touching(words.span_of(at, past)) if fillers.is_place(m)]
    if any(m.kind is MentionKind.NAME and not _is_only(lower, words, m.span) for m in covering):
        return None
    found = _Found(
        span=span,
        kind=kind,
        head=lower[-1].removesuffix("s"),
        definite=determined and words.lowers[begin] in _DEFINITE,
        named=lower == ["dmz"]
        or (words.forms[at][0].isupper() and at > words.range_of(sentence)[0] and words.forms[first][0].isupper()),
    )
    found.controlled_by = holders(page, fillers, words, (first, at, past), sentence)
    if kind is ZoneKind.HELD_AREA and not found.controlled_by:
        found.controlled_by = [
            Fact(m.denotes, m.span, "zone.holder-named") for m in fillers.within(span) if fillers.is_actor(m)
        ]
    found.within = _around(fillers, frame) or _near_place(page, fillers, span, sentence)
    found.extent = _extent(lengths, words, span, sentence)
    found.measured = any(span.begin <= fact.words.begin < span.end for fact in found.extent)
    return found


def _after_verb(page: Page, first: int, head: int) -> int:
    """A verb that was read as part of the phrase stays outside: "to control areas", "abandoning front lines"."""
    if not page.has_tree:
        return first
    for at in range(head - 1, first - 1, -1):
        token = page.tokens(page.words.spans[at]).root
        finite = token.tag_ in {"VB", "VBP", "VBZ", "VBD"}
        if token.pos_ == "VERB" and (finite or (token.tag_ == "VBG" and token.dep_ not in {"amod", "compound"})):
            hyphened = at > 0 and page.words.lowers[at - 1] in {"-", "–"}
            return first if hyphened else at + 1
    return first


def _only_tells_where(page: Page, span: Span) -> bool:
    """Whether a front is only the adjective of what lies there: "frontline positions", "front line advisers"."""
    if not page.has_tree:
        return False
    token = page.tokens(span).root
    return token.dep_ in {"compound", "amod"} and token.head.i > token.i


def _is_only(head: list[str], words: Words, name: Span) -> bool:
    """Whether what was read as a place's name is no more than an acronym of a zone: "the DMZ"."""
    return len(head) == 1 and head[0] in _ACRONYMS and words.text[name.begin : name.end].lower() == head[0]


def _after_possessor(words: Words, first: int, head: int) -> int:
    """A possessor ("Syria's") stays outside the phrase."""
    possessive = [n for n in range(first, head) if words.lowers[n] in {"'s", "'"}]
    return possessive[-1] + 1 if possessive else first


def _around(fillers: Fillers, frame: Frame) -> list[Fact]:
    """The place a zone lies in."""
    spans = [(span, _DIRECT) for span in frame.after(*_IN)]
    if frame.object:
        spans.append((frame.object, _DIRECT))
    spans += [(span, "zone.near") for span in frame.after("near", "along", "around")]
    for span, rule in spans:
        places = fillers.heads(span, fillers.is_place, reach=9)
        if places:
            return [Fact(m.denotes, m.span, rule) for m in places[:1]]
    if frame.premodifier:
        inside = [m for m in fillers.within(frame.premodifier) if fillers.is_place(m)]
        return [Fact(m.denotes, m.span, _DIRECT) for m in inside[:1]]
    return []


def _near_place(page: Page, fillers: Fillers, zone: Span, sentence: Span) -> list[Fact]:
    """The place named last before a zone in its sentence or, failing that, in the two sentences before it on the same
    line.
    """
    line = page.article.text.rfind("\n", 0, sentence.begin) + 1
    for begin, rule in (
        (sentence.begin, "zone.within-sentence"),
        (max(line, sentence.begin - _FAR), "zone.within-before"),
    ):
        places = [
            m
            for m in fillers.within(Span(begin, zone.begin))
            if m.denotes in fillers.entities.places and m.kind is MentionKind.NAME
        ]
        if places:
            return [Fact(places[-1].denotes, places[-1].span, rule)]
    return []


def _extent(lengths: Sequence[Quantity], words: Words, span: Span, sentence: Span) -> list[Fact]:
    """How wide or long a zone is: lengths in its phrase or right after it."""
    end = min(sentence.end, span.end + _EXTENT_REACH)
    found = []
    for quantity in lengths[bisect_left(lengths, span.begin, key=lambda q: q.words.begin) :]:
        if quantity.words.end > end or "from" in words.text[span.end : quantity.words.begin].split():
            break
        after = words.range_of(quantity.words)[1]
        if after < len(words) and words.lowers[after] in _AWAY:
            continue
        found.append(Fact(quantity.ref, quantity.words, "zone.extent"))
    return found


def _same(found: _Found, area: _Area) -> bool:
    """Whether a mention speaks of an area told before."""
    last = area.mentions[-1]
    kinds, known, holders = area.kinds, area.within, area.holders
    within = _direct(found)
    held = {f.value for f in found.controlled_by}
    if within and known and not within & known:
        return False
    if held and holders and not held & holders:
        return False
    if found.kind in kinds:
        if found.kind is ZoneKind.HELD_AREA:
            same_head = found.head == last.head
            return (
                same_head
                and (bool(held & holders) or found.definite or found.named)
                and not (bool(within) and not known and bool(held))
            )
        return True
    return found.kind in _NEAR_KINDS and kinds <= _NEAR_KINDS and bool(within & known)


def _zone(page: Page, entities: Entities, area: _Area) -> Zone:
    first = area.mentions[0]
    within = _united(m.within for m in area.mentions)
    place = next(
        (entities.places[f.value] for f in within if isinstance(f.value, Ref) and f.value in entities.places), None
    )
    words = " ".join(page.text(first.span).split())
    return Zone(
        ref=Ref("zone", f"{first.span.begin}-{first.span.end}"),
        kind=first.kind,
        label=f"{words} in {place.label}" if place and place.label not in words else words,
        within=within,
        controlled_by=_united(m.controlled_by for m in area.mentions),
        extent=_united(m.extent for m in area.mentions),
        evidence=tuple(dict.fromkeys(page.sentence_of(m.span) for m in area.mentions)),
    )


def _united(groups: Iterable[Iterable[Fact]]) -> tuple[Fact, ...]:
    seen: dict[object, Fact] = {}
    for facts in groups:
        for fact in facts:
            seen.setdefault(fact.value, fact)
    return tuple(seen.values())
