"""Frames: what stands around a trigger, read off the surface and off a dependency tree."""

from collections.abc import Sequence

import pytest
from event_pages import page_of, pipeline
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.extract.grammar.syntax import Frame, Voice, clause_of, frame_of, is_verbal
from kg.extract.text.page import Page
from kg.records import Article, Segment, SegmentKind, Span


def span_in(page: Page, words: str) -> Span:
    at = page.article.text.index(words)
    return Span(at, at + len(words))


def text(page: Page, span: Span | None) -> str | None:
    return page.text(span) if span else None


def surface(sentence: str, trigger: str) -> tuple[Page, Frame]:
    page = page_of(sentence)
    return page, frame_of(page, span_in(page, trigger))


def tree(rows: Sequence[tuple[str, str, int, str]]) -> Page:
    """A parsed page: each row is a word, its part of speech, the number of its head (from 0) and its dependency."""
    words, pos, heads, deps = zip(*rows, strict=True)
    spaces = [index + 1 < len(words) and words[index + 1] not in {",", "."} for index in range(len(words))]
    doc = Doc(pipeline().vocab, list(words), spaces, pos=list(pos), heads=list(heads), deps=list(deps))
    return Page(Article("test", doc.text), doc, (Segment(SegmentKind.BODY, Span(0, len(doc.text))),))


def test_an_active_verb_has_subject_object_and_phrases() -> None:
    page, frame = surface("On Monday the army shelled a depot in Hama with rockets.", "shelled")
    assert frame.voice is Voice.ACTIVE
    assert (text(page, frame.subject), text(page, frame.object)) == ("On Monday the army", "a depot")
    assert [(p.preposition, page.text(p.span)) for p in frame.phrases] == [("in", "Hama"), ("with", "rockets.")]


def test_a_passive_verb_has_an_agent() -> None:
    page, frame = surface("The depot was shelled by the army.", "shelled")
    assert (frame.voice, text(page, frame.subject)) == (Voice.PASSIVE, "The depot")
    assert (text(page, frame.agent), frame.object) == ("the army.", None)


def test_a_noun_has_premodifier_determiner_and_the_subject_of_its_light_verb() -> None:
    page, frame = surface("Turkey launched the heaviest air strikes on Afrin.", "air strikes")
    assert (frame.voice, frame.determiner) == (Voice.NOMINAL, "the")
    assert (text(page, frame.premodifier), text(page, frame.subject)) == ("heaviest", "Turkey")
    assert [page.text(span) for span in frame.after("on")] == ["Afrin."]


def test_an_infinitive_has_the_subject_of_the_verb_that_rules_it() -> None:
    page, frame = surface("Turkey has threatened to attack Afrin.", "attack")
    assert (text(page, frame.subject), frame.governors) == ("Turkey", ("to", "threatened", "has"))


def test_the_object_of_a_request_is_the_subject_of_its_infinitive() -> None:
    page, frame = surface("Iran urged Turkey to attack Afrin.", "attack")
    assert text(page, frame.subject) == "Turkey"


def test_words_in_brackets_do_not_end_a_clause() -> None:
    page, frame = surface("They drew a buffer zone (BZ) in Hama.", "buffer zone")
    assert [page.text(span) for span in frame.after("in")] == ["Hama."]


@pytest.mark.parametrize(
    ("sentence", "trigger", "clause"),
    [
        ("They fled because shells hit the school; nobody died.", "hit", "shells hit the school"),
        ("Ali Hassan said jets hit the school.", "hit", "jets hit the school."),
        ("Jets took off, and shells hit the school.", "hit", "shells hit the school."),
    ],
)
def test_a_clause_ends_at_stops_and_at_words_that_open_another(sentence: str, trigger: str, clause: str) -> None:
    page = page_of(sentence)
    assert page.text(clause_of(page, span_in(page, trigger))) == clause


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("They vowed to attack Hama.", "attack", True),
        ("They will attack Hama.", "attack", True),
        ("They feared the attack on Hama.", "attack", False),
        ("They feared two attacks on Hama.", "attacks", False),
        ("The bombing of Hama went on.", "bombing", False),
        ("They replied by shelling villages.", "shelling", True),
    ],
)
def test_the_surface_tells_nouns_from_verbs(sentence: str, word: str, expected: bool) -> None:
    page = page_of(sentence)
    assert is_verbal(page, span_in(page, word)) is expected


