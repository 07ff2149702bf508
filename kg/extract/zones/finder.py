"""Zones: areas that parties define, hold or forbid, what lies around them, who holds them, how wide they are."""

from collections.abc import Iterable, Sequence
from typing import Final

from kg import lexicon
from kg.extract.events.facts import united
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.surface import noun_phrase_begin
from kg.extract.grammar.syntax import frame_of
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.extract.zones.areas import PLAIN_HEADS, Area, ZoneMention, direct, is_equated, is_same
from kg.extract.zones.bounds import phrase_begin
from kg.extract.zones.holding import MANAGED, holders, says_kept
from kg.extract.zones.no_zones import are_occupied, is_geographic, is_told_of_name, measures_other, only_tells_where
from kg.extract.zones.nouns import (
    DETERMINED,
    SETTLED,
    ZoneNoun,
    names_place,
    says_held,
    zone_noun_begins,
    zone_nouns,
)
from kg.extract.zones.owners import is_of_fighters
from kg.extract.zones.plain import HOLDER_NEEDED, is_measured, is_share_of_land, is_zone_noun
from kg.extract.zones.relative import laid_by_clause
from kg.extract.zones.taking import STATIONED, TAKEN
from kg.extract.zones.whereabouts import around, extent, near_place
from kg.records import ActorKind, Fact, Mention, MentionKind, Quantity, Ref, Span, Zone, ZoneKind

_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "its", "their"})
_INDEFINITE: Final = frozenset({"a", "an", "another"})
_TAKING_UP: Final = frozenset({"zone", "corridor", "enclave", "pocket", "strip", "territory", "buffer", "caliphate"})
_WHOLE: Final = frozenset({"entire", "whole", "same", "remaining", "besieged", "proposed", "planned"})
_TAKEN_UP_WITHIN: Final = 600
_BY_CLAUSE: Final = frozenset({"zone.held-relative", "zone.kept-by", "zone.controlled-by", "zone.under-control"})
_BY_VERB: Final = frozenset({"zone.held-relative", "zone.kept-by", "zone.in-control"})
_SHARES: Final = frozenset(
    {"half", "third", "thirds", "quarter", "quarters", "fifth", "tenth", "most", "much", "bulk", "rest"}
)
_PEOPLES: Final = lexicon.words("faiths") | lexicon.words("ethnic_groups")
_KEPT: Final = 30
_ACRONYMS: Final = frozenset({"dmz"})
_LENGTHS: Final = frozenset({"mi", "km", "m", "ft", "ha", "acre"})
_SIDES: Final = lexicon.words("directions")


def find_zones(page: Page, entities: Entities, quantities: Sequence[Quantity]) -> Entities:
    """The entities with the zones of the text and their mentions added; a zone keeps to one article."""
    fillers = Fillers(page, entities)
    areas: list[Area] = []
    for found in _mentions(page, fillers, [q for q in quantities if q.unit in _LENGTHS]):
        near = list(reversed(areas[-_KEPT:]))
        if found.taken_up:
            area = next((a for a in near if a.mentions[-1].head == found.head), None)
            if area is not None and found.span.begin - area.mentions[-1].span.end < _TAKEN_UP_WITHIN:
                area.take(found)
            continue
        area = next((a for a in near if is_equated(page, found, a) or is_same(found, a)), None)
        if area is None:
            area = Area()
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


def _mentions(page: Page, fillers: Fillers, lengths: Sequence[Quantity]) -> Iterable[ZoneMention]:
    words = page.words
    begins = zone_noun_begins()
    past = 0
    for at in [n for n, lower in enumerate(words.lowers) if lower in begins]:
        matching = zone_nouns(words, at) if at >= past else []
        if not matching:
            continue
        past = at + len(matching[0].words)
        if measures_other(words, past, matching[0].kind):
            continue
        for noun in matching:
            if not is_zone_noun(page, at, noun.needs):
                continue
            found = _found(page, fillers, lengths, (at, past), noun)
            if found is not None and (noun.needs != "measure" or is_measured(page, found.span, found.extent)):
                yield found
                break
        else:
            again = _taken_up(page, lengths, at, matching[0])
            if again is not None:
                yield again


def _taken_up(page: Page, lengths: Sequence[Quantity], at: int, noun: ZoneNoun) -> ZoneMention | None:
    """A definite noun that may take up a zone told before: "the zone would be ten miles deep"."""
    words = page.words
    head = words.lowers[at].removesuffix("s")
    before = words.lowers[at - 1] if at else ""
    if len(noun.words) > 1 or head not in _TAKING_UP or words.lowers[at + 1 : at + 2] == ["of"]:
        return None
    first = at - (before in _WHOLE)
    if first < 1 or words.lowers[first - 1] not in _DEFINITE - {"its", "their"}:
        return None
    span = words.span_of(first, at + 1)
    found = ZoneMention(
        span=span,
        kind=noun.kind,
        head=head,
        plural=words.lowers[at].endswith("s"),
        side="",
        bare=True,
        definite=True,
        indefinite=False,
        named=False,
        taken_up=True,
    )
    found.extent = extent(lengths, words, span, page.sentence_of(span))
    return found


