import pytest
from claim_pages import claims_of, settled, strike_of, told
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import Ref


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Iran said that the port was open.", [("Iran", "Asserts", "the port was open")], id="that-clause"),
        pytest.param("Iran said the port was open.", [("Iran", "Asserts", "the port was open")], id="bare-clause"),
        pytest.param("The port was open, Iran said.", [("Iran", "Asserts", "The port was open")], id="closing"),
        pytest.param(
            "The port was open, said Ali Hassan.", [("Ali Hassan", "Asserts", "The port was open")], id="inverted"
        ),
        pytest.param(
            "According to Iran, the port was open.", [("Iran", "Asserts", "the port was open")], id="according-first"
        ),
        pytest.param(
            "Also, according to Iran, the port was open.",
            [("Iran", "Asserts", "the port was open")],
            id="also-according",
        ),
        pytest.param(
            "The port was open, according to Iran.", [("Iran", "Asserts", "The port was open")], id="according-last"
        ),
        pytest.param(
            "On Monday in Aden, according to Iran, the port was open.",
            [("Iran", "Asserts", "the port was open")],
            id="according-between",
        ),
        pytest.param(
            "Ali Hassan told reporters that the port was open.",
            [("Ali Hassan", "Asserts", "the port was open")],
            id="recipient",
        ),
        pytest.param(
            "Iran said on Sunday that the port was open.", [("Iran", "Asserts", "the port was open")], id="adverbial"
        ),
        pytest.param(
            "Iran said the port was open, but no ship came.", [("Iran", "Asserts", "the port was open")], id="own-voice"
        ),
        pytest.param("It was reported that a bridge fell.", [(None, "Asserts", "a bridge fell")], id="nobody"),
        pytest.param("Some argued that it was too late.", [(None, "Asserts", "it was too late")], id="some"),
        pytest.param(
            "The raid was condemned by France.", [("France", "Condemns", "The raid")], id="passive-with-agent"
        ),
        pytest.param("Panic followed an alleged raid on Aden.", [(None, "Alleges", "raid on Aden")], id="alleged"),
    ],
)
def test_claims_indirect_speech(text: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "stance", "content"),
    [
        ("Iran denied shelling the town.", "Denies", "shelling the town"),
        ("Iran rejected the accusation.", "Denies", "the accusation"),
        ("Iran accused Israel of killing a general.", "Alleges", "Israel of killing a general"),
        ("Iran blamed Israel for the blaze.", "Condemns", "Israel for the blaze"),
        ("Iran condemned the raid.", "Condemns", "the raid"),
        ("Iran threatened to close the strait.", "Threatens", "to close the strait"),
        ("Iran promised to reopen the road.", "Promises", "to reopen the road"),
        ("Iran vowed that it would rebuild.", "Promises", "it would rebuild"),
        ("Iran called on Israel to withdraw.", "Demands", "Israel to withdraw"),
        ("Iran called for a truce.", "Demands", "a truce"),
        ("Iran urged Israel to withdraw.", "Demands", "Israel to withdraw"),
        ("Iran warned of famine.", "Warns", "famine"),
        ("Iran claimed responsibility.", "Asserts", "responsibility"),
    ],
)
def test_claims_stance_of_the_verb(text: str, stance: str, content: str) -> None:
    assert told(text) == [("Iran", stance, content)]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Ali Hassan said he would never accept the border.", "Threatens"),
        ("Iran said it would send doctors.", "Promises"),
        ("Ali Hassan called the raid a test. “This was a barbaric act,” said Mara Keller.", "Condemns"),
        ("Iran said the others must leave.", "Demands"),
        ("Iran said it had nothing to do with the fire.", "Denies"),
    ],
)
def test_claims_stance_of_the_words_said(text: str, stance: str) -> None:
    assert told(text)[-1][1] == stance


def test_claims_direct_quotation_before_its_speaker() -> None:
    assert told("“We lost the bridge,” Ali Hassan said.") == [("Ali Hassan", "Asserts", "We lost the bridge")]


