"""Parties, zones and standing of a deal, read from the clause of one trigger."""

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.fillers import Fillers
from kg.extract.page import Page
from kg.extract.syntax import Frame, frame_of
from kg.records import AgreementKind, AgreementStatus, Fact, Mention, Span, ZoneKind

_AGREEING: Final = lexicon.words("agreeing_verbs")
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
    }
)
_ESTABLISHED: Final = frozenset(ZoneKind) - {ZoneKind.HELD_AREA, ZoneKind.FRONT_LINE}
_ABOUT: Final = {
    "withdraw": AgreementKind.WITHDRAWAL_AGREEMENT,
    "withdrawal": AgreementKind.WITHDRAWAL_AGREEMENT,
    "evacuate": AgreementKind.WITHDRAWAL_AGREEMENT,
    "evacuation": AgreementKind.WITHDRAWAL_AGREEMENT,
    "surrender": AgreementKind.WITHDRAWAL_AGREEMENT,
    "leave": AgreementKind.WITHDRAWAL_AGREEMENT,
    "swap": AgreementKind.PRISONER_EXCHANGE,
    "prisoners": AgreementKind.PRISONER_EXCHANGE,
    "cessation": AgreementKind.CEASEFIRE,
    "ceasefire": AgreementKind.CEASEFIRE,
    "truce": AgreementKind.CEASEFIRE,
    "peace": AgreementKind.PEACE_AGREEMENT,
    "cooperate": AgreementKind.COOPERATION_AGREEMENT,
    "cooperation": AgreementKind.COOPERATION_AGREEMENT,
    "joint": AgreementKind.COOPERATION_AGREEMENT,
}
_REACH: Final = 10
_NEAR: Final = 6
_FAR: Final = 400
_BACK: Final = 12


@dataclass
class Terms:
    """What one trigger's clause tells of its deal."""

    party: list[Fact] = field(default_factory=list)
    establishes: list[Fact] = field(default_factory=list)
    location: list[Fact] = field(default_factory=list)
    when: list[Fact] = field(default_factory=list)
    status: Fact | None = None


def parties(page: Page, fillers: Fillers, frame: Frame) -> list[Fact]:
    """Between whom: "between X and Y", "X struck a deal with Y", "X–Y ceasefire", "backed by X and Y"."""
    found: list[tuple[Mention, str]] = []

    for preposition, rule in (
        ("between", "agreement.between"),
        ("among", "agreement.between"),
        ("with", "agreement.with"),
        ("by", "agreement.backed-by"),
    ):
        for span in frame.after(preposition):
            if page.words.range_of(span)[0] - page.words.range_of(frame.trigger)[1] > _NEAR:
                continue
            found += [(m, rule) for m in fillers.heads(span, fillers.is_doer)]
    if frame.premodifier:
        found += [(m, "agreement.premodifier") for m in fillers.within(frame.premodifier) if fillers.is_doer(m)]
    if not any(rule == "agreement.between" for _, rule in found):
        found = [(m, "agreement.subject") for m in _agreeing_subject(page, fillers, frame)] + found
    return list({m.denotes: Fact(m.denotes, m.span, rule) for m, rule in reversed(found)}.values())[::-1]


def _agreeing_subject(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Those who reach, sign, announce or break the deal."""

    words = page.words
    begin = words.range_of(page.sentence_of(frame.trigger))[0]
    first = words.range_of(frame.premodifier or frame.trigger)[0]
    for at in range(first - 1, max(begin, first - _BACK) - 1, -1):
        if words.lowers[at] in _AGREEING:
            return fillers.subjects(frame_of(page, words.spans[at], True).subject, fillers.is_doer)
        if words.lowers[at] in {".", ";", "after"}:
            break
    return fillers.heads(frame.subject, fillers.is_doer) if frame.governors and frame.governors[0] in _AGREEING else []


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
    near = [*words.lowers[begin : words.range_of(frame.trigger)[0]], *words.lowers[past:end]]
    return next((_ABOUT[lower] for lower in near if lower in _ABOUT), None)


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
    for at in range(max(begin, first - _REACH), min(end, past + _REACH)):
        for phrase, side, status in _statuses().get(words.lowers[at], ()):
            stop = at + len(phrase)
            if tuple(words.lowers[at:stop]) != phrase or (first < stop and at < past):
                continue
            before = stop <= first
            if side != "any" and before != (side == "before"):
                continue
            distance = first - stop if before else at - past
            if best is None or distance < best[0]:
                best = (distance, Fact(status, words.span_of(at, stop), f"agreement.status-{status.value.lower()}"))
    return best[1] if best else None
