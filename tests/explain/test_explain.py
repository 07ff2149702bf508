"""Explanations: every value with its words, in text order, and pieces of text with their marks."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.explain import explanation
from kg.explain.pieces import Mark, pieces
from kg.identity.graph import identity_quads
from kg.records import Actor, ActorKind, Article, Extraction, Mention, MentionKind, Ref, Run, Span
from kg.triples import extraction_quads
from tests.explain.hostile import NAMES, TEXT, as_text, hostile


def test_explain_nodes_and_values_stand_in_text_order() -> None:
    explained = hostile()
    assert [(node.kind, node.number) for node in explained.nodes] == [
        ("State", 1),  # no words name it, so it stands first
        ("Person", 2),
        ("State", 3),
        ("Claim", 4),  # begins with the same word, and is longer
        ("Shelling", 5),
    ]
    shelling = explained.nodes[4]
    assert [(value.property, value.shown, value.rules) for value in shelling.values] == [
        ("factuality", "Attributed", ("factuality.<u>",)),
        ("allegedPerpetrator", 'Norland & "friends"', ("subject",)),
        ("weapon", "<script>1</script>", ("weapon",)),
    ]
    for node in explained.nodes:
        for value in node.values:
            assert value.confidences == ("0.8",)
            assert value.sentences == (Span(0, TEXT.index("\r")),)
            assert all(0 <= words.begin < words.end <= len(TEXT) for words in value.words)


def test_explain_tells_a_relation_that_is_only_alleged() -> None:
    [relation] = hostile().nodes[2].values
    assert (relation.property, relation.factuality) == ("allyOf", "Alleged")
    assert "allyOf: <b>spokesman</b> [Alleged] – “friends”" in as_text(hostile())


def test_explain_shows_links_with_their_method() -> None:
    text = "France protested."
    france = Ref("actor", "France", known=True)
    extraction = Extraction(
        Article("a", text),
        mentions=(Mention(Span(0, 6), MentionKind.NAME, france),),
        actors=(Actor(france, ActorKind.STATE, "France"),),
    )
    run = Run("1", "1", "1", "0", datetime(2021, 2, 4, tzinfo=UTC))
    [node] = explanation(extraction_quads(extraction, run, NAMES), identity_quads([france], NAMES)).nodes
    assert [(link.target, link.method, link.status) for link in node.links] == [
        ("http://www.wikidata.org/entity/Q142", "gazetteer", "Accepted")
    ]


def test_explain_one_node_only() -> None:
    explained = hostile()
    shelling = explained.nodes[4]
    assert explained.only(shelling.iri).nodes == (shelling,)
    with pytest.raises(UsageError, match=r"says nothing of https://example\.org/x"):
        explained.only("https://example.org/x")


marks = st.lists(
    st.builds(
        lambda begin, length, node: Mark(Span(begin, begin + length), node, "Actor"),
        st.integers(0, 20),
        st.integers(1, 10),
        st.integers(1, 4),
    )
)


@given(marks)
def test_explain_pieces_make_up_the_text_and_each_mark(some: Sequence[Mark]) -> None:
    text = "abcdefghijklmnopqrstuvwxyzABCDEF"
    cut = pieces(text, some)
    assert "".join(text[piece.span.begin : piece.span.end] for piece in cut) == text
    for mark in some:
        covered = [piece.span for piece in cut if mark in piece.marks]
        assert covered[0].begin == mark.span.begin
        assert covered[-1].end == mark.span.end
        assert all(one.end == other.begin for one, other in pairwise(covered))
        assert [piece.span.end for piece in cut if mark in piece.ends] == [mark.span.end]


def test_explain_pieces_of_crossing_spans_carry_both() -> None:
    one, other = Mark(Span(0, 5), 1, "Claim"), Mark(Span(3, 8), 2, "Actor")
    assert [(tuple(p.span), p.marks, p.ends) for p in pieces("0123456789", [one, other])] == [
        ((0, 3), (one,), ()),
        ((3, 5), (one, other), (one,)),
        ((5, 8), (other,), (other,)),
        ((8, 10), (), ()),
    ]


def test_explain_empty_text_has_no_pieces() -> None:
    assert pieces("", []) == []
