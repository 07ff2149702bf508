"""A query against a store, with the project's conventions: the default graph is the union of all graphs, errors are
ours."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.columns import with_columns
from kg.errors import QueryError
from kg.functions import FUNCTIONS
from kg.guard import names_dataset, require_shallow
from kg.misreadings import likely_fault
from kg.names import PREFIXES

_UNKNOWN_FUNCTION: Final = re.compile(r"The custom function <([^>]+)> is not supported")
_MOST_UNKNOWN: Final = 20
_PLACE = re.compile(r"error at (\d+):(\d+)")
_CLASS: Final = re.compile(r"\[(?:'[^']*'|[^\]'])*\]")
_REASON: Final = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){2,}")
_REASONS: Final = {"Prefix not found": "its prefix is not declared", "IRI parsing failed": "this is no IRI"}
_NAME_BEFORE: Final = re.compile(r"\b([a-z]+):[\w.\-]*\Z")
_SIGN: Final = re.compile(r'"[^"\\]+"(?=,|$)')


def ask(
    store: Store,
    text: str,
    default_graphs: Sequence[NamedNode] = (),
    named_graphs: Sequence[NamedNode] = (),
    union: bool = True,
    base_iri: str | None = None,
    lenient: bool = False,
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Results of a SPARQL query. Graphs given here override the query's own dataset, as the SPARQL protocol has it;
    where neither names one, the default graph is the union of all graphs, or the store's own without ``union``.
    Relative IRIs stand on base_iri. An unknown function fails the query, or, with ``lenient``, gives a type error
    where it is called, as SPARQL 1.1 (section 17.2) has it. The columns of ``SELECT *`` come in the query's own order.

    Raises QueryError, with its place where the engine names one.
    """
    require_shallow(text)
    options: dict[str, Any] = {"base_iri": base_iri}
    if default_graphs or named_graphs:
        options |= {"default_graph": list(default_graphs), "named_graphs": list(named_graphs)}
    else:
        # The engine lets the union override a FROM, so it is switched on only where the query has none.
        options["use_default_graph_as_union"] = union and not names_dataset(text)
    unknown: dict[NamedNode, Callable[..., Any]] = {}
    asked = with_columns(text, base_iri)
    while True:
        try:
            return store.query(asked, custom_functions={**FUNCTIONS, **unknown}, **options)
        except SyntaxError as error:
            raise syntax_error(error, text=text) from None
        except (ValueError, RuntimeError) as error:
            named = _UNKNOWN_FUNCTION.search(str(error))
            if not (lenient and named) or len(unknown) > _MOST_UNKNOWN:
                raise QueryError(" ".join(str(error).split())) from None
            unknown[NamedNode(named[1])] = _type_error


def _type_error(*arguments: object) -> None:
    """What the engine takes for an error of a function."""


def syntax_error(error: SyntaxError, what: str = "query", text: str = "") -> QueryError:
    """The engine's syntax error with the line and column that its message holds, both from 1; with the declaration of a
    prefix that the text lacks, where it is one of ours, or what else is likely wrong where the engine has no reason."""
    message = " ".join(str(error).split())
    place = _PLACE.search(message)
    if place is None:
        return QueryError(f"the {what} is not well formed: {message}")
    line, column = int(place[1]), int(place[2])
    told = _told(message[place.end() :]) + _declaration(text, line, column)
    if not told and (fault := likely_fault(text, what)):
        told = f": {fault}"
    return QueryError(f"the {what} is not well formed at line {line}, column {column}{told}", line, column)


def _declaration(text: str, line: int, column: int) -> str:
    """The line that declares the prefix of the name before a place, where the text has none and we know one."""
    lines = text.split("\n")
    named = _NAME_BEFORE.search(lines[line - 1][: column - 1]) if line <= len(lines) else None
    if named is None or named[1] not in PREFIXES or re.search(rf"prefix\s+{named[1]}\s*:", text, re.IGNORECASE):
        return ""
    return f"; begin with PREFIX {named[1]}: <{PREFIXES[named[1]]}>"


def _told(expected: str) -> str:
    """What a reader can use of what the engine expected: a reason in words, else signs; neither its classes of
    characters nor its key words, of which it names any."""
    rest = _CLASS.sub("", expected.removeprefix(": expected ").removeprefix("one of "))
    if reason := _REASON.search(rest):
        return f": {_REASONS.get(reason[0], reason[0][0].lower() + reason[0][1:])}"
    signs = _SIGN.findall(rest)
    return f": expected one of {' '.join(signs)}" if signs else ""
