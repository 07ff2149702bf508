"""Small readings of the words around a speaker: modifiers, pronouns, repeats."""

from bisect import bisect_left

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.cues import function_words
from kg.extract.names.gender import may_mean
from kg.records import MentionKind, Ref

_NOBODY = frozenset({"i", "me", "you"})  # whoever writes or reads
_OPENING = 40  # characters in which the subject of a sentence begins


def resolve_pronoun(scene: Scene, at: int, pronoun: str | None = None) -> tuple[Speaker, ...]:
    """Whom a pronoun means: whoever spoke last where that fits, else the nearest actor that does."""
    word = pronoun or scene.lowers[at]
    spans = scene.page.words.spans
    here = spans[at]
    if word in _NOBODY:
        return ()

    spoken = tuple(
        Speaker(s.ref, here, at, at + 1) for s in scene.last if fits(scene, word, s) and s.words.end <= here.begin
    )
    if word == "they" and len(scene.last) > 1:
        return tuple(Speaker(s.ref, here, at, at + 1) for s in scene.last)
    if spoken:
        told = _told_of_since(scene, scene.last, at) if word in {"he", "she"} else None
        return (Speaker(told, here, at, at + 1),) if told is not None else spoken[:1]
    nearest = scene.antecedent(here)
    return (Speaker(nearest, here, at, at + 1),) if nearest is not None else ()


def fits(scene: Scene, pronoun: str, speaker: Speaker) -> bool:
    """Whether a pronoun may mean a speaker, by whether it is one human being, and which."""
    if scene.is_unknown((speaker,)):
        return True  # a name of which the article tells nothing else
    person = speaker.ref in scene.people or scene.describes_person(speaker)
    if pronoun in {"he", "she"}:
        actor = scene.entities.actors.get(speaker.ref)
        return person and (actor is None or may_mean(pronoun, actor))
    return not person and (pronoun != "it" or not scene.is_many(speaker))


def _told_of_since(scene: Scene, last: tuple[Speaker, ...], at: int) -> Ref | None:
    """The person of whom the sentence before tells, where whoever spoke last spoke before it: "Ali wept. He said …"."""
    page = scene.page
    here = page.sentence_of(page.words.spans[at])
    number = bisect_left(page.sentences, here)
    before = page.sentences[number - 1] if number else None
    if before is None or any(speaker.words.end > before.begin for speaker in last):
        return None
    first = next((m for m in scene.entities.within(before) if m.denotes in scene.people), None)
    opens = first is not None and first.kind is MentionKind.NAME and first.span.begin - before.begin < _OPENING
    return first.denotes if opens and first is not None else None


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
