import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.names import Names, slug

BASE = "https://example.org/id/"


@pytest.mark.parametrize("text", ["seed-idlib", "a.txt", "2019_01-28", "x"])
def test_names_slug_keeps_what_is_plain(text: str) -> None:
    assert slug(text) == text


@pytest.mark.parametrize(
    ("one", "other"), [("a b", "a-b"), ("é", "e"), ("a/b", "a-b"), ("..", "."), ("x" * 90, "x" * 91), ("", "-")]
)
def test_names_slug_keeps_texts_apart(one: str, other: str) -> None:
    assert slug(one) != slug(other)


@given(st.text())
def test_names_any_id_makes_an_iri_of_one_path_segment(article_id: str) -> None:
    names = Names(BASE)
    iri = names.article(article_id)
    NamedNode(iri)
    assert "/" not in iri.removeprefix(f"{BASE}article/")
    assert iri == Names(BASE.rstrip("/")).article(article_id)


def test_names_mentions_follow_rfc_5147() -> None:
    assert Names(BASE).mention("a", 3, 9) == "https://example.org/id/article/a#char=3,9"


def test_names_tell_what_is_known_from_what_is_local() -> None:
    names = Names(BASE)
    assert names.known("actor", "russia") == "https://example.org/id/actor/russia"
    assert names.local("actor", "a", "rebels") == "https://example.org/id/actor/a/rebels"
