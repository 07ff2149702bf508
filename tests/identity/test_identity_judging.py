"""What speaks for and against two reports being of one strike or deal."""

from dataclasses import replace
from datetime import date

import pytest

from kg.identity.families import blocks, compare
from kg.identity.happenings import Happening
from kg.identity.judging import Points
from kg.identity.where import areas_of, core, is_settlement, is_spot, local_key, namesakes, side_of, towns
from kg.identity.words import likeness, sorts_of_target, telling_words
from kg.names import slug

DAY = date(2031, 5, 5).toordinal()
REPORT = Happening(
    family="strike",
    kind="AirStrike",
    label="air strike",
    first=DAY,
    last=DAY,
    dated=True,
    sites=frozenset(),
    areas=frozenset(),
    near=frozenset(),
    who=frozenset(),
    whom=frozenset(),
    aims=frozenset(),
    scenes=frozenset(),
    weapon=frozenset(),
    killed=(),
    injured=(),
    names=frozenset(),
    words=frozenset(),
    sentences=(),
)
DEAL = replace(REPORT, family="agreement", kind="Ceasefire", who=frozenset({"Libya", "Sudan"}))


def at(*labels: str, **values: object) -> Happening:
    """A report from places: names of the gazetteer's, or with ``~`` others."""
    keys = [local_key(label[1:]) if label.startswith("~") else slug(label) for label in labels]
    areas = frozenset(
        area for key, label in zip(keys, labels, strict=True) for area in areas_of(key, label.removeprefix("~"))
    )
    return replace(REPORT, sites=frozenset(keys), areas=areas - set(keys), **values)  # type: ignore[arg-type]


def undated(published: date, **values: object) -> Happening:
    last = published.toordinal()
    return replace(REPORT, first=last - 3, last=last, dated=False, **values)  # type: ignore[arg-type]


def judged(one: Happening, other: Happening) -> Points:
    points = compare(one, other)
    assert points == compare(other, one)
    assert points is not None
    return points


@pytest.mark.parametrize(
    ("one", "other", "feature"),
    [
        (at("Kunduz"), at("Kunduz"), "same place"),
        (at("~Depayin township"), at("~Depayin"), "same place"),
        (at("~Erbil airport"), at("Erbil"), "same town"),
        (at("~Erbil airport"), at("~Erbil base"), "same town"),
        (at("Kunduz"), replace(REPORT, near=frozenset({"Kunduz"})), "place named"),
        (at("Kunduz"), at("Kabul", near=frozenset({"Kunduz"})), "town named"),
        (at("Kunduz"), at("Kabul"), "other place"),
        (at("~Bani"), at("~Dar"), "other place"),
        (at("~Gwange area"), at("~Bolori area"), "unsure place"),
        (at("Afghanistan"), at("Afghanistan"), "wider place"),
        (at("Idlib"), at("~Harim", near=frozenset({slug("Idlib (SY)")})), "area named"),
        (at("Idlib"), at("~Harim"), "unsure place"),
        (at("Idlib"), at("Aleppo"), "other place"),
        (at("Idlib"), at("Idlib (SY)"), "area named"),
    ],
)
def test_judging_of_places(one: Happening, other: Happening, feature: str) -> None:
    """What is told of Idlib may have been anywhere in the province of that name."""
    assert feature in judged(one, other)


def test_judging_of_places_in_two_states_excludes() -> None:
    assert compare(at("Kunduz"), at("Mosul")) is None
    assert compare(at("~northern Iraq"), at("Kunduz")) is None


@pytest.mark.parametrize(
    ("other", "feature"),
    [
        (replace(REPORT, first=DAY, last=DAY), "same day"),
        (replace(REPORT, first=DAY + 1, last=DAY + 1), "next day"),
        (replace(REPORT, first=DAY - 2, last=DAY), "days overlap"),
        (replace(REPORT, first=DAY - 30, last=DAY), "period overlaps"),
        (replace(REPORT, first=DAY + 1, last=DAY + 7), "next to a period"),
        (undated(date(2031, 5, 7)), "days overlap"),
        (undated(date(2031, 5, 12)), "told later"),
    ],
)
def test_judging_of_days(other: Happening, feature: str) -> None:
    assert feature in judged(REPORT, other)


def test_judging_of_days_excludes_what_cannot_be() -> None:
    assert compare(REPORT, replace(REPORT, first=DAY + 2, last=DAY + 2)) is None
    assert compare(REPORT, undated(date(2031, 5, 4))) is None, "an article tells of no later day"
    assert compare(REPORT, undated(date(2031, 5, 20))) is None