def test_claims_quotation_runs_on_over_sentences() -> None:
    text = "Ali Hassan said: “We lost the bridge. The road is cut. Nobody came.”"
    assert told(text) == [("Ali Hassan", "Asserts", "We lost the bridge. The road is cut. Nobody came")]


def test_claims_interrupted_quotation_is_one() -> None:
    text = '"If they come," Ali Hassan said, "we lose the bridge."'
    assert told(text) == [("Ali Hassan", "Asserts", 'If they come," Ali Hassan said, "we lose the bridge')]


def test_claims_quotation_of_the_next_paragraph_is_another_claim_of_the_same_speaker() -> None:
    text = "Ali Hassan said: “The bridge is lost.\n\n“The road is cut.”"
    assert told(text) == [
        ("Ali Hassan", "Asserts", "The bridge is lost"),
        ("Ali Hassan", "Asserts", "The road is cut"),
    ]


def test_claims_words_quoted_within_a_clause_stay_in_it() -> None:
    text = "Ali Hassan said “all hostile” targets had been hit."
    assert told(text) == [("Ali Hassan", "Asserts", "“all hostile” targets had been hit")]


def test_claims_quotation_that_nobody_says_is_none() -> None:
    assert told("“We Will Return” is the title of a song that soldiers sing.") == []


def test_claims_joint_claimants_make_one_claim_each() -> None:
    assert told("Both France and Germany say the talks failed.") == [
        ("France", "Asserts", "the talks failed"),
        ("Germany", "Asserts", "the talks failed"),
    ]


def test_claims_verbs_with_one_subject_are_claims_of_their_own() -> None:
    assert told("The rebels deny firing on the town and say the story is invented.") == [
        ("rebels", "Denies", "firing on the town"),
        ("rebels", "Asserts", "the story is invented"),
    ]


def test_claims_each_that_clause_is_a_claim() -> None:
    assert told("Ali Hassan said that the road was open and that the port was shut.") == [
        ("Ali Hassan", "Asserts", "the road was open"),
        ("Ali Hassan", "Asserts", "the port was shut"),
    ]


def test_claims_claim_within_a_claim_is_found_too() -> None:
    assert told("France reported Mara Keller urged Israel to withdraw.") == [
        ("France", "Asserts", "Mara Keller urged Israel to withdraw"),
        ("Mara Keller", "Demands", "Israel to withdraw"),
    ]


def test_claims_pronoun_takes_up_who_spoke_last() -> None:
    assert told("The defence ministry said two jets took off. It added that both had returned.")[1] == (
        "defence ministry",
        "Asserts",
        "both had returned",
    )


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Ali Hassan, the mayor of Aden, said the port was open.", "Ali Hassan"),
        ("The mayor of Aden, Ali Hassan, said the port was open.", "Ali Hassan"),
        ("Ali Hassan, who fled last year, said the port was open.", "Ali Hassan"),
        ("A spokesman for the Houthis said the port was open.", "speaker-spokesman"),
        ("Two witnesses in Aden said the port was open.", "speaker-witnesses"),
        ("In a statement, the Houthis said the port was open.", "Houthis"),
        ("Iran issued a statement saying the port was open.", "Iran"),
    ],
)
def test_claims_subject_is_the_head_of_its_phrase(text: str, claimant: str) -> None:
    assert [who for who, _, _ in told(text)] == [claimant]


@pytest.mark.parametrize(
    "text",
    [
        "Iran did not say that the port was open.",
        "Nobody at the port could say whether it was open.",
        "No group immediately claimed responsibility.",
        "The United States has fifty states.",
        "The reported raid caused panic.",
        "A state-owned yard built the ship.",
        "We want to go home.",
    ],
)
def test_claims_none_where_nobody_says_anything(text: str) -> None:
    assert told(text) == []


def test_claims_noun_with_its_owner() -> None:
    assert told("The Houthis made threats against the fleet.") == [("Houthis", "Threatens", "against the fleet")]


def test_claims_noun_of_a_source_needs_a_source() -> None:
    assert told("There were warnings of a flood.") == []
    assert told("There were reports of a flood.") == [(None, "Asserts", "a flood")]


