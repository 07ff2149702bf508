"""Lists, facets, the grid, the timeline, the map, suggestions: what is asked is what comes; nothing breaks them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from server.explore.asking import LISTS, SORTS, number
from server.explore.find import find
from server.explore.grid import claims_grid
from server.explore.here import Explorer
from server.explore.index.reading import first_character
from server.explore.lists import listing
from server.explore.mapping import map_view
from server.explore.suggest import suggest
from server.explore.timeline import timeline
from server.explore.views import Row
from tests.server.exploring import BASE, ask, indexed, store_of_trig


def labels(rows: tuple[Row, ...]) -> list[str]:
    return [row.thing.label for row in rows]


def test_list_filters_narrow(here: Explorer) -> None:
    disputed = listing(here, ask("strikes", {"factuality": "Disputed"}))
    assert disputed.rows
    assert all(row.factuality and row.factuality.name == "Disputed" for row in disputed.rows)
    both = listing(here, ask("strikes", {"factuality": ["Disputed", "Threatened"]}))
    threatened = listing(here, ask("strikes", {"factuality": "Threatened"}))
    assert both.total == disputed.total + threatened.total
    by_iri = listing(here, ask("strikes", {"actor": f"{BASE}actor/hill-front"}))
    assert by_iri.rows == listing(here, ask("strikes", {"actor": "actor/hill-front"})).rows
    assert by_iri.rows


def test_list_row_never_shows_an_accused_as_actor(here: Explorer) -> None:
    row = next(r for r in listing(here, ask("strikes")).rows if r.thing.iri == f"{BASE}strike/a1/s1")
    assert row.actors == ()
    assert [thing.label for thing in row.accused] == ["Hill Front"]
    assert (row.earliest, row.latest, row.when, row.killed) == (
        "2031-05-03",
        "2031-05-03",
        "on Saturday",
        "at least 12 people",
    )
    assert [thing.label for thing in row.places] == ["Torvale"]
    assert (row.publisher, row.published) == ("Sample Wire", "2031-05-05")


def test_claims_of_an_article_come_in_the_order_of_its_text(samples: Explorer) -> None:
    rows = listing(samples, ask("claims", {"size": "200"})).rows
    articles = [row.article.iri for row in rows if row.article]
    places = [(articles.index(row.article.iri), first_character(row.thing.iri)) for row in rows if row.article]
    assert len(places) == len(rows) > 100
    assert places == sorted(places), "article by article, and there from the beginning to the end"


@pytest.mark.parametrize(
    ("iri", "at"), [("x/claim/a/134-277", 134), ("x/claim/a/7-9-2", 7), ("x/claim/c1", 0), ("", 0)]
)
def test_first_character_is_read_from_the_iri(iri: str, at: int) -> None:
    assert first_character(iri) == at


def test_list_says_that_a_date_is_not_known(here: Explorer) -> None:
    row = next(r for r in listing(here, ask("strikes")).rows if r.thing.iri == f"{BASE}strike/a1/s3")
    assert (row.earliest, row.latest, row.when) == (None, None, None)


def test_list_facet_counts_are_what_choosing_gives(samples: Explorer) -> None:
    for name in LISTS:
        for narrowing in ({}, {"q": "the"}, {"factuality": "Disputed"}, {"stance": "Denies"}, {"from": "2017"}):
            known = {k: v for k, v in narrowing.items() if k in ("q", "from") or k in LISTS[name][1]}
            for facet in listing(samples, ask(name, known)).facets:
                if facet.name in known:
                    continue
                for value in facet.values[:3]:
                    assert listing(samples, ask(name, {**known, facet.name: value.value})).total == value.count
                    assert not value.chosen


def test_list_keeps_a_choice_that_nothing_has(here: Explorer) -> None:
    facets = {
        facet.name: facet for facet in listing(here, ask("strikes", {"kind": "Bombing", "month": "1900-01"})).facets
    }
    assert [(each.value, each.count, each.chosen) for each in facets["month"].values] == [("1900-01", 0, True)]


def test_list_pages_hold_all_rows_once(samples: Explorer) -> None:
    for name in LISTS:
        for sort in SORTS[name]:
            whole = listing(samples, ask(name, {"sort": sort, "size": "200"}))
            seen: list[Row] = []
            page: int | None = 1
            while page is not None:
                found = listing(samples, ask(name, {"sort": sort, "size": "7", "page": str(page)}))
                seen += found.rows
                page = found.next
            assert seen[:200] == list(whole.rows)
            assert len(seen) == whole.total == len({row.thing.iri for row in seen})


def test_list_puts_unknown_days_last(samples: Explorer) -> None:
    for sort in ("newest", "oldest"):
        days = [row.earliest for row in listing(samples, ask("strikes", {"sort": sort, "size": "200"})).rows]
        known = [day for day in days if day]
        assert days[: len(known)] == known == sorted(known, reverse=sort == "newest")
        assert None in days


def test_list_page_past_the_end_is_empty(here: Explorer) -> None:
    found = listing(here, ask("strikes", {"page": "9" * 40}))
    assert (found.rows, found.next) == ((), None)
    assert found.total == 7
    assert found.previous == found.pages == 1


def test_list_bounds_by_day(here: Explorer) -> None:
    may = listing(here, ask("strikes", {"from": "2031-05-04", "to": "2031-05-04"}))
    assert all(row.earliest and row.earliest <= "2031-05-04" and (row.latest or "") >= "2031-05-04" for row in may.rows)
    assert "air strikes on the Hill Front" in labels(may.rows)
    assert listing(here, ask("strikes", {"to": "2031-05"})).total >= may.total


@pytest.mark.parametrize(
    "arguments",
    [
        {"sort": "x"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "one"},
        {"page": "1.5"},
        {"page": "²"},
        {"size": "0"},
        {"size": "201"},
        {"from": "yesterday"},
        {"to": "2018-9-1"},
        {"disputed": "maybe"},
        {"kind": [str(n) for n in range(60)]},
        {"source": "x" * 3000},
        {"q": "!?"},
    ],
)
def test_list_refuses_what_cannot_be_meant(here: Explorer, arguments: dict[str, str | list[str]]) -> None:
    with pytest.raises(UsageError):
        listing(here, ask("strikes", arguments))


def test_numbers_too_large_for_any_page_are_the_largest() -> None:
    assert number("page", "9" * 5000, 1, 10**12) == 10**12
    assert number("page", "007", 1, 10**12) == 7


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["q", "kind", "actor", "place", "month", "source", "article", "from", "page", "sort", "stance"]
        ),
        st.text(max_size=30) | st.sampled_from(["' OR 1=1 --", "\x00", "%", "*", '"', "actor/velmark", "🜁"]),
        max_size=4,
    )
)
def test_list_takes_any_parameters(here: Explorer, arguments: dict[str, str | list[str]]) -> None:
    for name in LISTS:
        try:
            listing(here, ask(name, arguments))
            claims_grid(here, ask("claims", arguments))
        except UsageError:
            pass


def test_asked_says_itself_again(here: Explorer) -> None:
    wanted = ask(
        "strikes",
        {"kind": ["AirStrike", "Shelling"], "q": "a b", "sort": "oldest", "page": "3", "size": "10", "from": "2018"},
    )
    pairs: dict[str, list[str]] = {}
    for name, value in wanted.query():
        pairs.setdefault(name, []).append(value)
    assert ask("strikes", dict(pairs)) == wanted
    assert ask("strikes", {}).query() == []


def test_grid_puts_claims_about_one_happening_in_one_row(here: Explorer) -> None:
    rows = {row.target.iri: row for row in claims_grid(here, ask("claims")).rows if row.target}
    attack = rows[f"{BASE}incident/torvale"]
    assert attack.disputed
    assert not attack.single_source
    sayers = {
        stance: {cell.claimant.label for cell in cells if cell.claimant} for stance, cells in attack.cells.items()
    }
    assert sayers["Denies"] == {"Hill Front", "Velmark"}
    assert sayers["Alleges"] == {"Velmark", "Ostland"}
    assert {cell.cue for cell in attack.cells["Denies"]} >= {"denied"}


def test_grid_rows_hold_every_claim_once(samples: Explorer) -> None:
    found = claims_grid(samples, ask("claims", {"size": "200"}))
    cells = [cell.claim.iri for row in found.rows for each in row.cells.values() for cell in each]
    assert (
        len(cells) == len(set(cells)) == listing(samples, ask("claims")).total == sum(row.count for row in found.rows)
    )


def test_grid_filters(samples: Explorer) -> None:
    for row in claims_grid(samples, ask("claims", {"disputed": "1"})).rows:
        assert row.disputed
    for row in claims_grid(samples, ask("claims", {"single": "1"})).rows:
        sayers = {cell.claimant or cell.claim for cells in row.cells.values() for cell in cells}
        assert len(sayers) == 1
    for row in claims_grid(samples, ask("claims", {"stance": "Denies"})).rows:
        assert row.cells["Denies"]


def test_timeline_counts_each_event_once(samples: Explorer) -> None:
    found = timeline(samples, ask("events"))
    assert (
        sum(month.total for month in found.months) + found.undated
        == found.total
        == listing(samples, ask("events")).total
    )
    assert [month.month for month in found.months] == sorted(month.month for month in found.months)
    for month in found.months[:5]:
        assert listing(samples, ask("events", {"month": month.month})).total == month.total


def test_map_shows_events_at_places_with_a_position(tmp_path: Path) -> None:
    trig = """
    <place/p> a ckg:Place ; rdfs:label "P" ; geo:asWKT 'POINT(36.65 35.44)'^^geo:wktLiteral .
    <place/q> a ckg:Place ; rdfs:label "Q" .
    <strike/at> a ckg:Strike ; rdfs:label "at" ; ckg:location <place/p> ; ckg:target <place/q> .
    <strike/on> a ckg:Strike ; rdfs:label "on" ; ckg:target <place/p> .
    <strike/elsewhere> a ckg:Strike ; ckg:location <place/q> ; ckg:target <place/p> .
    <strike/nowhere> a ckg:Strike .
    <zone/z> a ckg:Zone, ckg:Place ; rdfs:label "z" ; ckg:within <place/p> ."""
    found = indexed(store_of_trig(tmp_path / "store", trig))
    view = map_view(found, ask("mapped"))
    assert sorted((p.row.thing.label, p.place.label, p.latitude, p.longitude) for p in view.points) == [
        (label, "P", 35.44, 36.65) for label in ("at", "on", "z")
    ]
    assert (view.total, view.unplaced, view.more) == (5, 2, 0)
    assert map_view(found, ask("mapped", {"size": "1"})).more == 2
    found.close()


def test_suggestions_match_beginnings_of_words_and_aliases(here: Explorer) -> None:
    assert suggest(here, "hill fr")[0].thing.label == "Hill Front"
    (by_alias,) = [s for s in suggest(here, "republic") if s.thing.label == "Velmark"]
    assert by_alias.matched == "Republic of Velmark"
    assert {s.family for s in suggest(here, "tor", "places")} == {"Place"}
    assert suggest(here, "  ") == suggest(here, "?!") == ()
    with pytest.raises(UsageError):
        suggest(here, "a", "Nonsense")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30) | st.text('"*(){}:^-+ANDOR \x00', max_size=12))
def test_suggestions_and_search_take_any_words(here: Explorer, words: str) -> None:
    suggest(here, words)
    try:
        find(here, words)
    except UsageError:
        assert not any(character.isalnum() for character in words)


def test_search_finds_things_and_quotations(here: Explorer) -> None:
    hits = find(here, "velmark")
    assert hits[0].thing.iri == f"{BASE}actor/velmark"
    assert "\x02Velmark\x03" in hits[0].snippet
    quotes = [hit for hit in find(here, "chlorine", None, 50) if hit.via == "quote"]
    assert quotes
    assert all(hit.article is not None for hit in quotes)
    assert {hit.family for hit in find(here, "torvale", "places")} == {"Place"}
