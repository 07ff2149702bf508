"""Findings → one Extraction: what the whole article decides, and only the nodes that something speaks of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final, TypeVar

from kg.extract.claims.unnamed import unnamed_actors
from kg.extract.events.denials import without_strangers
from kg.extract.events.factuality import settled_strike
from kg.extract.names.entities import Entities
from kg.extract.names.kinship import kin, of_one_state
from kg.extract.strikes.officials import of_states
from kg.extract.strikes.stated_doers import with_stated
from kg.extract.text.page import Page
from kg.records import (
    Actor,
    Agreement,
    Claim,
    Extraction,
    Fact,
    Mention,
    MentionKind,
    Place,
    Quantity,
    Ref,
    Relation,
    Span,
    Stance,
    Strike,
    TimeExpression,
    Zone,
)

_MOST_SENTENCES = 5
_SPEAKING = frozenset({"speaksFor", "leaderOf", "memberOf", "partOf"})
# For each class of records the fields that hold facts.
_ROLES: Final[Mapping[type, tuple[str, ...]]] = {
    kind: tuple(each.name for each in fields(kind) if each.type in (Fact, Fact | None, tuple[Fact, ...]))
    for kind in (Actor, Place, Zone, Strike, Agreement, Claim)
}

Node = TypeVar("Node", Actor, Place, Zone, Strike, Agreement, Claim)
Named = TypeVar("Named", Actor, Place, Zone, Strike, Agreement)


def settle(
    page: Page,
    entities: Entities,
    strikes: Sequence[Strike],
    agreements: Sequence[Agreement],
    claims: Sequence[Claim],
    relations: Sequence[Relation],
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
) -> Extraction:
    """All that one article says, in text order. Every Ref in it has a record, every place and actor a mention."""
    described, described_mentions = unnamed_actors(page, entities, tuple(claims))
    actors = {**entities.actors, **{actor.ref: actor for actor in described}}
    mentions = sorted({*entities.mentions, *described_mentions}, key=lambda m: (m.span, m.kind, m.denotes))
    claims = without_strangers(page, claims, strikes)
    about: dict[Ref, list[Claim]] = defaultdict(list)
    for claim in claims:
        for fact in claim.about:
            if isinstance(fact.value, Ref):
                about[fact.value].append(claim)
    _pass_on_denials(claims, about)
    sides = _sides(relations, of_one_state(actors))
    of_state = kin(entities.actors)

    def settled(strike: Strike) -> Strike:
        told = settled_strike(page, strike, about[strike.ref], sides, of_state)
        return of_states(with_stated(page, told, about[strike.ref], actors, sides), actors, sides, of_state)

    draft = Extraction(
        page.article,
        page.segments,
        tuple(mentions),
        tuple(actors.values()),
        tuple(entities.places.values()),
        tuple(entities.zones.values()),
        tuple(settled(strike) for strike in strikes),
        tuple(agreements),
        tuple(claims),
        tuple(relations),
        tuple(quantities),
        tuple(times),
    )
    return _ordered(_pruned(page, draft))


def _pass_on_denials(claims: Sequence[Claim], about: dict[Ref, list[Claim]]) -> None:
    """Who denies an accusation denies the strikes that it is about."""
    by_ref = {claim.ref: claim for claim in claims}
    for denial in (claim for claim in claims if claim.stance.value is Stance.DENIES):
        for fact in denial.about:
            denied = by_ref.get(fact.value) if isinstance(fact.value, Ref) else None
            for told in denied.about if denied else ():
                if isinstance(told.value, Ref) and told.value.kind == "strike" and denial not in about[told.value]:
                    about[told.value].append(denial)


def _sides(relations: Iterable[Relation], of_state: Mapping[Ref, frozenset[Ref]]) -> dict[Ref, frozenset[Ref]]:
    """For whom each actor speaks: those that a relation tells, and the bodies of the same state.

    of_state: for each body or official of a state the others of that state.
    """
    sides = dict(of_state)
    for relation in relations:
        if relation.property in _SPEAKING:
            whole = {relation.object} | of_state.get(relation.object, frozenset())
            sides[relation.subject] = sides.get(relation.subject, frozenset()) | whole
    none: frozenset[Ref] = frozenset()
    return {ref: whole.union(*(sides.get(other, none) for other in whole)) for ref, whole in sides.items()}


def _facts(record: Actor | Place | Zone | Strike | Agreement | Claim) -> list[Fact]:
    found: list[Fact] = []
    for name in _ROLES[type(record)]:
        value = getattr(record, name)
        if isinstance(value, tuple):
            found += value
        elif value is not None:
            found.append(value)
    return found


def _pruned(page: Page, draft: Extraction) -> Extraction:
    """Without what points nowhere, and without what nothing points at."""
    mentioned = {mention.denotes for mention in draft.mentions}
    claimed = {c.claimant.value for c in draft.claims if c.claimant}
    entities: tuple[Actor | Place | Zone, ...] = (*draft.actors, *draft.places, *draft.zones)
    values: tuple[Quantity | TimeExpression, ...] = (*draft.quantities, *draft.times)
    happenings: tuple[Strike | Agreement | Claim, ...] = (*draft.strikes, *draft.agreements, *draft.claims)
    known = {r.ref for r in entities if r.ref in mentioned or r.ref in claimed}
    known |= {r.ref for r in happenings} | {r.ref for r in values}
    events = tuple(_resolved(strike, known) for strike in draft.strikes)
    deals = tuple(_resolved(deal, known) for deal in draft.agreements)
    claims = tuple(_resolved(claim, known) for claim in draft.claims)
    zones = tuple(_resolved(zone, known) for zone in draft.zones if zone.ref in known)
    relations = tuple(r for r in draft.relations if r.subject in known and r.object in known and r.subject != r.object)
    used = _used((*events, *deals, *claims, *zones), relations)
    named = {m.denotes for m in draft.mentions if m.kind is MentionKind.NAME}
    actors = tuple(_resolved(a, known) for a in draft.actors if a.ref in known and (a.ref in named or a.ref in used))
    places = tuple(_resolved(p, known) for p in draft.places if p.ref in known and (p.ref in named or p.ref in used))
    kept = {a.ref for a in actors} | {p.ref for p in places} | {z.ref for z in zones}
    needed = _used((*events, *deals, *claims, *zones, *actors, *places), relations)
    mentions = tuple(m for m in draft.mentions if m.denotes in kept)
    spans: dict[Ref, list[Span]] = defaultdict(list)
    for mention in mentions:
        spans[mention.denotes].append(mention.span)
    return replace(
        draft,
        mentions=_one_a_span(mentions),
        actors=tuple(_with_evidence(page, actor, spans[actor.ref]) for actor in actors),
        places=tuple(_with_evidence(page, place, spans[place.ref]) for place in places),
        zones=tuple(_with_evidence(page, zone, spans[zone.ref]) for zone in zones),
        strikes=tuple(_with_evidence(page, strike, strike.triggers) for strike in events),
        agreements=tuple(_with_evidence(page, deal, deal.triggers) for deal in deals),
        claims=claims,
        relations=relations,
        quantities=tuple(q for q in draft.quantities if q.ref in needed),
        times=tuple(t for t in draft.times if t.ref in needed),
    )


def _resolved(record: Node, known: set[Ref]) -> Node:
    """The record without facts that point at no node of the article."""
    changes: dict[str, Any] = {}
    if all(fact.value in known for fact in _facts(record) if isinstance(fact.value, Ref)):
        return record
    for name in _ROLES[type(record)]:
        value = getattr(record, name)
        if isinstance(value, tuple):
            changes[name] = tuple(f for f in value if not isinstance(f.value, Ref) or f.value in known)
        elif value is not None and isinstance(value.value, Ref) and value.value not in known:
            changes[name] = None
    return replace(record, **changes)


def _used(
    records: Iterable[Actor | Place | Zone | Strike | Agreement | Claim], relations: Iterable[Relation]
) -> set[Ref]:
    used = {fact.value for record in records for fact in _facts(record) if isinstance(fact.value, Ref)}
    for relation in relations:
        used |= {relation.subject, relation.object}
    return used


def _one_a_span(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """One mention a span and node."""
    return tuple({(m.span, m.denotes): m for m in reversed(mentions)}.values())


def _with_evidence(page: Page, record: Named, spans: Iterable[Span]) -> Named:
    """The record with the first sentences that name it, and those of its facts, as evidence."""
    sentences = {page.sentence_of(span) for span in list(spans)[:_MOST_SENTENCES]}
    sentences |= {page.sentence_of(fact.words) for fact in _facts(record)}
    return replace(record, evidence=tuple(sorted(sentences | set(record.evidence))))


def _ordered(extraction: Extraction) -> Extraction:
    """Records in an order that depends on nothing but the text."""
    return replace(
        extraction,
        mentions=tuple(sorted(extraction.mentions, key=lambda m: (m.span, m.kind, m.denotes))),
        actors=tuple(sorted(extraction.actors, key=lambda r: (r.evidence[:1], r.ref))),
        places=tuple(sorted(extraction.places, key=lambda r: (r.evidence[:1], r.ref))),
        zones=tuple(sorted(extraction.zones, key=lambda r: (r.evidence[:1], r.ref))),
        strikes=tuple(sorted(extraction.strikes, key=lambda r: (r.triggers[:1], r.ref))),
        agreements=tuple(sorted(extraction.agreements, key=lambda r: (r.triggers[:1], r.ref))),
        claims=tuple(sorted(extraction.claims, key=lambda r: (r.content, r.ref))),
        relations=tuple(sorted(extraction.relations, key=lambda r: (r.words, r.property, r.subject, r.object))),
        quantities=tuple(sorted(extraction.quantities, key=lambda r: (r.words, r.ref))),
        times=tuple(sorted(extraction.times, key=lambda r: (r.words, r.ref))),
    )
