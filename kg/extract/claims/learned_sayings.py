"""Acts of saying that only the model saw: a cue that no rule reads, with the source and the words nearest to it."""

from collections.abc import Sequence
from typing import Final

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.contents import trimmed
from kg.extract.claims.cue_instances import gives_object, is_mute
from kg.extract.claims.cues import function_words, reporting_verbs
from kg.extract.claims.saying import Saying
from kg.extract.claims.tree_subjects import speakers_of
from kg.extract.text.learned import Learned, apart, learned
from kg.records import SegmentKind, Span, Stance

_LEAST: Final = 0.9
_FURTHEST: Final = 160
_MOST_SHARED: Final = 0.8


def learned_sayings(scene: Scene, found: Sequence[Saying]) -> list[Saying]:
    """The acts of saying that the model marks beside those found by the rules, in text order."""
    page = scene.page
    taken = [saying.cue for saying in found if saying.cue is not None]
    cues = [c for c in learned(page, "cues", _LEAST) if apart(c.span, taken)]
    if not cues:
        return []
    contents = list(learned(page, "contents", _LEAST))
    sources = list(learned(page, "sources", _LEAST))
    return [saying for cue in cues if (saying := _of_cue(scene, cue, contents, sources, found)) is not None]


def _of_cue(
    scene: Scene, cue: Learned, contents: Sequence[Learned], sources: Sequence[Learned], found: Sequence[Saying]
) -> Saying | None:
    page = scene.page
    if page.segment_kind(cue.span.begin) is SegmentKind.BOILERPLATE:
        return None
    said = _nearest(page.sentence_of(cue.span), cue.span, contents)
    source = _nearest(page.sentence_of(cue.span), cue.span, sources)
    if said is None or not apart(said.span, [cue.span]):
        return None
    speakers = _speakers(scene, source.span) if source is not None else ()
    if is_mute(scene, speakers) or _is_deed(scene, cue.span):
        return None
    if not speakers and cue.label != Stance.ALLEGES.value:
        return None
    content = trimmed(scene, *page.words.range_of(said.span))
    if content is None or any(_shared(content, other.content) > _MOST_SHARED for other in found):
        return None
    if any(other.cue is not None and _opens(scene, content, other.cue) for other in found):
        return None
    return Saying(speakers, cue.span, content, Stance(cue.label), "learned")


def _is_deed(scene: Scene, cue: Span) -> bool:
    """Whether a verb of saying is one of doing where it stands: "denied them access"."""
    at, end = scene.page.words.range_of(cue)[0], scene.page.words.range_of(scene.page.sentence_of(cue))[1]
    return any(gives_object(scene, at, end, verb) for verb in reporting_verbs().get(scene.lowers[at], ()))


def _opens(scene: Scene, content: Span, cue: Span) -> bool:
    """Whether words said open with another cue, whose light verb was taken for one ("issued a denial that …")."""
    first = scene.page.words.range_of(content)[0]
    at = scene.page.words.range_of(cue)[0]
    return at >= first and all(word in function_words("determiner") for word in scene.lowers[first:at])


def _nearest(sentence: Span, cue: Span, spans: Sequence[Learned]) -> Learned | None:
    near = [s for s in spans if sentence.begin <= s.span.begin < sentence.end and _gap(s.span, cue) <= _FURTHEST]
    return min(near, key=lambda s: (_gap(s.span, cue), s.span), default=None)


def _gap(a: Span, b: Span) -> int:
    return max(a.begin - b.end, b.begin - a.end, 0)


def _shared(a: Span, b: Span) -> float:
    overlap = min(a.end, b.end) - max(a.begin, b.begin)
    return overlap / (max(a.end, b.end) - min(a.begin, b.begin)) if overlap > 0 else 0.0


def _speakers(scene: Scene, source: Span) -> tuple[Speaker, ...]:
    return speakers_of(scene, scene.page.tokens(source).root) if scene.page.has_tree else ()
