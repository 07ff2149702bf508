"""The subject of a reporting verb that has none right before it, and where a subject's phrase begins."""

from dataclasses import replace

from kg.extract.claims.claimants import Scene, Speaker, Subject
from kg.extract.claims.cues import PHRASE_ENDS, ReportingVerb, function_words
from kg.extract.claims.documents import past_determiners
from kg.extract.claims.instance import Instance, Stretch
from kg.extract.claims.subjects import document_owner, speakers_after
from kg.extract.claims.tree_doers import doer_of_gerund, doer_of_joined, doer_of_purpose, joined_to
from kg.extract.claims.tree_subjects import phrase_of_subject
from kg.records import Stance

_LONGEST_PHRASE = 8  # words of a subject before the name or noun for who speaks
_DOING = frozenset(
    {"order", "press", "push", "offer", "oppose", "fear", "want", "hope"}
)  # "to direct aid to X" says nothing


def whole(scene: Scene, stretch: Stretch, at: int, subject: Subject) -> Subject:
    """A subject with all words of its phrase: "Hamas spokesman | Ali Hassan", "a network | and two witnesses"."""
    begin = phrase_of_subject(scene, at) if not subject.shared else None
    if begin is None or not max(stretch.first, subject.begin - _LONGEST_PHRASE) <= begin < subject.begin:
        return subject
    apposition = scene.lowers[at - 1] == "," == scene.lowers[subject.begin - 1]  # "the operator, Trafigura, said"
    between = range(begin, subject.begin - apposition)
    if any(number in stretch.masked or scene.lowers[number] in PHRASE_ENDS for number in between):
        return subject
    return replace(subject, begin=begin)


def other_subject(
    scene: Scene, stretch: Stretch, at: int, before: list[Instance], verb: ReportingVerb
) -> Subject | None:
    """The subject of a verb that has none of its own: "… and proposed", ", saying", "a statement saying"."""
    lowers = scene.lowers
    previous = at - 1
    if lowers[previous] == "to" and verb.stance is not Stance.ASSERTS and verb.lemma not in _DOING:
        purpose = doer_of_purpose(scene, at, stretch.first)
        if purpose is not None:
            return purpose
    while previous > stretch.first and (
        lowers[previous] in function_words("adverb")
        or lowers[previous] in function_words("auxiliary")
        or lowers[previous].endswith("ly")
    ):
        if lowers[previous] in function_words("be") and not lowers[at].endswith("ing"):
            return None
        previous -= 1
    if (
        previous < stretch.first
        or lowers[previous] in function_words("negation")
        or lowers[previous] in function_words("modal")
    ):
        return None
    owner = document_owner(scene, previous, stretch.first)
    if owner:
        return Subject(owner, past_determiners(scene, previous, stretch.first))
    gerund = lowers[at].endswith("ing")
    word = lowers[previous]
    if (
        word in {"and", "but"}
        or (word == "," and gerund)
        or (gerund and word in {"by", "in", "while", "after", "before"})
        or (word == "," and _is_listed_verb(scene, at, before))
    ):
        said = [i for i in before if i.speakers and i.construction in {"verb", "inverted", "closing", "according"}]
        own = doer_of_joined(scene, at, said[-1].past if said else stretch.first) if word in {"and", "but"} else ()
        if own:
            return Subject(own, at, shared=True)
        if gerund and word not in {"and", "but", ","}:
            doer = doer_of_gerund(scene, at, stretch.first)
            if doer and not (said and {each.ref for each in doer} == {each.ref for each in said[-1].speakers}):
                return Subject(doer, previous)
        if said and (gerund or not _stops(lowers[said[-1].past : previous])):
            above = word in {"and", "but"} and lowers[previous - 1] in {",", '"', "”"}
            beside = joined_to(scene, at, [each.first for each in said]) if above else None
            of = next((each for each in said if each.first == beside), said[-1])
            return Subject(of.speakers, at, shared=True)
        if (gerund and word not in {"and", "but"}) or (not gerund and word in {"and", "but"}):
            doer = doer_of_gerund(scene, at, stretch.first) if gerund else ()
            speakers = doer or _clause_subject(scene, stretch, previous)
            return Subject(speakers, at, shared=True) if speakers else None
    return None


def _is_listed_verb(scene: Scene, at: int, before: list[Instance]) -> bool:
    """Whether a verb stands in a list of verbs that report: "urged calm, condemned the raid and said …"."""
    return joined_to(scene, at, [each.first for each in before if each.speakers]) is not None


def _stops(words: list[str]) -> bool:
    return ";" in words


def _clause_subject(scene: Scene, stretch: Stretch, past: int) -> tuple[Speaker, ...]:
    """The actor with which a sentence begins, past an adverbial before a comma."""
    at = stretch.first
    while at < past and (at in stretch.masked or scene.lowers[at] in {"but", "and", '"', "“", "”"}):
        at += 1
    speakers, _ = speakers_after(scene, at, past)
    if speakers:
        return speakers
    for number in range(at, min(past, at + 15)):
        if scene.lowers[number] == ",":
            speakers, _ = speakers_after(scene, number + 1, past)
            return speakers
    return ()
