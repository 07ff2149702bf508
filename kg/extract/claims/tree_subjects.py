"""The subject of a reporting verb by the dependency tree: every noun may say something, also one no list holds."""

from spacy.tokens import Token

from kg.extract.claims.claimants import Scene, Speaker, Subject
from kg.extract.claims.cues import function_words
from kg.extract.claims.phrases import resolve_pronoun
from kg.extract.grammar.tree import SUBJECTS, subject_of

_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBG", "VBN"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_PREDICATES = frozenset({"NOUN", "ADJ", "PROPN", "VERB", "ADV"})


def token_at(scene: Scene, number: int) -> Token:
    """The token of a word."""
    return scene.page.tokens(scene.page.words.spans[number]).root


def tree_subject(scene: Scene, verb: int, first: int) -> Subject | None:
    """Who says what a verb reports, at or after word ``first``; None where the tree names no noun or pronoun."""
    if not scene.page.has_tree:
        return None
    token = token_at(scene, verb)
    if token.tag_ not in _FINITE or token.pos_ == "ADJ" or _bare_participle(token):
        return None
    subject = subject_of(token)
    if subject is None or subject.i == token.i:
        return None
    speakers = speakers_of(scene, subject)
    if not speakers or speakers[0].first < first:
        return None
    helping = {child.lower_ for child in token.lefts if child.dep_ in {"aux", "aux:pass", "advmod", "det"}}
    own = subject.head.i == token.i
    begin = scene.page.words.range_of(scene.page.span(subject.doc[subject.left_edge.i : subject.i + 1]))[0]
    return Subject(
        speakers,
        begin if own and subject.i < token.i else verb,
        negated=bool(helping & function_words("negation")),
        modal=bool(helping & function_words("modal")),
        passive=any(child.dep_ in {"aux:pass", "nsubj:pass"} for child in token.children),
        shared=not own,
    )


def _bare_participle(token: Token) -> bool:
    """Whether a participle without a helping verb hangs on a noun: "the attack, denied by X"."""
    return (
        token.tag_ == "VBN"
        and token.dep_ in {"acl", "amod"}
        and not any(c.dep_ in {"aux", "aux:pass"} for c in token.lefts)
    )


def speakers_of(scene: Scene, noun: Token) -> tuple[Speaker, ...]:
    """The speakers that a noun or pronoun names, with those joined to it."""
    heads = [noun, *(child for child in noun.rights if child.dep_ == "conj" and child.pos_ in _NOUNS)]
    found: list[Speaker] = []
    for head in heads:
        at = scene.page.words.range_of(scene.page.span(head.doc[head.i : head.i + 1]))[0]
        if head.pos_ == "PRON":
            found.extend(resolve_pronoun(scene, at) if scene.lowers[at] in function_words("pronoun") else ())
        elif head.pos_ in _NOUNS and scene.lowers[at] not in function_words("weekday"):
            known = scene.over(at)
            found.append(known if known is not None else scene.described(at))
    return tuple({speaker.ref: speaker for speaker in found}.values())


def inverted_subject(scene: Scene, verb: int) -> tuple[tuple[Speaker, ...], int]:
    """Who stands behind a verb as its subject ("…, said an official there"), and the word after that phrase."""
    if not scene.page.has_tree:
        return (), verb + 1
    token = token_at(scene, verb)
    subject = next((child for child in token.rights if child.dep_ == "nsubj"), None)
    if subject is None or token.tag_ not in _FINITE:
        return (), verb + 1
    end = scene.page.words.range_of(scene.page.span(subject.doc[subject.i : subject.right_edge.i + 1]))[1]
    return speakers_of(scene, subject), end


def has_clause(scene: Scene, verb: int) -> bool:
    """Whether a clause is the object of a verb: "found the crew had not known"."""
    if not scene.page.has_tree:
        return scene.lowers[verb + 1 : verb + 2] == ["that"]
    return any(child.dep_ in {"ccomp", "parataxis"} for child in token_at(scene, verb).children)


def clause_before(scene: Scene, verb: int) -> bool:
    """Whether the clause that a verb reports stands before it, and none behind it: "…, X told reporters in Y"."""
    if not scene.page.has_tree or scene.lowers[verb + 1 : verb + 2] == ["that"]:
        return False
    token = token_at(scene, verb)
    clauses = [child for child in token.children if child.dep_ in {"ccomp", "parataxis"}]
    hangs = (
        token.dep_ == "parataxis"
        and token.head.i < token.i
        and not any(child.dep_ in {"obj", "xcomp"} for child in token.children)
    )
    return all(child.i < token.i for child in clauses) and (bool(clauses) or hangs)


def has_predicate(scene: Scene, verb: int) -> bool:
    """Whether a verb says what its object is: "called the raid a crime"."""
    if not scene.page.has_tree:
        return False
    children = list(token_at(scene, verb).rights)
    objects = [child for child in children if child.dep_ == "obj"]
    if objects:
        return any(
            child.dep_ in {"xcomp", "obj", "acl", "advcl"} and child.pos_ in _PREDICATES and child.i > objects[0].i
            for child in children
        )
    # The parser may make the object the subject of what is said of it.
    return any(
        child.dep_ == "xcomp" and child.pos_ in {"NOUN", "ADJ"} and any(c.dep_ in SUBJECTS for c in child.lefts)
        for child in children
    )


def is_noun(scene: Scene, number: int) -> bool:
    """Whether the tagger calls a word a noun."""
    return scene.page.has_parts_of_speech and token_at(scene, number).tag_ in {"NN", "NNS", "JJ"}
