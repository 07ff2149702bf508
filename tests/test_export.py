"""Exports: the same graph gives the same bytes, in memory that does not grow, in forms that other programs read."""

import gzip
import io
import os
import random
import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.export.edges import COLUMNS, write_edges
from kg.export.events import COLUMNS as EVENT_COLUMNS
from kg.export.lines import sorted_lines, write_rdf
from kg.names import Names
from kg.settings import Settings
from kg.store import open_snapshot
from tests.command import kg, kg_bytes

NAMES = Names(Settings().base_iri)


def quads(number: int) -> list[Quad]:
    node = "https://example.org/"
    return [
        Quad(
            NamedNode(f"{node}{n % 97}"), NamedNode(f"{node}p{n % 7}"), Literal(f"é {n}"), NamedNode(f"{node}g{n % 5}")
        )
        for n in range(number)
    ]


@pytest.mark.parametrize("rdf_format", [RdfFormat.N_QUADS, RdfFormat.TRIG])
def test_export_depends_on_the_quads_and_not_on_their_history(rdf_format: RdfFormat, tmp_path: Path) -> None:
    everything = quads(3000)
    one, other = Store(str(tmp_path / "one")), Store(str(tmp_path / "other"))
    one.bulk_extend(everything)
    shuffled = everything.copy()
    random.Random(1).shuffle(shuffled)
    for quad in shuffled:
        other.add(quad)
    other.update("INSERT DATA { GRAPH <https://example.org/x> { <https://example.org/0> a <https://example.org/T> } }")
    other.update("DROP GRAPH <https://example.org/x>")
    written = []
    for store in (one, other):
        out = io.BytesIO()
        write_rdf(store, out, rdf_format)
        written.append(out.getvalue())
    assert written[0] == written[1]


def test_export_sorts_more_than_it_holds() -> None:
    everything = quads(1000)
    lines = list(sorted_lines(everything, run=70))
    assert lines == sorted(f"{quad} .\n".encode() for quad in everything)
    assert list(sorted_lines([], run=70)) == []
    assert list(sorted_lines(everything[:140], run=70)) == sorted(f"{quad} .\n".encode() for quad in everything[:140])


def test_export_compressed_is_the_same_each_time(sample_store: Path, tmp_path: Path) -> None:
    for name in ("one.nq.gz", "other.nq.gz"):
        assert kg("export", "--store", sample_store, "-o", tmp_path / name).returncode == 0
    one, other = ((tmp_path / name).read_bytes() for name in ("one.nq.gz", "other.nq.gz"))
    assert one == other
    found = set(parse(gzip.decompress(one), format=RdfFormat.N_QUADS))
    assert found == set(open_snapshot(sample_store).store)
    assert kg_bytes("export", "--store", sample_store, "--gzip").stdout == one
    assert sorted(os.listdir(tmp_path)) == ["one.nq.gz", "other.nq.gz"]


def test_export_of_edges_holds_every_quad(sample_store: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow (extra: parquet)")
    for name in ("one.parquet", "other.parquet"):
        assert kg("export", "--store", sample_store, "--format", "parquet", "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()
    table = parquet.read_table(tmp_path / "one.parquet")
    assert table.column_names == list(COLUMNS)
    store = open_snapshot(sample_store).store
    found = {
        (row["graph"], row["subject"], row["predicate"], row["object"], row["datatype"], row["language"])
        for row in table.to_pylist()
    }
    assert found == {_row(quad) for quad in store}


def _row(quad: Quad) -> tuple[str | None, ...]:
    graph, subject, predicate = (str(term)[1:-1] for term in (quad.graph_name, quad.subject, quad.predicate))
    if isinstance(quad.object, Literal):
        return graph, subject, predicate, quad.object.value, quad.object.datatype.value, quad.object.language
    return graph, subject, predicate, str(quad.object)[1:-1], None, None


def test_export_of_edges_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.errors import UsageError

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install \"conflict-kg\[parquet\]\""):
        write_edges([], io.BytesIO())


def test_export_to_a_file_is_whole_or_absent(sample_store: Path, tmp_path: Path) -> None:
    from kg.cli.export import _opened

    def fail() -> None:
        with _opened(tmp_path / "x.nq", zipped=False) as out:
            out.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert os.listdir(tmp_path) == []
    done = kg("export", "--store", sample_store, "-o", tmp_path / "nowhere" / "x.nq")
    assert done.returncode == 3
    assert done.stderr.splitlines() == [f"kg: {tmp_path / 'nowhere' / 'x.nq'}: no such file or directory"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--sorted", "--format", "trig"], "--sorted is for nquads"),
        (["--candidates"], "--candidates is for --links sssom"),
        (["--format", "hdt"], "'hdt' is not one of"),
    ],
)
def test_export_refuses_what_does_not_go_together(options: list[str], message: str, sample_store: Path) -> None:
    done = kg("export", "--store", sample_store, *options)
    assert done.returncode == 2
    assert message in done.stderr


def test_export_of_links_is_a_mapping_set(sample_store: Path) -> None:
    done = kg("export", "--store", sample_store, "--links", "nt")
    assert done.returncode == 0
    assert all("Match>" in line for line in done.stdout.splitlines())
    assert kg("export", "--store", sample_store, "--links", "sssom").stdout.startswith("#curie_map:")


def test_export_documents_its_columns() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "building.md").read_text(encoding="utf-8")
    assert "\n".join(f"| `{name}` | {about} |" for name, about in EVENT_COLUMNS.items()) in page


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
def test_export_writes_into_a_device_and_never_replaces_one(sample_store: Path, tmp_path: Path) -> None:
    whole = kg_bytes("export", "--store", sample_store).stdout
    assert whole
    for name in ("/dev/stdout", "-"):
        assert kg_bytes("export", "--store", sample_store, "-o", name, cwd=tmp_path).stdout == whole
    os.mkfifo(tmp_path / "pipe")
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    read: list[bytes] = []
    reader.start()
    done = kg("export", "--store", sample_store, "-o", tmp_path / "pipe")
    reader.join()
    assert (done.returncode, read == [whole]) == (0, True)
    assert (tmp_path / "pipe").is_fifo()
    assert sorted(os.listdir(tmp_path)) == ["pipe"]


def test_export_through_a_link_leaves_the_link(sample_store: Path, tmp_path: Path) -> None:
    (tmp_path / "link.nq").symlink_to("real.nq")
    assert kg("export", "--store", sample_store, "-o", tmp_path / "link.nq").returncode == 0
    assert (tmp_path / "link.nq").is_symlink()
    assert (tmp_path / "real.nq").stat().st_size > 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_export_to_a_full_disk_is_one_line(sample_store: Path) -> None:
    done = kg("export", "--store", sample_store, "-o", "/dev/full")
    assert (done.returncode, done.stderr) == (4, "kg: no space left on device\n")
