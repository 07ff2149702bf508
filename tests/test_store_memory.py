"""What a writer has the engine do once much was stored: write out what it holds in memory, merge its files."""

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.store import GraphData, Writer
from kg.store import writer as module

GRAPH = "https://example.org/g"


def graph(number: int) -> GraphData:
    name = f"{GRAPH}{number}"
    lines = "".join(f'<{name}> <{GRAPH}p> "{each}" <{name}> .\n' for each in range(100))
    return GraphData(name, lines.encode(), 100)


def tables(writer: Writer) -> int:
    """Files of the engine that hold what is out of its memory."""
    return len(list((writer.folder / "data").glob("*.sst")))


def test_writer_writes_out_what_went_through_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOGGED_QUADS", 1_000)
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
    monkeypatch.setattr(module, "_BULK_QUADS", 100)
    monkeypatch.setattr(module, "_LOGGED_QUADS", 1)
    with Writer(tmp_path) as writer:
        writer.add_graphs([graph(1)])
        assert len(writer.graph_quads(f"{GRAPH}1")) == 100
        assert writer._logged == 0


class Recording:
    """An engine that notes when its files are merged."""

    def __init__(self, engine: Store) -> None:
        self.engine = engine
        self.merged: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def __len__(self) -> int:
        return len(self.engine)

    def optimize(self) -> None:
        self.merged.append(len(self.engine))
        self.engine.optimize()


@pytest.mark.parametrize("bulk", [100, 10**9])
def test_publishing_merges_files_after_much_was_added(
    bulk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BULK_QUADS", bulk)
    monkeypatch.setattr(module, "_MERGED_QUADS", 300)
    monkeypatch.setattr(module, "_MERGED_PART", 0.3)
    with Writer(tmp_path) as writer:
        engine = Recording(writer.store)
        monkeypatch.setattr(writer, "_store", engine)
        for number in range(20):
            writer.add_graphs([graph(number)])
            if number in {1, 8, 10}:
                writer.publish()
        # 200 quads are few, 900 are much, 200 more are few; 1,100 in all are much again.
        assert [size // 100 for size in engine.merged] == [9]
        writer.publish()
        assert [size // 100 for size in engine.merged] == [9, 20]
        for number in range(20, 24):
            writer.add_graphs([graph(number)])
        writer.publish()
        assert len(engine.merged) == 2  # 400 are few beside the rest
        assert all(len(writer.graph_quads(f"{GRAPH}{number}")) == 100 for number in range(24))
