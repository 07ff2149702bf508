"""What the tagger and the parser call single words of a passage."""

from spacy.tokens import Token

from kg.extract.claims.claimants import Scene
from kg.extract.grammar.tree import SUBJECTS

_ADVERBIAL = frozenset({"obl", "obl:unmarked", "obl:tmod", "advmod", "nmod:unmarked"})
_TENSED = frozenset({"VBD", "VBZ", "VBP", "MD"})


def token_at(scene: Scene, number: int) -> Token:
    """The token of a word."""
    return scene.page.tokens(scene.page.words.spans[number]).root


def is_verb(scene: Scene, number: int) -> bool:
    """Whether the tagger calls a word a finite verb."""
    return scene.page.has_parts_of_speech and token_at(scene, number).tag_ in {"VBZ", "VBD", "VBP"}


def is_tensed(scene: Scene, number: int) -> bool:
    """Whether a word makes the words around it a clause: a verb with a tense, or a modal."""
    return not scene.page.has_parts_of_speech or token_at(scene, number).tag_ in _TENSED


def is_noun(scene: Scene, number: int) -> bool:
    """Whether the tagger calls a word a noun."""
    return scene.page.has_parts_of_speech and token_at(scene, number).tag_ in {"NN", "NNS", "JJ"}


def is_demonstrative(scene: Scene, number: int) -> bool:
    """Whether "that" only points at a noun: "in that same year"."""
    return scene.page.has_tree and token_at(scene, number).dep_ == "det"


def modifies(scene: Scene, number: int, noun_after: int) -> bool:
    """Whether a word belongs to a noun behind it: "further gains"."""
    if not scene.page.has_tree:
        return False
    token = token_at(scene, number)
    return token.dep_ == "amod" and token.head.i >= token_at(scene, noun_after).i


def is_part(scene: Scene, number: int, noun_after: int) -> bool:
    """Whether a word is an adjective or noun before the noun that it belongs to: "drone footage"."""
    if not scene.page.has_tree:
        return False
    token = token_at(scene, number)
    return token.dep_ in {"amod", "compound"} and token.head.i == token_at(scene, noun_after).i


def is_adverbial(scene: Scene, verb: int, number: int) -> bool:
    """Whether a word belongs to a phrase that tells when, where or how a verb's deed is done."""
    if not scene.page.has_tree:
        return False
    cue, token = token_at(scene, verb), token_at(scene, number)
    if token.is_punct:
        return True
    while token.head.i != token.i and token.head.i != cue.i:
        token = token.head
    return token.head.i == cue.i and token.dep_ in _ADVERBIAL


def is_subject(scene: Scene, number: int, past: int) -> bool:
    """Whether a noun is the subject of a verb that stands at a word ``past`` or behind it."""
    if not scene.page.has_tree:
        return False
    token = token_at(scene, number)
    return token.dep_ in SUBJECTS and token.head.i > token_at(scene, past).i
