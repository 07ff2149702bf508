"""Deals between parties: triggers, parties, what they establish, how they stand, and which triggers speak of the same
deal.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from kg import lexicon
from kg.extract.agreements.counted import with_sides
from kg.extract.agreements.deal import Deal, Known
from kg.extract.agreements.in_general import is_general
from kg.extract.agreements.mention import OWN_DAY, PAST, DealMention, read_mention, values
from kg.extract.agreements.parties import FIGHTING
from kg.extract.agreements.record import agreement_of
from kg.extract.agreements.same import same
from kg.extract.agreements.set_up_later import add_later_zones
from kg.extract.agreements.triggers import agreement_triggers
from kg.extract.events.conflict import is_conflict_text
from kg.extract.events.fillers import Fillers
from kg.extract.events.foes import POWERS
from kg.extract.grammar.frame import Voice
from kg.extract.names.entities import Entities
from kg.extract.names.kinship import kin, state_of
from kg.extract.text.page import Page
from kg.records import ActorKind, Agreement, AgreementKind, MentionKind, Ref, SegmentKind, Span, TimeExpression

_KEPT: Final = 8
_OF_MAKING: Final = frozenset({OWN_DAY, "agreement.when-made"})
_NEAR: Final = 300
_BESIDE: Final = 60
_FAR: Final = 600
_INDENT: Final = 4
_ENTERING: Final = frozenset(":–—-|")


def find_agreements(page: Page, entities: Entities, times: Sequence[TimeExpression]) -> tuple[Agreement, ...]:
    """Every deal that the text names or describes, in the order of their first triggers."""
    triggers = agreement_triggers(page)
    if not triggers:
        return ()
    fillers, known = Fillers(page, entities), _known(entities, times)
    deals: list[Deal] = []
    begins = [t.words.begin for t in times]
    conflict = bool(entities.zones) or is_conflict_text(page)
    conflict = conflict or (_names_power(entities) and any(sense == "sure" for _, _, sense in triggers))
    for span, kind, sense in triggers:
        if page.segment_kind(span.begin) is SegmentKind.BOILERPLATE or _in_name(fillers, span):
            continue
        sentence = page.sentence_of(span)
        window = Span(max(sentence.begin, span.begin - _NEAR), min(sentence.end, span.end + _NEAR))
        near = times[bisect_left(begins, window.begin) : bisect_left(begins, window.end)]
        mention = read_mention(page, fillers, span, kind, sense, near)
        mention.entry = _entry(page, span, times, begins)
        mention.party = with_sides(page, fillers, mention, deals)
        if sense == "learned" and not _stands_alone(mention):
            continue
        deal = _told_before(page, mention, deals, known)
        if deal is not None:
            deals.remove(deal)
        elif not (conflict or sense == "sure" or _binds_powers(entities, mention)):
            continue
        elif (_stands_alone(mention) or _is_between_powers(entities, mention)) and not (
            _is_of_a_body(page, span) or is_general(page, fillers, mention)
        ):
            deal = Deal()
        else:
            continue
        deals.append(deal)
        deal.take(mention)
    add_later_zones(page, fillers, deals)
    told = sorted(deals, key=lambda deal: deal.mentions[0].span)
    begins = sorted(m.span.begin for deal in told for m in deal.mentions)
    return tuple(agreement_of(page, fillers, deal, known, _until(page, deal, begins)) for deal in told)


def _told_before(page: Page, mention: DealMention, deals: Sequence[Deal], known: Known) -> Deal | None:
    """The deal that a mention speaks of again: the last that it may mean; "the truce" rather one of its own kind, and a
    plain "the deal" far behind several the one that most speaks for.
    """
    meant = (deal for deal in reversed(deals[-_KEPT:]) if same(page.words, mention, deal, known))
    last = next(meant, None)
    if last is None or not mention.definite:
        return last
    gap = mention.span.begin - last.mentions[-1].span.end
    if mention.kind and not last.kinds:
        return last if gap < _BESIDE else next((deal for deal in meant if mention.kind in deal.kinds), last)
    if mention.kind or gap < _FAR:
        return last
    return max((last, *meant), key=lambda deal: _salience(page, mention, deal))


def _salience(page: Page, mention: DealMention, deal: Deal) -> tuple[int, bool, int]:
    """What speaks for a deal as the one meant: its parties beside the mention, its noun, how often it is told."""
    noun = page.words.lowers[page.words.range_of(mention.span)[1] - 1]
    called = any(page.text(each.span).lower().endswith(noun) for each in deal.mentions)
    return len(values(mention.party) & values(deal.party)), called, len(deal.mentions)


def _entry(page: Page, span: Span, times: Sequence[TimeExpression], begins: Sequence[int]) -> Ref | None:
    """The day under which a timeline enters what a line tells: "9 November 2020: …"."""
    text = page.article.text
    line = text.rfind("\n", 0, span.begin) + 1
    at = bisect_left(begins, line)
    if at == len(begins) or begins[at] - line > _INDENT:
        return None
    end = times[at].words.end
    mark = text[end : end + _INDENT].lstrip(" ")[:1]
    return times[at].ref if mark and mark in _ENTERING else None


def _known(entities: Entities, times: Sequence[TimeExpression]) -> Known:
    days = {t.ref: (t.earliest, t.latest) for t in times if t.earliest}
    persons = {ref for ref, actor in entities.actors.items() if actor.kind is ActorKind.PERSON}
    return Known(days, persons, kin(entities.actors))


def _binds_powers(entities: Entities, mention: DealMention) -> bool:
    """Whether a deal in a text of no conflict is one between states or armed groups, sets up a zone, or is a treaty
    with a name.
    """
    parties = {f.value for f in mention.party if isinstance(f.value, Ref)}
    known = {ref: entities.actors[ref] for ref in parties if ref in entities.actors}
    powers = {ref for ref, actor in known.items() if actor.kind in POWERS or state_of(ref, actor)}
    return len(powers) > 1 or bool(mention.establishes) or (mention.formal and bool(mention.name))


def _is_between_powers(entities: Entities, mention: DealMention) -> bool:
    """Whether two who may wage war are said to have agreed, whatever on."""
    return mention.sense == "agreed" and mention.reached and _binds_powers(entities, mention)


def _names_power(entities: Entities) -> bool:
    """Whether a state, or somebody armed, is named at all: a truce between a firm and its staff is no matter of war."""
    return any(actor.kind in POWERS for actor in entities.actors.values())


def _until(page: Page, deal: Deal, begins: Sequence[int]) -> int:
    """Where the text speaks of another deal after the last mention of one."""
    after = bisect_right(begins, deal.mentions[-1].span.begin)
    return begins[after] if after < len(begins) else len(page.article.text)


def _in_name(fillers: Fillers, span: Span) -> bool:
    """Whether a word of deals is part of the name of a body, or tells of what kind a zone is: "Government of National
    Accord", "the ceasefire line".
    """
    holding = (m for m in fillers.mentions_touching(span) if m.span.begin <= span.begin and span.end <= m.span.end)
    return any(
        m.denotes in fillers.entities.zones
        or (m.kind is MentionKind.NAME and fillers.is_actor(m) and m.span.begin < span.begin)
        for m in holding
    )


def _is_of_a_body(page: Page, span: Span) -> bool:
    """Whether a word of deals only tells what a body or an effort is for: "the ceasefire committee"."""
    if not page.has_tree:
        return False
    root = page.tokens(span).root
    follows = root.i + 1 < len(page.doc) and root.nbor(1).lower_ in lexicon.words("deal_bodies")
    return follows or (
        root.dep_ == "compound" and root.head.i > root.i and root.head.lower_ in lexicon.words("deal_bodies")
    )


def _stands_alone(mention: DealMention) -> bool:
    """Whether a trigger without a deal told before may open one."""
    if mention.sense == "sure":
        return True
    if mention.definite and not mention.name and _only_ends(mention):
        return False
    if mention.sense == "back":
        return False
    if mention.sense == "agreed":
        told = (
            mention.kind
            or mention.topic
            or mention.establishes
            or any(f.rule == "agreement.with" for f in mention.party)
        )
        return len(mention.party) > 1 and bool(told)
    if mention.sense == "verb" and mention.frame.voice is Voice.PASSIVE:
        return True
    if mention.sense == "learned":
        return len(mention.party) > 1 and mention.reached
    if mention.sense == "verb":
        return bool(mention.party)
    dated = any(f.rule == OWN_DAY for f in mention.when) or (mention.reached and mention.when)
    roles = (mention.party, mention.establishes, mention.location, dated)
    if mention.plural and not any(roles):
        return False
    if mention.sense == "paper":
        party = [f for f in mention.party if f.rule != FIGHTING]  # "soldiers fight in the settlement"
        signed = mention.reached and (bool(party) or any(f.rule in _OF_MAKING for f in mention.when))
        return len(party) > 1 or signed or bool(mention.name)
    return any(map(bool, _tellings(mention)))


def _only_ends(mention: DealMention) -> bool:
    """Whether a trigger only speaks of how fighting ends, with or without a deal: "until the end to hostilities"."""
    return mention.kind is AgreementKind.CEASEFIRE and mention.sense == "context" and not mention.reached


def _tellings(mention: DealMention) -> tuple[object, ...]:
    """What may set one deal apart from deals in general."""
    of_its_kind = (mention.kind, mention.topic, mention.subject)
    told = mention.definite and mention.told_apart
    standing = mention.status is not None and (mention.reached or mention.status.value in PAST)
    another = mention.fresh and standing
    return (
        another,
        *of_its_kind,
        mention.establishes,
        mention.party,
        mention.name,
        mention.reached,
        mention.called,
        told,
        any(f.rule == OWN_DAY for f in mention.when),
    )
