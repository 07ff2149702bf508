"""Phrases that a verb or noun has by the clauses around it: where, with what, and who undergoes an attack."""

from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.frame import Phrase
from kg.extract.grammar.subjects import subject_of
from kg.extract.grammar.tree import (
    RELATIVE,
    SUBJECTS,
    agent_of,
    children,
    is_passive,
    phrase_of,
    phrases_of,
    preposition_of,
)

_UNDERGOING: Final = lexicon.words("undergoing_verbs")
_USING: Final = frozenset({"use", "used", "uses", "using", "employ", "employed", "employs", "employing"})
_ANSWERING: Final = frozenset(
    {"answered", "responded", "retaliated", "replied", "reacted", "countered", "continued", "proceeded", "followed"}
)
_AIMS: Final = lexicon.words("aims_of_operations")
_HELPING: Final = lexicon.words("support_verbs")
_SEEING: Final = frozenset({"saw", "sees", "seen", "see", "witnessed", "witness", "experienced", "experience"})
_TAKING_PART: Final = frozenset({"participated", "participate", "participates", "participating", "joined", "assisted"})
_TAKEN_UP: Final = frozenset({"locked", "engaged", "embroiled", "entangled", "involved"})
_SUFFERING: Final = frozenset({"target", "targets", "scene", "site", "victim", "victims", "focus", "object"})
_DAMAGED: Final = frozenset({"damaged", "wrecked", "ruined", "burned", "burnt", "shattered", "levelled", "flattened"})
_AIMED: Final = frozenset({"on", "against", "upon"})
_EXPOSED: Final = frozenset({"subjected", "subject", "exposed"})


def takes_antecedent(verb: Token) -> bool:
    """Whether a relative clause has the noun before it as its object: "rockets that X had fired"."""
    subjects = children(verb, *SUBJECTS)
    where = any(child.lower_ in {"where", "when", "why"} for child in verb.lefts)
    return verb.dep_ == "acl:relcl" and bool(subjects) and subjects[0].lower_ not in RELATIVE and not where


def scene(verb: Token) -> tuple[Phrase, ...]:
    """The place in whose relative clause a verb stands: "X, where an air strike had killed"."""
    if not any(child.lower_ == "where" for child in verb.lefts):
        return ()
    if verb.dep_ in {"acl:relcl", "advcl:relcl"}:
        return (Phrase("in", phrase_of(verb.head)),)
    before = verb.left_edge.i - 1
    while before > 0 and verb.doc[before].is_punct:
        before -= 1
    token = verb.doc[before]
    near = verb.dep_ in {"conj", "advcl", "parataxis"} and token.pos_ in {"PROPN", "NOUN"} and before > 0
    return (Phrase("in", phrase_of(token)),) if near and token.sent == verb.sent else ()


def tool(verb: Token) -> tuple[Phrase, ...]:
    """What is used to do it: "used rockets to strike"."""
    if verb.dep_ not in {"xcomp", "advcl", "acl"} or verb.head.lower_ not in _USING:
        return ()
    return tuple(Phrase("using", phrase_of(child)) for child in verb.head.rights if child.dep_ == "obj")


def tool_for(noun: Token) -> tuple[Phrase, ...]:
    """What is used in an attack: "missiles were used in an attack"."""
    verb = noun.head
    if verb.lower_ not in _USING or preposition_of(noun) not in {"in", "for", "during"}:
        return ()
    return tuple(Phrase("using", phrase_of(subject)) for subject in children(verb, "nsubj:pass"))


