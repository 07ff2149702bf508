"""The columns of ``SELECT *`` in the order in which the query names them.

SPARQL leaves their order open (section 18.2.4.4 has a set); the engine's is that of its own table, so that ``?s ?p ?o``
comes as o, p, s.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from pyoxigraph import QuerySolutions, Store

from kg.functions import FUNCTIONS
from kg.guard import Token, tokens

_STAR: Final = re.compile(r"\bSELECT\s*(?:(?:DISTINCT|REDUCED)\s*)?\*", re.IGNORECASE)
_AFTER_SELECT: Final = ("distinct", "reduced")


def with_columns(text: str, base_iri: str | None = None) -> str:
    """A query that has ``SELECT *``, with its columns written out; any other as it is, a wrong one too."""
    if "*" not in text or not _STAR.search(text):
        return text
    found = list(tokens(text))
    star = _star(found)
    columns = _columns(text, base_iri) if star is not None else []
    named = dict.fromkeys(token.text[1:] for token in found if token.kind == "variable")
    ordered = [name for name in named if name in columns]
    if star is None or not ordered or len(ordered) != len(columns):
        return text
    return f"{text[: star.start]} {' '.join(f'?{name}' for name in ordered)} {text[star.start + 1 :]}"


def _star(found: Sequence[Token]) -> Token | None:
    """The star of the query itself; a sub-query's is none."""
    words = iter(found)
    if not any(token.kind == "word" and token.text.casefold() == "select" for token in words):
        return None
    after = next((token for token in words if token.text.casefold() not in _AFTER_SELECT), None)
    return after if after is not None and after.text == "*" else None


def _columns(text: str, base_iri: str | None) -> list[str]:
    """The columns by the engine, which are those of an empty store, too; none where it refuses the query."""
    try:
        results = _nothing().query(text, base_iri=base_iri, custom_functions=dict(FUNCTIONS))
    except (SyntaxError, ValueError, RuntimeError):
        return []
    return [variable.value for variable in results.variables] if isinstance(results, QuerySolutions) else []


@cache
def _nothing() -> Store:
    return Store()
