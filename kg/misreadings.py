"""What is likely wrong with a SPARQL text where the engine tells a place and no reason."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kg.guard import Token, tokens

_QUERIES: Final = ("select", "ask", "construct", "describe")
_UPDATES: Final = ("insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with")
# Terms that a declaration has after its keyword.
_DECLARATIONS: Final = {"prefix": 2, "base": 1, "version": 1}
# Tokens of an expression that are gone through to find where it begins.
_LONGEST_BIND: Final = 200


def likely_fault(text: str, what: str) -> str:
    """A few words about a "query" or "update" that is not well formed; empty where there is nothing to say."""
    found = list(tokens(text))
    if not found:
        return f"the {what} is empty"
    first = _first_word(iter(found))
    begins = first.text.casefold() if first else ""
    if what == "query" and begins in _UPDATES:
        return "this is an update, not a query"
    if what == "update" and begins in _QUERIES:
        return "this is a query, not an update"
    if what == "query" and first and begins not in _QUERIES:
        return f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {first.text[:40]!r}"
    if name := _name_with_slash(found):
        return f"a name with a prefix has no / in it: write {name}\\/… or the whole IRI in < >"
    if variable := _bound_twice(found):
        return f"BIND needs a new variable, and {variable} has a value already"
    return ""


def _first_word(found: Iterator[Token]) -> Token | None:
    """The word that says what a text asks for, which stands after its declarations."""
    for token in found:
        skipped = _DECLARATIONS.get(token.text.casefold()) if token.kind == "word" else None
        if skipped is None:
            return token if token.kind == "word" else None
        for _ in range(skipped):
            next(found, None)
    return None


def _name_with_slash(found: Sequence[Token]) -> str:
    """The beginning of ``ex:actor/Iran``. Of words, a path can go on with ``a`` alone (rule 94 of the grammar)."""
    for (name, slash), after in zip(pairwise(found), found[2:], strict=False):
        joined = slash.start == name.start + len(name.text) and after.start == slash.start + 1
        if name.kind == "name" and slash.text == "/" and joined and after.kind in ("word", "number"):
            return "" if after.text == "a" else name.text[:60]
    return ""


def _bound_twice(found: Sequence[Token]) -> str:
    """The variable of a BIND that stands before it in the same group (section 10.1 forbids that)."""
    groups: list[set[str]] = [set()]
    for place, token in enumerate(found):
        if token.kind == "variable":
            binds = found[place - 1].text.casefold() == "as" and _opens_bind(found, place)
            if binds and token.text[1:] in groups[-1]:
                return token.text
            groups[-1].add(token.text[1:])
        elif token.text == "{":
            groups.append(set())
        elif token.text == "}" and len(groups) > 1:
            inner = groups.pop()
            groups[-1] |= inner
    return ""


def _opens_bind(found: Sequence[Token], place: int) -> bool:
    """Whether the bracket around a place is that of a BIND."""
    depth = 0
    for before in range(place - 1, max(0, place - _LONGEST_BIND), -1):
        depth += (found[before].text == ")") - (found[before].text == "(")
        if depth < 0:
            return found[before - 1].text.casefold() == "bind"
    return False
