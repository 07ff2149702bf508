"""Terms as text are those of the library that the store is made with."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.names import XSD, Names, slug
from kg.triples import GraphTriples
from kg.triples.terms import boolean, ckg, decimal_literal, integer, iri, is_iri, is_literal, string, value_of

TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs",)))
A = NamedNode("http://x/a")


@given(TEXT)
def test_a_string_is_written_as_the_library_writes_it_and_read_back(text: str) -> None:
    assert string(text) == str(Literal(text))
    assert value_of(string(text)) == text


@pytest.mark.parametrize(
    "text", ['"', "\\", "\\u0041", "\\n", "\n", "\x00\x7f", "\ufffe", "\U0001f600", "”^^<x>", '"@en']
)
def test_a_string_may_hold_what_means_something_in_a_literal(text: str) -> None:
    line = f"{A} {A} {string(text)} ."
    [triple] = parse(line, format=RdfFormat.N_TRIPLES)
    assert triple.object == Literal(text)
    assert value_of(string(text)) == text


def test_a_lone_surrogate_is_no_text() -> None:
    with pytest.raises(ValueError, match="literal value"):
        string("\ud800")


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (integer(7), Literal(7)),
        (boolean(True), Literal(True)),
        (boolean(False), Literal(False)),
        (iri("http://x/a"), A),
        (ckg("Strike"), NamedNode("https://w3id.org/conflict-kg/ontology#Strike")),
    ],
)
def test_other_terms_are_written_as_the_library_writes_them(term: str, value: object) -> None:
    assert term == str(value)


@pytest.mark.parametrize(
    "literal",
    [
        Literal("a\nb", language="en"),
        Literal('5"^^<x>', datatype=NamedNode(XSD + "string")),
        Literal('say "no"', language="en"),
        decimal_literal(Decimal("20.50")),
        Literal(""),
    ],
)
def test_the_text_of_a_literal_is_without_datatype_and_language(literal: Literal) -> None:
    assert value_of(str(literal)) == literal.value


def test_kinds_of_terms_are_told_apart() -> None:
    graph = NamedNode("http://x/g")
    quads = [Quad(A, A, Triple(A, A, A), graph)]
    [quoted] = GraphTriples.of(graph.value, quads).values(str(A))[str(A)]
    assert list(parse(GraphTriples.of(graph.value, quads).lines()[0], format=RdfFormat.N_QUADS)) == quads
    assert [is_iri(t) for t in (str(A), '"a"', "_:b", quoted)] == [True, False, False, False]
    assert [is_literal(t) for t in (str(A), '"<a>"', "_:b", quoted)] == [False, True, False, False]


def test_triples_of_a_graph_stand_there_once_and_in_the_order_of_their_lines() -> None:
    graph = NamedNode("http://x/g")
    quads = [Quad(A, A, Literal(text), graph) for text in ("b", "a", "b")] + [Quad(BlankNode("n"), A, A, graph)]
    triples = GraphTriples.of(graph.value, quads)
    nquads = serialize(sorted(set(quads), key=str), format=RdfFormat.N_QUADS)
    assert nquads is not None
    assert triples.lines() == nquads.decode().splitlines()
    assert triples.subjects(str(A), str(A)) == ["_:n"]
    assert list(triples.values(str(A))) == [str(A)]
    assert triples.values("<http://x/none>") == {}
    assert triples.subjects(str(A), '"c"') == []


@given(st.text(alphabet=st.sampled_from("aZ09._- /é\n"), max_size=90))
def test_a_slug_of_a_slug_is_the_slug(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("text", "readable"), [("a.b_c-d", True), (".a", False), ("a-", False), ("a\n", False), ("", True)]
)
def test_only_a_readable_text_is_its_own_slug(text: str, readable: bool) -> None:
    assert (slug(text) == text) is readable


def test_names_of_a_base_that_is_no_iri_make_no_graph() -> None:
    with pytest.raises(ValueError, match="IRI"):
        NamedNode(Names("no iri").article("a"))