ACTIVE = (
    ("Turkey", "PROPN", 1, "nsubj"),
    ("shelled", "VERB", 1, "ROOT"),
    ("depots", "NOUN", 1, "obj"),
    ("in", "ADP", 4, "case"),
    ("Afrin", "PROPN", 1, "obl"),
    (".", "PUNCT", 1, "punct"),
)
RELATIVE = (
    ("Jets", "NOUN", 4, "nsubj"),
    ("that", "PRON", 2, "nsubj"),
    ("bombed", "VERB", 0, "acl:relcl"),
    ("Afrin", "PROPN", 2, "obj"),
    ("left", "VERB", 4, "ROOT"),
    (".", "PUNCT", 4, "punct"),
)
LIGHT = (
    ("Turkey", "PROPN", 1, "nsubj"),
    ("launched", "VERB", 1, "ROOT"),
    ("heavy", "ADJ", 3, "amod"),
    ("strikes", "NOUN", 1, "obj"),
    ("against", "ADP", 5, "case"),
    ("rebels", "NOUN", 3, "nmod"),
    (".", "PUNCT", 1, "punct"),
)
PASSIVE = (
    ("Depots", "NOUN", 2, "nsubj:pass"),
    ("were", "AUX", 2, "aux:pass"),
    ("bombed", "VERB", 2, "ROOT"),
    ("by", "ADP", 4, "case"),
    ("Turkey", "PROPN", 2, "obl:agent"),
    (".", "PUNCT", 2, "punct"),
)


def test_a_tree_gives_subject_object_and_phrases() -> None:
    page = tree(ACTIVE)
    frame = frame_of(page, span_in(page, "shelled"))
    assert (frame.voice, text(page, frame.subject), text(page, frame.object)) == (Voice.ACTIVE, "Turkey", "depots")
    assert (frame.phrases[0].preposition, page.text(frame.phrases[0].span)) == ("in", "Afrin")


def test_a_tree_gives_the_antecedent_of_a_relative_clause() -> None:
    page = tree(RELATIVE)
    assert text(page, frame_of(page, span_in(page, "bombed")).subject) == "Jets"


def test_a_tree_gives_the_subject_of_a_light_verb() -> None:
    page = tree(LIGHT)
    frame = frame_of(page, span_in(page, "strikes"))
    assert (text(page, frame.subject), text(page, frame.premodifier)) == ("Turkey", "heavy")
    assert page.text(frame.after("against")[0]) == "rebels"


def test_a_tree_gives_the_agent_of_a_passive() -> None:
    page = tree(PASSIVE)
    frame = frame_of(page, span_in(page, "bombed"))
    assert (frame.voice, text(page, frame.subject), text(page, frame.agent)) == (Voice.PASSIVE, "Depots", "Turkey")


def test_parts_of_speech_tell_nouns_from_verbs() -> None:
    page = tree(LIGHT)
    assert not is_verbal(page, span_in(page, "strikes"))


_WORDS = [
    "the",
    "army",
    "was",
    "bombed",
    "by",
    "to",
    "attack",
    ",",
    "and",
    "which",
    "strikes",
    "(",
    ")",
    "said",
    ";",
    "in",
    "Hama",
    "killing",
]


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=25).map(" ".join), st.data())
def test_frames_lie_in_the_text(sentence: str, data: st.DataObject) -> None:
    page = page_of(sentence)
    frame = frame_of(page, data.draw(st.sampled_from(page.words.spans)))
    spans = [
        frame.clause,
        frame.subject,
        frame.object,
        frame.agent,
        frame.premodifier,
        *(p.span for p in frame.phrases),
    ]
    assert all(0 <= s.begin < s.end <= len(sentence) for s in spans if s)
