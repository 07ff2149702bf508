"""What a wrong SPARQL text is told beyond its place."""

import pytest
from pyoxigraph import Store

from kg import asking
from kg.asking import ask, syntax_error
from kg.errors import QueryError
from kg.misreadings import likely_fault

ID = "PREFIX id: <http://example.org/>\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the query is empty"),
        (" \n# nothing yet", "the query is empty"),
        ("LOAD <http://example.org/>", "this is an update"),
        (f"{ID}INSERT DATA {{}}", "this is an update"),
        ("SELEC * {}", "begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with 'SELEC'"),
        ("SELECT * {\n ?s ?p ?o .\n BIND(STR(?o) AS ?s)\n}", "BIND needs a new variable, and ?s has"),
        ("SELECT * { { ?s ?p ?o } BIND((1 + 2) AS $o) }", "BIND needs a new variable, and $o has"),
        (f"{ID}DESCRIBE id:actor/Iran", r"write id:actor\/…"),
        (f"{ID}SELECT * {{ ?s ?p id:actor/Iran/x . }}", r"write id:actor\/…"),
    ],
)
def test_misreadings_are_told(text: str, told: str) -> None:
    with pytest.raises(QueryError) as error:
        ask(Store(), text)
    assert told in str(error.value)
    assert error.value.line is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { { ?s ?p ?o } UNION { BIND(1 AS ?s) } FILTER( }",
        "SELECT (STR(?s) AS ?s) { ?s ?p }",
        f"{ID}SELECT * {{ ?s id:a/id:b/a ?o ; id:a/^id:b/(id:c) ?q FILTER(?o = ) }}",
        f"{ID}SELECT (?a / 2 AS ?b) {{ ?a",
        "BASE <http://example.org/> SELECT * {",
        ID,
    ],
)
def test_misreadings_are_not_made_up(text: str) -> None:
    assert likely_fault(text, "query") == ""


def test_misreadings_of_updates() -> None:
    assert "this is a query" in str(syntax_error(SyntaxError("error at 1:8: expected [_]"), "update", "ASK {}"))
    assert likely_fault("INSERT DATA { <a> }", "update") == ""


def test_misreadings_do_not_hide_what_the_engine_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "likely_fault", lambda text, what: "a guess")
    with pytest.raises(QueryError, match=r"its prefix is not declared$"):
        ask(Store(), "SELECT * { ?s none:such ?o }")


def test_misreadings_are_found_in_one_pass() -> None:
    assert likely_fault("SELECT * { " + "AS ?x " * 50_000, "query") == ""
