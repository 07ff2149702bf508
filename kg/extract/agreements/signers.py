"""For whom people in office make a deal, where each is named with the office: "X's prime minister, A, and Y's, B"."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from kg import gazetteer, lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.subjects import subject_of
from kg.extract.grammar.syntax import Voice
from kg.extract.grammar.tree import children, phrase_of, preposition_of, span_of
from kg.extract.text.page import Page
from kg.records import ActorKind, Mention, MentionKind, Ref, Span

_OFFICES: Final = lexicon.words("signing_people") | {"secretary", "commander", "counterpart", "counterparts", "head"}
_SENDING: Final = frozenset(
    {ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE, ActorKind.ORGANIZATION}
)
_PAIR: Final = 2


def signers(page: Page, fillers: Fillers, verb: Span, voice: Voice) -> list[Mention]:
    """Those for whom people in office do what a verb says, or these people where one of them is named without; none
    where fewer than two are told, or not everybody can be made out.
    """
    if not page.has_tree:
        return []
    token = page.tokens(verb).root
    doing = subject_of(token) if voice is Voice.ACTIVE else next(iter(children(token, "obl:agent")), None)
    heads = [doing, *_joined(doing)] if doing is not None else []
    offices = [_office(head) for head in heads]
    if len(heads) < _PAIR:
        return []
    senders = [_senders(page, fillers, head, office) for head, office in zip(heads, offices, strict=True)]
    if all(senders):
        return [m for each in senders for m in each]
    named = [_named(fillers, head) for head in heads] if any(offices) else [None]
    return [m for m in named if m is not None] if all(named) else []


def listed(page: Page, fillers: Fillers, verb: Span) -> list[Mention]:
    """Those whom the subject of a verb lists, whatever is told of each between them: "X, once called Z, and the army of
    Y"; none where one of them is no mention.
    """
    doing = subject_of(page.tokens(verb).root) if page.has_tree else None
    heads = [doing, *_joined(doing)] if doing is not None else []
    named = [_at(fillers, head) for head in heads]
    return [m for m in named if m is not None] if len(heads) >= _PAIR and all(named) else []


def _at(fillers: Fillers, head: Token) -> Mention | None:
    """The mention that a word is the head of, a group's name in place of its people."""
    found = next((m for m in fillers.mentions_touching(span_of(head)) if fillers.is_doer(m)), None)
    return fillers.group_of(found) if found is not None else None


def _joined(noun: Token) -> Iterator[Token]:
    """The heads that a list goes on with."""
    for child in noun.rights:
        if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN"}:
            yield child
            yield from _joined(child)


def _office(head: Token) -> Token | None:
    """The noun of an office: the head itself, the title before a name, or what is said of a name behind it."""
    if head.lower_ in _OFFICES:
        return head
    beside = (*head.lefts, *(child for child in head.rights if child.dep_ == "appos"))
    return next((child for child in beside if child.lower_ in _OFFICES), None)


def _senders(page: Page, fillers: Fillers, head: Token, office: Token | None) -> list[Mention]:
    """The states or bodies that an office is said to be of: "X's president", "President A of X", "the X minister"."""
    if office is None and head.pos_ != "PROPN":
        return []
    for noun in filter(None, (office, head)):
        for child in noun.rights:
            if preposition_of(child) == "of":
                found = [m for m in fillers.heads(phrase_of(child), fillers.is_doer) if _sends(fillers, m)]
                if found:
                    return found
    if office is None:
        return []
    first = min(office.left_edge.idx, head.left_edge.idx)
    before = [m for m in fillers.within(Span(first, office.idx)) if _sends(fillers, m)]
    return before[-1:] or _by_adjective(fillers, [*office.lefts, *head.lefts])


def _sends(fillers: Fillers, mention: Mention) -> bool:
    actor = fillers.entities.actors.get(mention.denotes)
    return actor is not None and actor.kind in _SENDING


def _by_adjective(fillers: Fillers, words: list[Token]) -> list[Mention]:
    """The state of a nationality before an office, where the article names that state somewhere as an actor."""
    for word in words:
        state = gazetteer.adjectives().get(word.lower_) if word.text[0].isupper() else None
        if state is not None and (ref := Ref("actor", state.key, True)) in fillers.entities.actors:
            return [Mention(span_of(word), MentionKind.NAME, ref)]
    return []


def _named(fillers: Fillers, head: Token) -> Mention | None:
    """The person named at a head or in apposition to it, else who its own words describe."""
    end = head.idx + len(head)
    told = [span_of(t) for t in (head, *(child for child in head.rights if child.dep_ == "appos"))]
    behind = [Span(end + 2, end + 3)] if fillers.page.article.text[end : end + 2] == ", " else []
    found = [m for span in (*behind, *told) for m in fillers.mentions_touching(span) if fillers.is_doer(m)]
    return next((m for m in found if m.kind is MentionKind.NAME), found[0] if found else None)
