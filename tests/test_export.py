"""Exports: the same graph gives the same bytes, in memory that does not grow, in forms that other programs read."""

import csv
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
from kg.export.events import event_lines
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


def test_export_of_events_has_a_row_for_each_strike(sample_store: Path) -> None:
    done = kg("export", "--store", sample_store, "--format", "events")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    assert list(rows[0]) == list(EVENT_COLUMNS)
    store = open_snapshot(sample_store).store
    strikes = "PREFIX ckg: <https://w3id.org/conflict-kg/ontology#> SELECT ?s { GRAPH ?g { ?s a ckg:Strike } }"
    assert sorted(row["event_id"] for row in rows) == sorted(str(each["s"])[1:-1] for each in store.query(strikes))
    assert all(row["article"].startswith(NAMES.article("")) and row["notes"] for row in rows)


_EVENT = f"""
@prefix ckg: <https://w3id.org/conflict-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <{NAMES.base}> .
<article/a> {{
    <article/a> a ckg:Article ; dct:publisher "Wire, \\"The\\"" ; dct:issued "2020-03-05"^^xsd:date .
    <strike/a/1> a ckg:Event, ckg:Strike, ckg:AirStrike ; ckg:perpetrator <actor/R> ; ckg:target <actor/X>, <actor/Y> ;
        ckg:location <place/I> ; ckg:when <time/a/1> ; ckg:killed <quantity/a/1> ; ckg:injured <quantity/a/2> ;
        ckg:factuality ckg:Attributed ; ckg:confidence 0.8 ; ckg:evidence <article/a#char=0,9> .
    <article/a#char=0,9> ckg:exact "Jets came.\\nTwice." .
    <actor/R> rdfs:label "Russia" . <actor/X> rdfs:label "hospital" . <actor/Y> rdfs:label "school" .
    <place/I> rdfs:label "Idlib" ; ckg:within <place/S> . <place/S> rdfs:label "Syria" .
    <time/a/1> ckg:earliest "2020-03-01"^^xsd:date ; ckg:latest "2020-03-05"^^xsd:date .
    <quantity/a/1> ckg:min 20 . <quantity/a/2> ckg:value 7 .
}}
<graph/identity> {{
    <place/I> geo:hasGeometry <place/I/point> ; ckg:isoCode "SY-ID" .
    <place/I/point> geo:asWKT "POINT(36.63 35.93)"^^geo:wktLiteral .
    <strike/a/1> ckg:inIncident <incident/9> .
    <article/a> ckg:nearDuplicateOf <article/b> .
}}
"""


def test_export_of_events_tells_a_number_once_and_sentences_in_the_order_of_the_text() -> None:
    store = Store()
    text = _EVENT.replace(
        "ckg:evidence <article/a#char=0,9>", "ckg:evidence <article/a#char=100,110>, <article/a#char=20,29>"
    )
    text = text.replace("ckg:killed <quantity/a/1>", "ckg:killed <quantity/a/2>, <quantity/a/3>")
    text = text.replace(
        "<quantity/a/2> ckg:value 7 .",
        '<quantity/a/2> ckg:value 7 . <quantity/a/3> ckg:value 7 . <article/a#char=100,110> ckg:exact "Later." . '
        '<article/a#char=20,29> ckg:exact "Sooner." .',
    )
    store.load(text.encode(), format=RdfFormat.TRIG)
    [row] = csv.DictReader(io.StringIO("".join(event_lines(store, [NAMES.article("a")], NAMES)), newline=""))
    assert (row["fatalities"], row["notes"]) == ("7", "Sooner. Later.")


def test_export_of_events_reads_the_columns_from_the_graph() -> None:
    store = Store()
    store.load(_EVENT.encode(), format=RdfFormat.TRIG)
    lines = event_lines(store, [NAMES.article("a"), NAMES.graph("identity")], NAMES)
    [row] = csv.DictReader(io.StringIO("".join(lines), newline=""))
    assert row == {
        "event_id": f"{NAMES.base}strike/a/1",
        "event_date": "2020-03-01",
        "event_date_end": "2020-03-05",
        "year": "2020",
        "time_precision": "2",
        "event_type": "Strike",
        "sub_event_type": "AirStrike",
        "actor1": "Russia",
        "alleged_actor1": "",
        "actor2": "hospital; school",
        "location": "Idlib",
        "country": "",
        "admin1": "Syria",
        "iso": "SY-ID",
        "latitude": "35.93",
        "longitude": "36.63",
        "geo_precision": "1",
        "weapon": "",
        "fatalities": "20–",
        "fatalities_least": "20",
        "fatalities_most": "",
        "injured": "7",
        "injured_least": "7",
        "injured_most": "7",
        "factuality": "Attributed",
        "confidence": "0.8",
        "source": 'Wire, "The"',
        "source_url": "",
        "published": "2020-03-05",
        "notes": "Jets came.\nTwice.",
        "article": NAMES.article("a"),
        "incident": f"{NAMES.base}incident/9",
        "near_duplicate_of": NAMES.article("b"),
    }


