"""What the mentions of one deal say of it together: its record."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg import lexicon
from kg.extract.agreements.adversaries import RULE as ADVERSARIES
from kg.extract.agreements.adversaries import adversaries
from kg.extract.agreements.aftermath import fighting_again, told_of_it
from kg.extract.agreements.agreeing import ACCUSING, REJECTING
from kg.extract.agreements.deal import Deal, Known
from kg.extract.agreements.mention import VERBS, DealMention
from kg.extract.agreements.parties import ACTING, FIGHTING
from kg.extract.agreements.status import IN_FORCE_RULE, PRESUPPOSED_RULE
from kg.extract.agreements.talks import negotiators_before
from kg.extract.events.facts import united
from kg.extract.events.fillers import Fillers
from kg.extract.events.side_words import noun_of, only_counts
from kg.extract.text.page import Page
from kg.records import Actor, ActorKind, Agreement, AgreementKind, AgreementStatus, Fact, Factuality, Ref, Span

_STATUS_ORDER: Final = (
    AgreementStatus.COLLAPSED,
    AgreementStatus.VIOLATED,
    AgreementStatus.AT_RISK,
    AgreementStatus.REJECTED,
    AgreementStatus.IN_FORCE,
    AgreementStatus.PROPOSED,
)
_OVER: Final = frozenset({AgreementStatus.COLLAPSED, AgreementStatus.PROPOSED})
_ONLY_NAMING: Final = frozenset({"under", "following", "as part of", "thanks to"})
_OWN_WORDS: Final = frozenset({"agreement.between", "agreement.premodifier"})
_WITH_OTHER: Final = frozenset({"agreement.with"})
_ENDING_WAR: Final = frozenset(
    {AgreementKind.CEASEFIRE, AgreementKind.PEACE_AGREEMENT, AgreementKind.PRISONER_EXCHANGE}
)
_STAYING_OUT: Final = ("refus", "declin", "oppos", "unwilling", "reluctant", "did not", "does not", "has not")
_MEN: Final = (" troops", " soldiers", " forces")
_REVIVED_WITHIN: Final = 8
_COUNTRIES: Final = frozenset({"countries", "nations", "neighbours", "neighbors", "states", "capitals"})
_ANYBODY: Final = "parties"
_TO_COME: Final = "agreement.status-to-come"
_ACCORDS: Final = frozenset({"accord", "accords", "pact"})
_DAY: Final = len("2019-01-31")
_REVIVING: Final = lexicon.words("revival_words")
_FIGHTING: Final = lexicon.words("fighting_nouns")
# What "would end its deal with X" speaks of is in force.
_UNDOING: Final = frozenset(
    {"end", "break", "scrap", "cancel", "violate", "breach", "quit", "leave", "suspend", "undermine"}
    | {"breaking", "broken", "broke", "violating", "violated", "breaching", "breached", "flouting"}
)


def agreement_of(page: Page, fillers: Fillers, deal: Deal, known: Known, until: int) -> Agreement:
    """The record of a deal. until: the offset at which the text goes on to another deal."""
    triggers = tuple(sorted({m.span for m in deal.mentions}))
    established = united(m.establishes for m in deal.mentions)
    zones = {f.value for f in established}
    location = united([f for f in m.location if f.value not in zones] for m in deal.mentions)
    kinds = [m.kind for m in deal.mentions if m.kind] + [m.topic for m in deal.mentions if m.topic]
    party = _parties(fillers, deal, known)
    if not kinds and _is_peace(page, fillers, deal, party):
        kinds.append(AgreementKind.PEACE_AGREEMENT)
    status = _status(page, deal, until)
    dated = united(_dates(deal))[:1]
    if status.rule == IN_FORCE_RULE and _is_to_come(page, dated, known):
        status = Fact(AgreementStatus.PROPOSED, dated[0].words, _TO_COME)
    unmade = status.value in {AgreementStatus.PROPOSED, AgreementStatus.REJECTED}
    return Agreement(
        ref=Ref("agreement", f"{triggers[0].begin}-{triggers[0].end}"),
        kind=kinds[0] if kinds else None,
        label=_label(page, fillers, triggers[0], location),
        triggers=triggers,
        factuality=_factuality(deal, status),
        status=status,
        party=party,
        establishes=established,
        location=location,
        when=() if unmade and status.rule != _TO_COME else dated,
        evidence=tuple(dict.fromkeys(page.sentence_of(span) for span in triggers)),
    )


def _is_peace(page: Page, fillers: Fillers, deal: Deal, party: Sequence[Fact]) -> bool:
    """Whether a deal is an accord or pact with those in arms, and no words tell what it is about."""
    actors = fillers.entities.actors
    called = any(page.last_word(m.span) in _ACCORDS for m in deal.mentions)
    armed = any(_is_in_arms(actors[f.value]) for f in party if isinstance(f.value, Ref) and f.value in actors)
    return called and armed and len(party) > 1 and not deal.subjects


def _is_in_arms(actor: Actor) -> bool:
    described = actor.kind is ActorKind.COLLECTIVE and noun_of(actor.label) in lexicon.words("armed_opposition")
    return described or actor.kind is ActorKind.ARMED_GROUP


def _is_to_come(page: Page, dated: Sequence[Fact], known: Known) -> bool:
    """Whether the day on which a deal is made lies after that of the article: "to sign an accord next week"."""
    published = page.article.published
    if published is None or not dated or not isinstance(dated[0].value, Ref) or dated[0].value not in known.days:
        return False
    begins = known.days[dated[0].value][0]
    return str(begins) > published.isoformat()[:_DAY]


def _parties(fillers: Fillers, deal: Deal, known: Known) -> tuple[Fact, ...]:
    brokers = {ref for m in deal.mentions for ref in m.brokers}
    binding = _binding(deal)
    every = [[f for f in facts if f.value not in brokers or f.rule in _OWN_WORDS] for facts in binding]
    plain = [[f for f in facts if not only_counts(fillers.page.text(f.words))] for facts in every]
    if sum(f.rule == "agreement.between" for facts in plain for f in facts) > 1:
        plain = [[f for f in facts if f.rule in _OWN_WORDS or not _is_described(fillers, f)] for facts in plain]
    told = {f.value for facts in plain for f in facts} - set(known.persons)
    told_once = united([_of_state(fillers, f, known) for f in facts] for facts in (plain if len(told) > 1 else every))
    found = _without_envoys(told_once, known)
    kept = _without_kin(_without_counted(fillers, found), known)
    if all(_only_counts(fillers, f.value) for f in kept if isinstance(f.value, Ref)):
        before = (negotiators_before(fillers.page, fillers, m.span) for m in deal.mentions if m.reached)
        talking = next((pair for pair in before if pair), [])
        kept = tuple(Fact(ref, where, "agreement.talks-before") for ref, where in talking) or kept
    return _with_adversaries(fillers, deal, kept)


def _with_adversaries(fillers: Fillers, deal: Deal, party: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The parties of a deal that names none, or only counts them: those who fight in the article."""
    named = [f for f in party if isinstance(f.value, Ref) and not _only_counts(fillers, f.value)]
    told = deal.kinds & _ENDING_WAR or any(noun_of(fillers.page.text(f.words)) != _ANYBODY for f in party)
    if named or any(m.plural for m in deal.mentions) or not told:
        return party
    brokers = frozenset(ref for m in deal.mentions for ref in m.brokers)
    sides = adversaries(fillers.page, fillers, [m.span for m in deal.mentions], brokers)
    found = tuple(Fact(ref, where, ADVERSARIES) for ref, where in sides)
    if any(noun_of(fillers.page.text(f.words)) in _COUNTRIES for f in party) and not _are_states(fillers, found):
        return party
    return found or party


