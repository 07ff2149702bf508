"""What pages draw: charts of months, shapes of places, drawings of connections."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.pages.answer_views import MOST_NODES, dated, drawing, placed
from server.pages.chart import month_chart, month_name
from server.pages.shapes import geometry
from server.pages.table import Cell, Kind, ResultTable

_MONTHS = some.dictionaries(
    some.tuples(some.integers(1900, 2100), some.integers(1, 12)).map(lambda each: f"{each[0]}-{each[1]:02}"),
    some.fixed_dictionaries({"a": some.integers(0, 10_000), "b": some.integers(0, 50)}),
    max_size=30,
)


@given(_MONTHS)
def test_chart_draws_each_count_to_scale_and_nothing_twice(counts: dict[str, dict[str, int]]) -> None:
    chart = month_chart(counts, ["a", "b"])
    shown = {bar.month: {part.name: part.count for part in bar.segments} for bar in chart.bars}
    assert shown == {m: {n: c for n, c in p.items() if c} for m, p in counts.items() if sum(p.values())}
    assert [bar.month for bar in chart.bars] == sorted(shown)
    assert all(first.x + chart.bar_width <= second.x for first, second in zip(chart.bars, chart.bars[1:], strict=False))
    top, _ = chart.ticks[-1]
    assert top >= max((bar.total for bar in chart.bars), default=0)
    assert len(chart.ticks) <= 6
    for bar in chart.bars:
        assert bar.height == pytest.approx(sum(part.height for part in bar.segments), abs=0.02)
        assert 0 < bar.x + chart.bar_width <= chart.width


def test_chart_draws_long_silence_as_one_gap() -> None:
    chart = month_chart({"2015-12": {"n": 1}, "2016-02": {"n": 1}, "2019-01": {"n": 2}}, ["n"])
    assert [gap.label for gap in chart.gaps] == ["34 months without any"]
    assert [bar.year for bar in chart.bars] == ["2015", "2016", "2019"]


def test_chart_of_nothing_has_no_bars() -> None:
    assert month_chart({}, ["n"]).bars == ()


def test_month_is_named_in_words() -> None:
    assert month_name("2018-09") == "September 2018"


@pytest.mark.parametrize(
    ("wkt", "expected"),
    [
        ("POINT(36.3 33.5)", {"type": "Point", "coordinates": [36.3, 33.5]}),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point (1 -2)", {"type": "Point", "coordinates": [1, -2]}),
        ("LINESTRING(0 0, 1 1)", {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}),
        ("POLYGON((0 0,1 0,1 1,0 0))", {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}),
        ("MULTIPOINT((0 0),(1 1))", {"type": "MultiPoint", "coordinates": [[0, 0], [1, 1]]}),
        ("MULTIPOINT(0 0, 1 1)", {"type": "MultiPoint", "coordinates": [[0, 0], [1, 1]]}),
        ("POINT(200 0)", None),
        ("POINT(1 2 3)", None),
        ("POINT EMPTY", None),
        ("POINT()", None),
        ("POINT(1 2", None),
        ("CIRCLE(1 2)", None),
        ("<script>", None),
        ("", None),
    ],
)
def test_geometry_reads_well_known_text(wkt: str, expected: dict[str, Any] | None) -> None:
    assert geometry(wkt) == expected


@given(some.text(alphabet="POINTLSRGYUM(), .-0123456789e<>\n", max_size=60))
def test_geometry_takes_any_text(text: str) -> None:
    found = geometry(text)
    assert found is None or found["coordinates"]


def _things(count: int) -> ResultTable:
    rows = tuple((Cell(f"a{n}", f"urn:a{n}"), Cell(f"b{n}", f"urn:b{n}")) for n in range(count))
    return ResultTable(("a", "b"), rows, more=False)


def test_drawing_joins_the_first_thing_of_a_row_with_the_others() -> None:
    row = (Cell("A", "urn:a"), Cell("text"), Cell("B", "urn:b"), Cell("A", "urn:a"))
    found = drawing(ResultTable(("x", "t", "y", "z"), (row, row), more=False))
    assert found.edges == [("urn:a", "y", "urn:b")]
    assert set(found.nodes) == {"urn:a", "urn:b"}


def test_drawing_holds_sixty_things_and_counts_what_it_leaves_out() -> None:
    found = drawing(_things(100))
    assert len(found.nodes) == MOST_NODES
    assert found.left_out == 100 - MOST_NODES // 2


def test_dated_rows_stand_in_the_order_of_their_dates() -> None:
    cells = [
        Cell("2031-05-04", kind=Kind.DATE),
        Cell("2029", kind=Kind.DATE),
        Cell("2030-01-01T00:00:00Z", kind=Kind.DATE),
    ]
    found = dated(ResultTable(("when",), tuple((cell,) for cell in cells), more=False))
    assert [each.month for each in found] == ["2030-01", "2031-05"]


def test_placed_takes_each_place_of_a_row_once() -> None:
    place = Cell("Rome", "urn:rome", wkt="POINT(12.5 41.9)")
    bad = Cell("nowhere", "urn:x", wkt="POINT(bad)")
    found = placed(ResultTable(("a", "b", "c"), ((place, place, bad),), more=False))
    assert [each.cell.text for each in found] == ["Rome"]
