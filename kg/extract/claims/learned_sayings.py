"""Acts of saying that only the model saw: a cue that no rule reads, with the source and the words nearest to it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from kg import lexicon
from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.contents import trimmed
from kg.extract.claims.cue_checks import gives_object, is_deed, is_document, is_mute
from kg.extract.claims.cues import function_words, reporting_nouns, reporting_verbs
from kg.extract.claims.saying import Saying
from kg.extract.claims.subjects import document_owner
from kg.extract.claims.tree_subjects import in_relative, is_bare_participle, speakers_of
from kg.extract.text.learned import Apart, Learned, learned
from kg.records import SegmentKind, Span, Stance

_ALLEGED: Final = re.compile(r"alleg(?:ed|es?|ing|ations?)", re.IGNORECASE)
_QUOTES: Final = frozenset({"quoted", "quoting", "cited", "citing"})
_LEAST: Final = 0.9
_FURTHEST: Final = 160
_MOST_SHARED: Final = 0.8


def learned_sayings(scene: Scene, found: Sequence[Saying]) -> list[Saying]:
    """The acts of saying that the model marks beside those found by the rules, in text order."""
    page = scene.page
    apart = Apart(saying.cue for saying in found if saying.cue is not None)
    cues = [c for c in learned(page, "cues", _LEAST) if apart(c.span)]
    if not cues:
        return []
    contents = list(learned(page, "contents", _LEAST))
    sources = list(learned(page, "sources", _LEAST))
    sayings: dict[Span, Saying] = {}
    for cue in cues:
        saying = _of_cue(scene, cue, contents, sources, [other for other in found if _is_near(cue.span, other)])
        if saying is not None:
            sayings.setdefault(saying.content, saying)
    return list(sayings.values())


def _is_near(cue: Span, other: Saying) -> bool:
    """Whether an act of saying stands so near a cue that both may report the same words."""
    said = other.content if other.cue is None else min(other.content, other.cue)
    return said.begin - _FURTHEST < cue.begin < max(other.content.end, said.end) + _FURTHEST


def _of_cue(
    scene: Scene, cue: Learned, contents: Sequence[Learned], sources: Sequence[Learned], found: Sequence[Saying]
) -> Saying | None:
    page = scene.page
    if page.segment_kind(cue.span.begin) is SegmentKind.BOILERPLATE:
        return None
    said = _nearest(page.sentence_of(cue.span), cue.span, contents)
    source = _nearest(page.sentence_of(cue.span), cue.span, sources)
    if said is None or _shared(said.span, cue.span):
        return None
    speakers = _speakers(scene, source.span) if source is not None else ()
    if not _may_say(scene, cue.span, speakers):
        return None
    document = is_document(scene, speakers)
    if document:
        last = speakers[-1].past - 1
        owner = document_owner(scene, last, page.words.range_of(page.sentence_of(cue.span))[0])
        speakers = tuple(each for each in owner if each.first != last)
    at = page.words.range_of(cue.span)[0]
    if is_mute(scene, speakers) or in_relative(scene, at) or is_bare_participle(scene, at) or _is_deed(scene, cue.span):
        return None
    if not speakers and not document and not _ALLEGED.fullmatch(page.text(cue.span)):
        return None
    if _is_negated(scene, cue.span) or (speakers and _is_passive(scene, cue.span, speakers[0])):
        return None
    content = trimmed(scene, *page.words.range_of(said.span))
    if content is None or any(_is_own_speech(cue.span, content, speakers, other) for other in found):
        return None
    if _says_nothing(scene, content) or any(_shared(content, other.content) > _MOST_SHARED for other in found):
        return None
    if any(other.cue is not None and _opens(scene, content, other.cue) for other in found):
        return None
    return Saying(speakers, cue.span, content, Stance(cue.label), "learned")


def _may_say(scene: Scene, cue: Span, speakers: tuple[Speaker, ...]) -> bool:
    """Whether a cue may be an act of saying by its word, and its source somebody: not "no group has claimed"."""
    page = scene.page
    if speakers and scene.lowers[max(0, speakers[0].first - 1)] in {"no", "neither"}:
        return False
    after = page.words.range_of(cue)[1]
    if page.text(cue).lower() in lexicon.words("not_saying") or scene.lowers[after : after + 1] == ["off"]:
        return False
    if not page.has_parts_of_speech or not speakers:
        return True
    word = page.tokens(cue).root
    return word.pos_ != "ADJ" and (word.pos_ != "NOUN" or word.lower_ in reporting_nouns())


def _is_own_speech(cue: Span, content: Span, speakers: tuple[Speaker, ...], other: Saying) -> bool:
    """Whether a cue, or what it would report, stands in its own source's speech ("we strongly urge"), said already."""
    inside = any(other.content.begin <= words.begin < other.content.end for words in (cue, content))
    return inside and {s.ref for s in speakers} == {s.ref for s in other.speakers}


def _says_nothing(scene: Scene, content: Span) -> bool:
    """Whether words taken for what was said are small ones only."""
    first, past = scene.page.words.range_of(content)
    return all(word in function_words("determiner") or not word[0].isalnum() for word in scene.lowers[first:past])


def _is_negated(scene: Scene, cue: Span) -> bool:
    """Whether a cue tells what nobody said: "they could not confirm", "it may announce"."""
    if not scene.page.has_tree:
        return False
    before = {child.lower_ for child in scene.page.tokens(cue).root.lefts}
    return bool(before & (function_words("negation") | function_words("modal")))


def _is_passive(scene: Scene, cue: Span, speaker: Speaker) -> bool:
    """Whether a cue is done to the one who was taken for its source: "he was charged", "was identified as"."""
    if not scene.page.has_tree:
        return False
    verb = scene.page.tokens(cue).root
    passive = any(child.dep_ == "aux:pass" for child in verb.lefts)
    return passive and scene.page.words.spans[speaker.first].begin < cue.begin


def _is_deed(scene: Scene, cue: Span) -> bool:
    """Whether a verb of saying is one of doing where it stands: "denied them access"."""
    at, end = scene.page.words.range_of(cue)[0], scene.page.words.range_of(scene.page.sentence_of(cue))[1]
    verbs = reporting_verbs().get(scene.lowers[at], ())
    return any(gives_object(scene, at, end, verb) or is_deed(scene, at, verb) for verb in verbs)


def _opens(scene: Scene, content: Span, cue: Span) -> bool:
    """Whether words said open with another cue, whose light verb was taken for one ("issued a denial that …")."""
    first = scene.page.words.range_of(content)[0]
    at = scene.page.words.range_of(cue)[0]
    if at < first:
        return False
    quoted = scene.lowers[at - 1] == "as" and not _QUOTES.isdisjoint(scene.lowers[max(0, first - 2) : at])
    return quoted or all(word in function_words("determiner") for word in scene.lowers[first:at])


def _nearest(sentence: Span, cue: Span, spans: Sequence[Learned]) -> Learned | None:
    first, past = (bisect_left(spans, place, key=lambda s: s.span.begin) for place in sentence)
    near = [s for s in spans[first:past] if s.span.gap(cue) <= _FURTHEST]
    return min(near, key=lambda s: (s.span.gap(cue), s.span), default=None)


def _shared(a: Span, b: Span) -> float:
    overlap = min(a.end, b.end) - max(a.begin, b.begin)
    return overlap / (max(a.end, b.end) - min(a.begin, b.begin)) if overlap > 0 else 0.0


def _speakers(scene: Scene, source: Span) -> tuple[Speaker, ...]:
    return speakers_of(scene, scene.page.tokens(source).root) if scene.page.has_tree else ()