@pytest.mark.parametrize(
    ("numbers", "least", "most"),
    [
        ("ckg:value 7", "7", "7"),
        ("ckg:min 3 ; ckg:max 5", "3", "5"),
        ("ckg:max 5", "", "5"),
        ('ckg:exact "some"', "", ""),
        ("ckg:value 7 . <quantity/a/1> ckg:min 20", "7", ""),
        ("ckg:value 100 . <quantity/a/1> ckg:value 20", "20", "100"),
    ],
)
def test_export_of_events_has_bounds_as_numbers(numbers: str, least: str, most: str) -> None:
    store = Store()
    text = _EVENT.replace("<quantity/a/1> ckg:min 20 . <quantity/a/2> ckg:value 7", f"<quantity/a/2> {numbers}")
    killed = "<quantity/a/2>, <quantity/a/1>" if "quantity" in numbers else "<quantity/a/2>"
    store.load(text.replace("ckg:killed <quantity/a/1>", f"ckg:killed {killed}").encode(), format=RdfFormat.TRIG)
    [row] = csv.DictReader(io.StringIO("".join(event_lines(store, [NAMES.article("a")], NAMES)), newline=""))
    assert (row["fatalities_least"], row["fatalities_most"]) == (least, most)


def test_export_of_events_puts_a_site_where_its_town_is() -> None:
    store = Store()
    site = _EVENT.replace("ckg:location <place/I>", "ckg:location <place/a/base>").replace(
        '<place/I> rdfs:label "Idlib"',
        '<place/a/base> rdfs:label "base in Idlib" ; ckg:within <place/I> . <place/I> rdfs:label "Idlib"',
    )
    store.load(site.encode(), format=RdfFormat.TRIG)
    [row] = csv.DictReader(io.StringIO("".join(event_lines(store, [NAMES.article("a")], NAMES)), newline=""))
    assert (row["location"], row["admin1"], row["iso"]) == ("base in Idlib", "Idlib", "SY-ID")
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == ("35.93", "36.63", "2")


_KNOWN = """
<graph/identity> {
    <place/I> ckg:within <place/P>, <place/S> .
    <place/P> ckg:isoCode "SY-XX" ; rdfs:label "A province" .
    <place/S> ckg:isoCode "SY" ; rdfs:label "Syria" .
}
"""


def test_export_of_events_has_the_state_and_province_of_a_known_town() -> None:
    store = Store()
    text = _EVENT.replace(" ; ckg:within <place/S>", "").replace(' ; ckg:isoCode "SY-ID"', "") + _KNOWN
    store.load(text.encode(), format=RdfFormat.TRIG)
    [row] = csv.DictReader(io.StringIO("".join(event_lines(store, [NAMES.article("a")], NAMES)), newline=""))
    assert (row["country"], row["admin1"], row["iso"]) == ("Syria", "A province", "SY-XX")


def test_export_of_events_has_no_formula_for_a_spreadsheet() -> None:
    store = Store()
    text = _EVENT.replace("Jets came.", "=1+1 jets came.").replace("36.63 35.93", "-36.63 -35.93")
    store.load(text.encode(), format=RdfFormat.TRIG)
    [row] = csv.DictReader(io.StringIO("".join(event_lines(store, [NAMES.article("a")], NAMES)), newline=""))
    assert row["notes"].startswith("'=1+1 jets")
    assert row["latitude"] == "-35.93"


@pytest.mark.parametrize(
    ("first", "last", "precision"),
    [
        ("2020-03-01", "2020-03-01", "1"),
        ("2020-03-01", "2020-03-07", "2"),
        ("2020-03-01", "2020-03-08", "3"),
        ("2020-03-01", "2020-02-30", ""),
        ("soon", "later", ""),
        ("2020-03-05", "2020-03-01", ""),
    ],
)
def test_export_of_events_takes_dates_that_others_wrote(first: str, last: str, precision: str) -> None:
    store = Store()
    text = _EVENT.replace("2020-03-01", first).replace('latest "2020-03-05', f'latest "{last}')
    store.load(text.encode(), format=RdfFormat.TRIG)
    [row] = csv.DictReader(io.StringIO("".join(event_lines(store, [NAMES.article("a")], NAMES)), newline=""))
    assert (row["event_date"], row["event_date_end"], row["time_precision"]) == (first, last, precision)


@pytest.mark.parametrize("wkt", ["POINT EMPTY", "POINT Z (1 2 3)", "POINT", "somewhere", "POINT(1)"])
def test_export_of_events_takes_places_that_others_drew(wkt: str) -> None:
    store = Store()
    store.load(_EVENT.replace("POINT(36.63 35.93)", wkt).encode(), format=RdfFormat.TRIG)
    [row] = csv.DictReader(io.StringIO("".join(event_lines(store, [NAMES.article("a")], NAMES)), newline=""))
    assert (row["latitude"], row["longitude"]) == ("", "")


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