def test_claims_headline_with_a_colon() -> None:
    text = "Ali Hassan: truce needs more time\n\nThe talks went on for a third day in the capital without any result.\n"
    assert told(text)[0] == ("Ali Hassan", "Asserts", "truce needs more time")


def test_claims_picture_credit_is_not_said() -> None:
    assert told("Iran claims ten boats were lost (Image: AGENCY)")[0][2] == "ten boats were lost"


def test_claims_offsets_are_those_of_the_words() -> None:
    text = "Late on Sunday, the defence ministry said (again) that jets had bombed the bridge."
    (claim,) = claims_of(text)
    assert claim.claimant is not None
    assert claim.cue is not None
    assert text[slice(*claim.claimant.words)] == "defence ministry"
    assert text[slice(*claim.cue)] == "said"
    assert text[slice(*claim.evidence[0])] == text


def test_claims_about_the_strike_in_the_words_said() -> None:
    text = "Iran said an air strike destroyed the bridge."
    (claim,) = claims_of(text, strike_of(text, "air strike"))
    assert [fact.value for fact in claim.about] == [Ref("strike", "air strike")]


def test_claims_casualties_are_about_the_strike_told_before() -> None:
    text = "A car bomb went off in Aden. Ali Hassan said ten people died."
    (claim,) = claims_of(text, strike_of(text, "bomb"))
    assert [fact.value for fact in claim.about] == [Ref("strike", "bomb")]


def test_claims_about_the_claims_of_others() -> None:
    text = "France and Germany say rebels shelled the town. Israel said the claims are a pretext."
    first, second, third = claims_of(text, strike_of(text, "shelled"))
    assert {first.ref, second.ref} <= {fact.value for fact in third.about}


def test_claims_hold_the_accused_responsible() -> None:
    (claim,) = claims_of("Iran accused Israel of killing a general.")
    assert [fact.value for fact in claim.responsible] == [Ref("actor", "Israel")]
    (passive,) = claims_of("Israel was accused by Iran of killing a general.")
    assert [fact.value for fact in passive.responsible] == [Ref("actor", "Israel")]
    assert passive.claimant is not None
    assert passive.claimant.value == Ref("actor", "Iran")


def test_claims_denial_of_a_deed_is_about_the_speaker_himself() -> None:
    (claim,) = claims_of("The rebels denied carrying out the raid.")
    assert [fact.value for fact in claim.responsible] == [Ref("actor", "rebels")]


def test_claims_unnamed_speaker_becomes_an_actor_with_a_mention() -> None:
    text = "Two witnesses said the port burned."
    extraction = settled(text)
    (claim,) = extraction.claims
    assert claim.claimant is not None
    assert [actor.ref for actor in extraction.actors] == [claim.claimant.value]
    assert [text[slice(*m.span)] for m in extraction.mentions] == ["witnesses"]


def test_claims_speaker_known_by_capitals_only_keeps_one_node() -> None:
    text = "Zoltan Varkuti said the port burned. Later Varkuti said it was saved."
    extraction = settled(text)
    assert len({claim.claimant.value for claim in extraction.claims if claim.claimant}) == 1
    assert [actor.label for actor in extraction.actors] == ["Zoltan Varkuti"]


_WORDS = [
    "Iran",
    "Israel",
    "Houthis",
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    ",",
    ".",
    ":",
    ";",
    "said",
    "says",
    "that",
    "denied",
    "claims",
    "according",
    "to",
    "alleged",
    "he",
    "it",
    "they",
    "raid",
    "the",
    "and",
    "but",
    "(",
    ")",
    "\n",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=40))
def test_claims_of_any_words_have_valid_spans(words: list[str]) -> None:
    text = " ".join(words) or "x"
    extraction = settled(text)
    refs = [claim.ref for claim in extraction.claims]
    assert len(refs) == len(set(refs))
    nodes = {actor.ref for actor in extraction.actors}
    for claim in extraction.claims:
        for span in (claim.content, claim.cue, claim.claimant and claim.claimant.words, *claim.evidence):
            assert span is None or 0 <= span.begin < span.end <= len(text)
        assert text[slice(*claim.content)].strip() == text[slice(*claim.content)]
        assert claim.claimant is None or claim.claimant.value in nodes
