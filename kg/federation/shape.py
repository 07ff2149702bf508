"""Where a query's SERVICE blocks stand, and what stands beside them in their group.

Groups are cut into the elements of SPARQL's grammar (rule 53 and after) by their keywords. Whatever could be read in
another way by an engine that needs no space between keywords is refused rather than guessed at.
"""

import re
from collections.abc import Sequence
from typing import Final, NoReturn

from kg.errors import QueryError
from kg.federation.elements import Element, Kind, Service, Shape, is_word, selects_all
from kg.guard import Token, tokens

_STRUCTURE: Final = ("optional", "minus", "graph", "service", "filter", "bind", "values", "union", "lateral")
_FORMS: Final = ("select", "ask", "construct", "describe")
_GLUED: Final = re.compile(rf"\.\W*(?:{'|'.join(_STRUCTURE)})")
_DEEPEST: Final = 40
_CLOSING: Final = {"(": ")", "{": "}", "[": "]"}


def has_service(text: str) -> bool:
    """Whether SERVICE stands in a query as a word of its own."""
    if "service" not in text.casefold():
        return False
    return any(is_word(token, "service") for token in tokens(text))


def read_shape(text: str) -> Shape:
    """The shape of a query. Raises QueryError where it cannot be told for sure."""
    found = tuple(tokens(text))
    _require_plain(found)
    start = next((place for place, token in enumerate(found) if is_word(token, *_FORMS)), None)
    if start is None:
        raise QueryError("SERVICE goes with queries only")
    prefixes, base = _prologue(found[:start])
    opening = _main_group(found, start)
    main, closing = _Reader(text, found).group(opening + 1, 0)
    head = found[start:opening]
    return Shape(
        text,
        prefixes,
        base,
        _dataset(text, head),
        head,
        main,
        found[closing + 1 :],
        selects_all(head),
    )


def _require_plain(found: Sequence[Token]) -> None:
    for token in found:
        folded = token.text.casefold()
        if token.kind == "word" and folded not in _STRUCTURE:
            glued = any(word in folded for word in _STRUCTURE)
        elif token.kind in ("name", "blank"):
            glued = bool(_GLUED.search(folded)) or folded.partition(":")[0].endswith(_STRUCTURE)
        else:
            glued = False
        if glued:
            raise QueryError(f"beside SERVICE, put white space around keywords; what is {token.text[:60]!r}?")


def _prologue(found: Sequence[Token]) -> tuple[dict[str, str], str | None]:
    prefixes: dict[str, str] = {}
    base = None
    for place, token in enumerate(found):
        if is_word(token, "prefix") and place + 2 < len(found) and found[place + 2].kind == "iri":
            prefixes[found[place + 1].text.removesuffix(":")] = found[place + 2].text[1:-1]
        elif is_word(token, "base") and place + 1 < len(found):
            base = found[place + 1].text[1:-1]
    return prefixes, base


def _main_group(found: Sequence[Token], start: int) -> int:
    """Place of the brace that opens the WHERE group."""
    place = start
    while place < len(found):
        token = found[place]
        if token.text == "{" and not is_word(found[place - 1], "construct"):
            return place
        place = _closing(found, place) if token.text in ("(", "{") else place
        place += 1
    raise QueryError("the query has no group with a SERVICE in it")


def _closing(found: Sequence[Token], opening: int) -> int:
    """Place of the bracket that closes one. Raises QueryError where there is none."""
    expected: list[str] = []
    for place in range(opening, len(found)):
        text = found[place].text if found[place].kind == "mark" else ""
        if text in _CLOSING:
            expected.append(_CLOSING[text])
        elif text in _CLOSING.values():
            if text != expected.pop():
                break
            if not expected:
                return place
    raise QueryError("the query is not well formed: its brackets do not match")


def _dataset(text: str, head: Sequence[Token]) -> str:
    parts = []
    for place, token in enumerate(head):
        if is_word(token, "from"):
            last = head[min(place + (2 if is_word(head[place + 1], "named") else 1), len(head) - 1)]
            parts.append(text[token.start : last.start + len(last.text)])
    return " ".join(parts)


