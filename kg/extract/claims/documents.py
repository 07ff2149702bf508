"""Whose a statement, report or video is, by the words before its noun and where the article spoke of it before."""

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.cues import function_words
from kg.extract.claims.tagged import is_part

_FURTHEST_DOCUMENT = 150
_FURTHEST_OWNER = 7


def past_determiners(scene: Scene, at: int, floor: int) -> int:
    """The word with which a noun's phrase begins, where only determiners stand before the noun."""
    while at > floor and scene.lowers[at - 1] in function_words("determiner"):
        at -= 1
    return at


def owner_before(scene: Scene, document: int, floor: int) -> Speaker | None:
    """The actor whose name stands before a document's noun: "an AFP report", "the army's footage", "Turkish drone
    footage".
    """
    at = document - 1
    while at > floor and scene.ending(at) is None and is_part(scene, at, document):
        at -= 1
    if at > floor and scene.lowers[at] in {"'s", "'"}:
        at -= 1
    return scene.ending(at) if at >= floor else None


def introduced_with(scene: Scene, document: int) -> Speaker | None:
    """Whose a document is that the article spoke of before with its owner: "a UN report said … The report adds"."""
    for at in range(document - 1, max(0, document - _FURTHEST_DOCUMENT), -1):
        if scene.lowers[at] == scene.lowers[document]:
            return owner_before(scene, at, max(0, at - _FURTHEST_OWNER))
    return None
