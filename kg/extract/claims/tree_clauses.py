"""Clauses by the dependency tree: which of them stand beside an act of saying, and which belong to what is said."""

from spacy.tokens import Token

from kg.extract.claims.claimants import Scene
from kg.extract.claims.tagged import token_at
from kg.extract.grammar.tree import SUBJECTS

_VERBAL = frozenset({"VERB", "AUX"})
_TENSED = frozenset({"VBD", "VBZ", "VBP"})
_TELLING = frozenset({"give", "offer", "provide", "name", "mention", "say", "add", "specify", "elaborate", "disclose"})
_WITHIN = frozenset({"nmod", "nmod:poss", "obj", "iobj", "obl", "acl", "xcomp", "advcl", "amod", "compound"})


def goes_on_beside(scene: Scene, cue: int, other: int) -> bool:
    """Whether the clause of another cue is joined to that of a cue and has a subject of its own: "A said it would go,
    and B said it would stay".
    """
    if not scene.page.has_tree:
        return False
    one, two = token_at(scene, cue), token_at(scene, other)
    return two.dep_ == "conj" and two.head.i == one.i and _has_subject(two)


def is_said(scene: Scene, cue: int, other: int) -> bool:
    """Whether another cue is the verb of the clause that a cue reports."""
    if not scene.page.has_tree:
        return False
    one, two = token_at(scene, cue), token_at(scene, other)
    return two.dep_ == "ccomp" and two.head.i == one.i < two.i


def next_clause(scene: Scene, cue: int, first: int) -> int | None:
    """Number of the word with which the next clause begins that is joined to a cue's own, where it has a subject."""
    if not scene.page.has_tree:
        return None
    verb = token_at(scene, cue)
    while verb.pos_ not in _VERBAL and verb.dep_ in _WITHIN and verb.head.i < verb.i:
        verb = verb.head
    governing = verb.head
    if verb.dep_ in _WITHIN and governing.i > verb.i:
        subject = next((child for child in governing.lefts if child.dep_ in SUBJECTS and child.i > verb.i), None)
        begin = _number(scene, subject.left_edge) if subject is not None else 0
        return begin if begin > first else None
    joined = [
        child for child in verb.rights if child.dep_ == "conj" and child.pos_ in _VERBAL and _is_clause(child, verb)
    ]
    for clause in joined:
        own = next((child for child in clause.lefts if child.dep_ in SUBJECTS), clause)
        for edge in (clause.left_edge, own.left_edge):
            if _number(scene, edge) > first:
                return _number(scene, edge)
    return None


def next_deed(scene: Scene, cue: int, first: int) -> int | None:
    """Number of the word with which the next thing begins that who speaks did: "said it had won and left the hall"."""
    if not scene.page.has_tree:
        return None
    verb = token_at(scene, cue)
    for child in verb.rights:
        if child.dep_ == "conj" and child.tag_ in _TENSED and verb.tag_ in _TENSED and not _has_subject(child):
            begin = _number(scene, child)
            if begin > first:
                return begin
    return None


def shares_subject(scene: Scene, joint: int, first: int) -> bool:
    """Whether behind "but" a verb goes on with the subject of one at or after a word: "tried to enter, but were
    repelled"; not where it tells what who speaks left unsaid.
    """
    if not scene.page.has_tree:
        return False
    joined = token_at(scene, joint).head
    if joined.dep_ != "conj" or joined.pos_ not in _VERBAL or _has_subject(joined):
        return False
    unsaid = any(child.dep_ == "advmod" and child.lower_ in {"not", "n't", "n’t"} for child in joined.lefts)
    return _number(scene, joined.head) >= first and not unsaid and joined.lemma_ not in _TELLING


def subject_end(scene: Scene, cue: int) -> int | None:
    """Number of the word after the subject that a cue is part of, where the sentence goes on with that subject's verb:
    "the man who claimed it had fled", "his claims of fraud were dismissed".
    """
    if not scene.page.has_tree:
        return None
    token = outer = token_at(scene, cue)
    while outer.head.i != outer.i:
        if outer.dep_ in SUBJECTS and outer.head.i > token.i:
            return _number(scene, outer.right_edge) + 1
        outer = outer.head
    return None


def _number(scene: Scene, token: Token) -> int:
    return scene.page.words.range_of(scene.page.span(token.doc[token.i : token.i + 1]))[0]


def takes_object(scene: Scene, cue: int) -> bool:
    """Whether a noun phrase and no clause is what a verb reports: "reported damage to the plant"."""
    if not scene.page.has_tree:
        return False
    children = list(token_at(scene, cue).rights)
    clauses = [child for child in children if child.dep_ in {"ccomp", "xcomp", "parataxis"} and not _is_thing(child)]
    return not clauses and any(child.dep_ == "obj" or _is_thing(child) for child in children)


def _is_thing(token: Token) -> bool:
    """Whether what the parser took for a clause is a noun with nothing said of it: "claimed the attack"."""
    said = any(child.dep_ in {"cop", "mark", "aux", *SUBJECTS} for child in token.children)
    return token.dep_ == "ccomp" and token.pos_ in {"NOUN", "PROPN"} and not said


def _is_clause(clause: Token, verb: Token) -> bool:
    """Whether a joined verb begins a clause of the article's own: it has a subject, or a tense as the first one has."""
    return _has_subject(clause) or (clause.tag_ in _TENSED and verb.tag_ in _TENSED)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.lefts)
