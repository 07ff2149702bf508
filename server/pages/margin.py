"""An article as its page shows it: paragraphs cut into runs of text, each with the notes that belong beside it."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from server.explore.sweep import Sweep
from server.explore.views import ArticleView, Fact, Mark, Term, Thing

_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n\s*")
_LINE: Final = re.compile(r"\n\s*")
# Which of three lines under the text a mark takes, so that overlapping ones can be told apart.
_LAYERS: Final = {
    "Actor": 1,
    "Place": 1,
    "Zone": 1,
    "Strike": 2,
    "Agreement": 2,
    "Claim": 3,
    "Quantity": 2,
    "TimeExpression": 2,
}
# Whether it happened, who did it to whom, where and when; who says it, how, and of what.
_ORDER: Final = (
    *("factuality", "status", "perpetrator", "allegedPerpetrator", "party", "target", "location", "when"),
    *("claimant", "stance", "responsible", "about"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in which no mark begins or ends. classes: of the marks over it; ends: marks to name after it;
    anchors: the ends of the spans that begin here and that something links to."""

    begin: int
    end: int
    text: str
    classes: str
    ends: tuple[Mark, ...]
    anchors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a paragraph says of one thing. stance: of a claim."""

    subject: Thing
    facts: tuple[Fact, ...]

    @property
    def stance(self) -> Term | None:
        """Which stance the claimant takes, where the paragraph says so."""
        return next((fact.value.term for fact in self.facts if fact.property.name == "stance"), None)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, the kind of its segment ("" where there is none), and the notes beside it."""

    kind: str
    runs: tuple[Run, ...]
    notes: tuple[Note, ...]


def paragraphs(view: ArticleView) -> list[Paragraph]:
    """The text in its order; each fact stands beside the paragraph in which its words begin."""
    anchors = _anchors(view)
    places = sorted(anchors)
    blocks = list(_blocks(view.text))
    beside = _beside(view.facts, blocks)
    marks, segments = (
        Sweep((m.begin, m.end, m) for m in view.marks),
        Sweep((b, e, kind) for kind, b, e in view.segments),
    )
    found = []
    for number, (begin, end) in enumerate(blocks):
        kind = next(iter(segments.over(begin, begin + 1)), "")
        cuts = places[bisect_right(places, begin) : bisect_left(places, end)]
        runs = _runs(view.text, begin, end, marks.over(begin, end), cuts, anchors)
        found.append(Paragraph(kind, runs, _notes(beside[number])))
    return found


def _beside(facts: Iterable[Fact], blocks: Sequence[tuple[int, int]]) -> dict[int, list[Fact]]:
    """The facts whose words begin in each block, by its number."""
    begins = [begin for begin, _ in blocks]
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        number = bisect_right(begins, fact.begin) - 1 if fact.begin is not None else -1
        if number >= 0 and fact.begin is not None and fact.begin < blocks[number][1]:
            found[number].append(fact)
    return found


def _blocks(text: str) -> Iterable[tuple[int, int]]:
    """Paragraphs are parted by blank lines; where there are none, by line breaks."""
    parting = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE
    cuts = [0, *(at for found in parting.finditer(text) for at in found.span()), len(text)]
    for begin, end in zip(cuts[::2], cuts[1::2], strict=True):
        if text[begin:end].strip():
            yield begin, end


def _anchors(view: ArticleView) -> dict[int, set[int]]:
    """Begin → ends of all spans that pages link to."""
    found: dict[int, set[int]] = defaultdict(set)
    for mark in view.marks:
        found[mark.begin].add(mark.end)
    told = [e for fact in view.facts for e in fact.value.evidence] + [c.evidence for c in view.claims if c.evidence]
    for evidence in told:
        found[evidence.begin].add(evidence.end)
        if evidence.words_begin is not None and evidence.words_end is not None:
            found[evidence.words_begin].add(evidence.words_end)
    return found


def _runs(
    text: str, begin: int, end: int, marks: Sequence[Mark], places: Iterable[int], anchors: Mapping[int, Iterable[int]]
) -> tuple[Run, ...]:
    """The text between two offsets, cut where a mark or an anchor begins or ends. places: of the anchors between."""
    cuts = {begin, end, *places}
    cuts |= {at for mark in marks for at in (mark.begin, mark.end) if begin < at < end}
    sweep, runs = Sweep((m.begin, m.end, m) for m in marks), []
    for first, last in pairwise(sorted(cuts)):
        over = sweep.over(first, last)
        ending = _named([m for m in over if m.end == last and m.kind != "Cue"])
        runs.append(Run(first, last, text[first:last], _classes(over), ending, tuple(sorted(anchors.get(first, ())))))
    return tuple(runs)


def _classes(marks: Sequence[Mark]) -> str:
    names = {
        f"u{_LAYERS[m.family]} m-{m.family}" + (" cue" if m.kind == "Cue" else "") for m in marks if m.family in _LAYERS
    }
    return " ".join(sorted(names))


def _named(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """One mark for each thing, the shortest first: it is the one that the eye is on."""
    found = {(m.family, m.thing.iri if m.thing else (m.begin, m.end)): m for m in marks}
    return tuple(sorted(found.values(), key=lambda m: (m.end - m.begin, m.family)))


def _notes(facts: Sequence[Fact]) -> tuple[Note, ...]:
    grouped: dict[Thing, list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[fact.subject].append(fact)
    return tuple(Note(subject, tuple(sorted(each, key=_rank))) for subject, each in grouped.items())


def _rank(fact: Fact) -> int:
    """In which order a reader asks for facts; what is not named comes last, as the text has it."""
    return _ORDER.index(fact.property.name) if fact.property.name in _ORDER else len(_ORDER)
