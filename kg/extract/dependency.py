"""Phrases read off the dependency tree (Universal Dependencies labels), where the Doc has one."""

from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.frame import Frame, Phrase, Voice
from kg.extract.page import Page
from kg.extract.surface import clause_of
from kg.records import Span

_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
_OBLIQUES: Final = frozenset({"obl", "obl:agent", "obl:tmod", "obl:unmarked", "nmod", "obl:arg"})
_LEFT: Final = frozenset(
    {
        "compound",
        "amod",
        "nmod:poss",
        "nummod",
        "det",
        "flat",
        "nmod",
        "punct",
        "nmod:desc",
        "nmod:unmarked",
        "advmod",
        "obl",
    }
)
_CUT: Final = frozenset({"acl:relcl", "acl", "parataxis", "appos", "punct"})
_RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
_LIGHT: Final = frozenset(lexicon.words("light_verbs"))
_CONTROL: Final = frozenset(lexicon.words("object_control_verbs"))
_LONGEST_CHAIN: Final = 6


def dependency_frame(page: Page, trigger: Span, verbal: bool | None = None) -> Frame:
    """The frame of a trigger by its syntactic head; ``verbal`` overrides its part of speech."""
    head = page.tokens(trigger).root
    is_verb = head.pos_ in {"VERB", "AUX"} if verbal is None else verbal
    return _verb_frame(page, trigger, head) if is_verb else _noun_frame(page, trigger, head)


def _children(token: Token, *labels: str) -> list[Token]:
    return [child for child in token.children if child.dep_ in labels]


def _words(tokens: list[Token]) -> Span | None:
    """Span from the first to the last of some tokens."""
    if not tokens:
        return None
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    return Span(first.idx, last.idx + len(last))


def _phrase(token: Token, *, case: bool = False) -> Span:
    """A noun with what belongs to it, without its preposition, relative clauses and appositions."""
    first = token.left_edge.i
    cases = [child for child in token.lefts if child.dep_ == "case"]
    if cases and not case:
        first = max(child.right_edge.i for child in cases) + 1
    last = token.i
    for child in token.rights:
        if child.dep_ in _CUT:
            break
        last = max(last, child.right_edge.i)
    doc = token.doc
    end = doc[last]
    begin = doc[min(first, token.i)]
    return Span(begin.idx, end.idx + len(end))


def _preposition(token: Token) -> str | None:
    cases = [child for child in token.lefts if child.dep_ == "case"]
    return cases[0].lower_ if cases else None


def _phrases(*tokens: Token) -> tuple[Phrase, ...]:
    """Prepositional phrases that hang on some tokens, in text order."""
    found: dict[Span, Phrase] = {}
    for token in tokens:
        for child in token.children:
            preposition = _preposition(child) if child.dep_ in _OBLIQUES else None
            if preposition and preposition != "of":
                span = _phrase(child)
                found[span] = Phrase(preposition, span)
                for inner in child.children:
                    deeper = _preposition(inner) if inner.dep_ == "nmod" else None
                    if deeper and deeper != "of":
                        found.setdefault(_phrase(inner), Phrase(deeper, _phrase(inner)))
    return tuple(found[span] for span in sorted(found))


def _subject(verb: Token, depth: int = 0) -> Token | None:
    """The noun that a verb says something of, through coordination, control, relatives and participles."""
    own = _children(verb, *_SUBJECTS)
    if own:
        subject = own[0]
        if subject.lower_ in _RELATIVE and verb.dep_ == "acl:relcl":
            return verb.head
        return subject
    if depth == _LONGEST_CHAIN or verb.head.i == verb.i:
        return None
    if verb.dep_ in {"acl", "acl:relcl"}:
        return verb.head
    of = verb.dep_ == "advcl" and any(child.lower_ in {"of", "from"} for child in verb.lefts)
    if (of or verb.dep_ in {"xcomp", "ccomp"}) and verb.head.lower_ in _CONTROL:
        controlled = _children(verb.head, "obj", "iobj", "obl")
        if controlled:
            return controlled[0]
    if verb.dep_ in {"conj", "xcomp", "advcl", "parataxis", "ccomp", "advcl:relcl"} and verb.head.pos_ in {
        "VERB",
        "AUX",
        "ADJ",
        "NOUN",
    }:
        if verb.head.pos_ == "NOUN" and not _children(verb.head, *_SUBJECTS, "cop"):
            return verb.head if verb.dep_ == "advcl" else None
        return _subject(verb.head, depth + 1)
    return None


def subject_of(verb: Token) -> Token | None:
    """The noun that a verb says something of; None where the tree names none."""
    return _subject(verb)


def _is_passive(verb: Token) -> bool:
    if _children(verb, "aux:pass", "nsubj:pass"):
        return True
    past = verb.tag_ == "VBN" or verb.lower_.endswith("ed")
    if verb.dep_ in {"acl", "amod"} and past and not verb.lower_.endswith("ing"):
        return not _children(verb, "obj")
    if verb.dep_ == "conj" and not _children(verb, *_SUBJECTS, "obj", "aux"):
        return past and verb.head.pos_ == "VERB" and _is_passive(verb.head)
    return False


