"""Layout segments of scraped pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.text.segments import find_segments
from kg.records import Article, SegmentKind

BODY = "The convoy left the depot before dawn and reached the border by noon, drivers said."


def kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """Kind and words of each segment."""
    segments = find_segments(Article("a", text, title=title))
    return [(s.kind.value.removesuffix("Segment"), text[s.span.begin : s.span.end]) for s in segments]


def test_segments_title_is_the_line_that_repeats_the_given_title() -> None:
    title = "Convoy reaches border, drivers say."
    assert kinds(f"{title}\n\n{BODY}", title) == [("Title", title), ("Body", BODY)]


def test_segments_short_lines_before_the_body_are_title_and_headline() -> None:
    assert kinds(f"Convoy reaches border - Daily Example\nConvoy reaches border\n{BODY}") == [
        ("Title", "Convoy reaches border - Daily Example"),
        ("Headline", "Convoy reaches border"),
        ("Body", BODY),
    ]


def test_segments_a_text_that_begins_with_a_sentence_has_no_title() -> None:
    assert kinds(f"{BODY}\n{BODY}") == [("Body", BODY), ("Body", BODY)]


@pytest.mark.parametrize(
    "line",
    [
        "Trucks at the crossing (Image: GETTY)",
        "Trucks at the crossing [Photo by A. Example]",
        "Photo: trucks at the crossing",
        "File photo of the crossing",
        "██ held by the army",
    ],
)
def test_segments_credit_marks_a_caption(line: str) -> None:
    assert ("Caption", line) in kinds(f"{BODY}\n{line}\n{BODY}")


def test_segments_short_line_beside_a_caption_belongs_to_it() -> None:
    found = kinds(f"{BODY}\nTrucks waiting (Image: GETTY)\nA driver\n{BODY}")
    assert ("Caption", "A driver") in found


def test_segments_date_beside_a_caption_stays_body() -> None:
    assert ("Body", "Monday, March 2, 2020") in kinds(f"Title line here\nMonday, March 2, 2020\n██ army\n{BODY}")


@pytest.mark.parametrize(
    "line",
    [
        "This website uses cookies to improve your visit.",
        "You might also like",
        "Source: Convoy reaches border | World | News |",
        "© Example Media",
        "Share",
        "Read more: other news",
        "Subscribe to our newsletter",
    ],
)
def test_segments_cue_marks_boilerplate(line: str) -> None:
    assert ("Boilerplate", line) in kinds(f"{BODY}\n{BODY}\n{line}")


def test_segments_short_line_amid_the_body_is_a_heading() -> None:
    assert ("Headline", "Border reopened") in kinds(f"{BODY}\nBorder reopened\n{BODY}")


def test_segments_wrapped_lines_are_one_paragraph() -> None:
    text = "The convoy left the depot before dawn, and it reached the border\nby noon, drivers said."
    assert kinds(text) == [("Body", text)]


def test_segments_only_boilerplate_is_no_error() -> None:
    assert kinds("Accept Read More\nShare\n") == [("Boilerplate", "Accept Read More"), ("Boilerplate", "Share")]


def test_segments_of_blank_text_are_none() -> None:
    assert find_segments(Article("a", " \n\t\n")) == ()


@given(st.text(max_size=400))
def test_segments_cover_all_but_white_space_without_overlap(text: str) -> None:
    segments = find_segments(Article("a", text))
    last = 0
    for segment in segments:
        assert last <= segment.span.begin < segment.span.end <= len(text)
        assert not text[last : segment.span.begin].strip()
        assert segment.kind in SegmentKind
        last = segment.span.end
    assert not text[last:].strip()
