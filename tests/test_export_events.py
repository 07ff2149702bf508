"""The table of strikes: a row each, read by columns, safe in a spreadsheet, whatever the graph holds."""

import csv
import io
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.export.events import COLUMNS as EVENT_COLUMNS
from kg.export.events import event_lines
from kg.names import Names
from kg.settings import Settings
from kg.store import open_snapshot
from tests.command import kg

NAMES = Names(Settings().base_iri)


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
