"""The subject of a verb: its own, that of the clause around it, or one that the parser hung elsewhere."""

from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.tree import RELATIVE, SUBJECTS, children, is_passive, phrase_of, preposition_of
from kg.records import Span

_CONTROL: Final = frozenset(lexicon.words("object_control_verbs"))
_THWARTING: Final = lexicon.words("thwarting_verbs")
_USED: Final = frozenset({"used", "employed", "utilised", "utilized"})
_NAMING: Final = frozenset({"NOUN", "PROPN", "ADJ", "DET"})
_COUNTING: Final = frozenset({"first", "second", "third", "latest", "last", "only", "next"})
_OPENING: Final = frozenset({"with", "when", "while", "after", "as", "because", "since", "although", "though", "once"})
_CLAUSE_OPENING: Final = _OPENING - {"with"} | {"before", "until", "if"}
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_VIOLENT: Final = (lexicon.words("harming_verbs") | lexicon.words("hostile_deeds")) - lexicon.words("light_verbs")
_WITHIN: Final = frozenset({"compound", "flat", "amod", "nummod", "nmod:poss", "nmod:desc", "nmod:unmarked", "det"})
_DASHES: Final = frozenset({"-", "–", "—", "--", ")"})
_TIMES: Final = frozenset(row["form"] for row in lexicon.table("calendar")) | {
    f"{unit}{end}"
    for unit in ("hour", "day", "week", "month", "year", "time", "night", "morning", "evening", "afternoon", "moment")
    for end in ("", "s")
}
_LONGEST_CHAIN: Final = 6
_LONGEST_ASIDE: Final = 25  # words
_COMMA: Final = 2


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The noun that a verb says something of, through coordination, control, relatives and participles."""
    own = _own_subjects(verb) or _subject_between(verb) or _unmarked_subject(verb)
    own = own or _inside_clause(verb) or _behind_opening(verb) or _of_relative_beside(verb)
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


def _own_subjects(verb: Token) -> list[Token]:
    """The subjects that hang on a verb, but for a name behind its object, which says who that is: "killed one of the
    elders, X".
    """
    objects = [child.i for child in verb.rights if child.dep_ == "obj"]
    return [c for c in children(verb, *SUBJECTS) if not (objects and c.i > objects[0] > verb.i)]


def _unmarked_subject(verb: Token) -> list[Token]:
    """The subject of a finite clause that the parser took for a phrase without preposition: "said that a squadron of
    the navy attacked".
    """
    if verb.tag_ not in _FINITE or verb.dep_ not in {"ccomp", "ROOT"} or is_passive(verb):
        return []
    first = verb.i - len([c for c in verb.lefts if c.dep_ in {"aux", "advmod"}])
    found = [c for c in verb.lefts if c.dep_ == "obl:unmarked" and c.pos_ in {"NOUN", "PROPN"}]
    found = [c for c in found if c.right_edge.i == first - 1 and c.lower_ not in _TIMES and preposition_of(c) is None]
    return found or _behind_dateline(verb, first)


def _behind_dateline(verb: Token, first: int) -> list[Token]:
    """The noun phrase between the dash of a dateline and its verb, which the parser may have hung on the place: "PLACE
    (AFP) - Gunmen on motorbikes stormed a post, officials said".
    """
    noun = verb.doc[first - 1] if first > verb.sent.start else None
    while noun is not None and noun.head.i < noun.i and noun.head.right_edge.i == first - 1:
        if _is_behind_dash(noun):
            break
        noun = noun.head
    if noun is None or noun.pos_ not in {"NOUN", "PROPN"} or preposition_of(noun) is not None:
        return []
    return [noun] if _is_behind_dash(noun) else []


def _is_behind_dash(noun: Token) -> bool:
    """Whether a dash stands right before the phrase of a noun, or opens it."""
    begin = next((t.i for t in noun.doc[noun.left_edge.i : noun.i] if not t.is_punct), noun.i)
    return begin > noun.sent.start and noun.doc[begin - 1].text in _DASHES - {")"}


def _inside_clause(verb: Token) -> list[Token]:
    """The subject of a clause that the parser hung on the verb above: "died when forces shelled a village"."""
    opening = next((c for c in verb.lefts if c.lower_ in _OPENING), None)
    if opening is None or verb.dep_ != "advcl" or verb.tag_ not in _FINITE or is_passive(verb):
        return []
    inside = (c for c in verb.head.children if c.dep_ in SUBJECTS and opening.i < c.i < verb.i)
    return [c for c in inside if c.lower_ not in RELATIVE][:1]


def _behind_opening(verb: Token) -> list[Token]:
    """The first noun behind the word that opens a finite clause, where the parser gave its subject to the clause above:
    "fled when columns of the guard, with their guns, overran the town", "after X, mayor of Y, was shot". A clause that
    is opened has its own subject.
    """
    helping = [c for c in verb.lefts if c.dep_ in {"aux", "aux:pass"}]
    if verb.tag_ not in _FINITE and not any(c.tag_ in _FINITE for c in helping):
        return []
    doc, group = verb.doc, min([verb.i, *(c.i for c in helping)])
    first = (
        verb.head.i if verb.dep_ == "advcl" and verb.head.i < verb.i else max(verb.sent.start, group - _LONGEST_ASIDE)
    )
    for at in range(group - 1, first, -1):
        if doc[at].lower_ in _CLAUSE_OPENING and _opens(doc[at], verb):
            noun = next((t for t in doc[at + 1 : group] if t.pos_ in {"NOUN", "PROPN", "ADP"}), None)
            while noun is not None and noun.dep_ in _WITHIN and at < noun.head.i < group:
                noun = noun.head
            named = noun is not None and noun.pos_ != "ADP"
            near = noun is not None and (verb.dep_ == "advcl" or 0 < group - noun.right_edge.i <= _COMMA)
            return [noun] if noun is not None and named and near else []
    return []


def _opens(word: Token, verb: Token) -> bool:
    """Whether a word opens the clause of a verb; the parser may take it for the preposition of the subject."""
    return word.head.i == verb.i or (word.dep_ == "case" and word.i < word.head.i < verb.i)


def _of_relative_beside(verb: Token) -> list[Token]:
    """Who did a deed that goes on from a relative clause, where the parser joined it to the verb above: "police hunted
    militants who raided a quarry and shot four workers". Deeds of violence go together.
    """
    above = verb.head
    if verb.dep_ != "conj" or verb.lower_ not in _VIOLENT or above.lower_ in _VIOLENT or above.i > verb.i:
        return []
    inside = (t for t in verb.doc[above.i + 1 : verb.i] if t.dep_ == "acl:relcl" and t.lower_ in _VIOLENT)
    alike = [t for t in inside if t.tag_ == verb.tag_ and any(c.lower_ in RELATIVE for c in children(t, "nsubj"))]
    return [alike[-1].head] if alike else []


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
