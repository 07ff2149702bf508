"""Read the sentences annotated for this project: ``id<TAB>text with {Label|words} markup``, one item a line.

The grammar and the labels are told in ``kg/training/data/README.md``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import InputError

ENTITY_LABELS: Final = frozenset(
    {
        "Person",
        "State",
        "Government",
        "ArmedForce",
        "ArmedGroup",
        "Organization",
        "MediaOrganization",
        "Collective",
        "Place",
        "Facility",
        "Zone",
        "Norp",
        "Weapon",
        "Date",
        "Number",
    }
)
STRIKE_LABELS: Final = frozenset(
    {
        "AirStrike",
        "DroneStrike",
        "MissileStrike",
        "Shelling",
        "Bombing",
        "ChemicalAttack",
        "GroundAttack",
        "UnspecifiedAttack",
    }
)
AGREEMENT_LABELS: Final = frozenset(
    {"Ceasefire", "PeaceAgreement", "WithdrawalAgreement", "PrisonerExchange", "CooperationAgreement", "OtherAgreement"}
)
TRIGGER_LABELS: Final = STRIKE_LABELS | AGREEMENT_LABELS
ATTRIBUTION_LABELS: Final = frozenset({"source", "cue", "content"})
STANCES: Final = frozenset({"Asserts", "Alleges", "Denies", "Condemns", "Threatens", "Promises", "Demands", "Warns"})

_DEVELOPMENT_ENDINGS: Final = ("0", "5")
_ITEM_ID: Final = re.compile(r"[a-z0-9_]+-[0-9]+")
_MARKUP: Final = re.compile(r"\{(?P<tag>[^{}|]*)\||(?P<close>\})|(?P<stray>\{)")
_TAG: Final = re.compile(r"(?P<label>[A-Za-z]+?)(?P<group>[1-9][0-9]*)?(?::(?P<stance>[A-Za-z]+))?")


class MarkupError(InputError):
    """A line that does not follow the markup; the message names file, line and fault."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A labelled stretch of an item's text, in code points, end exclusive.

    ``group`` numbers the attribution that a source, cue or content belongs to (1 where the item has only one and does
    not number it) and is None on entities and triggers; ``stance`` is set on cues alone.
    """

    begin: int
    end: int
    label: str
    group: int | None = None
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One annotated item; ``spans`` run by begin, the longer first: an enclosing span precedes what it holds."""

    id: str
    text: str
    spans: tuple[Span, ...]

    @property
    def is_dev(self) -> bool:
        """Whether the item belongs to the development part: its number ends in 0 or 5."""
        return self.id.endswith(_DEVELOPMENT_ENDINGS)

    def words(self, span: Span) -> str:
        """The words that a span of this item covers."""
        return self.text[span.begin : span.end]


def read_items(path: Path) -> Iterator[Item]:
    """Yield the items of one file in file order, skipping comments and blank lines.

    Raises:
        MarkupError: at the first line that does not follow the grammar.
        OSError, UnicodeDecodeError: the file cannot be read as UTF-8.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            yield parse_line(line)
        except MarkupError as fault:
            raise MarkupError(f"{path.name}:{number}: {fault}") from None


def parse_line(line: str) -> Item:
    """Parse ``id<TAB>marked-up text``; raises MarkupError where the line does not follow the grammar."""
    item_id, tab, marked = line.partition("\t")
    if not tab:
        raise MarkupError("no tab between id and text")
    if not _ITEM_ID.fullmatch(item_id):
        raise MarkupError(f"bad id {item_id!r}")
    text, spans = parse_markup(marked)
    if not text or text != text.strip() or "\t" in text:
        raise MarkupError(f"{item_id}: the text is empty, has white space at an end, or holds a tab")
    return Item(item_id, text, spans)


def parse_markup(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Take the markup off: the plain text, and the spans with their code-point offsets in it.

    Raises:
        MarkupError: an unknown label or stance, an unbalanced brace, an empty span, or one with white space at an end.
    """
    text = ""
    spans: list[Span] = []
    open_tags: list[tuple[int, str]] = []
    position = 0
    for token in _MARKUP.finditer(marked):
        text += marked[position : token.start()]
        position = token.end()
        if token["stray"]:
            raise MarkupError(f"brace without a label before {marked[token.end() : token.end() + 20]!r}")
        if token["close"] is None:
            open_tags.append((len(text), token["tag"]))
        elif open_tags:
            begin, tag = open_tags.pop()
            spans.append(_span(text, begin, tag))
        else:
            raise MarkupError(f"closing brace without an opening one after {text[-20:]!r}")
    if open_tags:
        raise MarkupError(f"brace of {open_tags[-1][1]!r} is never closed")
    # Reversal and a stable sort keep the outer of two equal spans first: inner ones close first.
    spans.reverse()
    spans.sort(key=lambda span: (span.begin, -span.end))
    return text + marked[position:], tuple(spans)


def _span(text: str, begin: int, tag: str) -> Span:
    words = text[begin:]
    if not words or words != words.strip():
        raise MarkupError(f"span {tag}|{words!r} is empty or has white space at an end")
    parts = _TAG.fullmatch(tag)
    if parts is None:
        raise MarkupError(f"bad tag {tag!r}")
    label, group, stance = parts["label"], parts["group"], parts["stance"]
    if label in ATTRIBUTION_LABELS:
        if (stance is not None) != (label == "cue") or stance not in STANCES | {None}:
            raise MarkupError(f"a cue, and nothing else, has one of the known stances: {tag!r}")
        return Span(begin, len(text), label, int(group or 1), stance)
    if label not in ENTITY_LABELS | TRIGGER_LABELS or group or stance:
        raise MarkupError(f"unknown label {tag!r}")
    return Span(begin, len(text), label)
