"""How the tests of the shipped queries ask a small hand-made graph, and write what it answers."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import names
from kg.library import StoredQuery, queries

DATA = Path(__file__).resolve().parents[1] / "data"
BASE = "https://w3id.org/conflict-kg/id/"
QUERIES = queries()


@contextmanager
def closed_port() -> Iterator[int]:
    """A port of this computer that refuses connections: it is bound, but nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def run(store: ox.Store, query: StoredQuery, parameters: dict[str, str]) -> Any:
    """The result in the form of the expected files. The follow-up of a federated query is sent where nobody answers."""
    with closed_port() as port:
        text = redirected(query.bind(parameters), port) if query.federated else query.bind(parameters)
        result = store.query(text, use_default_graph_as_union=True)
        if isinstance(result, ox.QueryBoolean):
            return bool(result)
        if isinstance(result, ox.QueryTriples):
            return sorted([[written(term) for term in triple] for triple in result])
        return [[written(term) for term in row] for row in result]


def redirected(text: str, port: int) -> str:
    text, count = re.subn(r"SERVICE SILENT <https://[^>]+>", f"SERVICE SILENT <http://127.0.0.1:{port}/>", text)
    assert count == text.count("SERVICE")
    return text


def written(term: Any) -> str | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return str(term.value)
    for prefix, namespace in names.PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return f"<{term.value.removeprefix(BASE)}>"


def ask(store: ox.Store, text: str) -> Any:
    return store.query(f"PREFIX ckg: <{names.CKG}> {text}", use_default_graph_as_union=True)


def add(store: ox.Store, subject: str, predicate: str, value: str, article: str = "a1") -> None:
    """Adds one statement to the graph of an article; names as in the expected files."""

    def node(name: str) -> ox.NamedNode:
        prefix, colon, local = name.partition(":")
        return ox.NamedNode(names.PREFIXES[prefix] + local if colon else BASE + name)

    store.add(ox.Quad(node(subject), node(predicate), node(value), node(f"article/{article}")))
