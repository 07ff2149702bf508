"""The verbs of which a deal is the object or complement: who does them makes, keeps, breaks or refuses it."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.syntax import Frame
from kg.extract.grammar.tree import RELATIVE, SUBJECTS, children, preposition_of, span_of
from kg.extract.grammar.word_classes import MODALS
from kg.extract.text.page import Page
from kg.records import Span

_AGREEING: Final = lexicon.words("agreeing_verbs")
_REJECTING: Final = lexicon.words("rejecting_verbs")
_KEEPING: Final = lexicon.words("deal_keeping_verbs")
_UNREAL: Final = MODALS | {"not", "never", "n't", "to"}
_LONGEST_CHAIN: Final = 6
_BACK: Final = 12
_COMPLEMENTS: Final = frozenset(
    {"to", "on", "upon", "of", "from", "into", "up", "onto", "out", "by", "with", "for", "over"}
)
_AWAY: Final = frozenset({"from", "out", "into", "by", "for", "with"})
_INSIDE: Final = frozenset({"in", "under"})
_UNDERTAKING: Final = frozenset({"agreed", "agree", "agrees", "committed", "consented"})
_HANGING: Final = frozenset({"acl", "acl:relcl", "advcl", "parataxis", "appos"})
_ABOUT: Final = lexicon.words("about_deals")
_PROPOSALS: Final = frozenset({"proposal", "proposals", "plan", "plans", "offer", "offers", "draft", "initiative"})
_ANSWERING: Final = _REJECTING | {
    *("accept", "accepted", "accepts", "accepting", "approve", "approved", "approves", "backed", "endorsed"),
    *("agreed", "agree", "agrees", "considering", "weighing", "studying"),
}
_COMMITTING: Final = frozenset(
    {"commitment", "commitments", "adherence", "return", "accession", "signature", "signatures", "part"}
)


def governing_verbs(page: Page, frame: Frame) -> Iterator[Span]:
    """The verbs that rule a deal by the tree, nearest first, and those of a clause that
    tells who made it ("a deal that X signed"); without one, the nearest of agreeing or rejecting before
    it in its sentence.
    """
    if page.has_tree:
        noun = _head_of(page, frame)
        yield from _of_relative(page, frame)
        yield from _above(noun)
        return
    words = page.words
    begin = words.range_of(page.sentence_of(frame.trigger))[0]
    first = words.range_of(frame.premodifier or frame.trigger)[0]
    for at in range(first - 1, max(begin, first - _BACK) - 1, -1):
        verb = words.lowers[at], " ".join(words.lowers[at : at + 2])
        if any(v in _AGREEING or v in _REJECTING for v in verb):
            yield words.spans[at]
            return
        if words.lowers[at] in {".", ";", "after"}:
            return


def taken_up(page: Page, deal: Span) -> Iterator[Span]:
    """The verbs of keeping and breaking whose object "it" takes up a deal before in the sentence: "accused the army of
    breaking it".
    """
    if not page.has_tree:
        return
    words = page.words
    past = words.range_of(deal)[1]
    for at in range(past, words.range_of(page.sentence_of(deal))[1]):
        if words.lowers[at] == "it":
            pronoun = page.tokens(words.spans[at]).root
            verb = pronoun.head
            real = _UNREAL.isdisjoint(child.lower_ for child in verb.lefts)
            if pronoun.dep_ == "obj" and verb.lower_ in _KEEPING and real:
                yield span_of(pronoun.head)


def _head_of(page: Page, frame: Frame) -> Token:
    """The head of a deal's words: their last one where the parser hung it on the verb beside their first."""
    tokens = page.tokens(frame.trigger)
    last = tokens[-1]
    return last if last.head.i == tokens.root.head.i else tokens.root


def _of_relative(page: Page, frame: Frame) -> Iterator[Span]:
    """The verb of a clause that tells who made a deal, its subject before it: "that X and Y signed", "they signed"."""
    words = page.words
    told = [v for v in _head_of(page, frame).rights if v.dep_ in {"acl:relcl", "acl"} and v.lower_ in _AGREEING]
    own = [verb for verb in told if any(s.lower_ not in RELATIVE for s in children(verb, "nsubj"))]
    if own:
        yield span_of(own[0])
        return
    past = words.range_of(frame.trigger)[1]
    if words.lowers[past : past + 1] == [","]:
        past += 1
    if words.lowers[past : past + 1] not in (["that"], ["which"]):
        return
    for at in range(past + 2, min(words.range_of(page.sentence_of(frame.trigger))[1], past + _BACK)):
        verb = page.tokens(words.spans[at]).root
        if words.lowers[at] in _AGREEING:
            if any(child.dep_ in SUBJECTS and child.lower_ not in RELATIVE for child in verb.lefts):
                yield words.spans[at]
            return
        if words.lowers[at] in {",", ";"}:
            return


def _above(noun: Token) -> Iterator[Span]:
    token = noun
    for _ in range(_LONGEST_CHAIN):
        above = token.head
        if above.i == token.i or token.dep_ in _HANGING or not _is_complement(token):
            return
        if token.i != noun.i and token.dep_ == "obl" and preposition_of(token) in _AWAY:
            return
        own = token.dep_ == "nsubj" or (token.pos_ == "VERB" and token.dep_ == "conj")
        if above.pos_ in {"VERB", "AUX"} and not own:
            yield span_of(above)
            if above.dep_ not in {"xcomp", "ccomp"} or children(above, *SUBJECTS):
                return
        token = above


def _is_complement(token: Token) -> bool:
    """Whether a noun phrase is part of what its head speaks of: "agreed to a truce", "the terms of a truce", and not
    "met after a truce", "a reference to a truce".
    """
    preposition = preposition_of(token) if token.dep_ in {"obl", "nmod"} else None
    if preposition is None:
        return True
    if token.dep_ == "nmod" or token.head.pos_ == "NOUN":
        if token.head.lower_ in _ABOUT:
            return False
        if token.head.lower_ in _PROPOSALS:
            # who accepts or turns down a proposal is a side; who makes it, or calls for a truce, need not be
            return token.head.dep_ in {"obj", "obl"} and token.head.head.lower_ in _ANSWERING
        return preposition == "of" or token.head.lower_ in _COMMITTING
    if preposition in _INSIDE:
        return token.head.lower_ in _UNDERTAKING
    return preposition in _COMPLEMENTS
