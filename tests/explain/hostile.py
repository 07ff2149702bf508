"""An article that would do harm if nobody escaped it, explained, and how its explanation is read back."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from io import StringIO

from rich.console import Console

from kg.explain import Explanation, explanation
from kg.explain.terminal import explanation_lines
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
