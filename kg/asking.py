"""A query against a store, with the project's conventions: the default graph is the union of all graphs, errors are
ours."""

import re
from collections.abc import Sequence

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import QueryError
from kg.guard import names_dataset

_PLACE = re.compile(r"error at (\d+):(\d+)")


def ask(
    store: Store,
    text: str,
    default_graphs: Sequence[NamedNode] = (),
    named_graphs: Sequence[NamedNode] = (),
    union: bool = True,
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Results of a SPARQL query. Graphs given here override the query's own dataset, as the SPARQL protocol has it;
    where neither names one, the default graph is the union of all graphs, or the store's own without ``union``.

    Raises QueryError, with its place where the engine names one.
    """
    try:
        if default_graphs or named_graphs:
            return store.query(text, default_graph=list(default_graphs), named_graphs=list(named_graphs))
        # The engine lets the union override a FROM, so it is switched on only where the query has none.
        return store.query(text, use_default_graph_as_union=union and not names_dataset(text))
    except SyntaxError as error:
        raise syntax_error(error) from None
    except (ValueError, RuntimeError) as error:
        raise QueryError(" ".join(str(error).split())) from None


def syntax_error(error: SyntaxError, what: str = "query") -> QueryError:
    """The engine's syntax error with the line and column that its message holds, both from 1."""
    message = " ".join(str(error).split())
    place = _PLACE.search(message)
    if place is None:
        return QueryError(f"the {what} is not well formed: {message}")
    return QueryError(f"the {what} is not well formed: {message}", int(place[1]), int(place[2]))