def _agent(verb: Token) -> Span | None:
    agents = [c for c in verb.children if c.dep_ == "obl:agent" or (c.dep_ == "obl" and _preposition(c) == "by")]
    return _phrase(agents[0]) if agents else None


def _governors(verb: Token) -> tuple[str, ...]:
    """Auxiliaries, adverbs and negation of a verb, and the verb that rules it, nearest first."""
    helping = [c.lower_ for c in verb.lefts if c.dep_ in {"aux", "aux:pass", "mark", "advmod"}]
    ruling = [verb.head.lower_] if verb.dep_ in {"xcomp", "ccomp", "advcl"} and verb.head.i < verb.i else []
    return (*reversed(helping), *ruling)


def _verb_frame(page: Page, trigger: Span, verb: Token) -> Frame:
    subject = _subject(verb)
    passive = _is_passive(verb)
    objects = [child for child in verb.rights if child.dep_ == "obj"]
    phrases = _phrases(verb, *objects)
    return Frame(
        trigger=trigger,
        voice=Voice.PASSIVE if passive else Voice.ACTIVE,
        clause=clause_of(page, trigger),
        subject=_phrase(subject) if subject is not None else None,
        object=_phrase(objects[0]) if objects and not passive else None,
        agent=_agent(verb),
        phrases=phrases,
        governors=_governors(verb),
    )


def _noun_frame(page: Page, trigger: Span, noun: Token) -> Frame:
    verb = _ruling_verb(noun)
    light = verb is not None and _is_light(verb)
    passive = light and verb is not None and _is_passive(verb)
    subject = _subject(verb) if verb is not None and light and not passive else None
    before = [c for c in noun.lefts if c.dep_ in _LEFT and c.idx < trigger.begin]
    determiners = [c.lower_ for c in before if c.dep_ == "det"]
    modifiers = [
        t
        for c in before
        if c.dep_ not in {"det", "punct"} and _preposition(c) is None
        for t in c.subtree
        if t.idx < trigger.begin
    ]
    of = [c for c in noun.rights if c.dep_ in {"nmod", "obl"} and _preposition(c) == "of"]
    around = [noun, *([verb] if light and verb is not None else [])]
    agent = (
        _agent(noun)
        or next((_phrase(c) for c in noun.rights if c.dep_ == "nmod" and _preposition(c) == "by"), None)
        or next((_agent(c) for c in noun.rights if c.dep_ == "acl" and _is_light(c)), None)
    )
    return Frame(
        trigger=trigger,
        voice=Voice.NOMINAL,
        clause=clause_of(page, trigger),
        subject=_phrase(subject) if subject is not None else None,
        object=_phrase(of[0]) if of else None,
        agent=agent or (_agent(verb) if passive and verb is not None else None),
        premodifier=_words(modifiers),
        determiner=determiners[0] if determiners else None,
        phrases=_phrases(*around),
        governors=(verb.lower_, *_governors(verb)) if verb is not None else (),
    )


def _is_light(verb: Token) -> bool:
    """Whether a verb only says that what its object names is done: "carry out", "launch"."""
    return verb.lower_ in _LIGHT or any(
        f"{verb.lower_} {particle.lower_}" in _LIGHT for particle in _children(verb, "compound:prt")
    )


def _ruling_verb(noun: Token) -> Token | None:
    """The verb whose object or subject a noun is, through coordination and "series of"."""
    token = noun
    for _ in range(_LONGEST_CHAIN):
        if token.dep_ in {"obj", "nsubj:pass"} and token.head.pos_ == "VERB":
            return token.head
        of = token.dep_ == "nmod" and _preposition(token) == "of"
        if token.head.i == token.i or not (of or token.dep_ in {"conj", "compound"}):
            return None
        token = token.head
    return None


def verbs_above(page: Page, span: Span) -> list[Span]:
    """The verbs that rule a noun, nearest first, through phrases, lists, control and reported clauses; not the active
    verb of which it is the subject.
    """
    token = page.tokens(span).root
    found = []
    for _ in range(_LONGEST_CHAIN):
        above = token.head
        if above.i == token.i or token.dep_ in {"acl", "acl:relcl", "advcl", "parataxis", "appos"}:
            break
        own = token.dep_ == "nsubj" or (token.pos_ == "VERB" and token.dep_ == "conj")
        if above.pos_ in {"VERB", "AUX"} and not own:
            found.append(Span(above.idx, above.idx + len(above)))
            if above.dep_ not in {"xcomp", "ccomp"} or _children(above, *_SUBJECTS):
                break
        token = above
    return found


def participles(page: Page, span: Span) -> list[Span]:
    """Participles that hang on a noun, in text order."""
    noun = page.tokens(span).root
    return [Span(t.idx, t.idx + len(t)) for t in noun.rights if t.dep_ == "acl" and t.pos_ == "VERB"]