def _are_states(fillers: Fillers, party: Sequence[Fact]) -> bool:
    actors = fillers.entities.actors
    return all(isinstance(f.value, Ref) and actors[f.value].kind is ActorKind.STATE for f in party)


def _without_kin(party: tuple[Fact, ...], known: Known) -> tuple[Fact, ...]:
    """Parties without those that belong to the same state as another, which the deal's own words name, or which is
    named before: "Iraq" in "the US–Iraq pact" and then its government. Two people of one state may be two sides.
    """
    kept: list[Fact] = []
    for fact in sorted(party, key=lambda f: f.rule not in _OWN_WORDS):
        others = known.kin.get(fact.value, frozenset()) if isinstance(fact.value, Ref) else frozenset()
        others = others - known.persons if fact.value in known.persons else others
        if not any(other.value in others for other in kept):
            kept.append(fact)
    return tuple(fact for fact in party if fact in kept)


def _of_state(fillers: Fillers, fact: Fact, known: Known) -> Fact:
    """A party with its state in place of the troops that are to do what a deal asks: "Israeli troops were to leave"."""
    described = fillers.page.text(fact.words).lower().endswith(_MEN)
    if fact.rule != ACTING or not described or not isinstance(fact.value, Ref):
        return fact
    actors = fillers.entities.actors
    states = (ref for ref in sorted(known.kin.get(fact.value, ())) if ref in actors)
    state = next((ref for ref in states if actors[ref].kind is ActorKind.STATE), None)
    return fact if state is None else replace(fact, value=state)


