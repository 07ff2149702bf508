"""Phrases read off the dependency tree (Universal Dependencies labels), where the Doc has one."""

from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.clause_phrases import (
    aim,
    clause_scene,
    scene,
    suffered,
    takes_antecedent,
    taking_part,
    tool,
    tool_for,
)
from kg.extract.grammar.clauses import clause_of
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.subjects import subject_of, subject_phrase
from kg.extract.grammar.tree import (
    SUBJECTS,
    agent_of,
    children,
    is_passive,
    phrase_of,
    phrases_of,
    preposition_of,
    span_of,
)
from kg.extract.text.page import Page
from kg.records import Span

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
_SENT: Final = frozenset(row["word"].split()[-1] for row in lexicon.table("weapon_kinds") if row["what"] == "munition")
_LIGHT: Final = frozenset(lexicon.words("light_verbs"))
_SENDING: Final = lexicon.words("sending_verbs") | {"planted", "laid", "placed", "hidden", "set"}
_LONGEST_CHAIN: Final = 6


def dependency_frame(page: Page, trigger: Span, verbal: bool | None = None) -> Frame:
    """The frame of a trigger by its syntactic head; ``verbal`` overrides its part of speech."""
    tokens = page.tokens(trigger)
    head = tokens.root
    if verbal is False and not tokens.start <= tokens[-1].head.i < tokens.end:
        head = tokens[-1]
    is_verb = head.pos_ in {"VERB", "AUX"} if verbal is None else verbal
    return _verb_frame(page, trigger, head) if is_verb else _noun_frame(page, trigger, head)


def _words(tokens: list[Token]) -> Span | None:
    """Span from the first to the last of some tokens."""
    if not tokens:
        return None
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    return Span(first.idx, last.idx + len(last))


def _governors(verb: Token) -> tuple[str, ...]:
    """Auxiliaries, adverbs and negation of a verb, and the verb that rules it, nearest first."""
    helping = [c.lower_ for c in verb.lefts if c.dep_ in {"aux", "aux:pass", "mark", "advmod"}]
    ruling = [verb.head.lower_] if verb.dep_ in {"xcomp", "ccomp", "advcl"} and verb.head.i < verb.i else []
    return (*reversed(helping), *ruling)


def _verb_frame(page: Page, trigger: Span, verb: Token) -> Frame:
    subject = subject_of(verb)
    passive = is_passive(verb)
    objects = [child for child in verb.rights if child.dep_ == "obj"]
    if not objects and not passive:
        objects = [c for c in verb.rights if c.dep_ == "obl:unmarked" and c.lower_ in _SENT]
    if not objects and not passive and takes_antecedent(verb):
        objects = [verb.head]
    phrases = (*phrases_of(verb, *objects), *scene(verb), *tool(verb))
    return Frame(
        trigger=trigger,
        voice=Voice.PASSIVE if passive else Voice.ACTIVE,
        clause=clause_of(page, trigger),
        subject=subject_phrase(subject) if subject is not None else None,
        object=phrase_of(objects[0]) if objects and not passive else None,
        agent=agent_of(verb),
        phrases=phrases,
        governors=_governors(verb),
    )


def _noun_frame(page: Page, trigger: Span, noun: Token) -> Frame:
    verb = _ruling_verb(noun)
    light = verb is not None and _is_light(verb)
    passive = light and verb is not None and is_passive(verb)
    subject = subject_of(verb) if verb is not None and light and not passive else taking_part(noun)
    before = [c for c in noun.lefts if c.dep_ in _LEFT and c.idx < trigger.begin]
    determiners = [c.lower_ for c in before if c.dep_ == "det"]
    modifiers = [
        t
        for c in before
        if c.dep_ not in {"det", "punct"} and preposition_of(c) is None
        for t in c.subtree
        if t.idx < trigger.begin
    ]
    of = [c for c in noun.rights if c.dep_ in {"nmod", "obl"} and preposition_of(c) == "of"]
    around = [noun, *([verb] if light and verb is not None else [])]
    agent = (
        agent_of(noun)
        or next((phrase_of(c) for c in noun.rights if c.dep_ == "nmod" and preposition_of(c) == "by"), None)
        or next((agent_of(c) for c in noun.rights if c.dep_ == "acl" and (_is_light(c) or c.lower_ in _SENDING)), None)
        or (agent_of(noun.head) if noun.dep_ in {"obl", "nmod"} and suffered(noun) else None)
    )
    return Frame(
        trigger=trigger,
        voice=Voice.NOMINAL,
        clause=clause_of(page, trigger),
        subject=subject_phrase(subject) if subject is not None else None,
        object=phrase_of(of[0]) if of else None,
        agent=agent or (agent_of(verb) if passive and verb is not None else None),
        premodifier=_words(modifiers),
        determiner=determiners[0] if determiners else None,
        phrases=(*phrases_of(*around), *suffered(noun), *clause_scene(noun), *tool_for(noun), *aim(noun)),
        governors=(verb.lower_, *_governors(verb)) if verb is not None else (),
    )


def _is_light(verb: Token) -> bool:
    """Whether a verb only says that what its object names is done: "carry out", "launch"."""
    return verb.lower_ in _LIGHT or any(
        f"{verb.lower_} {particle.lower_}" in _LIGHT for particle in children(verb, "compound:prt", "advmod")
    )


def _ruling_verb(noun: Token) -> Token | None:
    """The verb whose object or subject a noun is, through coordination and "series of"."""
    token = noun
    for _ in range(_LONGEST_CHAIN):
        counted = token.dep_ == "obl" and preposition_of(token) is None and bool(children(token, "nummod"))
        if (token.dep_ in {"obj", "nsubj:pass"} or counted) and token.head.pos_ == "VERB":
            return token.head
        of = token.dep_ == "nmod" and preposition_of(token) == "of"
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
            found.append(span_of(above))
            if above.dep_ not in {"xcomp", "ccomp"} or children(above, *SUBJECTS):
                break
        token = above
    return found


def participles(page: Page, span: Span) -> list[Span]:
    """Participles that hang on a noun, in text order."""
    noun = page.tokens(span).root
    return [span_of(t) for t in noun.rights if t.dep_ == "acl" and t.pos_ == "VERB"]
