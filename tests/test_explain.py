"""Explanations: every value with its words, in text order, safe to show whatever the article holds."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kg.errors import UsageError
from kg.explain import Explanation, explanation
from kg.explain.page import explanation_page
from kg.explain.pieces import Mark, marks_of, pieces, shown
from kg.explain.terminal import explanation_lines, marked_text
from kg.identity.graph import identity_quads
from kg.names import Names
from kg.records import (
    Actor,
    ActorKind,
    Article,
    Claim,
    Extraction,
    Fact,
    Factuality,
    Mention,
    MentionKind,
    Ref,
    Relation,
    Run,
    Segment,
    SegmentKind,
    Span,
    Stance,
    Strike,
    StrikeKind,
)
from kg.triples import extraction_quads
from tests.command import kg

NAMES = Names("https://example.org/")
TEXT = 'A <b onclick="x()">spokesman</b> said Norland & "friends" shelled the \x1b[31mport\x1b[0m.\r\nNobody was hurt.'


def span(words: str) -> Span:
    begin = TEXT.index(words)
    return Span(begin, begin + len(words))


def hostile(title: str = "<script>alert('title')</script>") -> Explanation:
    """An article whose title, text, names and rules would be markup, or move the cursor, if nobody escaped them."""
    sentence = Span(0, TEXT.index("\r"))
    spokesman, norland, port = (Ref("actor", key) for key in ("<i>spokesman</i>", "norland", "port"))
    shelling = Ref("strike", "1")
    article = Article('"><img src=x>', TEXT, title)
    evidence = (sentence,)
    extraction = Extraction(
        article,
        segments=(Segment(SegmentKind.BODY, Span(0, len(TEXT))),),
        mentions=(
            Mention(span("spokesman"), MentionKind.NOMINAL, spokesman),
            Mention(span('Norland & "friends"'), MentionKind.NAME, norland),
        ),
        actors=(
            Actor(spokesman, ActorKind.PERSON, "<b>spokesman</b>", evidence=evidence),
            Actor(norland, ActorKind.STATE, 'Norland & "friends"', evidence=evidence),
            Actor(port, ActorKind.STATE, "port", evidence=evidence),
        ),
        strikes=(
            Strike(
                shelling,
                StrikeKind.SHELLING,
                "shelled",
                (span("shelled"),),
                Fact(Factuality.ATTRIBUTED, span("said"), "factuality.<u>"),
                alleged_perpetrator=(Fact(norland, span("Norland"), "subject"),),
                weapon=(Fact("<script>1</script>", span("\x1b[31mport"), "weapon"),),
                evidence=evidence,
            ),
        ),
        claims=(
            Claim(
                Ref("claim", "1"),
                Span(span("Norland").begin, sentence.end - 1),
                Fact(Stance.ASSERTS, span("said"), "cue"),
                Fact(spokesman, span("spokesman"), "subject"),
                span("said"),
                (Fact(shelling, span("shelled"), "content"),),
                evidence=evidence,
            ),
        ),
        relations=(
            Relation(norland, "allyOf", spokesman, span("friends"), evidence, "near", factuality=Factuality.ALLEGED),
        ),
    )
    run = Run("1", "1", "1", "0", datetime(2021, 2, 4, tzinfo=UTC))
    return explanation(extraction_quads(extraction, run, NAMES))


class Page(HTMLParser):
    """What a browser would make of a page: the elements, and the marked text without its numbers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.everything = ""
        self._depth = self._notes = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "div":
            self._depth += 1
        self._notes += tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "div"
        self._notes -= tag == "sup"

    def handle_data(self, data: str) -> None:
        self.everything += data
        if self._depth and not self._notes:
            self.text += data


def as_text(explained: Explanation, **options: bool) -> str:
    out = StringIO()
    console = Console(file=out, highlight=False, markup=False, soft_wrap=True, legacy_windows=False, **options)  # type: ignore[arg-type]
    for line in explanation_lines(explained):
        console.print(line)
    return out.getvalue()


