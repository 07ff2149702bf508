"""Acts of saying that stand in a relative, and those of documents and pictures."""

from kg.extract.claims.claimants import Scene
from kg.extract.claims.cues import PHRASE_ENDS, ReportingVerb, function_words
from kg.extract.claims.documents import past_determiners
from kg.extract.claims.instance import Instance, Stretch
from kg.extract.claims.subjects import document_owner, subject_before
from kg.extract.claims.tagged import is_tensed
from kg.extract.claims.tree_subjects import subject_number

_FAR_WHAT = 9
#: Verbs that say what something is.
CALLING = frozenset({"describe", "characterise", "call", "regard"})


def called_so(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "Ali, whom it described as a martyr", "which he called a violation": what a relative's noun is said to be."""
    if (verb.lemma == "call" and not verb.predicate) or scene.lowers[at + 1 : at + 2] in (["for"], ["on"], ["off"]):
        return None
    subject = subject_before(scene, at, stretch.first)
    quoted = not {'"', "“", "‘", "'"}.isdisjoint(scene.lowers[at + 1 : at + 5])
    own = subject is not None and scene.lowers[at - 1] in function_words("pronoun")
    if "how" in scene.lowers[max(0, at - _FAR_WHAT) : at]:
        return None
    if subject is not None and "what" in scene.lowers[max(0, at - _FAR_WHAT) : at] and (own or not quoted):
        return None  # the article's own wording
    start = at + 1 + (scene.lowers[at + 1 : at + 2] == ["as"])
    if subject is None or not subject.speakers or subject.negated or subject.modal or subject.passive:
        return None
    end, inside = start, False
    while end < stretch.past and (inside or scene.lowers[end] not in PHRASE_ENDS - {'"', "”"}):
        inside = inside != (scene.lowers[end] in {'"', "“", "”"})
        end += 1
    if end - start < 1 or scene.lowers[start] in function_words("preposition"):
        return None
    return Instance(
        "verb", at, at + 1, verb.stance, subject.speakers, at, at + 1, verb, content_from=start, content_to=end
    )


def follows_relative(scene: Scene, stretch: Stretch, at: int) -> bool:
    """Whether a relative and a verb's subject stand right before it: "which he called", "what its envoy called"."""
    for number in range(at - 2, max(stretch.first, at - _FAR_WHAT) - 1, -1):
        if scene.lowers[number] in {"which", "whom", "what", "how"}:
            return True
        if scene.lowers[number] in PHRASE_ENDS or is_tensed(scene, number):
            return False
    return False


def shown(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "Footage from X showed": what somebody's document or pictures tell; those of nobody claim nothing."""
    subject = subject_number(scene, at)
    if subject is None or subject < stretch.first or scene.lowers[subject] not in function_words("document"):
        return None
    owner = document_owner(scene, subject, stretch.first)
    begin = past_determiners(scene, subject, stretch.first)
    return Instance("verb", at, at + 1, verb.stance, owner, begin, at + 1, verb) if owner else None


def trails(scene: Scene, at: int) -> bool:
    """Whether a participle stands behind a comma, or behind a comma and an adverb."""
    before = at - 1 - (scene.lowers[at - 1].endswith("ly") or scene.lowers[at - 1] in function_words("adverb"))
    return scene.lowers[before] == ","