class _Reader:
    """Cuts groups into elements."""

    def __init__(self, text: str, found: tuple[Token, ...]) -> None:
        self.text = text
        self.found = found

    def group(self, place: int, depth: int) -> tuple[tuple[Element, ...], int]:
        """The elements from a place on, and the place of the brace that closes their group."""
        if depth > _DEEPEST:
            raise QueryError("the query's groups are nested too deeply")
        elements: list[Element] = []
        while not self._is(place, "}"):
            element, place = self._element(place, depth)
            elements.append(element)
        return tuple(elements), place

    def _element(self, place: int, depth: int) -> tuple[Element, int]:
        word = self._at(place).text.casefold() if self._at(place).kind == "word" else ""
        if word in ("optional", "minus"):
            return self._braced(Kind(word.upper()), place, place + 1, depth)
        if word == "graph":
            return self._braced(Kind.GRAPH, place, place + 2, depth)
        if word == "service":
            return self._service(place, depth)
        if word == "filter":
            return self._made(Kind.FILTER, place, self._constraint_end(place + 1))
        if word == "bind":
            return self._made(Kind.BIND, place, self._bracket(place + 1, "("))
        if word == "values":
            data = self._bracket(place + 1, "(") if self._is(place + 1, "(") else place + 1
            return self._made(Kind.VALUES, place, self._bracket(data + 1, "{"))
        if word in ("union", "lateral"):
            self._refuse(place, f"{word.upper()} is not understood here")
        return self._alternatives(place, depth) if self._is(place, "{") else self._triples(place)

    def _alternatives(self, place: int, depth: int) -> tuple[Element, int]:
        """A group in braces and those that UNION joins to it."""
        if is_word(self._at(place + 1), "select"):
            first, end = self._made(Kind.SELECT, place, self._bracket(place, "{"))
        else:
            first, end = self._braced(Kind.NESTED, place, place, depth)
        last = end
        while is_word(self._at(last), "union"):
            last = self._bracket(last + 1, "{") + 1
        return (first, end) if last == end else self._made(Kind.UNION, place, last - 1)

    def _braced(self, kind: Kind, begin: int, opening: int, depth: int) -> tuple[Element, int]:
        self._bracket(opening, "{")
        if is_word(self._at(opening + 1), "select"):
            return self._made(kind, begin, self._bracket(opening, "{"))
        inner, closing = self.group(opening + 1, depth + 1)
        return self._made(kind, begin, closing, inner)

    def _service(self, place: int, depth: int) -> tuple[Element, int]:
        silent = is_word(self._at(place + 1), "silent")
        endpoint = place + 1 + silent
        element, after = self._braced(Kind.SERVICE, place, endpoint + 1, depth)
        opening, closing = self._at(endpoint + 1), self._at(after - 1)
        service = Service(self._at(endpoint), silent, opening.start + 1, closing.start)
        return Element(element.kind, element.begin, element.end, element.tokens, element.inner, service), after

    def _triples(self, place: int) -> tuple[Element, int]:
        begin = place
        while not (self._is(place, "{") or self._is(place, "}") or is_word(self._at(place), *_STRUCTURE)):
            opens = self._is(place, "(") or self._is(place, "[")
            place = self._bracket(place, self._at(place).text) + 1 if opens else place + 1
        if self._is(place, "{") and self._is(place + 1, "|"):
            self._refuse(place, "annotations of triples are not understood beside SERVICE")
        return self._made(Kind.TRIPLES, begin, place - 1)

    def _constraint_end(self, place: int) -> int:
        place += is_word(self._at(place), "not")
        if is_word(self._at(place), "exists"):
            return self._bracket(place + 1, "{")
        return self._bracket(place if self._is(place, "(") else place + 1, "(")

    def _made(self, kind: Kind, first: int, last: int, inner: tuple[Element, ...] = ()) -> tuple[Element, int]:
        end = self._at(last)
        taken = self.found[first : last + 1]
        return Element(kind, self._at(first).start, end.start + len(end.text), taken, inner), last + 1

    def _bracket(self, opening: int, mark: str) -> int:
        if not self._is(opening, mark):
            self._refuse(opening, f"{mark!r} is expected there")
        return _closing(self.found, opening)

    def _is(self, place: int, mark: str) -> bool:
        token = self._at(place)
        return token.kind == "mark" and token.text == mark

    def _at(self, place: int) -> Token:
        if place >= len(self.found):
            raise QueryError("the query is not well formed: it ends within a group")
        return self.found[place]

    def _refuse(self, place: int, why: str) -> NoReturn:
        token = self._at(place)
        line = self.text.count("\n", 0, token.start) + 1
        column = token.start - (self.text.rfind("\n", 0, token.start) + 1) + 1
        raise QueryError(f"the query cannot be federated: {why}, at {token.text[:60]!r}", line, column)
