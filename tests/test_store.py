import multiprocessing
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreBusy, StoreError, StoreFull, StoreMissing
from kg.store import Writer, current_generation, open_snapshot

GRAPH = "https://example.org/g"


def quad(number: int, graph: str = GRAPH) -> Quad:
    return Quad(
        NamedNode(f"https://example.org/{number}"), NamedNode("https://example.org/p"), Literal("x"), NamedNode(graph)
    )


def test_store_publishes_what_was_written(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace_graph(GRAPH, [quad(1), quad(2)])
        assert writer.publish() == 1
    snapshot = open_snapshot(tmp_path)
    assert snapshot.generation == 1
    assert set(snapshot.store) == {quad(1), quad(2)}


def test_store_readers_see_nothing_before_it_is_published(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace_graph(GRAPH, [quad(1)])
        writer.publish()
        writer.replace_graph(GRAPH, [quad(2)])
        assert set(open_snapshot(tmp_path).store) == {quad(1)}
        writer.publish()
        assert set(open_snapshot(tmp_path).store) == {quad(2)}


def test_store_replaces_a_graph_and_leaves_the_others(tmp_path: Path) -> None:
    other = quad(9, "https://example.org/other")
    with Writer(tmp_path) as writer:
        writer.replace_graph("https://example.org/other", [other])
        writer.replace_graph(GRAPH, [quad(1), quad(2)])
        writer.replace_graph(GRAPH, [quad(2), quad(3)])
        assert set(writer.store) == {other, quad(2), quad(3)}
        assert writer.drop_graph(GRAPH)
        assert not writer.drop_graph(GRAPH)
        assert set(writer.store) == {other}


def test_store_replaces_literals_that_need_escapes(tmp_path: Path) -> None:
    literal = Literal('quote " backslash \\ } newline \n } and \u202eright to left')
    hard = Quad(NamedNode("https://example.org/1"), NamedNode("https://example.org/p"), literal, NamedNode(GRAPH))
    with Writer(tmp_path) as writer:
        writer.replace_graph(GRAPH, [quad(1)])
        writer.replace_graph(GRAPH, [hard])
        assert set(writer.store) == {hard}


def test_store_keeps_the_newest_snapshots_only(tmp_path: Path) -> None:
    with Writer(tmp_path, keep_snapshots=2) as writer:
        for number in range(5):
            writer.replace_graph(GRAPH, [quad(number)])
            writer.publish()
    assert sorted(p.name for p in (tmp_path / "snapshots").iterdir()) == ["4", "5"]
    assert current_generation(tmp_path) == 5


def test_store_missing_is_said_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="kg build"):
        open_snapshot(tmp_path / "nowhere")
    with pytest.raises(StoreMissing, match="holds no published graph"):
        open_snapshot(tmp_path)


def test_store_refuses_a_second_writer(
    tmp_path: Path, other_writer: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with other_writer(tmp_path), pytest.raises(StoreBusy, match="another process is writing"):
        Writer(tmp_path)
    Writer(tmp_path)


@pytest.mark.parametrize("content", ["", "seven", "99"])
def test_store_with_a_broken_pointer_is_an_error(content: str, tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.publish()
    (tmp_path / "current").write_text(content)
    with pytest.raises(StoreError, match="kg resolve --store"):
        open_snapshot(tmp_path)


@pytest.mark.parametrize("content", ["", "seven", "99"])
def test_store_with_a_broken_pointer_is_published_anew(content: str, tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace_graph(GRAPH, [quad(1)])
        writer.publish()
    (tmp_path / "current").write_text(content)
    with Writer(tmp_path) as writer:
        assert writer.unpublished
        assert writer.publish() == (100 if content == "99" else 2)
        assert not writer.unpublished
    assert set(open_snapshot(tmp_path).store) == {quad(1)}


def test_store_whose_snapshot_is_damaged_is_published_anew(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace_graph(GRAPH, [quad(1)])
        writer.publish()
        assert not writer.unpublished
    (tmp_path / "snapshots" / "1" / "CURRENT").unlink()
    with pytest.raises(StoreError, match="kg resolve --store"):
        open_snapshot(tmp_path)
    with Writer(tmp_path) as writer:
        assert writer.unpublished
        writer.publish()
    assert set(open_snapshot(tmp_path).store) == {quad(1)}


def test_store_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError):
        Writer(tmp_path / "file")


def _write_until_killed(folder: str, ready: Event) -> None:
    with Writer(Path(folder)) as writer:
        for number in range(10_000):
            writer.replace_graph(f"{GRAPH}/{number}", [quad(n, f"{GRAPH}/{number}") for n in range(50)])
            if number == 20:
                ready.set()


def test_store_holds_whole_graphs_after_kill_9(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_write_until_killed, args=(str(tmp_path), ready))
    process.start()
    assert ready.wait(60)
    process.kill()
    process.join()
    with Writer(tmp_path) as writer:
        sizes = {len(list(writer.store.quads_for_pattern(None, None, None, g))) for g in writer.store.named_graphs()}
        assert len(list(writer.store.named_graphs())) > 20
    assert sizes == {50}


def test_store_on_a_full_disk_keeps_what_was_finished(small_disk: Path) -> None:
    store = small_disk / "store"
    with Writer(store) as writer:
        writer.replace_graph(GRAPH, [quad(1)])
        writer.publish()
        with pytest.raises(StoreFull, match=r"the disk under .* is full"):
            fill(writer)
    assert quad(1) in set(open_snapshot(store).store)


def fill(writer: Writer) -> None:
    for number in range(1_000):
        writer.replace_graph(f"{GRAPH}/{number}", [incompressible(f"{GRAPH}/{number}")])


def incompressible(graph: str) -> Quad:
    node = NamedNode("https://example.org/n")
    return Quad(node, node, Literal(os.urandom(30_000).hex()), NamedNode(graph))


@pytest.mark.parametrize(
    ("said", "kind", "message"),
    [
        ("IO error: While open a file for lock: {}/data/LOCK: Permission denied", StoreError, "cannot be written"),
        ("IO error: No such file or directory: While mkdir {}/data", StoreError, "cannot be used"),
        ("IO error: While lock file: {}/data/LOCK: Resource temporarily unavailable", StoreBusy, "another process"),
        ("IO error: No space left on device: {}/data/1.sst", StoreFull, "is full"),
    ],
)
def test_store_faults_are_told_by_what_the_system_says_and_not_by_names(
    said: str, kind: type[StoreError], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "blocks of no space left, permission denied"

    def refusing(path: str) -> None:
        raise OSError(said.format(folder))

    monkeypatch.setattr("kg.store.writer.Store", refusing)
    with pytest.raises(StoreError, match=message) as error:
        Writer(folder)
    assert type(error.value) is kind


def test_store_puts_nothing_among_the_data_of_others(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.csv").write_text("1")
    with pytest.raises(StoreError, match="is no database of this program"):
        Writer(tmp_path)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["figures.csv"]


def test_store_whose_making_was_ended_is_made(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("LOCK", "LOG", "MANIFEST-000001"):
        (tmp_path / "data" / name).touch()
    with pytest.raises(StoreError) as error, Writer(tmp_path):
        raise StoreError("reached")
    assert str(error.value) == "reached"
