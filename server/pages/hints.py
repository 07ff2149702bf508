"""What may help a reader on the query page whose query is none, or whose question has no answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import ConflictKgError, QueryError
from kg.library import ParameterType, StoredQuery
from server.explore.alike import names_like
from server.explore.here import Explorer

_COMMENTS: Final = re.compile(r"(?m)^[ \t]*#.*$")
_PROLOGUE: Final = re.compile(r"\s*(?:PREFIX\s+\S*\s*<[^>]*>|BASE\s+<[^>]*>)", re.IGNORECASE)
_FIRST_WORD: Final = re.compile(r"\s*(\w+)")
_ASKING: Final = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_WRITING: Final = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_SYNTAX: Final = re.compile(r"[{}<>?$]")
_MOST_NAMES: Final = 5
_LOOKED_AT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence, and words that may be searched for instead of asked in SPARQL; "" where there is none."""

    text: str
    search: str = ""


def hint_for(text: str, error: ConflictKgError | None) -> Hint | None:
    """What to say beside the engine's own words to a text that is not well formed."""
    if not isinstance(error, QueryError):
        return None
    bare = _COMMENTS.sub("", text[:_LOOKED_AT])
    while prologue := _PROLOGUE.match(bare):
        bare = bare[prologue.end() :]
    found = _FIRST_WORD.match(bare)
    first = found[1].upper() if found else ""
    if first in _WRITING:
        return Hint("This page only asks. What changes the graph goes to /update, where the server allows it.")
    if first not in _ASKING:
        words = "" if _SYNTAX.search(bare) else " ".join(bare.split())[:200]
        begins = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX lines."
        # The error may have said so itself.
        return Hint("" if "begins with SELECT" in str(error) else begins, words)
    if bare.count("{") > bare.count("}"):
        return Hint("A “{” is not closed.")
    return None


def names_meant(here: Explorer, chosen: StoredQuery, given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each parameter that is an actor's name: names in the graph that are like what was given."""
    found: dict[str, tuple[str, ...]] = {}
    for parameter in chosen.parameters:
        value = given.get(f"param_{parameter.name}", "").strip()
        if value and parameter.type is ParameterType.ACTOR_LABEL:
            labels = dict.fromkeys(each.thing.label for each in names_like(here, value, "Actor", _MOST_NAMES))
            if others := tuple(label for label in labels if label.casefold() != value.casefold()):
                found[f"param_{parameter.name}"] = others
    return found
