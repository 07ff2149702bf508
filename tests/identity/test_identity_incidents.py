import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.identity import clusters, items
from kg.names import CKG
from kg.records import AgreementKind, Factuality, StrikeKind
from kg.store import Writer
from tests.identity.stories import IDENTITY, NAMES, Story, Told, groups, identity, retract, stored, tell

DAY = "2031-05-05"


def hospital(id: str, killed: int | None = 20, day: str = DAY, place: str = "Kunduz", **more: object) -> Story:
    """A report of one raid, in words that differ by outlet."""
    openings = {
        "a": "An air strike on the trauma hospital burnt its operating rooms.",
        "b": "Surgeons fled when an air strike set the trauma hospital on fire.",
        "c": "The operating rooms of a hospital were destroyed by an air strike at night.",
    }
    text = openings.get(id, f"Outlet {id} reports an air strike on the trauma hospital and its operating rooms.")
    return Story(id, text, day, (Told("air strike", place=place, day=day, killed=killed, **more),))  # type: ignore[arg-type]


def values(writer: Writer, local: str) -> list[str]:
    quads = writer.store.quads_for_pattern(None, NamedNode(CKG + local), None, IDENTITY)
    return sorted(quad.object.value for quad in quads if isinstance(quad.object, Literal))


def test_incidents_bring_reports_of_several_articles_together(writer: Writer) -> None:
    tell(writer, hospital("a"), hospital("b", 22), hospital("c", None))
    [incident] = groups(writer)
    assert {each.partition("/")[0] for each in incident} == {"a", "b", "c"}


def test_incidents_compare_the_towns_of_places_that_have_no_name(writer: Writer) -> None:
    """One outlet's operating rooms are another's trauma hospital; in another town they are another's."""
    tell(writer, hospital("a", site="trauma hospital"), hospital("c", site="operating rooms"))
    assert len(groups(writer)) == 1
    tell(writer, hospital("b", site="trauma hospital", place="Kabul"))
    [incident] = groups(writer)
    assert {each.partition("/")[0] for each in incident} == {"a", "c"}


@pytest.mark.parametrize(
    "other",
    [
        hospital("b", day="2031-05-12"),
        hospital("b", place="Kabul"),
        hospital("b", place="Mosul"),
        hospital("b", factuality=Factuality.THREATENED),
        Story("b", "Gunmen raided a bank.", DAY, (Told("raided", StrikeKind.GROUND_ATTACK, day=DAY, killed=1),)),
        Story("b", "A drone hit a lorry with melons.", DAY, (Told("hit", StrikeKind.DRONE_STRIKE, day=DAY, killed=1),)),
        Story("b", "An air strike hit something.", None, (Told("air strike", place=None),)),
    ],
    ids=["other day", "other city", "other country", "threat", "other kind", "other target", "no day"],
)
def test_incidents_keep_different_happenings_apart(writer: Writer, other: Story) -> None:
    tell(writer, hospital("a"), other)
    assert groups(writer) == set()


def test_incidents_never_bring_reports_of_one_article_together(writer: Writer) -> None:
    """The first article tells of two strikes on the town that day; a vague second report is like both."""
    two = Story(
        "a",
        "An air strike hit the market and killed nine. An air strike hit the market gate at dusk and killed nine.",
        DAY,
        (Told("air strike", day=DAY, killed=9), Told("strike hit the market gate", day=DAY, killed=9)),
    )
    vague = Story(
        "b", "An air strike hit the market and killed nine traders.", DAY, (Told("air strike", day=DAY, killed=9),)
    )
    other = Story("c", "An air strike at the market gate killed nine.", DAY, (Told("air strike", day=DAY, killed=9),))
    tell(writer, two, vague, other)
    for incident in groups(writer):
        articles = [each.partition("/")[0] for each in incident]
        assert len(articles) == len(set(articles))
    assert sum("a" in {each.partition("/")[0] for each in group} for group in groups(writer)) >= 1


def test_incidents_nothing_that_excludes_itself_is_joined_through_a_third(writer: Writer) -> None:
    month = Story("m", "In May an air strike burnt the trauma hospital and its operating rooms.", "2031-06-01", ())
    tell(writer, hospital("a", day="2031-05-05"), hospital("b", day="2031-05-20"), month)
    assert groups(writer) == set()


def test_incidents_keep_disagreeing_figures_side_by_side(writer: Writer) -> None:
    tell(writer, hospital("a", 20), hospital("b", 27))
    assert len(groups(writer)) == 1
    assert not [quad for quad in identity(writer) if "killed>" in quad]


def test_incidents_tell_why_and_how_sure(writer: Writer) -> None:
    tell(writer, hospital("a"), hospital("b"))
    [judgement] = values(writer, "judgement")
    # The fuller text of one day goes first, and the other one joins it.
    assert judgement.startswith("strike/a/")
    assert "same place +2.0" in judgement
    assert "same number killed" in judgement
    [confidence] = [
        float(quad.split('"')[1]) for quad in identity(writer) if "/incident/" in quad and "confidence" in quad
    ]
    assert 0.5 < confidence <= 1


def test_incidents_keep_their_name_while_later_reports_come(writer: Writer) -> None:
    tell(writer, hospital("a", day=DAY), hospital("b", day=DAY))
    before = {q.object for q in writer.store.quads_for_pattern(None, NamedNode(CKG + "inIncident"), None, IDENTITY)}
    tell(writer, replace(hospital("c"), day="2031-05-06"))
    after = {q.object for q in writer.store.quads_for_pattern(None, NamedNode(CKG + "inIncident"), None, IDENTITY)}
    assert before == after
    assert len(after) == 1


