"""Accept, propose or abstain: homonyms by context, classes, dates, and the tables behind it."""

from datetime import date

import pytest

from kg import gazetteer
from kg.gazetteer import Entry
from kg.linking import decision
from kg.linking.candidates import Candidate
from kg.linking.context import context_of
from kg.linking.decision import ACCEPTED, PROPOSED, confidence_of, decide, likelihoods
from kg.linking.features import NAMES, features
from kg.linking.things import Context, Decision, Thing
from kg.records import ActorKind


def decided(name: str, *around: str, kind: str = "Place") -> Decision:
    return decide(Thing(kind, (name,)), context_of([(kind, name), *(("Place", other) for other in around)]))


def key_of(found: Decision) -> str | None:
    return found.entry.key if found.entry is not None and found.status == "Accepted" else None


@pytest.mark.parametrize(
    ("name", "around", "key"),
    [("Georgia", ("Tbilisi", "Russia"), "Georgia"),
     ("Georgia", ("Atlanta", "Florida", "United States"), "Georgia (US)"),
     ("Tripoli", ("Libya",), "Tripoli"),
     ("Tripoli", ("Lebanon", "Beirut"), "Tripoli (LB)"),
     ("Macedonia", ("Skopje",), "North Macedonia"),
     ("Jordan", ("Amman", "Syria"), "Jordan"),
     ("Chad", ("Sudan", "Niger"), "Chad"),
     ("Democratic Republic of the Congo", (), "Democratic Republic of the Congo"),
     ("Republic of the Congo", (), "Republic of the Congo"),
     ("Idlib province", ("Syria",), "Idlib (SY)"),
     ("Idlib Governorate", (), "Idlib (SY)"),
     ("city of Idlib", ("Syria",), "Idlib"),
     ("London", ("United Kingdom",), "London")],
)  # fmt: skip
def test_decide_tells_namesakes_apart(name: str, around: tuple[str, ...], key: str) -> None:
    assert key_of(decided(name, *around)) == key


@pytest.mark.parametrize("name", ["Congo", "Santa Cruz"])
def test_decide_accepts_nothing_where_the_article_does_not_tell(name: str) -> None:
    assert decided(name).status != "Accepted"


def test_decide_shows_the_namesakes_of_a_doubtful_name() -> None:
    found = decided("Congo")
    shown = {found.entry.key if found.entry else "", *(entry.key for entry, _ in found.others)}
    assert shown == {"Democratic Republic of the Congo", "Republic of the Congo"}


def test_decide_proposes_another_spelling_and_does_not_accept_it() -> None:
    found = decided("Hayat Tahrir al-Shams", kind="ArmedGroup")
    assert (found.status, found.entry.key if found.entry else "") == ("Candidate", "Hayat Tahrir al-Sham")


@pytest.mark.parametrize("name", ["San Diego County", "Kunduz district", "Mosul province"])
def test_decide_accepts_nothing_that_has_another_class_noun(name: str) -> None:
    assert decided(name, "United States", "Afghanistan", "Iraq").status != "Accepted"


def test_decide_never_links_a_collective() -> None:
    assert decide(Thing("Collective", ("Taliban",)), Context()).entry is None


def test_decide_gives_reasons_in_words() -> None:
    found = decided("Tripoli", "Lebanon", "Beirut")
    assert found.reason.startswith("named 'tripoli'")
    assert "+ state spoken of" in found.reason
    assert "next: Tripoli" in found.reason


def test_decide_takes_no_team_for_its_state() -> None:
    alone = decide(Thing("Organization", ("Belgium",)), context_of([("Organization", "Belgium")]))
    land = context_of([("Organization", "Belgium"), ("Place", "Belgium")])
    assert alone.status != "Accepted"
    assert decide(Thing("Organization", ("Belgium",)), land).status == "Accepted"


def test_decide_takes_a_surname_only_where_the_article_has_the_name_in_full() -> None:
    surname = next(
        (entry for entry in gazetteer.entries() if entry.kind is ActorKind.PERSON and entry.key == "Emmanuel Macron"),
        None,
    )
    assert surname is not None
    thing = Thing("Person", ("Macron",))
    full = context_of([("Person", "Macron"), ("Person", "Emmanuel Macron"), ("Place", "France")])
    other = context_of([("Person", "Macron"), ("Person", "Brigitte Macron"), ("Place", "France")])
    assert key_of(decide(thing, full)) == "Emmanuel Macron"
    assert key_of(decide(thing, other)) is None


def test_features_count_the_years_before_a_leaders_time() -> None:
    entry = Entry("Somebody", ActorKind.PERSON, ("Somebody",), since="2019")
    candidate = Candidate(entry, "somebody", "somebody", 1.0, 1.0)
    at = NAMES.index("before its time")
    values = [
        features(candidate, [candidate], Thing("Person", ("Somebody",)), Context(day=day))[at]
        for day in (date(2020, 1, 1), date(1987, 1, 1), None)
    ]
    assert values == [0.0, 2.0, 0.0]


def test_likelihoods_leave_room_for_none_of_the_candidates() -> None:
    assert likelihoods([0.0]) == [0.5]
    assert likelihoods([]) == []
    assert sum(likelihoods([50.0, 1.0, -2.0])) <= 1


def test_confidence_rises_with_likelihood_and_is_never_certain() -> None:
    steps = [confidence_of(chance / 100, named) for named in (False, True) for chance in range(101)]
    assert steps[:101] == sorted(steps[:101])
    assert steps[101:] == sorted(steps[101:])
    assert max(steps) < 1
    assert 0 < PROPOSED < ACCEPTED < 1


def test_weights_of_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision, "NAMES", (*NAMES, "one more"))
    decision.weights.cache_clear()
    with pytest.raises(ValueError, match="one more"):
        decision.weights()
    decision.weights.cache_clear()


@pytest.mark.parametrize(
    "name", ["", "'; DROP TABLE link", "x" * 100_000, "<script>", "حلب", "http://www.wikidata.org/entity/Q1"]
)
def test_decide_abstains_on_what_is_no_name(name: str) -> None:  # fmt: skip
    for kind in ("Place", "Person", "Organization", "State"):
        assert decide(Thing(kind, (name,)), Context()).status == ""