def _dates(deal: Deal) -> Iterator[list[Fact]]:
    """When a deal was made: first by the mentions that say that it was."""
    yield from (m.when for m in deal.mentions if m.reached)
    made = any(m.reached for m in deal.mentions)
    yield from (m.when for m in deal.mentions if not m.reached and not (made and _is_asked_for(m)))


def _is_asked_for(mention: DealMention) -> bool:
    return mention.status is not None and mention.status.value is AgreementStatus.PROPOSED


def _binding(deal: Deal) -> Iterator[list[Fact]]:
    """The parties that each mention names, without those who reject a deal that others have made, or only act under
    one whose sides are named, or fight.
    """
    strong = [sum(f.rule not in {REJECTING, FIGHTING} for f in m.party) for m in deal.mentions]
    every = sum(strong)
    sides = {f.value for m in deal.mentions for f in m.party if f.rule not in {REJECTING, ACTING, ACCUSING, FIGHTING}}
    acting = {ACTING, ACCUSING} if len(sides) > 1 else set()
    for mention, own in zip(deal.mentions, strong, strict=True):
        weak = acting | ({REJECTING, FIGHTING} if every > own else set())
        yield [f for f in mention.party if f.rule not in weak]


def _without_envoys(party: tuple[Fact, ...], known: Known) -> tuple[Fact, ...]:
    """Parties without the people who sign for them, where the parties themselves are named."""
    bodies = tuple(f for f in party if f.value not in known.persons)
    if len(bodies) != 1:
        return bodies or party
    sides = known.kin.get(bodies[0].value, frozenset()) if isinstance(bodies[0].value, Ref) else frozenset()
    signed = tuple(f for f in party if f.value in known.persons and f.value not in sides)
    return (
        bodies if bodies[0].rule not in _WITH_OTHER or not signed else tuple(f for f in party if f in bodies + signed)
    )


