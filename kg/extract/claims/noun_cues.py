"""Cues that are no verbs: "threats of", "according to", "alleged"."""

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.cues import ReportingNoun, function_words, reporting_verbs
from kg.extract.claims.instance import Instance, Stretch
from kg.extract.claims.phrases import resolve_pronoun
from kg.extract.claims.subjects import document_owner, speakers_after, subject_before
from kg.extract.claims.tagged import modifies
from kg.extract.claims.tree_subjects import owner_in_clause
from kg.records import Stance

_REACH_BY = 14
_VOICED = 4  # words from a verb of voicing to its object
_LONGEST_DOCUMENT = 8  # words from "according" on
_TOLD = frozenset({"reports", "allegations", "claims", "accusations"})
_HEDGED = frozenset({"suggest", "suggested", "suggesting", "indicate", "indicated", "indicating"})
_EMERGING = _HEDGED | {"emerged", "surfaced", "circulated", "stating", "saying", "claiming"}
_SPOKEN_OF_AFTER = frozenset({"after", "before", "since"})
_NONE = frozenset({"no", "without", "any"})
_SUBJECTS = frozenset({"he", "she", "they"})
_MARKS = frozenset("\"“‘'")


def noun_instance(
    scene: Scene, stretch: Stretch, at: int, before: list[Instance], noun: ReportingNoun
) -> Instance | None:
    """A noun such as "threat" with what it leads to; None where that is nothing said, or the text names nobody."""
    lowers = scene.lowers
    if at > stretch.first and lowers[at - 1] in _NONE:
        return None
    if at + 1 >= stretch.past or (before and before[-1].verb is not None and _governs(scene, before[-1], at)):
        return None
    told = at - 2 >= stretch.first and (
        lowers[at - 2] == "in" or (lowers[at - 1] == "the" and lowers[at - 2] in _SPOKEN_OF_AFTER)
    )
    if told:
        return None  # "states in its report that …", "a day after the report of …"
    if noun.voiced and function_words("voicing").isdisjoint(lowers[max(stretch.first, at - _VOICED) : at]):
        return None
    lead = at + 1
    if lowers[at] in _TOLD and lowers[lead] in _EMERGING:
        return _emerging(scene, stretch, at, noun)
    after: tuple[Speaker, ...] = ()
    if lowers[lead] in {"by", "from"}:
        after, lead = speakers_after(scene, lead + 1, min(stretch.past, lead + _REACH_BY))
    if lead >= stretch.past:
        return None
    if lead == at + 1 and lowers[lead] in function_words("be") and lowers[lead + 1 : lead + 2] == ["that"]:
        lead += 1  # "their claim was that …"
    elif "that" in noun.follows and (lowers[lead] in _SUBJECTS or _is_news(scene, at)):
        lead -= 1  # "an allegation he had fled"
    elif lowers[lead] not in noun.follows:
        return None
    if lowers[lead] == "that" and lead + 1 < stretch.past and lowers[lead + 1] in reporting_verbs():
        return None  # "a report by X that said …"
    owners = after or _owner(scene, stretch, at)
    if not owners and noun.sourced:
        return None
    begin = owners[0].first if owners and owners[0].past <= at else at
    start = lead if lowers[lead] in {"to", "against"} else lead + 1
    return Instance("noun", at, at + 1, noun.stance, owners, begin, lead, content_from=start)


def _is_news(scene: Scene, at: int) -> bool:
    """ "There were reports ISIL had fled": a named actor begins what is reported."""
    actor = scene.starting(at + 1)
    return scene.lowers[at - 1] in function_words("be") and actor is not None and actor.named


def _emerging(scene: Scene, stretch: Stretch, at: int, noun: ReportingNoun) -> Instance | None:
    """ "Reports emerged that …", "reports suggesting that …": nobody says whose they are."""
    start = at + 2
    start += start + 1 < stretch.past and scene.lowers[start] in _HEDGED
    if start >= stretch.past or (scene.lowers[start] != "that" and _owner(scene, stretch, at)):
        return None
    start += scene.lowers[start] == "that"
    stance = Stance.ALLEGES if scene.lowers[at + 1] in _HEDGED else noun.stance
    return Instance("noun", at, at + 1, stance, (), at, at + 2, content_from=start)


