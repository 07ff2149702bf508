"""Who holds a place by what is done to it: "X took A, capturing B later", "A was completely captured by X", "X took
control over the towns of A and B", "X's capture of A".

Only deeds told as done: what is tried, planned, feared, denied or over is no holding.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.subjects import subject_of, subject_phrase
from kg.extract.grammar.tree import agent_of, children, is_passive, preposition_of
from kg.extract.names.entities import Entities
from kg.extract.names.relation_checks import fits, owns
from kg.extract.text.page import Page
from kg.records import Mention, MentionKind, Relation, Span

_SETTLED: Final = frozenset(
    {"city", "town", "village", "province", "region", "district", "port", "capital", "enclave", "island", "area"}
    | {"cities", "towns", "villages", "provinces", "regions", "districts", "ports", "islands", "areas", "settlement"}
    | {"settlements", "neighbourhood", "neighborhood", "neighbourhoods", "neighborhoods", "suburb", "suburbs", "state"}
)
_NOT_YET: Final = frozenset({"attempted", "failed", "planned", "possible", "alleged", "feared", "imminent", "reported"})
_WHOLE: Final = frozenset({"all", "most", "whole", "entirety"})
_UNREAL: Final = frozenset(
    {"not", "never", "n't", "n’t", "will", "would", "could", "can", "may", "might", "should", "must", "cannot"}
    | {"longer", "once", "formerly", "previously", "briefly", "nearly", "almost", "reportedly", "allegedly", "'ll"}
)
_UNDONE: Final = lexicon.words("undone_verbs")
_CONDITIONS: Final = frozenset(
    {"if", "unless", "whether", "until", "till", "before", "without", "to", "for", "of", "from"}
)
_CLAUSES: Final = frozenset({"advcl", "acl", "xcomp", "ccomp", "conj", "acl:relcl", "parataxis", "advcl:relcl"})
_INSIDE: Final = frozenset({"compound", "flat", "amod", "conj", "appos", "nmod:poss", "nmod:unmarked"})
_JOINERS: Final = frozenset("-‐‑–")
_UNTIL: Final = " until"
_FARTHEST: Final = 6
_BY: Final = frozenset({"by"})


def holding_relations(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    """Who holds the places named in one sentence."""
    if not page.has_tree:
        return
    for place in row:
        if place.denotes not in entities.places or place.kind is not MentionKind.NAME:
            continue
        phrase = _holder(page, place)
        for holder in _actors_in(page, entities, phrase) if phrase is not None else ():
            if fits(page, entities, holder, place, "controls"):
                words = Span(min(holder.span.begin, place.span.begin), max(holder.span.end, place.span.end))
                yield Relation(
                    holder.denotes, "controls", place.denotes, words, (page.sentence_of(words),), "deed on a place"
                )


@cache
def _lemmas(how: str) -> frozenset[str]:
    return frozenset(row["lemma"] for row in lexicon.table("holding_deeds") if row["how"] == how)


def _holder(page: Page, place: Mention) -> Span | None:
    """The words that name who holds a place."""
    after = page.article.text[place.span.end : place.span.end + len(_UNTIL)]
    if owns(page, place) or after[:1] in _JOINERS or after == _UNTIL:
        return None
    token = _head(page.tokens(place.span).root)
    preposition = preposition_of(token)
    while preposition == "of" and token.head.lower_ in _SETTLED:
        token = _head(token.head)
        preposition = preposition_of(token)
    if preposition == "of" and token.head.lower_ in _WHOLE:
        token = token.head
        preposition = preposition_of(token)
    head = token.head
    if preposition in {"of", "over"}:
        held = next((t for t in (head, *children(head, "obj")) if t.lemma_ in {"control", "possession"}), None)
        if held is not None and held.dep_ == "obj" and held.head.lemma_ in _lemmas("control"):
            return _doer(held.head)
        return _owner(head) if preposition == "of" and head.pos_ == "NOUN" and head.lemma_ in _lemmas("deed") else None
    taken = head.pos_ == "VERB" and head.lemma_ in _lemmas("taking") | _lemmas("holding")
    if not taken or preposition is not None:
        return None
    if token.dep_ == "nsubj:pass" or (token.dep_ == "nsubj" and is_passive(head)):
        return agent_of(head) if _is_real(head) else None
    return _doer(head) if token.dep_ == "obj" and not is_passive(head) else None


def _head(token: Token) -> Token:
    """The first of joined names, and the noun that a name stands with."""
    while token.dep_ in {"conj", "flat", "compound", "appos"} and token.head.i != token.i and token.head.pos_ != "VERB":
        if token.dep_ == "appos" and token.head.lower_ not in _SETTLED:
            break
        token = token.head
    return token


def _doer(verb: Token) -> Span | None:
    """The subject of a deed that is told as done."""
    subject = subject_of(verb) if _is_real(verb) else None
    return subject_phrase(subject) if subject is not None else None


def _owner(noun: Token) -> Span | None:
    """Who did what a noun tells: "X's capture of A", "the capture of A by X"."""
    if noun.dep_ in {"obj", "obl", "nmod"} and not _is_real(noun.head):
        return None
    if noun.head.lemma_ in _UNDONE or any(child.lower_ in _NOT_YET for child in noun.lefts):
        return None
    owner = next(iter(children(noun, "nmod:poss")), None)
    agent = next((child for child in noun.rights if preposition_of(child) in _BY), None)
    told = owner or agent
    return Span(told.left_edge.idx, told.idx + len(told)) if told is not None else None


def _is_real(verb: Token) -> bool:
    """Whether a verb and the clauses that it depends on are told as done."""
    for _ in range(_FARTHEST):
        words = {child.lower_ for child in verb.children if child.dep_ in {"aux", "advmod", "mark", "case", "neg"}}
        if not words.isdisjoint(_UNREAL) or (verb.dep_ in _CLAUSES and not words.isdisjoint(_CONDITIONS)):
            return False
        if verb.dep_ not in _CLAUSES or verb.head.i == verb.i:
            return True
        if verb.dep_ == "xcomp" and verb.tag_ in {"VB", "VBG"}:
            return False
        verb = verb.head
        if verb.lemma_ in _UNDONE:
            return False
    return True


def _actors_in(page: Page, entities: Entities, phrase: Span) -> Iterator[Mention]:
    """The actors that a phrase is about: not those behind its prepositions, nor those who own or back its noun; of
    "fighters of X" and "X militants" X alone.
    """
    head = page.tokens(phrase).root
    found = [
        mention
        for mention in entities.within(phrase)
        if entities.is_actor(mention.denotes)
        and _acts(page, mention, phrase)
        and _leads(page.tokens(mention.span).root, head)
    ]
    joined = any(token.dep_ == "conj" for token in page.tokens(phrase))
    named = [mention for mention in found if mention.kind is MentionKind.NAME]
    yield from found if joined or not named else named


def _acts(page: Page, mention: Mention, phrase: Span) -> bool:
    """Whether a mention does not own or back the noun that follows it in a phrase."""
    after = page.article.text[mention.span.end : mention.span.end + 1]
    inside = mention.span.end < phrase.end
    return not (inside and (owns(page, mention) or after in _JOINERS))


def _leads(token: Token, head: Token) -> bool:
    for _ in range(_FARTHEST):
        if token.i == head.i:
            return True
        if token.dep_ not in _INSIDE and preposition_of(token) != "of":
            return False
        token = token.head
    return False
