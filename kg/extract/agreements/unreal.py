"""Deals that are only wanted, possible or a condition, by the clauses around them: "if a settlement is reached", "urged
them to act to bring about a truce".
"""

from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.frame import Frame
from kg.extract.grammar.tree import SUBJECTS, children, span_of
from kg.extract.text.page import Page
from kg.records import Span

_NEW: Final = frozenset({"a", "an", "any", "no", "some", None})
_IFS: Final = frozenset({"if", "unless", "once", "whether"})
_MODALS: Final = frozenset({"could", "should", "may", "might", "must", "can"})
_SEALING: Final = frozenset({"sign", "conclude", "ink", "seal", "ratify", "declare", "announce", "mark", "implement"})
_DONE: Final = lexicon.words("implicative_verbs")
_DEMANDING: Final = frozenset(
    row["word"] for row in lexicon.table("agreement_moods") if row["status"] == "Proposed"
) | {
    "required",
    "requires",
    "insisted",
    "insists",
    "recommended",
    "suggested",
}
_CHAIN: Final = 5
_PHRASES: Final = frozenset({"nmod", "obl", "obj", "nsubj", "nsubj:pass", "conj", "compound"})
_CLAUSES: Final = frozenset({"xcomp", "ccomp", "acl", "conj"})
_MOST_NOUNS: Final = 3


def not_yet(page: Page, frame: Frame) -> Span | None:
    """The word that keeps an indefinite deal from having been made; None where nothing does."""
    if not page.has_tree or frame.determiner not in _NEW:
        return None
    token = page.tokens(frame.trigger).root
    none = next((child for child in token.lefts if child.lower_ == "no"), None)
    if none is not None:
        return span_of(none)
    nouns = 0
    while (
        token.pos_ in {"NOUN", "PROPN"} and nouns <= _MOST_NOUNS and token.dep_ in _PHRASES and token.head.i != token.i
    ):
        token, nouns = token.head, nouns + 1
    for _ in range(_CHAIN):
        if token.pos_ not in {"VERB", "AUX"}:
            return None
        keeping = _keeping(token)
        if keeping is not None:
            return span_of(keeping)
        if token.dep_ == "advcl" and token.lower_ not in _SEALING:
            # what is done to reach a deal does not yet make it: "met to present a united front"
            purpose = next((child for child in token.lefts if child.lower_ == "to"), None)
            before = purpose is not None and purpose.idx < frame.trigger.begin
            return Span(purpose.idx, token.idx + len(token)) if purpose is not None and before else None
        if token.dep_ not in _CLAUSES or (token.dep_ == "conj" and children(token, *SUBJECTS)):
            return None
        token = token.head
    return None


def _keeping(verb: Token) -> Token | None:
    """What says of a verb itself that it need not be so."""
    for child in verb.lefts:
        if child.lower_ in _IFS and child.dep_ in {"mark", "advmod"}:
            return child
        if child.dep_ == "aux" and child.lower_ in _MODALS:
            return child
    above = verb.head
    if above.i == verb.i or verb.dep_ not in {"xcomp", "ccomp", "acl"}:
        return None
    infinitive = any(child.lower_ == "to" for child in verb.lefts) and not any(c.lower_ == "have" for c in verb.lefts)
    subjunctive = verb.dep_ == "ccomp" and verb.tag_ == "VB" and not children(verb, "aux")
    if infinitive and above.pos_ == "VERB":
        return above if above.lower_ not in _DONE else None
    return above if subjunctive or (above.lower_ in _DEMANDING and above.i < verb.i) else None