@pytest.mark.parametrize(
    ("one", "other", "feature"),
    [
        ({"aims": {"home"}}, {"aims": {"home", "clinic"}}, "same sort"),
        ({"aims": {"market"}}, {"aims": {"army"}}, "other sort"),
        ({"aims": {"market"}, "scenes": {"market"}}, {"scenes": {"market"}}, "sort named"),
        ({"who": {"~rebels"}}, {"who": {"Hezbollah"}}, None),
        ({"who": {"Israel"}}, {"who": {"Hezbollah"}}, "other actor"),
        ({"killed": {(7.0, float("inf"))}}, {"killed": {(11.0, 11.0)}}, "similar killed"),
        ({"killed": {(7.0, 7.0)}}, {"killed": {(11.0, 11.0)}}, "other killed"),
    ],
)
def test_judging_of_what_is_told(
    one: dict[str, set[object]], other: dict[str, set[object]], feature: str | None
) -> None:
    def told(values: dict[str, set[object]]) -> Happening:
        made = {key: tuple(value) if key == "killed" else frozenset(value) for key, value in values.items()}
        return replace(REPORT, **made)  # type: ignore[arg-type]

    plain = set(judged(REPORT, REPORT))
    points = set(judged(told(one), told(other)))
    assert points - plain == ({feature} if feature else set())


def test_judging_meets_what_is_told_later_and_under_other_names_of_a_place() -> None:
    first = at("~Depayin township")
    later = undated(date(2031, 5, 12), sites=frozenset({"~depayin"}))
    assert set(blocks("strike", first)) & set(blocks("strike", later))
    assert not set(blocks("strike", first)) & set(blocks("strike", at("~Kanbalu")))


@pytest.mark.parametrize(
    ("days", "dated", "feature"),
    [(0, True, "same day"), (8, True, "near days"), (8, False, "near days"), (-5, False, "lately")],
)
def test_judging_of_deals_by_days(days: int, dated: bool, feature: str) -> None:
    """A deal that is announced is signed later; an article without a day tells of the last weeks."""
    last = DAY - days
    other = replace(DEAL, last=last, first=last if dated else last - 30, dated=dated)
    assert feature in judged(DEAL, other)
    assert set(blocks("agreement", DEAL)) & set(blocks("agreement", other))


def test_judging_of_deals_excludes_other_months_and_counts_named_parties_only() -> None:
    assert compare(DEAL, replace(DEAL, first=DAY - 90, last=DAY - 90)) is None
    assert compare(DEAL, replace(DEAL, first=DAY - 60, last=DAY - 30, dated=False)) is None
    assert "other parties" in judged(DEAL, replace(DEAL, who=frozenset({"Chad"})))
    assert not {"other parties", "shared party"} & set(judged(DEAL, replace(DEAL, who=frozenset({"~militias"}))))


@pytest.mark.parametrize(
    ("label", "settlement", "spot", "inside"),
    [
        ("Depayin township", True, True, set()),
        ("Gwange area", False, True, set()),
        ("Bamako hotel", False, True, {"Bamako"}),
        ("northern Syria", False, False, {"Syria"}),
        ("Sagaing region", False, False, set()),
        ("Ras Issa", True, True, set()),
    ],
)
def test_places_without_entry_are_read_by_their_common_nouns(
    label: str, settlement: bool, spot: bool, inside: set[str]
) -> None:
    key = local_key(label)
    assert (is_settlement(key), is_spot(key)) == (settlement, spot)
    known = areas_of(key, label)
    assert {place for place in known if place in {"Bamako", "Syria", "Sri-Lanka", "Rwanda"}} == inside
    assert "Sagaing" not in known, "the region, not the city"


def test_places_have_cores_towns_and_namesakes() -> None:
    assert core("~village of bani walid") == core("~bani walid village") == "~bani walid"
    assert core("Kunduz") == "Kunduz"
    assert towns(["~erbil airport"], ["Erbil", "Iraq"]) == {"Erbil"}
    assert towns(["Kunduz"], ["Erbil"]) == {"Kunduz"}
    assert namesakes(["Idlib"]) == {slug("Idlib (SY)")}


@pytest.mark.parametrize(
    ("key", "label", "kind", "side"),
    [
        ("Myanmar", "Myanmar", "State", "Myanmar"),
        (slug("Government of Myanmar"), "the junta", "Government", "Myanmar"),
        (slug("Burmese military"), "the military", "ArmedForce", "Myanmar"),
        ("a1/x", "South Sudanese army", "ArmedForce", slug("South Sudan")),
        ("a1/x", "Syrian rebels", "Collective", "~syrian rebels"),
        ("Hezbollah", "Hezbollah", "ArmedGroup", "Hezbollah"),
    ],
)
def test_sides_of_bodies_are_their_states(key: str, label: str, kind: str, side: str) -> None:
    assert side_of(key, label, frozenset({"Actor", kind})) == side


def test_words_of_figures_and_nations_tell_little() -> None:
    assert telling_words("24 killed in 2022") == telling_words("killed")
    nations = likeness(telling_words("Russian and Ukrainian troops"), telling_words("Ukrainian and Russian forces"))
    trades = likeness(telling_words("welders and beekeepers"), telling_words("beekeepers and welders"))
    assert nations < 0.3 < trades


def test_words_of_targets_have_sorts() -> None:
    assert sorts_of_target("a nine-storey block of flats") == sorts_of_target("an apartment house") == {"home"}
    assert sorts_of_target("somebody") == frozenset()
