"""Where an attribution stands: behind what is said, or amid it."""

from kg.extract.claims.claimants import Scene, Subject
from kg.extract.claims.cues import PHRASE_ENDS, function_words
from kg.extract.claims.instance import Stretch
from kg.extract.claims.tagged import is_tensed
from kg.extract.claims.tree_subjects import clause_before

_LONGEST_HEARER = 7


def closes(scene: Scene, stretch: Stretch, at: int, subject: Subject) -> bool:
    """Whether "…, X said." stands behind what was said, or "…, X told reporters in Y"."""
    if subject.shared or subject.begin <= stretch.first or scene.lowers[subject.begin] in function_words("relative"):
        return False
    behind = subject.begin - 1 in stretch.masked or scene.lowers[subject.begin - 1] in {",", ";"}
    after = attribution_end(scene, at)
    ends = after >= stretch.past or scene.lowers[after] in PHRASE_ENDS - {":", '"'}
    return behind and (ends or (scene.lowers[subject.begin - 1] != ";" and clause_before(scene, at)))


def attribution_end(scene: Scene, at: int) -> int:
    """The word after a verb at a word, and after whom it is told or the day: "told reporters", "said Monday"."""
    end = past_medium(scene, at + 1) if scene.lowers[at] == "told" else at + 1
    day = end < len(scene.lowers) and scene.lowers[end] in function_words("weekday")
    return end + day


def past_medium(scene: Scene, at: int) -> int:
    """The word after the medium, reporters or others to whom somebody tells something."""
    for end in range(at, min(at + _LONGEST_HEARER, len(scene.lowers))):
        if scene.lowers[end] == ",":
            return end
        if scene.lowers[end] == "that" or is_tensed(scene, end):
            break
    at += at < len(scene.lowers) and scene.lowers[at] in function_words("determiner")
    if at >= len(scene.lowers):
        return at
    medium = scene.starting(at)
    if medium is not None and scene.is_medium(medium):
        return medium.past
    return at + (scene.lowers[at] in function_words("reader"))


def is_quoted_for(scene: Scene, at: int, subject: Subject, stretch: Stretch) -> bool:
    """ "…, as X reported.": what stands around it is what was said."""
    ends = at + 1 >= stretch.past or scene.lowers[at + 1] in PHRASE_ENDS - {":", '"'}
    return ends and subject.begin > stretch.first and scene.lowers[subject.begin - 1] == "as"
