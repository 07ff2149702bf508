import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.claims.quotes import find_quotations


def inner(text: str) -> list[str]:
    return [text[q.inner.begin : q.inner.end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “we left” twice.", ["we left"]),
        ('He said "we left" twice.', ["we left"]),
        ("He said «we left» twice.", ["we left"]),
        ("He said ‘we left’ twice.", ["we left"]),
        ("He said 'we left' twice.", ["we left"]),
    ],
)
def test_quotes_reads_each_kind_of_mark(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_quotes_apostrophe_opens_nothing() -> None:
    assert inner("The rebels' camp isn't Iran’s, and the ’90s are over.") == []


def test_quotes_nested_quotation_belongs_to_the_outer_one() -> None:
    assert inner('"The "safe" area is no more," he said.') == ['The "safe" area is no more,']


def test_quotes_doubled_marks_are_one_mark() -> None:
    assert inner('They ruled with an ""iron hand"" for years.') == ["iron hand"]


def test_quotes_single_mark_before_a_double_closes() -> None:
    assert inner('"They call it \'the gate\'", she told us. "It stays shut."') == [
        "They call it 'the gate'",
        "It stays shut.",
    ]


def test_quotes_open_mark_runs_on_where_the_next_paragraph_opens_anew() -> None:
    text = "She said: “We stay.\n\n“We fight.”"
    first, second = find_quotations(text)
    assert (text[first.inner.begin : first.inner.end], first.runs_on) == ("We stay.", True)
    assert (text[second.inner.begin : second.inner.end], second.runs_on) == ("We fight.", False)


def test_quotes_open_mark_without_partner_is_none() -> None:
    assert inner("She said: “We stay.\n\nNobody else spoke.") == []


@given(st.text(alphabet="ab “”\"'‘’«».\n", max_size=80))
def test_quotes_lie_in_order_inside_the_text(text: str) -> None:
    end = 0
    for quotation in find_quotations(text):
        assert end <= quotation.outer.begin <= quotation.inner.begin <= quotation.inner.end <= quotation.outer.end
        end = quotation.outer.end
    assert end <= len(text)