def test_incidents_follow_the_original_of_a_copy(writer: Writer) -> None:
    text = " ".join(f"Sentence {n} of the long report names witness {n}." for n in range(30))
    told = (Told("air strike", place=None),)
    stories = [Story(f"s{n}", f"An air strike burnt the mill. {text}", None, told) for n in range(4)]
    tell(writer, *stories)
    assert groups(writer) == {frozenset(f"s{n}/3-13" for n in range(4))}, "copies need no date and no place"
    retract(writer, "s0")
    assert groups(writer) == {frozenset(f"s{n}/3-13" for n in range(1, 4))}
    retract(writer, "s1", "s2")
    assert groups(writer) == set()


def test_incidents_of_agreements(writer: Writer) -> None:
    deal = {"kind": AgreementKind.CEASEFIRE, "place": "Geneva", "day": DAY, "by": "Libya"}
    tell(
        writer,
        Story("a", "Libya's rivals signed a ceasefire for the oil ports.", DAY, (Told("ceasefire", **deal),)),  # type: ignore[arg-type]
        Story("b", "A ceasefire will open the oil ports of Libya.", DAY, (Told("ceasefire", **deal),)),  # type: ignore[arg-type]
        Story("c", "A truce for Sudan.", DAY, (Told("truce", AgreementKind.CEASEFIRE, "Jeddah", DAY, by="Sudan"),)),
    )
    [incident] = groups(writer)
    assert {each.partition("/")[0] for each in incident} == {"a", "b"}


STORIES = [
    hospital("a"),
    hospital("b", 22),
    hospital("c", None),
    hospital("d", 20, "2031-05-06"),
    Story("e", "An air strike on a hospital.", None, (Told("air strike", day=DAY),)),
    Story("f", hospital("a").text, "2031-05-07", hospital("a").told),
    hospital("g", place="Kabul"),
]


@pytest.mark.parametrize("seed", range(6))
def test_incidents_do_not_depend_on_the_order_of_arrival(seed: int, tmp_path: Path) -> None:
    whole = stored(tmp_path / "whole", STORIES)
    order = random.Random(seed).sample(STORIES, len(STORIES))
    with Writer(tmp_path / "store") as writer:
        # Some one by one, some together, one twice, one that goes again.
        tell(writer, order[0])
        tell(writer, *order[1:4], hospital("x"))
        tell(writer, order[2], order[4])
        retract(writer, "x")
        tell(writer, *order[4:])
        assert identity(writer) == whole


@pytest.mark.parametrize("gone", [story.id for story in STORIES])
def test_incidents_are_as_if_a_retracted_article_had_never_been(gone: str, tmp_path: Path) -> None:
    without = stored(tmp_path / "without", [story for story in STORIES if story.id != gone])
    with Writer(tmp_path / "store") as writer:
        tell(writer, *STORIES)
        retract(writer, gone)
        assert identity(writer) == without


def test_incidents_in_a_crowded_block_do_not_depend_on_the_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which reports of a block with too many are compared with all others moves with each arrival."""
    monkeypatch.setattr(clusters, "_FIRST", 2)
    stories = [hospital(f"n{n}", 10 + 7 * (n % 2)) for n in range(5)]
    whole = stored(tmp_path / "whole", stories)
    for number, order in enumerate(permutations(range(5))):
        if number % 17 == 0:
            with Writer(tmp_path / f"s{number}") as writer:
                for position in order:
                    tell(writer, stories[position])
                retract(writer, stories[order[0]].id)
                tell(writer, stories[order[0]])
                assert identity(writer) == whole


def test_incidents_compare_a_huge_block_in_linear_number(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    whole = items.compare

    def counting(one: object, other: object) -> object:
        nonlocal compared
        compared += 1
        return whole(one, other)  # type: ignore[arg-type]

    monkeypatch.setattr(items, "compare", counting)
    monkeypatch.setattr(clusters, "_FIRST", 10)
    # The words differ, so that the articles are no copies.
    stories = [
        Story(
            f"n{n:04}",
            f"An air strike hit house {n} of street {n * 3}.",
            DAY,
            (Told("air strike", day=DAY, killed=n + 1),),
        )
        for n in range(400)
    ]
    tell(writer, *stories)
    assert compared < 400 * 10 * 2, "80,000 pairs if all were compared"


def test_incidents_names_are_made_of_the_first_report(writer: Writer) -> None:
    tell(writer, hospital("a"), hospital("b"))
    [incident] = {q.object for q in writer.store.quads_for_pattern(None, NamedNode(CKG + "inIncident"), None, IDENTITY)}
    assert isinstance(incident, NamedNode)
    assert incident.value.startswith(f"{NAMES.base}incident/")


def test_incidents_pass_over_figures_that_are_none(writer: Writer) -> None:
    tell(writer, hospital("a"), refresh=False)
    value = NamedNode(CKG + "value")
    for quad in list(writer.store.quads_for_pattern(None, value, None, None)):
        writer.store.remove(quad)
        writer.store.add(Quad(quad.subject, value, Literal("dozens"), quad.graph_name))
    tell(writer, hospital("b"))
    assert len(groups(writer)) == 1
