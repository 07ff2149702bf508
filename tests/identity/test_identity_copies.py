from pathlib import Path

import numpy as np
import pytest

from kg.identity.duplicates import is_copy
from kg.identity.sketch import keys, shared, shingles, words_of
from kg.store import Writer
from tests.identity.stories import Story, copies, identity, retract, stored, tell

LONG = " ".join(
    f"On the {n}th day the ferry left pier {n} with {n * 3} sacks of meal and came back with letters for house {n * 7}."
    for n in range(1, 31)
)
OTHER = " ".join(
    f"Clerk number {n} counted {n * 5} lamps in the hall of mirrors while rain number {n * 2} fell on the copper roof."
    for n in range(1, 31)
)


def copy_of(text: str, words: int) -> str:
    return " ".join(text.split()[:words])


def test_sketch_beginnings_meet_at_every_length() -> None:
    whole = keys(shingles(words_of(LONG)))
    for length in (45, 60, 100, 200, 300):
        assert set(whole) & set(keys(shingles(words_of(copy_of(LONG, length))))), length


def test_sketch_other_texts_share_nothing() -> None:
    one, other = shingles(words_of(LONG)), shingles(words_of(OTHER))
    assert shared(np.unique(one), np.unique(other)) == 0
    assert shared(np.unique(one), np.unique(one)) == len(np.unique(one))
    assert not set(keys(one)) & set(keys(other))


@pytest.mark.parametrize("text", ["", "   ", "one", "one two three", "…", "💥 💥"])
def test_sketch_takes_short_texts(text: str) -> None:
    assert len(shingles(words_of(text))) <= 1
    assert len(keys(shingles(words_of(text)))) in {0, 16, 32}


@pytest.mark.parametrize(
    ("common", "earlier", "later", "expected"),
    [
        (100, 100, 100, True),
        (1, 1, 1, True),
        (0, 0, 0, False),
        (5, 5, 6, False),  # too short for anything but equality
        (30, 300, 32, True),  # a copy cut short
        (90, 100, 130, True),  # with somebody's boilerplate
        (90, 100, 600, False),  # a dispatch inside a long report
        (20, 100, 100, False),
    ],
)
def test_copies_are_told_by_what_is_in_common(common: int, earlier: int, later: int, expected: bool) -> None:
    assert is_copy(common, earlier, later) is expected


def test_copies_point_at_the_earliest_and_never_at_a_copy(writer: Writer) -> None:
    tell(
        writer,
        Story("late", LONG, "2031-05-09"),
        Story("cut", copy_of(LONG, 150), "2031-05-07"),
        Story("first", LONG + " It rained.", "2031-05-06"),
        Story("other", OTHER, "2031-05-06"),
    )
    assert copies(writer) == {"late": "first", "cut": "first"}


def test_copies_undated_articles_come_after_dated_ones(writer: Writer) -> None:
    tell(writer, Story("a", LONG, None), Story("b", LONG, "2031-05-09"), Story("c", LONG, None))
    assert copies(writer) == {"a": "b", "c": "b"}


def test_copies_of_one_day_point_at_the_fuller_text(writer: Writer) -> None:
    tell(writer, Story("a", copy_of(LONG, 200)), Story("b", LONG))
    assert copies(writer) == {"a": "b"}


def test_copies_identical_texts_with_other_ids(writer: Writer) -> None:
    tell(writer, Story("y", "Short text."), Story("x", "Short text."))
    assert copies(writer) == {"y": "x"}


def test_copies_are_settled_again_when_the_original_goes(writer: Writer, tmp_path: Path) -> None:
    first, second, third = (
        Story("first", LONG, "2031-05-01"),
        Story("second", LONG + " It rained.", "2031-05-02"),
        Story("third", LONG + " It snowed.", "2031-05-03"),
    )
    tell(writer, third, first, second)
    assert copies(writer) == {"second": "first", "third": "first"}
    retract(writer, "first")
    assert copies(writer) == {"third": "second"}
    tell(writer, first)
    assert copies(writer) == {"second": "first", "third": "first"}


def test_copies_an_original_that_comes_late_takes_the_place(writer: Writer) -> None:
    tell(writer, Story("b", LONG, "2031-05-02"), Story("c", copy_of(LONG, 120), "2031-05-03"))
    assert copies(writer) == {"c": "b"}
    tell(writer, Story("a", LONG, "2031-05-01"))
    assert copies(writer) == {"b": "a", "c": "a"}
    tell(writer, Story("a", OTHER, "2031-05-01"))
    assert copies(writer) == {"c": "b"}


def test_copies_of_thousands_cost_what_they_number(tmp_path: Path) -> None:
    """Three thousand copies are compared with one original each; comparing all pairs would take minutes."""
    from kg.identity import duplicates
    from kg.identity.index import Index
    from kg.identity.reading import ArticleText

    runs = shingles(words_of(LONG))
    compared = 0
    whole = duplicates.is_copy

    def counting(common: int, earlier: int, later: int) -> bool:
        nonlocal compared
        compared += 1
        return whole(common, earlier, later)

    with pytest.MonkeyPatch.context() as patch, Index(tmp_path / "index", "1") as index:
        patch.setattr(duplicates, "is_copy", counting)
        numbers = [
            index.put_article(ArticleText(f"a{n:05}", "m", "2031-05-05", runs, keys(runs))).id for n in range(3000)
        ]
        duplicates.settle(index, numbers)
        assert compared == 2999
        assert len(index.copies_of(numbers[0])) == 2999


def test_copies_do_not_depend_on_the_order(tmp_path: Path) -> None:
    texts = [LONG, copy_of(LONG, 90), LONG + " " + copy_of(OTHER, 40), OTHER, copy_of(OTHER, 150), copy_of(LONG, 250)]
    stories = [Story(f"s{n}", text, f"2031-05-0{1 + n % 3}") for n, text in enumerate(texts)]
    whole = stored(tmp_path / "whole", stories)
    with Writer(tmp_path / "one-by-one") as writer:
        for story in (stories[3], stories[5], stories[0], stories[4], stories[2], stories[1]):
            tell(writer, story)
        assert identity(writer) == whole
