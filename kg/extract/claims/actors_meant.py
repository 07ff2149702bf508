"""Which actors named in the words said those words are about: who acts or is aimed at, not who merely qualifies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.text.page import Page
from kg.records import Actor, ActorKind, Agreement, Ref, Span, Stance, Strike

_AIMED = frozenset({Stance.CONDEMNS, Stance.DEMANDS, Stance.ALLEGES})
_OWN_PLANS = frozenset({Stance.PROMISES, Stance.THREATENS})
_MOST = 4
_MOST_DESCRIBED = 2
_SAME_NAME = frozenset({"conj", "flat", "appos"})
_TELLING_MORE = frozenset({"acl", "acl:relcl"})
_QUALIFYING = frozenset({"compound", "amod", "nmod:poss", "nmod:desc"})


class _Part(Enum):
    """The part that an actor has in a clause."""

    ACTS = auto()  # subject of the clause that is said
    TAKES_PART = auto()
    QUALIFIES = auto()  # "a US aircraft", "ISIL fighters", "the army's spokesman"


@dataclass(frozen=True, slots=True)
class Roles:
    """Who has which part in the events that the words said speak of.

    attackers: who did the strikes, but for fights, in which both sides are doers.
    """

    doers: frozenset[Ref]
    harmed: frozenset[Ref]
    attackers: frozenset[Ref]

    @classmethod
    def of(cls, page: Page, strikes: Iterable[Strike], agreements: Iterable[Agreement]) -> "Roles":
        """The parts in some strikes and deals."""
        doers: set[Ref] = set()
        harmed: set[Ref] = set()
        attackers: set[Ref] = set()
        for strike in strikes:
            facts = (*strike.perpetrator, *strike.alleged_perpetrator)
            of_this = {fact.value for fact in facts if isinstance(fact.value, Ref)}
            doers |= of_this
            harmed |= {fact.value for fact in strike.target if isinstance(fact.value, Ref)}
            if not any(_is_fight(page, trigger) for trigger in strike.triggers):
                attackers |= of_this
        for deal in agreements:
            doers |= {fact.value for fact in deal.party if isinstance(fact.value, Ref)}
        return cls(frozenset(doers), frozenset(harmed), frozenset(attackers - harmed))


def _is_fight(page: Page, trigger: Span) -> bool:
    first, past = page.words.range_of(trigger)
    return not lexicon.words("fought_by_both").isdisjoint(page.words.lowers[first:past])


def actors_meant(
    page: Page,
    content: Span,
    actors: Sequence[tuple[Span, Ref, Actor]],
    stance: Stance,
    roles: Roles | None,
) -> list[tuple[Span, Ref]]:
    """The actors that words said are about, of those that they name.

    roles: of the events that they speak of; None where they speak of none, and are about the actors themselves. Beside
    an event it is whoever attacked, whom blame or a demand is aimed at, and the subject that has no part in the event;
    who else has one is the event's own.
    """
    chosen: dict[Ref, Span] = {}
    aimed = stance in _AIMED
    central = {span for span, _, _ in actors if not _is_aside(page, content, span)}
    for number, (span, ref, actor) in enumerate(actors):
        part = _part(page, content, span)
        if ((central or roles is not None) and span not in central) or (
            part is _Part.ACTS and _promises(actor, stance)
        ):
            continue
        described = actor.kind is ActorKind.COLLECTIVE
        if (described and _is_anybody(page.text(span))) or _is_somebody(actor):
            continue
        if roles is None:
            if (not described or number < _MOST_DESCRIBED) if part is not _Part.QUALIFIES else _by_itself(actor):
                chosen.setdefault(ref, span)
        else:
            attacks = ref in roles.attackers and stance not in _OWN_PLANS
            acts = part is _Part.ACTS and not described and ref not in roles.harmed | roles.doers
            if attacks or acts or (aimed and part is not _Part.QUALIFIES):
                chosen.setdefault(ref, span)
            aimed = aimed and part is _Part.QUALIFIES
    return [(span, ref) for ref, span in list(chosen.items())[:_MOST]]


def _is_somebody(actor: Actor) -> bool:
    """Whether an actor is one person without a name: "a farmer"."""
    return actor.kind is ActorKind.PERSON and actor.label.islower()


def _is_anybody(words: str) -> bool:
    """Whether people are described by a word that tells no side: "residents", "three people"."""
    head = words.split()[-1].lower()
    plain = words.islower() and (len(words.split()) == 1 or head == "people")
    return plain and head not in lexicon.words("sides_described")


def _promises(actor: Actor, stance: Stance) -> bool:
    """Whether an actor is the side for which a promise or threat is made, and not what it is about."""
    return actor.kind is ActorKind.STATE and stance in {Stance.PROMISES, Stance.THREATENS}


def _is_aside(page: Page, content: Span, span: Span) -> bool:
    """Whether an actor is named in a clause that only tells more of something else: "the men whom Chad had armed"."""
    if not page.has_tree:
        return False
    token = page.tokens(span).root
    while token.head.i != token.i and content.begin <= token.idx < content.end:
        if token.dep_ in _TELLING_MORE and content.begin <= token.head.idx:
            return True
        token = token.head
    return False


def _by_itself(actor: Actor) -> bool:
    """Whether an actor is spoken of also where its name qualifies: not a state, whose adjective may stand anywhere."""
    return actor.kind in {ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE, ActorKind.GOVERNMENT}


def _part(page: Page, content: Span, span: Span) -> _Part:
    if not page.has_tree:
        return _Part.TAKES_PART
    token = page.tokens(span).root
    while token.dep_ in _SAME_NAME and token.head.i < token.i:
        token = token.head
    if token.dep_ in _QUALIFYING or _is_other_head(page, token, span):
        return _Part.QUALIFIES
    if token.dep_ in SUBJECTS and _is_top(page, token.head, content):
        return _Part.ACTS
    return _Part.TAKES_PART


def _is_other_head(page: Page, token: Token, span: Span) -> bool:
    """Whether an actor's name only stands before the noun of a longer phrase."""
    return token.dep_ == "nmod" and token.head.i == token.i + 1 and page.span(token.doc[token.i : token.i + 1]) == span


def _is_top(page: Page, verb: Token, content: Span) -> bool:
    """Whether a verb is that of the clause said: what it hangs on stands outside, or joins it to one that is."""
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    above = page.span(verb.doc[verb.head.i : verb.head.i + 1])
    return verb.head.i == verb.i or not (content.begin <= above.begin < content.end) or verb.dep_ in {"ROOT", "root"}