def _found(
    page: Page, fillers: Fillers, lengths: Sequence[Quantity], head: tuple[int, int], noun: ZoneNoun
) -> ZoneMention | None:
    words, kind = page.words, noun.kind
    at, past = head
    sentence = page.sentence_of(words.spans[at])
    begin = max(noun_phrase_begin(words, at, words.range_of(sentence)[0]), words.range_of(sentence)[0])
    determined = begin < at and words.lowers[begin] in DETERMINED
    first = begin + 1 if determined else begin
    first = phrase_begin(page, fillers, first, at)
    if words.lowers[at:past] == ["part"] and words.lowers[max(0, at - 1) : at] in (
        ["as"],
        ["is"],
        ["was"],
        ["integral"],
    ):
        return None
    if kind is ZoneKind.FRONT_LINE and only_tells_where(page, words.span_of(at, past)):
        return None
    span = words.span_of(first, past)
    lower = words.lowers[at:past]
    if (
        noun.needs in {"clause", "share", "control"}
        and words.lowers[begin - 1 : begin] == [","]
        and is_told_of_name(page, fillers, words, begin, lower[-1])
    ):
        return None
    if noun.needs == "held" and lower[-1] in SETTLED and is_told_of_name(page, fillers, words, begin, lower[-1]):
        return None
    if _is_of_name(fillers, words, (at, past)):
        return None
    held_by = holders(page, fillers, kind, (first, at, past), sentence)
    if lower == ["positions"] and not are_occupied(page, held_by, words, at, begin):
        return None
    by_clause = any(fact.rule in _BY_CLAUSE for fact in held_by) and not names_place(words, past - 1)
    if noun.needs == "clause" and not by_clause:
        return None
    if noun.needs == "point" and not any(fact.rule in _BY_VERB for fact in held_by):
        return None
    held = any(_tells_holding(fillers, fact) for fact in held_by)
    said = says_held(page, at) or says_kept(words, past) or is_of_fighters(words, at)
    if noun.needs in HOLDER_NEEDED and not (held or said):
        return None
    frame = frame_of(page, words.span_of(at, past), False)
    found = ZoneMention(
        span=span,
        kind=kind,
        head=lower[-1].removesuffix("s"),
        plural=lower[-1].endswith("s"),
        side=next((words.lowers[n] for n in range(first, at) if words.lowers[n] in _SIDES), ""),
        bare=first == at and past == at + 1 and lower[-1] in PLAIN_HEADS,
        definite=determined and words.lowers[begin] in _DEFINITE,
        indefinite=determined and words.lowers[begin] in _INDEFINITE,
        named=lower == ["dmz"]
        or (words.forms[at][0].isupper() and at > words.range_of(sentence)[0] and words.forms[first][0].isupper()),
    )
    found.controlled_by = held_by
    if not held_by and kind is ZoneKind.HELD_AREA and not _PEOPLES.isdisjoint(words.lowers[first:at]):
        return None  # where a people lives, not what it holds
    taken_up = kind is ZoneKind.HELD_AREA and found.definite and not found.named
    if lower == ["enclave"] and not held_by and names_place(words, at):
        return None  # "the enclave of Cabinda"
    if taken_up and lower == ["enclave"] and is_geographic(page, fillers, span):
        return None
    told = around(page, fillers, frame) or laid_by_clause(page, fillers, words.span_of(at, past))
    found.within = told or near_place(page, fillers, span, sentence, taken_up=taken_up)
    found.places = frozenset(
        fillers.entities.places[ref].label for ref in direct(found) if ref in fillers.entities.places
    )
    if lower[-1] in _SHARES and noun.needs in HOLDER_NEEDED and not is_share_of_land(fillers, words, past):
        return None
    found.extent = extent(lengths, words, span, sentence)
    found.measured = any(span.begin <= fact.words.begin < span.end for fact in found.extent)
    return found


def _tells_holding(fillers: Fillers, holder: Fact) -> bool:
    """Whether it makes a zone of an area that somebody has to do with it: not that he once took it, nor that an office
    or a company runs it.
    """
    if holder.rule == MANAGED and isinstance(holder.value, Ref):
        actor = fillers.entities.actors.get(holder.value)
        return actor is not None and actor.kind is not ActorKind.ORGANIZATION
    return holder.rule not in {TAKEN, STATIONED}


def _is_of_name(fillers: Fillers, words: Words, head: tuple[int, int]) -> bool:
    """Whether a zone's noun is part of a place's name, or ends the name of somebody: "belongs to Right Sector"."""
    at, past = head
    named = [m for m in fillers.mentions_touching(words.span_of(at, past)) if m.kind is MentionKind.NAME]
    last = words.spans[past - 1]
    covering = (m for m in named if fillers.is_place(m) or (m.span.begin <= last.begin < m.span.end))
    return any(not _is_only(words.lowers[at:past], words, m.span) for m in covering)


def _is_only(head: list[str], words: Words, name: Span) -> bool:
    """Whether what was read as a place's name is no more than an acronym of a zone: "the DMZ"."""
    return len(head) == 1 and head[0] in _ACRONYMS and words.text[name.begin : name.end].lower() == head[0]


def _zone(page: Page, entities: Entities, area: Area) -> Zone:
    first = area.mentions[0]
    within = next((m.within for m in sorted(area.mentions, key=lambda m: not direct(m)) if m.within), [])
    place = next(
        (entities.places[f.value] for f in within if isinstance(f.value, Ref) and f.value in entities.places), None
    )
    words = " ".join(page.text(first.span).split())
    return Zone(
        ref=Ref("zone", f"{first.span.begin}-{first.span.end}"),
        kind=first.kind,
        label=f"{words} in {place.label}" if place and place.label not in words else words,
        within=tuple(within),
        controlled_by=united(m.controlled_by for m in area.mentions),
        extent=united(m.extent for m in area.mentions),
        evidence=tuple(dict.fromkeys(page.sentence_of(m.span) for m in area.mentions)),
    )
