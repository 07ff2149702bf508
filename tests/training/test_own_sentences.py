"""The parser of our own annotated sentences, and the sentences themselves."""

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.training.own_sentences import (
    AGREEMENT_LABELS,
    ATTRIBUTION_LABELS,
    ENTITY_LABELS,
    STANCES,
    STRIKE_LABELS,
    Item,
    MarkupError,
    Span,
    parse_line,
    parse_markup,
    read_items,
)

DATA = Path(__file__).parents[2] / "kg" / "training" / "data"
FILES = sorted(DATA.rglob("*.txt"))
ATTRIBUTION_TAG = re.compile(r"\{(?:source|cue|content)(\d*)[:|]")


def attributions(item: Item) -> dict[int, Counter[str]]:
    """How many sources, cues and contents each attribution of an item has."""
    groups: dict[int, Counter[str]] = {}
    for span in item.spans:
        if span.group is not None:
            groups.setdefault(span.group, Counter())[span.label] += 1
    return groups


def test_parse_markup_gives_offsets_of_the_plain_text() -> None:
    text, spans = parse_markup("In {Place|Daraa}, {Collective|{Number|12} rebels} fell to {Shelling|mortar fire}.")
    assert text == "In Daraa, 12 rebels fell to mortar fire."
    assert [(span.label, text[span.begin : span.end]) for span in spans] == [
        ("Place", "Daraa"),
        ("Collective", "12 rebels"),
        ("Number", "12"),
        ("Shelling", "mortar fire"),
    ]


def test_parse_markup_counts_code_points_and_keeps_the_outer_of_equal_spans_first() -> None:
    text, spans = parse_markup("🚨 {content|{Ceasefire|truce}}")
    assert text == "🚨 truce"
    assert spans == (Span(2, 7, "content", 1), Span(2, 7, "Ceasefire"))


def test_parse_markup_reads_group_and_stance() -> None:
    _, spans = parse_markup("{source2|She} {cue2:Denies|denied} {content2|it}")
    assert [(span.label, span.group, span.stance) for span in spans] == [
        ("source", 2, None),
        ("cue", 2, "Denies"),
        ("content", 2, None),
    ]


@pytest.mark.parametrize(
    "marked",
    [
        "{Place|Homs",
        "Homs}",
        "{Place}",
        "{Place|}",
        "{Place| Homs}",
        "{City|Homs}",
        "{Place1|Homs}",
        "{Place:Asserts|Homs}",
        "{cue|said}",
        "{cue:Doubts|said}",
        "{source:Asserts|he}",
    ],
)
def test_parse_markup_refuses_what_the_grammar_does_not_know(marked: str) -> None:
    with pytest.raises(MarkupError):
        parse_markup(marked)


@pytest.mark.parametrize("line", ["homs-1 no tab", "Homs 1\ttext", "homs-1\t text", "homs-1\t"])
def test_parse_line_refuses_bad_lines(line: str) -> None:
    with pytest.raises(MarkupError):
        parse_line(line)


def test_read_items_skips_comments_and_names_the_place_of_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "topic.txt"
    path.write_text("# comment\n\ntopic-005\tCalm.\ntopic-006\t{Place|}\n", encoding="utf-8")
    items = read_items(path)
    first = next(items)
    assert (first.id, first.text, first.is_dev) == ("topic-005", "Calm.", True)
    with pytest.raises(MarkupError, match=r"^topic\.txt:4: "):
        next(items)


def test_data_there_is() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_data_every_file_parses_and_has_both_parts(path: Path) -> None:
    items = list(read_items(path))
    assert {item.is_dev for item in items} == {True, False}
    assert [item.id for item in items if not re.fullmatch(path.stem + r"-\d{3}", item.id)] == []


def test_data_ids_and_texts_are_unique() -> None:
    items = [item for path in FILES for item in read_items(path)]
    assert [value for value, times in Counter(item.id for item in items).items() if times > 1] == []
    assert [value for value, times in Counter(item.text.casefold() for item in items).items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_data_attributions_are_whole_and_numbered_in_order(path: Path) -> None:
    faults = []
    for item in read_items(path):
        groups = attributions(item)
        numbered_from_one = sorted(groups) == list(range(1, len(groups) + 1))
        whole = all(
            parts["content"] >= 1 and parts["source"] + parts["cue"] >= 1 and max(parts["source"], parts["cue"]) <= 1
            for parts in groups.values()
        )
        if not (numbered_from_one and whole):
            faults.append(item.id)
    assert faults == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_data_numbers_are_written_exactly_where_an_item_has_several_attributions(path: Path) -> None:
    faults = []
    for line in path.read_text(encoding="utf-8").splitlines():
        numbers = set(ATTRIBUTION_TAG.findall(line)) if not line.startswith("#") else set()
        if numbers and (numbers != {""}) != (len(numbers - {""}) >= 2 and "" not in numbers):
            faults.append(line.split("\t")[0])
    assert faults == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_data_no_span_has_punctuation_at_an_end_or_a_leading_determiner(path: Path) -> None:
    faults = []
    for item in read_items(path):
        counts = {span.begin for span in item.spans if span.label == "Number"}
        for span in item.spans:
            words = item.words(span)
            loose = re.search(r"^[,;:.]|[,;:]$", words)
            bare = span.label in (ENTITY_LABELS | {"source"}) - {"Date", "Number"} and span.begin not in counts
            # Inside a sentence a capital tells a name ("The Hague") from a determiner.
            determined = bare and re.match(r"(the|an?|this) ", words if span.begin else words.lower())
            if loose or determined:
                faults.append(f"{item.id} {span.label}: {words}")
    assert faults == []


def test_data_uses_every_label_and_stance() -> None:
    spans = [span for path in FILES for item in read_items(path) for span in item.spans]
    assert {span.label for span in spans} == ENTITY_LABELS | STRIKE_LABELS | AGREEMENT_LABELS | ATTRIBUTION_LABELS
    assert {span.stance for span in spans} - {None} == STANCES