def _governs(scene: Scene, instance: Instance, at: int) -> bool:
    """Whether a noun is the object of a reporting verb ("denied claims that"), whose content it then belongs to."""
    between = scene.lowers[instance.past : at]
    return len(between) <= 3 and all(
        word in _MARKS or word in function_words("determiner") or word.isalpha() for word in between
    )


def _owner(scene: Scene, stretch: Stretch, at: int) -> tuple[Speaker, ...]:
    lowers = scene.lowers
    previous = at - 1
    if previous < stretch.first:
        return ()
    if lowers[previous] in {"their", "his", "her", "its"}:
        pronoun = {"their": "they", "his": "he", "her": "she", "its": "it"}[lowers[previous]]
        return owner_in_clause(scene, previous, pronoun) or resolve_pronoun(scene, previous, pronoun)
    owner = scene.ending(previous)
    if owner is None and lowers[previous] == "'s" and previous > stretch.first:
        owner = scene.ending(previous - 1)
    if owner is not None:
        return (owner,)
    while previous > stretch.first and (
        lowers[previous] in function_words("determiner") or modifies(scene, previous, at)
    ):
        previous -= 1
    if lowers[previous] in function_words("light") | function_words("voicing"):
        subject = subject_before(scene, previous, stretch.first)
        if subject is not None and not (subject.negated or subject.passive):
            return subject.speakers
    return ()


def according(scene: Scene, stretch: Stretch, at: int) -> Instance | None:
    """ "According to X"; the words said stand before it or after the comma that ends it."""
    lowers = scene.lowers
    if at + 1 >= stretch.past or lowers[at + 1] != "to":
        return None
    if at + 3 < stretch.past and lowers[at + 2] in {"which", "whom"}:
        source = scene.ending(at - 1) if at > stretch.first else None
        of = (source,) if source is not None else ()
        return Instance("verb", at, at + 2, Stance.ASSERTS, of, at, at + 3, content_from=at + 3)
    speakers, end = speakers_after(scene, at + 2, min(stretch.past, at + 2 + _REACH_BY))
    if not speakers:
        for number in range(at + 2, min(stretch.past, at + 6)):
            speakers = document_owner(scene, number, stretch.first)
            if speakers:
                end = max(number + 1, speakers[-1].past)
                break
    if not speakers:
        return _documented(scene, stretch, at)
    return Instance("according", at, at + 2, Stance.ASSERTS, speakers, at, end)


def _documented(scene: Scene, stretch: Stretch, at: int) -> Instance | None:
    """ "According to videos posted online": whose they are is not told, unless somebody is named beside them."""
    for number in range(at + 2, min(stretch.past, at + _LONGEST_DOCUMENT)):
        if scene.lowers[number] in function_words("document"):
            speakers: tuple[Speaker, ...] = ()
            end = number + 1
            if number + 2 < stretch.past and scene.lowers[number + 1] == "and":
                speakers, end = speakers_after(scene, number + 2, min(stretch.past, number + _REACH_BY))
            return Instance("according", at, at + 2, Stance.ASSERTS, speakers, at, max(end, number + 1))
        if not scene.lowers[number].isalpha() or scene.lowers[number] in function_words("preposition"):
            return None
    return None


def alleged(scene: Scene, stretch: Stretch, at: int) -> Instance | None:
    """ "An alleged attack on X": said by nobody that the article names."""
    previous = scene.lowers[at - 1] if at > stretch.first else "the"
    if previous not in function_words("determiner") | function_words("preposition") | {"and"} and previous != ",":
        return None
    return Instance("alleged", at, at + 1, Stance.ALLEGES, (), at, at + 1, content_from=at + 1)
