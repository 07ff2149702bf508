"""A query against a store, with the project's conventions: the default graph is the union of all graphs, errors are ours."""

import re

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import QueryError
from kg.guard import names_dataset

_PLACE = re.compile(r"error at (\d+):(\d+)")


def ask(store: Store, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Results of a SPARQL query. Raises QueryError, with its place where the engine names one."""
    try:
        # The engine lets the union override a FROM, so it is switched on only where the query can have none.
        return store.query(text, use_default_graph_as_union=not names_dataset(text))
    except SyntaxError as error:
        raise syntax_error(error) from None
    except (ValueError, RuntimeError) as error:
        raise QueryError(" ".join(str(error).split())) from None


def syntax_error(error: SyntaxError) -> QueryError:
    """The engine's syntax error with the line and column that its message holds, both from 1."""
    message = " ".join(str(error).split())
    place = _PLACE.search(message)
    if place is None:
        return QueryError(f"the query is not well formed: {message}")
    return QueryError(f"the query is not well formed: {message}", int(place[1]), int(place[2]))
