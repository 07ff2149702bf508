"""The whole graph as lines, in bounded memory, the same bytes for the same graph."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, Final

from pyoxigraph import Quad, RdfFormat, Store

# Lines that are sorted in memory at a time; some 200 MB.
_RUN: Final = 1_000_000


def write_rdf(store: Store, out: IO[bytes], rdf_format: RdfFormat) -> None:
    """Every graph in the order in which the engine keeps its quads; that order depends on the quads alone."""
    store.dump(out, format=rdf_format)


def sorted_lines(quads: Iterable[Quad], run: int = _RUN) -> Iterator[bytes]:
    """N-Quads lines in the order of their bytes. Runs of so many lines are sorted in memory, then merged from temporary
    files."""
    lines = (f"{quad} .\n".encode() for quad in quads)
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        while part := sorted(islice(lines, run)):
            if not runs and len(part) < run:
                yield from part
                return
            file = stack.enter_context(tempfile.TemporaryFile())
            file.writelines(part)
            file.seek(0)
            runs.append(file)
        yield from heapq.merge(*runs)
