"""Small readings of the words around a speaker: modifiers, pronouns, repeats."""

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.cues import function_words


def resolve_pronoun(scene: Scene, at: int, pronoun: str | None = None) -> tuple[Speaker, ...]:
    """Whom a pronoun means: whoever spoke last where that fits, else the nearest actor that does."""
    word = pronoun or scene.lowers[at]
    spans = scene.page.words.spans
    here = spans[at]

    def fits(speaker: Speaker) -> bool:
        if word in {"he", "she"}:
            return speaker.ref in scene.people or scene.describes_person(speaker)
        return speaker.ref not in scene.people

    spoken = tuple(Speaker(s.ref, here, at, at + 1) for s in scene.last if fits(s) and s.words.end <= here.begin)
    if word == "they" and len(scene.last) > 1:
        return tuple(Speaker(s.ref, here, at, at + 1) for s in scene.last)
    if spoken:
        return spoken[:1]
    nearest = scene.antecedent(here)
    return (Speaker(nearest, here, at, at + 1),) if nearest is not None else ()


def is_modifier(scene: Scene, at: int) -> bool:
    """Whether a word may stand before the noun of a speaker's phrase."""
    word = scene.lowers[at]
    if word in {"'s", "'", "-"} or word in function_words("determiner"):
        return True
    if at in scene.covered and scene.lowers[at + 1 : at + 2] not in (["'s"], ["'"]):
        return False
    return word.isalpha() and not any(
        word in function_words(kind)
        for kind in ("preposition", "auxiliary", "modal", "conjunction", "pronoun", "relative")
    )


def distinct(speakers: list[Speaker]) -> list[Speaker]:
    """Each speaker once."""
    seen: dict[object, Speaker] = {}
    for speaker in speakers:
        seen.setdefault(speaker.ref, speaker)
    return list(seen.values())