def test_explain_nodes_and_values_stand_in_text_order() -> None:
    explained = hostile()
    assert [(node.kind, node.number) for node in explained.nodes] == [
        ("State", 1),  # no words name it, so it stands first
        ("Person", 2),
        ("State", 3),
        ("Claim", 4),  # begins with the same word, and is longer
        ("Shelling", 5),
    ]
    shelling = explained.nodes[4]
    assert [(value.property, value.shown, value.rules) for value in shelling.values] == [
        ("factuality", "Attributed", ("factuality.<u>",)),
        ("allegedPerpetrator", 'Norland & "friends"', ("subject",)),
        ("weapon", "<script>1</script>", ("weapon",)),
    ]
    for node in explained.nodes:
        for value in node.values:
            assert value.confidences == ("0.8",)
            assert value.sentences == (Span(0, TEXT.index("\r")),)
            assert all(0 <= words.begin < words.end <= len(TEXT) for words in value.words)


def test_explain_tells_a_relation_that_is_only_alleged() -> None:
    [relation] = hostile().nodes[2].values
    assert (relation.property, relation.factuality) == ("allyOf", "Alleged")
    assert "allyOf: <b>spokesman</b> [Alleged] – “friends”" in as_text(hostile())


def test_explain_shows_links_with_their_method() -> None:
    text = "France protested."
    france = Ref("actor", "France", known=True)
    extraction = Extraction(
        Article("a", text),
        mentions=(Mention(Span(0, 6), MentionKind.NAME, france),),
        actors=(Actor(france, ActorKind.STATE, "France"),),
    )
    run = Run("1", "1", "1", "0", datetime(2021, 2, 4, tzinfo=UTC))
    [node] = explanation(extraction_quads(extraction, run, NAMES), identity_quads([france], NAMES)).nodes
    assert [(link.target, link.method, link.status) for link in node.links] == [
        ("http://www.wikidata.org/entity/Q142", "gazetteer", "Accepted")
    ]


def test_explain_one_node_only() -> None:
    explained = hostile()
    shelling = explained.nodes[4]
    assert explained.only(shelling.iri).nodes == (shelling,)
    with pytest.raises(UsageError, match=r"says nothing of https://example\.org/x"):
        explained.only("https://example.org/x")


marks = st.lists(
    st.builds(
        lambda begin, length, node: Mark(Span(begin, begin + length), node, "Actor"),
        st.integers(0, 20),
        st.integers(1, 10),
        st.integers(1, 4),
    )
)


@given(marks)
def test_explain_pieces_make_up_the_text_and_each_mark(some: Sequence[Mark]) -> None:
    text = "abcdefghijklmnopqrstuvwxyzABCDEF"
    cut = pieces(text, some)
    assert "".join(text[piece.span.begin : piece.span.end] for piece in cut) == text
    for mark in some:
        covered = [piece.span for piece in cut if mark in piece.marks]
        assert covered[0].begin == mark.span.begin
        assert covered[-1].end == mark.span.end
        assert all(one.end == other.begin for one, other in pairwise(covered))
        assert [piece.span.end for piece in cut if mark in piece.ends] == [mark.span.end]


def test_explain_pieces_of_crossing_spans_carry_both() -> None:
    one, other = Mark(Span(0, 5), 1, "Claim"), Mark(Span(3, 8), 2, "Actor")
    assert [(tuple(p.span), p.marks, p.ends) for p in pieces("0123456789", [one, other])] == [
        ((0, 3), (one,), ()),
        ((3, 5), (one, other), (one,)),
        ((5, 8), (other,), (other,)),
        ((8, 10), (), ()),
    ]


def test_explain_empty_text_has_no_pieces() -> None:
    assert pieces("", []) == []


def test_explain_page_escapes_whatever_an_article_holds() -> None:
    page = Page(explanation_page(hostile()))
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "img", "b", "i", "u", "link", "iframe"})
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert page.text == shown(TEXT)
    assert "<script>alert('title')</script>" in page.everything
    assert "\x1b" not in page.everything


def test_explain_page_is_self_contained_and_its_links_lead_somewhere() -> None:
    page = Page(explanation_page(hostile()))
    anchors = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    targets = [attributes["href"] or "" for tag, attributes in page.elements if tag == "a"]
    assert len(targets) > 10
    assert all(target.startswith("#") and target[1:] in anchors for target in targets)
    assert not any("src" in attributes for _, attributes in page.elements)


def test_explain_page_marks_overlapping_spans_with_all_their_classes() -> None:
    page = Page(explanation_page(hostile()))
    classes = {
        attributes["id"]: attributes.get("class")
        for tag, attributes in page.elements
        if tag == "span" and "id" in attributes
    }
    assert classes[f"c{span('Norland').begin}"] == "Claim Actor Value"
    assert classes[f"c{span(' & ').begin}"] == "Claim Actor"
    assert classes[f"c{span('shelled').begin}"] == "Claim Strike"
    assert classes["c0"] is None


