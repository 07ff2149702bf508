"""Tag inventories, partial labels, renaming, counting."""

import random

import pytest

from kg.training.augment import NamePool
from kg.training.inventory import TagTable, bio_inventory
from kg.training.measure import SpanCount
from kg.training.sentence import Sentence, bio_spans, bio_tags

NAMES = bio_inventory({"PER", "LOC", "ORG"})


def allowed(table: TagTable, tag: str) -> set[str]:
    return {name for name, fits in zip(table.tags, table.allowed[table.row_of(tag)], strict=True) if fits}


def test_a_tag_of_the_head_allows_itself_alone():
    assert allowed(TagTable("name", NAMES), "B-PER") == {"B-PER"}


def test_a_coarser_tag_allows_what_it_may_stand_for():
    table = TagTable("name", NAMES)
    assert allowed(table, "own:B-State") == {"B-LOC", "O"}
    assert allowed(table, "own:I-Person") == {"I-PER"}
    assert allowed(table, "gum:?") == set(NAMES)


def test_an_unlisted_label_of_a_scheme_takes_its_star_row():
    assert allowed(TagTable("name", NAMES), "gum:B-event") == {"O", "B-ORG", "B-LOC"}


def test_an_unknown_tag_is_an_error():
    with pytest.raises(KeyError):
        TagTable("name", NAMES).row_of("B-NOTHING")


def test_bio_round_trip_and_overlap():
    spans = [(0, 2, "PER"), (1, 3, "LOC"), (3, 4, "LOC")]
    tags = bio_tags(5, spans)
    assert tags == ("B-PER", "I-PER", "O", "B-LOC", "O")
    assert bio_spans(tags) == {(0, 2, "PER"), (3, 4, "LOC")}


def test_inside_tag_that_continues_nothing_opens_a_span():
    assert bio_spans(["O", "I-PER", "I-PER", "I-LOC"]) == {(1, 3, "PER"), (3, 4, "LOC")}


def test_renaming_keeps_length_kind_and_layers():
    layers = {"name": ("B-PER", "I-PER", "O", "B-LOC")}
    sentence = Sentence(("Ada", "Okoye", "left", "Sur"), layers=layers)
    pool = NamePool({("PER", 2): [("Idris", "Veli")], ("LOC", 1): [("Merka",)]})
    renamed = pool.renamed(sentence, random.Random(1))
    assert renamed.words == ("Idris", "Veli", "left", "Merka")
    assert renamed.layers == layers


def test_partial_names_are_not_renamed_as_full_ones():
    sentence = Sentence(("Chad", "agreed"), layers={"name": ("own:B-State", "own:O"), "entity": ("B-State", "O")})
    assert NamePool({("LOC", 1): [("Merka",)]}).renamed(sentence, random.Random(1)).words == ("Chad", "agreed")


def test_f1_counts_exact_spans():
    count = SpanCount()
    count.add([(0, 1, "PER"), (2, 3, "LOC")], [(0, 1, "PER"), (2, 4, "LOC")])
    assert count.f1() == pytest.approx(50.0)
    assert count.f1("PER") == pytest.approx(100.0)
    assert SpanCount().f1() == 0