def aim(noun: Token) -> tuple[Phrase, ...]:
    """Against whom or what and where an operation is by the verb that tells its aim: "an operation to oust X from Y",
    "a campaign was launched to hunt down X in Y".
    """
    light = noun.head if noun.dep_ in {"obj", "nsubj:pass"} else None
    verbs = [*noun.rights, *(light.rights if light is not None else ())]
    aims = [
        v for v in verbs if v.lower_ in _AIMS and v.dep_ in {"acl", "advcl"} and any(c.lower_ == "to" for c in v.lefts)
    ]
    found: list[Phrase] = []
    for verb in aims[:1]:
        objects = children(verb, "obj")
        found += [Phrase("against", phrase_of(each)) for each in objects]
        around = phrases_of(verb, *objects)
        found += [
            Phrase("in" if phrase.preposition == "from" else phrase.preposition, phrase.span) for phrase in around
        ]
    return tuple(found)


def _case_of(noun: Token) -> str | None:
    """The preposition of a noun, also where the parser made it a particle of the verb before: "came under fire"."""
    case, before = preposition_of(noun), noun.left_edge.i - 1
    if case is None and before > noun.head.i and noun.doc[before].head.i == noun.head.i:
        return noun.doc[before].lower_
    return case


def taking_part(noun: Token) -> Token | None:
    """Who takes part in what a noun names: "X took part in the strikes", "X joined in the attack"."""
    if _case_of(noun) == "with":
        verb = noun.head.head if noun.head.dep_ == "obj" else noun.head
        answering = verb.lower_ in _ANSWERING and verb.i == noun.head.i
        return subject_of(verb) if (answering or verb.lower_ in _HELPING) and not is_passive(verb) else None
    if _case_of(noun) in {"for", "in"} and noun.head.lower_ in _USING:
        if is_passive(noun.head):
            return next(iter(children(noun.head, "obl:agent")), None)
        return subject_of(noun.head)
    part = any(child.lower_ == "part" and child.i < noun.i for child in noun.head.rights)
    if part and noun.dep_ == "obj":
        return subject_of(noun.head)
    if _case_of(noun) != "in":
        return None
    head = noun.head
    verb = head.head if head.lower_ == "part" else head
    part = head.lower_ == "part" or any(child.lower_ == "part" for child in verb.rights if child.dep_ == "obj")
    return subject_of(verb) if part or verb.lower_ in _TAKING_PART | _TAKEN_UP else None


def suffered(noun: Token) -> tuple[Phrase, ...]:
    """What an attack is on by the clause that only says that it took place: "X came under attack", "X was the target
    of an attack", "X saw an attack".
    """
    head, case = noun.head, _case_of(noun)
    if head.i == noun.i or any(preposition_of(child) in _AIMED for child in noun.rights):
        return ()
    if noun.dep_ == "nsubj:pass" and head.lower_ in _UNDERGOING:
        by = agent_of(head)
        return (Phrase("on", by),) if by is not None else ()
    if noun.dep_ == "obj" and (head.lower_ in _UNDERGOING or head.lower_ in _SEEING):
        subject = subject_of(head)
        how = "on" if head.lower_ in _UNDERGOING else "in"
        return (Phrase(how, phrase_of(subject)),) if subject is not None else ()
    if case in {"under", "to"} and head.pos_ in {"VERB", "AUX", "ADJ"}:
        subjects = children(head, *SUBJECTS) if case == "under" or head.lower_ in _EXPOSED else []
        return tuple(Phrase("on", phrase_of(subject)) for subject in subjects)
    if case in {"in", "by", "from"} and head.lower_ in _DAMAGED:
        subjects = children(head, "nsubj:pass")
        return tuple(Phrase("on", phrase_of(subject)) for subject in subjects)
    if case == "of" and head.lower_ in _SUFFERING:
        subjects = children(head, *SUBJECTS)
        return tuple(Phrase("on", phrase_of(subject)) for subject in subjects)
    return ()


def clause_scene(noun: Token) -> tuple[Phrase, ...]:
    """The place of the relative clause whose subject or object a noun is."""
    verb = noun.head
    return scene(verb) if verb.pos_ == "VERB" and noun.dep_ in {*SUBJECTS, "obj", "obl"} else ()
