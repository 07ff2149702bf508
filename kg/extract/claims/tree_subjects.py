"""The subject of a reporting verb by the dependency tree: every noun may say something, also one no list holds."""

from spacy.tokens import Token

from kg import lexicon
from kg.extract.claims.claimants import Scene, Speaker, Subject
from kg.extract.claims.cues import PHRASE_ENDS, function_words, source_nouns
from kg.extract.claims.phrases import fits, resolve_pronoun
from kg.extract.claims.tagged import token_at
from kg.extract.grammar.subjects import subject_of
from kg.extract.grammar.tree import SUBJECTS

_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBG", "VBN"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_COUNTING = frozenset(
    {"dozens", "hundreds", "thousands", "scores", "number", "majority", "some", "many", "most", "part"}
)
_INNER = frozenset({"nmod", "nmod:poss", "acl", "acl:relcl", "obj", "obl"})
_NAMING = frozenset({"reported", "identified", "described", "characterised", "characterized", "verified", "named"})
_REACH_BY = 9
_RELATIVES = frozenset({"what", "which", "whom", "that", "who"})
_PREDICATES = frozenset({"NOUN", "ADJ", "PROPN", "VERB", "ADV"})


def tree_subject(scene: Scene, verb: int, first: int) -> Subject | None:
    """Who says what a verb reports, at or after word ``first``; None where the tree names no noun or pronoun."""
    if not scene.page.has_tree:
        return None
    token = token_at(scene, verb)
    if token.tag_ not in _FINITE or token.pos_ == "ADJ" or _bare_participle(token):
        return None
    subject = _before_recipient(token, subject_of(token))
    if subject is None or subject.i == token.i:
        return None
    speakers = speakers_of(scene, subject)
    if not speakers or speakers[0].first < first:
        return None
    noun = scene.page.words.forms[speakers[0].past - 1]
    of_thing = token.dep_ == "acl:relcl" and noun.islower() and noun not in function_words("document")
    told = (token.dep_ == "acl" and token.tag_ == "VBG") or of_thing
    if told and is_thing(scene, speakers[0]):
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


def is_thing(scene: Scene, speaker: Speaker) -> bool:
    """Whether a speaker is neither an actor of the article nor a noun for somebody who speaks."""
    return speaker.ref not in scene.entities.actors and scene.lowers[speaker.past - 1] not in source_nouns()


def _before_recipient(verb: Token, subject: Token | None) -> Token | None:
    """The subject, where the parser took a recipient behind the verb for it: "a man there told the paper X that"."""
    if subject is None or subject.i < verb.i:
        return subject
    return next((child for child in subject.lefts if child.i < verb.i and child.pos_ in _NOUNS), subject)