def test_explain_terminal_has_colour_and_no_control_characters_of_the_article() -> None:
    coloured = as_text(hostile(), force_terminal=True)
    assert "\x1b[1;4;31mshelled" in coloured
    assert "\x1b[31mport" not in coloured
    assert "␛[31mport␛[0m" in as_text(hostile())
    assert "\x1b" not in as_text(hostile())


def test_explain_text_names_the_nodes_behind_the_marks() -> None:
    assert 'Norland & "friends"[3] shelled[5]' in marked_text(hostile()).plain


def test_explain_marks_the_words_of_values_that_are_no_mentions() -> None:
    values = [mark.span for mark in marks_of(hostile()) if mark.family == "Value"]
    assert values == [span("Norland"), span("friends"), span("\x1b[31mport")]


def test_explain_command_takes_an_id_an_iri_or_a_file(sample_store: Path) -> None:
    from kg.resources import samples_dir

    by_id = kg("explain", "kunduz-hospital", "--store", sample_store)
    by_iri = kg("explain", "https://w3id.org/conflict-kg/id/article/kunduz-hospital", "--store", sample_store)
    by_file = kg("explain", samples_dir() / "kunduz-hospital.json")
    assert [done.returncode for done in (by_id, by_iri, by_file)] == [0, 0, 0], by_id.stderr
    assert by_id.stdout == by_iri.stdout == by_file.stdout
    assert "rule " in by_id.stdout
    assert "\x1b" not in by_id.stdout


def test_explain_command_shows_every_value_of_every_node(sample_store: Path) -> None:
    from kg.asking import ask
    from kg.store import open_snapshot

    graph = "<https://w3id.org/conflict-kg/id/article/kunduz-hospital>"
    query = f"SELECT ?n {{ GRAPH {graph} {{ ?n a <https://w3id.org/conflict-kg/ontology#Relation> }} }}"
    relations = len(list(ask(open_snapshot(sample_store).store, query)))
    assert relations > 50
    assert kg("explain", "kunduz-hospital", "--store", sample_store).stdout.count(", rule ") == relations


def test_explain_command_colours_a_terminal_unless_told_not_to(sample_store: Path) -> None:
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    coloured = kg("explain", "kunduz-hospital", "--store", sample_store, **terminal)
    plain = kg("explain", "kunduz-hospital", "--store", sample_store, NO_COLOR="1", **terminal)
    assert "\x1b[1;31m" in coloured.stdout
    assert "31m" not in plain.stdout


def test_explain_command_writes_a_page(sample_store: Path) -> None:
    done = kg("explain", "kunduz-hospital", "--store", sample_store, "--format", "html")
    assert done.returncode == 0
    sample = json.loads((Path(__file__).parent.parent / "samples" / "kunduz-hospital.json").read_text(encoding="utf-8"))
    assert Page(done.stdout).text == shown(sample["text"])


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nonsense", "--store", "{store}"], 2, "the store has no article 'nonsense' (one is named by its id"),
        (["in/KUNDUZ-hospital.json", "--store", "{store}"], 2, "perhaps kunduz-hospital"),
        (["kunduz", "--store", "{store}"], 2, "perhaps kunduz-hospital"),
        (["drones SET fire", "--store", "{store}"], 2, "perhaps abqaiq-drone-attack or abqaiq-drone-attack-copy"),
        (["not an iri <>", "--store", "{store}"], 2, "the store has no article"),
        (["https://example.org/none", "--store", "{store}"], 2, "the store has no article"),
        (["kunduz-hospital", "--store", "{tmp}/none"], 4, "there is no store at"),
        (["kunduz-hospital"], 2, "there is no file kunduz-hospital"),
        (["kunduz-hospital", "--store", "{store}", "--node", "x"], 2, "says nothing of x"),
        (["{tmp}/empty.txt"], 3, "no usable article in"),
        (["{tmp}/two.jsonl"], 2, "holds 2 articles"),
        (["kunduz-hospital", "--store", "{store}", "--format", "pdf"], 2, "'pdf' is not one of"),
    ],
)
def test_explain_command_refuses_with_one_line_and_its_code(
    arguments: list[str], code: int, message: str, sample_store: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "two.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    done = kg("explain", *(argument.format(store=sample_store, tmp=tmp_path) for argument in arguments))
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    assert message in done.stderr.strip().splitlines()[-1]
