"""Who does what a verb tells that has no subject of its own, by the clause that it belongs to."""

from kg.extract.claims.claimants import Scene, Speaker, Subject
from kg.extract.claims.cues import function_words
from kg.extract.claims.subjects import subject_before
from kg.extract.claims.tagged import token_at
from kg.extract.claims.tree_subjects import is_thing, speakers_of

_BEGINNING = frozenset({"begin", "start", "continue"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBG", "VBN"})


def doer_of_joined(scene: Scene, verb: int, first: int) -> tuple[Speaker, ...]:
    """Who did what a verb is joined to, where that begins at or after a word: "…, though clans objected and said"."""
    if not scene.page.has_tree:
        return ()
    token = token_at(scene, verb)
    if token.dep_ != "conj" or token.head.i >= token.i:
        return ()
    subject = next((child for child in token.head.lefts if child.dep_ == "nsubj"), None)
    speakers = speakers_of(scene, subject) if subject is not None else ()
    if not speakers or speakers[0].first < first or is_thing(scene, speakers[0]):
        return ()
    return speakers


def joined_to(scene: Scene, verb: int, others: list[int]) -> int | None:
    """Which of some verbs (numbers of words) a verb is joined to by "and": "X said that Y refused and added that …"."""
    if not scene.page.has_tree:
        return None
    token = token_at(scene, verb)
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
        at = scene.page.words.range_of(scene.page.span(token.doc[token.i : token.i + 1]))[0]
        if at in others:
            return at
    return None


def doer_of_gerund(scene: Scene, verb: int, first: int) -> tuple[Speaker, ...]:
    """Who does what a gerund tells, by the clause that it belongs to: "A said that B won by insisting …"."""
    return _doer_above(scene, verb, first, {"VBG"})


def doer_of_purpose(scene: Scene, verb: int, first: int) -> Subject | None:
    """Who speaks with the purpose that an infinitive tells: "crowds gathered to demand peace"."""
    speakers = _doer_above(scene, verb, first, {"VB"})
    return Subject(speakers, verb - 1) if speakers else None


def _doer_above(scene: Scene, verb: int, first: int, tags: set[str]) -> tuple[Speaker, ...]:
    if not scene.page.has_tree:
        return ()
    token = token_at(scene, verb)
    above = token.head
    begun = token.dep_ == "xcomp" and above.lemma_ in _BEGINNING
    if not (token.dep_ == "advcl" or begun) or token.tag_ not in tags:
        return ()
    if above.tag_ not in _FINITE or above.i >= token.i:
        return ()
    helping = {child.lower_ for child in above.lefts}
    if helping & (function_words("negation") | function_words("modal")):
        return ()
    subject = next((child for child in above.lefts if child.dep_ == "nsubj"), None)
    if subject is None and begun and above.dep_ == "conj":
        above = above.head
        subject = next((child for child in above.lefts if child.dep_ == "nsubj"), None)
    if subject is None:
        return ()
    at = scene.page.words.range_of(scene.page.span(above.doc[above.i : above.i + 1]))[0]
    read = subject_before(scene, at, first)
    speakers = read.speakers if read is not None and read.speakers and not read.passive else speakers_of(scene, subject)
    return speakers if speakers and speakers[0].first >= first else ()
