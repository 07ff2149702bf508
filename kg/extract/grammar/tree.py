"""What stands where in the tree (Universal Dependencies labels): the subject, agent and phrases of a verb or noun."""

from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.frame import Phrase
from kg.records import Span

SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
_OBLIQUES: Final = frozenset({"obl", "obl:agent", "obl:tmod", "obl:unmarked", "nmod", "obl:arg"})
_CUT: Final = frozenset({"acl:relcl", "acl", "parataxis", "appos", "punct"})
RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
_CONTROL: Final = frozenset(lexicon.words("object_control_verbs"))
_BE: Final = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_THWARTING: Final = lexicon.words("thwarting_verbs")
_USED: Final = frozenset({"used", "employed", "utilised", "utilized"})
_NAMING: Final = frozenset({"NOUN", "PROPN", "ADJ", "DET"})
_COUNTING: Final = frozenset({"first", "second", "third", "latest", "last", "only", "next"})
_OPENING: Final = frozenset({"with", "when", "while", "after", "as", "because", "since", "although", "though", "once"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_DASHES: Final = frozenset({"-", "–", "—", "--", ")"})
_TIMES: Final = frozenset(row["form"] for row in lexicon.table("calendar")) | {
    f"{unit}{end}"
    for unit in ("hour", "day", "week", "month", "year", "time", "night", "morning", "evening", "afternoon", "moment")
    for end in ("", "s")
}
_LONGEST_CHAIN: Final = 6
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


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The noun that a verb says something of, through coordination, control, relatives and participles."""
    own = children(verb, *SUBJECTS) or _subject_between(verb) or _unmarked_subject(verb) or _inside_clause(verb)
    if own:
        subject = _nearest(own, verb)
        if subject.lower_ in RELATIVE and verb.dep_ == "acl:relcl":
            return verb.head
        return _before_relative(subject) or subject
    if depth == _LONGEST_CHAIN or verb.head.i == verb.i:
        return None
    if verb.dep_ == "acl" and verb.head.dep_ == "obj" and any(child.lower_ == "to" for child in verb.lefts):
        # "X saw an opportunity to attack": who has it is who attacks, but not who thwarts another's attempt.
        others = verb.head.head.lower_ in _THWARTING
        return _owner_of(verb.head) if others else subject_of(verb.head.head, depth + 1)
    if verb.dep_ in {"xcomp", "advcl"} and verb.head.lower_ in _USED and is_passive(verb.head):
        user = children(verb.head, "obl:agent")
        return user[0] if user else None
    if verb.dep_ in {"acl", "acl:relcl"}:
        return _first_to_do(verb) or verb.head
    of = verb.dep_ == "advcl" and any(child.lower_ in {"of", "from", "against"} for child in verb.lefts)
    if (of or verb.dep_ in {"xcomp", "ccomp"}) and verb.head.lower_ in _CONTROL:
        controlled = children(verb.head, "obj", "iobj", "obl")
        if controlled:
            return controlled[0]
    if verb.dep_ in {"conj", "xcomp", "advcl", "parataxis", "ccomp", "advcl:relcl"} and verb.head.pos_ in {
        "VERB",
        "AUX",
        "ADJ",
        "NOUN",
    }:
        if verb.head.pos_ == "NOUN" and not children(verb.head, *SUBJECTS, "cop"):
            return verb.head if verb.dep_ == "advcl" else None
        return subject_of(verb.head, depth + 1)
    return None


def _before_relative(subject: Token) -> Token | None:
    """The noun right before a "which" or "who" that the parser made the subject of a clause of its own: "at jets, which
    bombed".
    """
    at = subject.i - 2
    if subject.lower_ not in {"which", "who"} or at < subject.sent.start or subject.nbor(-1).text != ",":
        return None
    noun = subject.doc[at]
    while noun.dep_ in {"flat", "compound"} and subject.sent.start <= noun.head.i < noun.i:
        noun = noun.head
    return noun if noun.pos_ in {"NOUN", "PROPN"} else None


def _first_to_do(verb: Token) -> Token | None:
    """Who is told to do something by a number: "X was the first to sign", "X was the last group to leave"."""
    noun = verb.head
    counted = noun.lower_ in _COUNTING or any(child.lower_ in _COUNTING for child in noun.lefts)
    told = counted and children(noun, "cop") and any(child.lower_ in {"to", "that"} for child in verb.lefts)
    return next(iter(children(noun, *SUBJECTS)), None) if told else None


def _owner_of(noun: Token) -> Token | None:
    """Whose attempt or plan it is: "a rebel attempt to retake X", "their attempt"."""
    before = [child for child in noun.lefts if child.dep_ in {"nmod:poss", "compound", "amod", "nmod"}]
    return before[0] if before else next((c for c in noun.rights if preposition_of(c) in {"by", "of"}), None)


def _nearest(subjects: list[Token], verb: Token) -> Token:
    """The first of several subjects; the one at the verb where the parser took the noun of an opening phrase or clause
    or the place of a dateline for another: "With X out of the war, Y signed", "PLACE (AFP) - Y signed".
    """
    first, last = subjects[0], subjects[-1]
    if last.i >= verb.i or first.i >= last.left_edge.i - 1:
        return first
    mark = last.left_edge.nbor(-1)
    opens = first.left_edge.i > 0 and first.left_edge.nbor(-1).lower_ in _OPENING
    opens = opens or any(c.dep_ in {"case", "mark"} for c in first.lefts)
    dateline = mark.text in _DASHES and first.pos_ == "PROPN" and first.left_edge.i == first.sent.start
    # "PLACE – X broke out, sources said, weeks after Y signed": another clause stands between
    apart = any(t.tag_ in _FINITE and not first.is_ancestor(t) for t in first.doc[first.i + 1 : last.left_edge.i])
    return last if (mark.is_punct and opens) or dateline or apart else first


def _unmarked_subject(verb: Token) -> list[Token]:
    """The subject of a finite clause that the parser took for a phrase without preposition: "said that a squadron of
    the navy attacked".
    """
    if verb.tag_ not in _FINITE or verb.dep_ not in {"ccomp", "ROOT"} or is_passive(verb):
        return []
    first = verb.i - len([c for c in verb.lefts if c.dep_ in {"aux", "advmod"}])
    found = [c for c in verb.lefts if c.dep_ == "obl:unmarked" and c.pos_ in {"NOUN", "PROPN"}]
    return [c for c in found if c.right_edge.i == first - 1 and c.lower_ not in _TIMES and preposition_of(c) is None]


def _inside_clause(verb: Token) -> list[Token]:
    """The subject of a clause that the parser hung on the verb above: "died when forces shelled a village"."""
    opening = next((c for c in verb.lefts if c.lower_ in _OPENING), None)
    if opening is None or verb.dep_ != "advcl" or verb.tag_ not in _FINITE or is_passive(verb):
        return []
    inside = (c for c in verb.head.children if c.dep_ in SUBJECTS and opening.i < c.i < verb.i)
    return [c for c in inside if c.lower_ not in RELATIVE][:1]


def _subject_between(verb: Token) -> list[Token]:
    """The subject that the parser hung on the verb of saying before: "X says Y attacked Z"."""
    if verb.dep_ != "ccomp" or verb.head.i > verb.i:
        return []
    return [child for child in verb.head.rights if child.dep_ in SUBJECTS and child.i < verb.i]


def subject_phrase(subject: Token) -> Span:
    """The phrase of a subject, with a second one that the parser hangs on the verb: "X and Y attacked"."""
    span = _with_stray_left(subject, phrase_of(subject))
    for other in subject.head.children:
        joined = any(c.dep_ == "cc" for c in other.lefts) or other.left_edge.i == subject.i + 1
        joint = other.dep_ in SUBJECTS and other.i > subject.i and joined
        if joint and subject.dep_ in SUBJECTS:
            span = Span(span.begin, phrase_of(other).end)
    return span


def _with_stray_left(subject: Token, span: Span) -> Span:
    """A subject's phrase with the words right before it that the parser hung on something behind the verb."""
    first = next(t for t in subject.doc[subject.left_edge.i : subject.i + 1] if t.idx >= span.begin)
    verb = subject.head.i
    while first.i > subject.sent.start and verb > subject.i:
        before = first.nbor(-1)
        if before.pos_ not in _NAMING or before.head.i < verb:
            break
        first = before
    return Span(first.idx, span.end)


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
        if c.dep_ == "obl:agent" or (c.dep_ == "obl" and preposition_of(c) == "by" and c.i > verb.i)
    ]
    if agents:
        return phrase_of(agents[0])
    return agent_of(verb.head) if verb.dep_ == "conj" and _is_bare_participle(verb) else None


def _is_bare_participle(verb: Token) -> bool:
    """Whether a participle shares the helping verb of the one it is joined to: "were stopped by X and shot"."""
    alone = not children(verb, *SUBJECTS, "aux", "aux:pass", "obj")
    return alone and verb.tag_ in {"VBN", "VBD"} and bool(children(verb.head, "aux:pass", "nsubj:pass"))
