"""What a writer holds in memory of what went through the engine's log is written out once it is much."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import store
from kg.store import GraphData, Writer

GRAPH = "https://example.org/g"


def graph(number: int) -> GraphData:
    name = f"{GRAPH}{number}"
    lines = "".join(f'<{name}> <{GRAPH}p> "{each}" <{name}> .\n' for each in range(100))
    return GraphData(name, lines.encode(), 100)


def tables(writer: Writer) -> int:
    """Files of the engine that hold what is out of its memory."""
    return len(list((writer.folder / "data").glob("*.sst")))


def test_writer_writes_out_what_went_through_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_LOGGED_QUADS", 1_000)
    with Writer(tmp_path) as writer:
        before = tables(writer)
        for number in range(9):
            writer.add_graphs([graph(number)])
        assert tables(writer) == before
        writer.add_graphs([graph(9)])
        written = tables(writer)
        assert written > before
        quads = [Quad(NamedNode(GRAPH), NamedNode(f"{GRAPH}q"), Literal(each), NamedNode(GRAPH)) for each in range(600)]
        writer.change_graph(GRAPH, [], quads)
        assert tables(writer) == written
        writer.change_graph(GRAPH, quads, [])
        assert tables(writer) != written
        assert len(writer.graph_quads(f"{GRAPH}9")) == 100


def test_writer_bulk_loads_beside_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_BULK_QUADS", 100)
    monkeypatch.setattr(store, "_LOGGED_QUADS", 1)
    with Writer(tmp_path) as writer:
        writer.add_graphs([graph(1)])
        assert len(writer.graph_quads(f"{GRAPH}1")) == 100
        assert writer._logged == 0
