"""What stands where in the tree (Universal Dependencies labels): the subject, agent and phrases of a verb or noun."""

from typing import Final

from spacy.tokens import Token

from kg.extract.grammar.frame import Phrase
from kg.records import Span

SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
_OBLIQUES: Final = frozenset({"obl", "obl:agent", "obl:tmod", "obl:unmarked", "nmod", "obl:arg"})
_CUT: Final = frozenset({"acl:relcl", "acl", "parataxis", "appos", "punct"})
RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
_BE: Final = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_POSSESSIVE: Final = frozenset({"'s", "’s", "'", "’"})


def children(token: Token, *labels: str) -> list[Token]:
    """Children of a token with one of some labels."""
    return [child for child in token.children if child.dep_ in labels]


def span_of(token: Token) -> Span:
    """Code points of a word."""
    return Span(token.idx, token.idx + len(token))


def preposition_of(token: Token) -> str | None:
    """The preposition of a noun, in lower case."""
    cases = [child for child in token.lefts if child.dep_ == "case"]
    if cases:
        return (_own_case(cases) if len(cases) > 1 else cases[0]).lower_
    inner = [c for child in token.lefts if child.dep_ == "compound" for c in child.lefts if c.dep_ == "case"]
    if inner and inner[0].i == token.left_edge.i and inner[0].lower_ not in _POSSESSIVE:
        return inner[0].lower_
    before = token.left_edge.i - 1
    stray = 0 <= before > token.head.i and token.doc[before].dep_ == "case" and token.doc[before].head.i > token.i
    return token.doc[before].lower_ if stray else None


def _own_case(cases: list[Token]) -> Token:
    """Of several prepositions the first of the last run: of "against X in" before a noun, where the parser gave it the
    one of X too, "in".
    """
    own = cases[-1]
    for case in reversed(cases[:-1]):
        if case.i != own.i - 1:
            break
        own = case
    return own


def phrase_of(token: Token, *, case: bool = False) -> Span:
    """A noun with what belongs to it, without its preposition, relative clauses and appositions."""
    first = token.left_edge.i
    cases = [child for child in token.lefts if child.dep_ == "case"]
    if cases and not case:
        first = max(child.right_edge.i for child in cases) + 1
    last = token.i
    for child in token.rights:
        if child.dep_ in _CUT and not _is_name_of(child, last):
            break
        last = max(last, child.right_edge.i)
    doc = token.doc
    head = token.head.i
    end = doc[_of_phrase_end(token, last if head <= token.i else min(last, head - 1))]
    begin = doc[min(first if head >= token.i else max(first, head + 1), token.i)]
    return Span(begin.idx, end.idx + len(end))


def _is_name_of(child: Token, last: int) -> bool:
    """Whether a name follows what it names with no comma between: "interior minister Abdi Farah"."""
    return child.dep_ == "appos" and child.left_edge.i == last + 1 and child.pos_ == "PROPN"


def _of_phrase_end(token: Token, last: int) -> int:
    """Where a phrase ends that goes on with "of", also where the parser hangs that on the verb: "the town of X"."""
    doc = token.doc
    if last + 2 < len(doc) and doc[last + 1].lower_ == "of" and doc[last + 1].dep_ == "case":
        whose = doc[last + 1].head
        if whose.i > last + 1 and whose.head.i <= last and whose.sent == token.sent:
            parts = [c.right_edge.i for c in whose.rights if c.dep_ in {"flat", "compound", "conj"}]
            return max([whose.i, *parts])
    return last


def phrases_of(*tokens: Token) -> tuple[Phrase, ...]:
    """Prepositional phrases that hang on some tokens, in text order."""
    found: dict[Span, Phrase] = {}
    for token in tokens:
        for child in token.children:
            preposition = preposition_of(child) if child.dep_ in _OBLIQUES else None
            if preposition and preposition != "of":
                span = phrase_of(child)
                found[span] = Phrase(preposition, span)
                for inner in child.children:
                    deeper = preposition_of(inner) if inner.dep_ == "nmod" else None
                    if deeper and deeper != "of":
                        found.setdefault(phrase_of(inner), Phrase(deeper, phrase_of(inner)))
    return tuple(found[span] for span in sorted(found))


def is_passive(verb: Token) -> bool:
    """Whether something is done to the subject of a verb, or to the noun that a participle hangs on."""
    if children(verb, "aux:pass"):
        return True
    if children(verb, "nsubj:pass"):
        return not children(verb, "obj")
    past = verb.tag_ == "VBN" or verb.lower_.endswith("ed")
    if past and any(child.lower_ in _BE for child in children(verb, "aux")):
        return not children(verb, "obj")
    if verb.dep_ in {"acl", "amod"} and past and not verb.lower_.endswith("ing"):
        return not children(verb, "obj")
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not children(verb, "obj", "aux", "aux:pass"):
        # "Ten were killed and twelve captured"
        return verb.head.pos_ == "VERB" and is_passive(verb.head)
    if verb.dep_ == "conj" and not children(verb, *SUBJECTS, "obj", "aux"):
        return past and verb.head.pos_ == "VERB" and is_passive(verb.head)
    return False


def agent_of(verb: Token) -> Span | None:
    """What "by" names after a verb, through joined participles."""
    agents = [
        c
        for c in verb.children
        if (c.dep_ == "obl:agent" and (c.i > verb.i or preposition_of(c) == "by"))
        or (c.dep_ == "obl" and preposition_of(c) == "by" and c.i > verb.i)
    ]
    if agents:
        return phrase_of(agents[0])
    return agent_of(verb.head) if verb.dep_ == "conj" and _is_bare_participle(verb) else None


def _is_bare_participle(verb: Token) -> bool:
    """Whether a participle shares the helping verb of the one it is joined to: "were stopped by X and shot"."""
    alone = not children(verb, *SUBJECTS, "aux", "aux:pass", "obj")
    return alone and verb.tag_ in {"VBN", "VBD"} and bool(children(verb.head, "aux:pass", "nsubj:pass"))
