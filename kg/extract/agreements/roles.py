"""What a deal is about, which zones it sets up and how it stands, read from the clause of one trigger."""

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import Frame
from kg.extract.text.page import Page
from kg.records import AgreementKind, AgreementStatus, Fact, Span, ZoneKind

_TOPICS: Final = {row["word"]: AgreementKind(row["kind"]) for row in lexicon.table("agreement_topics")}
_SET_UP: Final = frozenset(
    {
        "create",
        "creates",
        "created",
        "creating",
        "establish",
        "establishes",
        "established",
        "establishing",
        "set",
        "setting",
        "sets",
        "form",
        "forming",
        "from",
        "guarantee",
        "called",
        "provides",
        "provide",
        "providing",
        "provided",
        "foresees",
        "foresaw",
        "envisages",
        "envisaged",
        "includes",
        "included",
        "opens",
        "open",
        "opening",
        "opened",
        "establishment",
        "creation",
        "designates",
        "designated",
        "declares",
        "declaring",
        "allows",
        "allowing",
        "requires",
        "required",
        "agreed",
    }
)
_ESTABLISHED: Final = frozenset(ZoneKind) - {ZoneKind.HELD_AREA, ZoneKind.FRONT_LINE}
_MOODS: Final = {row["word"]: AgreementStatus(row["status"]) for row in lexicon.table("agreement_moods")}
_UNDER: Final = frozenset({"under"})
_MOOD_REACH: Final = 4
_SEPARATING: Final = frozenset({",", ";", "and", "but", "that", "which", "who"})
_REACH: Final = 10
_REACH_AFTER: Final = 12
_FAR: Final = 400


@dataclass
class Terms:
    """What one trigger's clause tells of its deal."""

    party: list[Fact] = field(default_factory=list)
    establishes: list[Fact] = field(default_factory=list)
    location: list[Fact] = field(default_factory=list)
    when: list[Fact] = field(default_factory=list)
    status: Fact | None = None


def establishes(page: Page, fillers: Fillers, frame: Frame) -> list[Fact]:
    """Zones that the sentence says the deal sets up."""
    words = page.words
    sentence = page.sentence_of(frame.trigger)
    past = words.range_of(frame.trigger)[1]
    end = words.range_of(sentence)[1]
    found = []
    for mention in fillers.within(Span(frame.trigger.end, min(sentence.end, frame.trigger.end + _FAR))):
        zone = fillers.entities.zones.get(mention.denotes)
        at = words.range_of(mention.span)[0]
        if zone is None or zone.kind not in _ESTABLISHED or not past <= at < end:
            continue
        if any(lower in _SET_UP for lower in words.lowers[past:at]):
            found.append(Fact(mention.denotes, mention.span, "agreement.establishes"))
    return found


def is_about(page: Page, frame: Frame) -> AgreementKind | None:
    """The kind that words after a plain "deal" or "agreement" tell: "to withdraw", "on a prisoner swap"."""
    words = page.words
    past = words.range_of(frame.trigger)[1]
    begin = words.range_of(frame.premodifier)[0] if frame.premodifier else past
    end = min(words.range_of(page.sentence_of(frame.trigger))[1], past + _REACH)
    first = words.range_of(frame.trigger)[0]
    if not _UNDER.isdisjoint(words.lowers[max(0, first - 2) : first]):
        begin = min(begin, max(words.range_of(page.sentence_of(frame.trigger))[0], first - _REACH))
    near = [*words.lowers[begin : words.range_of(frame.trigger)[0]], *words.lowers[past:end]]
    return next((_TOPICS[lower] for lower in near if lower in _TOPICS), None)


@cache
def _statuses() -> dict[str, list[tuple[tuple[str, ...], str, AgreementStatus]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], str, AgreementStatus]]] = {}
    for row in lexicon.table("agreement_statuses"):
        phrase = tuple(row["phrase"].split())
        by_first.setdefault(phrase[0], []).append((phrase, row["side"], AgreementStatus(row["status"])))
    return by_first


def status_of(page: Page, frame: Frame) -> Fact | None:
    """How the deal stands by the words nearest to its trigger."""
    words = page.words
    first, past = words.range_of(frame.trigger)
    begin, end = words.range_of(page.sentence_of(frame.trigger))
    best: tuple[int, Fact] | None = None
    for at in range(max(begin, first - _REACH), min(end, past + _REACH_AFTER)):
        for phrase, side, status in _statuses().get(words.lowers[at], ()):
            stop = at + len(phrase)
            if tuple(words.lowers[at:stop]) != phrase or (first < stop and at < past):
                continue
            before = stop <= first
            if side != "any" and before != (side == "before"):
                continue
            distance = first - stop if before else at - past
            if not before and status is AgreementStatus.COLLAPSED:
                distance = -1  # "held for a week and then collapsed"
            if best is None or distance < best[0]:
                best = (distance, _status_fact(page, status, at, stop, begin))
    return best[1] if best else None


def _status_fact(page: Page, status: AgreementStatus, at: int, stop: int, begin: int) -> Fact:
    """A status on its words, or on the words before them that keep it from being so: "hope to sign"."""
    words = page.words
    if status is AgreementStatus.IN_FORCE:
        for first in range(max(begin, at - _MOOD_REACH), at):
            for length in (2, 1):
                mood = _MOODS.get(" ".join(words.lowers[first : first + length])) if first + length <= at else None
                if mood and not _SEPARATING.intersection(words.lowers[first:at]):
                    span = words.span_of(first, first + length)
                    return Fact(mood, span, f"agreement.status-{mood.value.lower()}-mood")
    return Fact(status, words.span_of(at, stop), f"agreement.status-{status.value.lower()}")
