"""What the union of all graphs gives more than once.

In the union each triple stands once (RDF 1.1 Semantics, section 3), but the engine, as others do, finds it once in each
graph that holds it. What several articles name has its label and classes in the graph of each, so a query that reads
them without GRAPH has its rows repeated, and a COUNT counts them all.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from pyoxigraph import Triple

from kg.guard import tokens

_DESCRIBES: Final = re.compile(r"\bDESCRIBE\b", re.IGNORECASE)
_MANY: Final = ("count", "sum", "avg", "group_concat")
# Which of these a query has, says which graphs it reads.
_OF_GRAPHS: Final = ("graph", "from")
_CURE: Final = (
    "A thing that several articles name has its label and classes in the graph of each: "
    "DISTINCT counts it once, GRAPH ?article { … } tells the article."
)


def each_once(triples: Iterable[Triple], text: str) -> Iterable[Triple]:
    """The triples of a query's answer, each once. The engine sees to that for CONSTRUCT and not for DESCRIBE."""
    return _new(triples) if _DESCRIBES.search(text) else triples


def _new(triples: Iterable[Triple]) -> Iterator[Triple]:
    seen: set[Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def hint(text: str, rows: Sequence[Hashable]) -> str:
    """What to tell a reader of some rows that answer a query: that they repeat each other, or that a number may be too
    great; empty where neither can be."""
    if names_graphs(text):
        return ""
    again = len(rows) - len(set(rows))
    if again:
        return f"{again} of {len(rows)} rows repeat{'s' if again == 1 else ''} another. {_CURE}"
    return f"A number here may count a thing once for each article. {_CURE}" if _counts_repeats(text) else ""


def names_graphs(text: str) -> bool:
    """Whether a query says of any part which graphs it reads."""
    return any(token.kind == "word" and token.text.casefold() in _OF_GRAPHS for token in tokens(text))


def _counts_repeats(text: str) -> bool:
    """Whether an aggregate of a query takes equal values each for themselves."""
    found = [token.text.casefold() for token in tokens(text)]
    opened = zip(pairwise(found), found[2:], strict=False)
    return any(name in _MANY and mark == "(" and inner != "distinct" for (name, mark), inner in opened)
