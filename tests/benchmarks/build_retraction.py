"""Taking one article back out of many: how long it takes, and whether any other graph changes."""

import hashlib
import time
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, serialize

from kg.build import Processes, build, remove
from kg.names import Names
from kg.settings import Settings
from kg.sources import read_inputs
from kg.store import Writer
from tests.benchmarks.articles import write_articles

_ARTICLES = 10_000
_ROUNDS = 5


def retract_one(folder: Path, jobs: int) -> dict[str, Any]:
    """Retracts single articles of ten thousand, as ``kg remove`` does, and compares all other article graphs."""
    settings = Settings()
    source, store = folder / f"made-{_ARTICLES}.jsonl", folder / "retraction"
    write_articles(source, _ARTICLES)
    with Writer(store) as writer:
        build(read_inputs([str(source)], settings), writer, Processes(jobs, settings), settings)
        triples = len(writer.store)
    names, seconds, others = Names(settings.base_iri), [], 0
    for number in range(_ROUNDS):
        article = f"made-{number * 1999 + 5:07}"
        with Writer(store) as writer:
            before = _digests(writer, names)
        begun = time.perf_counter()
        with Writer(store) as writer:
            assert remove([article], writer, settings) == [article]
        seconds.append(time.perf_counter() - begun)
        with Writer(store) as writer:
            after = _digests(writer, names)
        assert before.pop(names.article(article)) not in after.values()
        others += sum(before[graph] != after.get(graph) for graph in before)
    with Writer(store) as writer:
        build(read_inputs([str(source)], settings), writer, Processes(1, settings), settings)
    return {
        "articles": _ARTICLES,
        "triples": triples,
        "rounds": _ROUNDS,
        "seconds": max(seconds),
        "all_seconds": seconds,
        "others_changed": others,
    }


def _digests(writer: Writer, names: Names) -> dict[str, str]:
    """A digest of each article's graph."""
    found = {}
    for graph in writer.store.named_graphs():
        if isinstance(graph, NamedNode) and graph.value.startswith(names.article("x").removesuffix("x")):
            quads = writer.store.quads_for_pattern(None, None, None, graph)
            data = serialize(quads, format=RdfFormat.N_QUADS)
            assert data is not None
            found[graph.value] = hashlib.sha256(data).hexdigest()
    return found