def truer_subject(scene: Scene, verb: int, first: int, found: Subject) -> Subject | None:
    """Who says it, where the words before a verb end with another actor that only belongs to that phrase: "Ali Hassan,
    an analyst at the Institute said", "the widow of a soldier says". None where the tree does not say so.
    """
    if not scene.page.has_tree or len(found.speakers) != 1:
        return None
    token = token_at(scene, verb)
    subject = next((child for child in token.lefts if child.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ in _COUNTING or subject.pos_ not in _NOUNS:
        return None
    speaker = found.speakers[0]
    before = speaker.first - 1
    while before > first and (
        scene.page.words.forms[before][:1].isupper() or scene.lowers[before] in function_words("determiner")
    ):
        before -= 1
    beside = scene.lowers[before] == "," or (speaker.first - 1 in scene.covered and speaker.first - 1 > first)
    if beside and speaker.named and speaker.ref in scene.people:
        return None  # an apposition that names him: "an adviser to the president of Mali Ali Hassan"
    inner = token_at(scene, speaker.past - 1)
    if inner.i <= subject.i:
        return None
    at = scene.page.words.range_of(scene.page.span(subject.doc[subject.i : subject.i + 1]))[0]
    outer = scene.over(at)
    if not _belongs_to(inner, subject):
        described = not speaker.named and outer is not None and outer.named and outer.ref in scene.people
        return tree_subject(scene, verb, first) if described else None
    if outer is None and scene.lowers[at] not in source_nouns():
        return None
    return tree_subject(scene, verb, first)


def _belongs_to(inner: Token, outer: Token) -> bool:
    """Whether a noun stands in a phrase or clause that hangs on another, and is no other name for it."""
    own = False
    while inner.i != outer.i:
        if inner.head.i == inner.i:
            return False
        own = own or inner.dep_ in _INNER
        inner = inner.head
    return own


def in_relative(scene: Scene, verb: int) -> bool:
    """Whether a relative stands for what a verb reports: "whom they wanted to detain", "what it described as"."""
    if not scene.page.has_tree:
        return False
    token = token_at(scene, verb)
    if token.dep_ != "acl:relcl":
        return False
    subject = next((child for child in token.lefts if child.dep_ in SUBJECTS), None)
    return subject is not None and any(
        word.lower_ in _RELATIVES for word in token.doc[max(0, subject.left_edge.i - 1) : subject.left_edge.i]
    )


def is_bare_participle(scene: Scene, verb: int) -> bool:
    """Whether a verb form tells what is done to the noun before it, by nobody: "a man later named as X", "the clip was
    found and verified".
    """
    if not scene.page.has_tree:
        return False
    token = token_at(scene, verb)
    own = any(child.dep_ in {"aux", "aux:pass"} for child in token.lefts)
    joined = token.tag_ == "VBN" and token.dep_ == "conj" and not own
    passive = joined and any(child.dep_ == "aux:pass" for child in token.head.lefts)
    objectless = scene.lowers[verb] in _NAMING and "as" in scene.lowers[verb + 1 : verb + 3] and not own
    bare = _bare_participle(token) or passive or objectless
    return bare and not _has_doer(scene, verb)


def is_reduced(scene: Scene, verb: int) -> bool:
    """Whether a participle stands without a helping verb."""
    if not scene.page.has_tree:
        return False
    token = token_at(scene, verb)
    return token.tag_ == "VBN" and not any(child.dep_ in {"aux", "aux:pass"} for child in token.lefts)


def _has_doer(scene: Scene, verb: int) -> bool:
    """Whether a phrase with "by" follows a participle: "described as toothless by diplomats"."""
    for word in scene.lowers[verb + 1 : verb + _REACH_BY]:
        if word in PHRASE_ENDS - {'"', "”"} or word in function_words("auxiliary"):
            return False
        if word == "by":
            return True
    return False


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
            if known is None or not known.named:
                known = _holder(scene, head) or _titled(scene, at) or known
            if known is not None or scene.lowers[at] not in lexicon.words("hostile_deeds"):
                found.append(known if known is not None else scene.described(at))
    return tuple({speaker.ref: speaker for speaker in found}.values())


def owner_in_clause(scene: Scene, possessive: int, pronoun: str) -> tuple[Speaker, ...]:
    """Who is the subject of the clause in which a possessive stands, where he may be meant: "X repeated his claim"."""
    if not scene.page.has_tree:
        return ()
    token = verb = token_at(scene, possessive)
    while verb.head.i != verb.i and not any(child.dep_ in SUBJECTS for child in verb.lefts):
        verb = verb.head
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    if subject is None or subject.right_edge.i >= token.i:
        return ()
    speakers = speakers_of(scene, subject)
    if len(speakers) > 1:
        return speakers if pronoun == "they" else ()
    known = [s for s in speakers if s.ref in scene.entities.actors or scene.describes_person(s)]
    return tuple(s for s in known if fits(scene, pronoun, s))


def _titled(scene: Scene, office: int) -> Speaker | None:
    """The person whose name stands right behind a title: "Judge | Ali Hassan"."""
    person = scene.starting(office + 1) if office + 1 < len(scene.lowers) else None
    return person if person is not None and person.named and person.ref in scene.people else None


def _holder(scene: Scene, office: Token) -> Speaker | None:
    """The person named in apposition to an office: "a spokesman, Ali Hassan, played it down"."""
    for child in office.rights:
        if child.dep_ == "appos" and child.pos_ == "PROPN":
            at = scene.page.words.range_of(scene.page.span(child.doc[child.i : child.i + 1]))[0]
            person = scene.over(at)
            if person is not None and person.named and person.ref in scene.people:
                return person
    return None


def participle_begin(scene: Scene, verb: int) -> int | None:
    """Number of the word with which the noun phrase begins to which a participle without helping verbs belongs."""
    if not scene.page.has_tree:
        return None
    token = token_at(scene, verb)
    if token.tag_ != "VBN" or any(child.dep_ in {"aux", "aux:pass"} for child in token.lefts) or not token.i:
        return None
    noun = next(
        (word for word in reversed(list(token.doc[max(0, token.i - 3) : token.i])) if word.pos_ in _NOUNS), None
    )
    if noun is None:
        return None
    left = [child for child in noun.subtree if child.i < noun.i and child.dep_ != "case"]
    edge = min(left, key=lambda child: child.i, default=noun)
    return scene.page.words.range_of(scene.page.span(noun.doc[edge.i : edge.i + 1]))[0]


def phrase_of_subject(scene: Scene, verb: int) -> int | None:
    """Number of the word with which the phrase of a verb's subject begins, without what stands before a comma."""
    if not scene.page.has_tree:
        return None
    subject = next((child for child in token_at(scene, verb).lefts if child.dep_ in SUBJECTS), None)
    if subject is None:
        return None
    return scene.page.words.range_of(scene.page.span(subject.doc[subject.left_edge.i : subject.i + 1]))[0]


def subject_number(scene: Scene, verb: int) -> int | None:
    """Number of the noun that is a verb's own subject, before it."""
    if not scene.page.has_tree:
        return None
    subject = next((child for child in token_at(scene, verb).lefts if child.dep_ == "nsubj"), None)
    if subject is None:
        return None
    return scene.page.words.range_of(scene.page.span(subject.doc[subject.i : subject.i + 1]))[0]


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


def infinitive_begin(scene: Scene, verb: int, *, told_before: bool = False) -> int | None:
    """Number of the word with which an infinitive begins that is the object of a verb: "agreed to leave".

    told_before: also of a verb with helping words ("had agreed").
    """
    if not scene.page.has_tree:
        return None
    token = token_at(scene, verb)
    if not told_before and any(child.dep_ == "aux" for child in token.lefts):
        return None  # what had been agreed before is no news
    for child in token.rights:
        mark = next((left for left in child.lefts if left.lower_ == "to"), None)
        if child.dep_ == "xcomp" and mark is not None:
            return scene.page.words.range_of(scene.page.span(mark.doc[mark.i : mark.i + 1]))[0]
    return None


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
    # The parser may make the object a predicate too, or the subject of what is said of it.
    predicates = [child for child in children if child.dep_ == "xcomp" and child.pos_ in {"NOUN", "ADJ"}]
    return len(predicates) > 1 or any(
        child.dep_ == "xcomp" and child.pos_ in {"NOUN", "ADJ"} and any(c.dep_ in SUBJECTS for c in child.lefts)
        for child in children
    )
