import pytest
from claim_pages import settled, strike_of
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import Factuality, Ref, Strike


def one(text: str, strike: Strike) -> Strike:
    (found,) = settled(text, strike).strikes
    return found


@pytest.mark.parametrize(
    ("text", "triggers", "expected"),
    [
        ("Jets bombed the bridge.", ["bombed"], "Stated"),
        ("Iran said jets bombed the bridge.", ["bombed"], "Attributed"),
        ("An alleged raid on Aden caused panic.", ["raid"], "Alleged"),
        ("Iran accused Israel of a raid on Aden.", ["raid"], "Alleged"),
        (
            "Iran said rebels shelled Aden. The rebels denied that Aden was shelled.",
            ["shelled", "shelled#2"],
            "Disputed",
        ),
        ("The rebels denied the raid.", ["raid"], "Denied"),
        ("Jets bombed the bridge. Iran said jets bombed it twice.", ["bombed", "bombed#2"], "Stated"),
    ],
)
def test_factuality_of_the_whole_article(text: str, triggers: list[str], expected: str) -> None:
    assert one(text, strike_of(text, *triggers)).factuality.value == expected


def test_factuality_denied_part_in_a_deed_that_the_article_states_leaves_the_deed_stated() -> None:
    text = "A raid hit Aden. The rebels denied involvement in the raid."
    assert one(text, strike_of(text, "raid", "raid#2")).factuality.value is Factuality.STATED


def test_factuality_rejected_proposal_denies_no_deed() -> None:
    text = "Jets bombed Aden. Iran rejected calls to stop the bombing."
    assert one(text, strike_of(text, "bombed", "bombing")).factuality.value is Factuality.STATED


def test_factuality_of_a_threat_is_left_as_it_is() -> None:
    text = "Iran said it would bomb the bridge."
    strike = strike_of(text, "bomb", perpetrator="Iran", factuality=Factuality.THREATENED)
    assert one(text, strike) == one(text, strike)
    assert one(text, strike).factuality.value is Factuality.THREATENED
    assert [f.value for f in one(text, strike).perpetrator] == [Ref("actor", "Iran")]


def test_factuality_perpetrator_that_only_a_source_names_is_alleged() -> None:
    text = "Iran said Israel bombed the bridge."
    found = one(text, strike_of(text, "bombed", perpetrator="Israel"))
    assert found.perpetrator == ()
    assert [(f.value, f.rule) for f in found.alleged_perpetrator] == [(Ref("actor", "Israel"), "test+claim.asserts")]


def test_factuality_perpetrator_in_the_articles_own_voice_stays() -> None:
    text = "Israel bombed the bridge."
    found = one(text, strike_of(text, "bombed", perpetrator="Israel"))
    assert [f.value for f in found.perpetrator] == [Ref("actor", "Israel")]


def test_factuality_who_claims_responsibility_is_perpetrator() -> None:
    text = "A bomb went off in Aden. The Houthis claimed responsibility."
    found = one(text, strike_of(text, "bomb"))
    assert [f.value for f in found.perpetrator] == [Ref("actor", "Houthis")]
    assert found.alleged_perpetrator == ()


def test_factuality_who_denies_the_deed_is_alleged_only() -> None:
    text = "Israel bombed the bridge. Israel denied bombing the bridge."
    found = one(text, strike_of(text, "bombed", "bombing", perpetrator="Israel"))
    assert found.perpetrator == ()
    assert [f.value for f in found.alleged_perpetrator] == [Ref("actor", "Israel")]


def test_factuality_the_accused_is_alleged_perpetrator() -> None:
    text = "A raid hit Aden. Iran accused Israel of the raid."
    found = one(text, strike_of(text, "raid", "raid#2"))
    assert [f.value for f in found.alleged_perpetrator] == [Ref("actor", "Israel")]


_SENTENCES = (
    "Israel bombed the bridge.",
    "Iran said Israel bombed the bridge.",
    "Israel denied that it bombed the bridge.",
    "Iran accused Israel of the raid.",
    "An alleged raid hit Aden.",
    "The Houthis claimed responsibility for the raid.",
    "The Houthis denied responsibility for the raid.",
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=5))
def test_factuality_disputed_strikes_have_no_stated_perpetrator(sentences: list[str]) -> None:
    text = " ".join(sentences)
    triggers = [f"{word}#{n + 1}" for word in ("bombed", "raid") for n in range(text.count(word))]
    found = one(text, strike_of(text, *triggers, perpetrator="Israel" if "Israel" in text else None))
    if found.factuality.value in {Factuality.DISPUTED, Factuality.DENIED}:
        assert found.perpetrator == ()
    assert not {f.value for f in found.perpetrator} & {f.value for f in found.alleged_perpetrator}
