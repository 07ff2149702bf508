"""Deals between parties: triggers, parties, what they establish, how they stand, and which triggers speak of the same
deal.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from kg import lexicon
from kg.extract.agreements.deal import Deal, agreement_of
from kg.extract.agreements.mention import DealMention, read_mention
from kg.extract.agreements.same import same
from kg.extract.agreements.triggers import agreement_triggers
from kg.extract.events.conflict import is_conflict_text
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.frame import Voice
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.records import ActorKind, Agreement, MentionKind, SegmentKind, Span, TimeExpression

_KEPT: Final = 8
_NEAR: Final = 300


def find_agreements(page: Page, entities: Entities, times: Sequence[TimeExpression]) -> tuple[Agreement, ...]:
    """Every deal that the text names or describes, in the order of their first triggers."""
    fillers = Fillers(page, entities)
    deals: list[Deal] = []
    days = {t.ref: (t.earliest, t.latest) for t in times if t.earliest}
    persons = {ref for ref, actor in entities.actors.items() if actor.kind is ActorKind.PERSON}
    begins = [t.words.begin for t in times]
    triggers = agreement_triggers(page)
    conflict = any(sense == "sure" for _, _, sense in triggers) or (bool(triggers) and is_conflict_text(page))
    for span, kind, sense in triggers:
        if page.segment_kind(span.begin) is SegmentKind.BOILERPLATE or _in_name(fillers, span):
            continue
        if sense != "sure" and not conflict:
            continue
        sentence = page.sentence_of(span)
        window = Span(max(sentence.begin, span.begin - _NEAR), min(sentence.end, span.end + _NEAR))
        near = times[bisect_left(begins, window.begin) : bisect_left(begins, window.end)]
        mention = read_mention(page, fillers, span, kind, sense, near)
        if sense == "learned" and not _stands_alone(mention):
            continue
        deal = next((d for d in reversed(deals[-_KEPT:]) if same(page.words, mention, d, days, persons)), None)
        if deal is not None:
            deals.remove(deal)
        elif _stands_alone(mention) and not _is_of_a_body(page, span):
            deal = Deal()
        else:
            continue
        deals.append(deal)
        deal.take(mention)
    told = sorted(deals, key=lambda deal: deal.mentions[0].span)
    begins = sorted(m.span.begin for deal in told for m in deal.mentions)
    return tuple(agreement_of(page, fillers, deal, persons, _until(page, deal, begins)) for deal in told)


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
    return root.dep_ == "compound" and root.head.i > root.i and root.head.lower_ in lexicon.words("deal_bodies")


def _stands_alone(mention: DealMention) -> bool:
    """Whether a trigger without a deal told before may open one."""
    if mention.sense == "sure":
        return True
    if mention.sense == "back":
        return False
    if mention.sense == "agreed":
        return len(mention.party) > 1 and bool(mention.topic or mention.establishes)
    if mention.sense == "verb" and mention.frame.voice is Voice.PASSIVE:
        return True
    if mention.sense == "learned":
        return len(mention.party) > 1 and mention.reached
    if mention.sense == "verb":
        return bool(mention.party)
    told = mention.kind or mention.topic or mention.establishes or mention.party
    return bool(mention.name or told or mention.reached or mention.subject or mention.called)