def _without_counted(fillers: Fillers, party: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Parties without "the warring sides" where two of them are named."""
    named = tuple(f for f in party if isinstance(f.value, Ref) and not _only_counts(fillers, f.value))
    return named if len(named) > 1 else party


def _is_described(fillers: Fillers, fact: Fact) -> bool:
    """Whether a party is people described, who keep or break a deal between others."""
    actor = fillers.entities.actors.get(fact.value) if isinstance(fact.value, Ref) else None
    return actor is not None and actor.kind is ActorKind.COLLECTIVE


def _only_counts(fillers: Fillers, ref: Ref) -> bool:
    """Whether an actor is no more than a count of sides; the United States are not."""
    actor = fillers.entities.actors.get(ref)
    return not ref.known and only_counts(actor.label if actor is not None else ref.key)


def _status(page: Page, deal: Deal, until: int) -> Fact:
    """How a deal stands: the gravest that is told of it since it was last revived; a deal that some have made is not
    undone by others' rejection before.
    """
    mentions = _since_revival(page, deal)
    found = [m.status for m in mentions if m.status]
    found += [later for m in mentions if m.sense not in VERBS and (later := told_of_it(page, m.span))]
    if deal.mentions[0].proposal:
        found = [f for f in found if page.text(f.words).lower() not in _ONLY_NAMING]
    if AgreementKind.CEASEFIRE in deal.kinds and not any(f.value in _OVER for f in found):
        again = fighting_again(page, deal.mentions[-1].span.end, until)
        if again is not None:
            return again
    made = max((n for n, m in enumerate(found) if m.rule == IN_FORCE_RULE), default=-1)
    for status in _STATUS_ORDER:
        told = [n for n, fact in enumerate(found) if fact.value is status]
        if told and not (status is AgreementStatus.REJECTED and _stands_without(page, found, told[-1], made)):
            return found[told[0]]
    first = deal.mentions[0]
    if first.proposal:
        return Fact(AgreementStatus.PROPOSED, first.span, "agreement.status-proposal")
    if _is_undone(first) or first.factuality.value in {Factuality.STATED, Factuality.ATTRIBUTED, Factuality.ALLEGED}:
        return Fact(AgreementStatus.IN_FORCE, first.span, PRESUPPOSED_RULE)
    return Fact(AgreementStatus.PROPOSED, first.factuality.words, "agreement.status-modal")


def _is_undone(mention: DealMention) -> bool:
    """Whether a verb over a deal speaks of undoing it, so that there is one: "would end it", "denied breaking it"."""
    return mention.definite and not _UNDOING.isdisjoint(mention.frame.governors)


def _stands_without(page: Page, found: Sequence[Fact], rejection: int, made: int) -> bool:
    """Whether a deal that some have made stands although others turned it down before, or will not join it."""
    outside = page.text(found[rejection].words).lower().startswith(_STAYING_OUT)
    return rejection < made or (outside and made >= 0)


def _since_revival(page: Page, deal: Deal) -> list[DealMention]:
    words = page.words
    for number in range(len(deal.mentions) - 1, 0, -1):
        past = words.range_of(deal.mentions[number].span)[1]
        after = range(past, min(len(words), past + _REVIVED_WITHIN))
        if any(words.lowers[n] in _REVIVING and words.lowers[n - 1] not in _FIGHTING for n in after):
            return deal.mentions[number:]
    return deal.mentions


def _factuality(deal: Deal, status: Fact) -> Fact:
    if status.value is AgreementStatus.PROPOSED:
        return Fact(Factuality.PROPOSED, status.words, "factuality.proposed")
    stated = next((m.factuality for m in deal.mentions if m.factuality.value is Factuality.STATED), None)
    first = stated or deal.mentions[0].factuality
    if first.value is Factuality.DENIED and _is_undone(deal.mentions[0]):
        return Fact(Factuality.STATED, first.words, "factuality.stated")  # what is denied is that somebody broke it
    if status.rule == IN_FORCE_RULE and first.value in {Factuality.PROPOSED, Factuality.HYPOTHETICAL}:
        return Fact(Factuality.STATED, status.words, "factuality.stated")
    return first


def _label(page: Page, fillers: Fillers, trigger: Span, location: Sequence[Fact]) -> str:
    words = " ".join(page.text(trigger).split())
    ref = location[0].value if location else None
    place = fillers.entities.places.get(ref) if isinstance(ref, Ref) else None
    return f"{words} in {place.label}" if place else words
