"""With what an attack is done, as far as that tells its kind: "drones struck", "a missile hit", "gunmen attacked"."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.text.page import Page
from kg.records import Span, StrikeKind

_BURSTS: Final = frozenset({"explosion", "explosions", "blast", "blasts", "detonation"})
_FIRED: Final = ("fire", "launch")
_LOADED: Final = frozenset(
    {"packed", "laden", "loaded", "filled", "rigged", "carrying", "armed", "strapped", "wearing", "with", "wielding"}
)
_CARRIED_REACH: Final = 60
_WITH_REACH: Final = 80  # characters
_SENDING: Final = lexicon.words("sending_verbs")


@dataclass(frozen=True, slots=True)
class _Weapon:
    words: tuple[str, ...]
    kind: StrikeKind
    munition: bool


@cache
def _weapons() -> dict[str, list[_Weapon]]:
    by_first: dict[str, list[_Weapon]] = {}
    for row in lexicon.table("weapon_kinds"):
        phrase = tuple(row["word"].replace("-", " - ").split())
        by_first.setdefault(phrase[0], []).append(_Weapon(phrase, StrikeKind(row["kind"]), row["what"] == "munition"))
    return {first: sorted(rows, key=lambda r: -len(r.words)) for first, rows in by_first.items()}


def instrument_kind(page: Page, frame: Frame) -> StrikeKind | None:
    """The kind of attack that the doer, the weapon or the modifiers of a trigger make of it; None where none tells."""
    if frame.voice is Voice.NOMINAL:
        near = [s for s in frame.after("with", "by", "using") if s.begin - frame.trigger.end < _WITH_REACH]
        spans = [frame.premodifier, frame.agent, *near, frame.subject]
        if page.text(frame.trigger).lower() in _BURSTS:
            spans.append(frame.object)
    elif frame.voice is Voice.PASSIVE:
        sent = frame.subject if page.text(frame.trigger).lower().startswith(_FIRED) else None
        spans = [frame.agent, *frame.after("with", "using", "in"), sent]
    else:
        spans = [*frame.after("with", "using"), frame.subject, _carried(page, frame)]
    return _first(page, spans)


def _carried(page: Page, frame: Frame) -> Span | None:
    """What the subject carries, between it and the verb: "a vehicle packed with explosives rammed"."""
    if frame.subject is None or not 0 < frame.trigger.begin - frame.subject.end < _CARRIED_REACH:
        return None
    between = Span(frame.subject.end, frame.trigger.begin)
    words = page.words
    loaded = any(words.lowers[n] in _LOADED for n in range(*words.range_of(between)))
    return between if loaded else None


def flying(page: Page, frame: Frame) -> StrikeKind | None:
    """The kind that the munition tells which is sent or comes down: the object of "fired", the subject of "landed"."""
    if page.text(frame.trigger).lower() in _SENDING:
        sent = frame.subject if frame.voice is Voice.PASSIVE else frame.object
    else:
        sent = frame.subject
    return _first(page, [sent], munition=True)


def _first(page: Page, spans: Iterable[Span | None], munition: bool = False) -> StrikeKind | None:
    words = page.words
    for span in spans:
        if span is None:
            continue
        first, past = words.range_of(span)
        for at in range(first, past):
            for weapon in _weapons().get(words.lowers[at], ()):
                if tuple(words.lowers[at : at + len(weapon.words)]) == weapon.words and (
                    weapon.munition or not munition
                ):
                    return weapon.kind
    return None
