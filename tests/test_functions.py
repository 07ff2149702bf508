import pytest
from pyoxigraph import QuerySolutions, Store

from kg.asking import ask
from kg.names import CKG


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Shells fell on Idlib", "idlib", True),
        ("Shells fell on Idlib", "SHELLS idl", True),
        ("Shells fell on Idlib", "idl shells", False),
        ("Shells fell on Idlib", "ells", False),
        ("Shells fell on Idlib", "idlib aleppo", False),
        ("Attaque à Kérité", "kerite", True),
        ("Attaque a Kerite", "Kérité", True),
        ("Удар по Харькову", "харьков", True),
        ("هجوم على حلب", "حلب", True),
        ("a_b c-d", "b c d", True),
        ("", "x", False),
    ],
)
def test_functions_match_words(text: str, words: str, found: bool) -> None:
    rows = ask(Store(), f"PREFIX ckg: <{CKG}> SELECT (ckg:matches('{text}', '{words}') AS ?m) {{}}")
    assert isinstance(rows, QuerySolutions)
    [row] = rows
    assert row["m"].value == str(found).lower()


@pytest.mark.parametrize(
    "call", ["ckg:matches(?x, 'a')", "ckg:matches(<a:b>, 'a')", "ckg:matches('a', '  -')", "ckg:matches('a')"]
)
def test_functions_give_an_error_of_the_expression_for_what_is_no_text(call: str) -> None:
    [row] = ask(Store(), f"PREFIX ckg: <{CKG}> SELECT (COALESCE({call}, 'error') AS ?m) {{}}")  # type: ignore[misc]
    assert row["m"].value == "error"


def test_functions_filter() -> None:
    store = Store()
    store.update(f"INSERT DATA {{ <a:1> <{CKG}text> 'Shells fell on Idlib' . <a:2> <{CKG}text> 'A truce holds' }}")
    query = f"PREFIX ckg: <{CKG}> SELECT ?a {{ ?a ckg:text ?text FILTER(ckg:matches(?text, 'truce')) }}"
    [row] = ask(store, query)  # type: ignore[misc]
    assert row["a"].value == "a:2"
