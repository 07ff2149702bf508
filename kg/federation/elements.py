"""What a query is cut into: the elements of its groups, told by their keywords."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kg.guard import Token


class Kind(StrEnum):
    """What an element of a group is. A group in braces is NESTED when it is one alone, UNION or SELECT otherwise."""

    TRIPLES = "triples"
    FILTER = "FILTER"
    BIND = "BIND"
    VALUES = "VALUES"
    OPTIONAL = "OPTIONAL"
    MINUS = "MINUS"
    GRAPH = "GRAPH"
    SERVICE = "SERVICE"
    NESTED = "group"
    UNION = "UNION"
    SELECT = "sub-SELECT"


@dataclass(frozen=True, slots=True)
class Service:
    """What a SERVICE element says: its endpoint as written, SILENT, and the span between its braces."""

    endpoint: Token
    silent: bool
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a group: its span, its variables (of all depths), its tokens, and what stands in its braces."""

    kind: Kind
    begin: int
    end: int
    tokens: tuple[Token, ...]
    inner: tuple["Element", ...] = ()
    service: Service | None = None

    @property
    def variables(self) -> frozenset[str]:
        """Names of the variables, without their mark."""
        return variables_of(self.tokens)


@dataclass(frozen=True, slots=True)
class Shape:
    """A query: its text, prefixes, dataset clauses, what stands before the main group from the
    query form on, that group, and what follows it."""

    text: str
    prefixes: dict[str, str]
    base: str | None
    dataset: str
    head: tuple[Token, ...]
    main: tuple[Element, ...]
    after: tuple[Token, ...]
    all_variables: bool


def variables_of(found: Sequence[Token]) -> frozenset[str]:
    """Names of the variables among some tokens."""
    return frozenset(token.text[1:] for token in found if token.kind == "variable")


def is_word(token: Token, *words: str) -> bool:
    """Whether a token is one of these keywords, given in lower case."""
    return token.kind == "word" and token.text.casefold() in words


def selects_all(head: Sequence[Token]) -> bool:
    """Whether a query's or sub-query's head, from its form on, has the star that stands for all variables."""
    return any(
        each.text == "*" and is_word(before, "select", "distinct", "reduced", "describe")
        for before, each in pairwise(head)
    )


def iri_of(token: Token, shape: Shape) -> str | None:
    """The absolute IRI that a token stands for, None where it does not or cannot be told."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, colon, local = token.text.partition(":")
    if token.kind == "name" and colon and "\\" not in local and prefix in shape.prefixes:
        return shape.prefixes[prefix] + local
    return None
