"""Accept, propose or abstain: the best candidate of a thing, by fitted weights and a calibrated confidence."""

import csv
import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from kg.linking.candidates import Candidate, candidates
from kg.linking.features import NAMES, features
from kg.linking.things import COLLECTIVE, Context, Decision, Status, Thing

_FOLDER: Final = Path(__file__).resolve().parent
# Least confidence at which a link is stated as a fact, and at which it is shown to a reviewer.
ACCEPTED: Final = 0.7
PROPOSED: Final = 0.3
_GREATEST: Final = 30.0  # of a score, so that none is too great to be raised to a power
_LEAST_TOLD: Final = 0.1  # what a feature must add to the score for the reason to name it
_LEAST_OTHER: Final = 0.1  # what the model must give a further candidate for it to be shown
SPELLINGS: Final = ("alike", "same")  # how calibration.csv says whether the names are the same
_SPOKEN_OF: Final = NAMES.index("state spoken of")
_OTHER_NOUN: Final = NAMES.index("class noun differs")
_IN_FULL: Final = NAMES.index("fuller name agrees")
_ABSTAIN: Final = Decision("", None, 0.0, "no known name is like it")


def decide(thing: Thing, context: Context) -> Decision:
    """What a thing is linked to. A collective is described and not named: it is never linked."""
    return decide_among(candidates(thing), thing, context)


def decide_among(found: Sequence[Candidate], thing: Thing, context: Context) -> Decision:
    """The same, of candidates that may come from elsewhere than the gazetteer."""
    if thing.kind == COLLECTIVE:
        return _ABSTAIN
    ranked = _ranked(found, thing, context)
    if not ranked:
        return _ABSTAIN
    (_, best, values), *others = ranked
    chances = likelihoods([score for score, _, _ in ranked])
    # Another spelling may be another name: Karabilah is not Karbala. A reviewer sees it, no query does.
    named = is_named(best, values)
    confidence = confidence_of(chances[0], named)
    accepted = confidence >= ACCEPTED and named
    status: Status = "Accepted" if accepted else "Candidate" if confidence >= PROPOSED else ""
    reason = _reason(best, values, others[0][1] if others else None)
    shown = zip(others, chances[1:], strict=True)
    next_best = tuple((row[1].entry, chance) for row, chance in shown if chance >= _LEAST_OTHER)
    return Decision(status, best.entry, confidence, reason, next_best)


def is_named(candidate: Candidate, values: Sequence[float]) -> bool:
    """Whether a thing is named as the candidate is, if in another transcription, or by the last name of a person: one
    whom the article names in full, or calls by a title and speaks of the state of. Never where it has the class
    noun of something else."""
    if values[_OTHER_NOUN]:
        return False
    told = bool(values[_IN_FULL]) or (candidate.titled and bool(values[_SPOKEN_OF]))
    return candidate.exact or candidate.transcribed or (candidate.surname and told)


def rank(thing: Thing, context: Context) -> list[tuple[float, Candidate, tuple[float, ...]]]:
    """Candidates with their score (log-odds of being right) and features, the best first."""
    return _ranked(candidates(thing), thing, context)


def _ranked(
    found: Sequence[Candidate], thing: Thing, context: Context
) -> list[tuple[float, Candidate, tuple[float, ...]]]:
    scored = [(*_scored(each, found, thing, context),) for each in found]
    return sorted(scored, key=lambda row: (-row[0], row[1].entry.key))


def _scored(
    candidate: Candidate, found: Sequence[Candidate], thing: Thing, context: Context
) -> tuple[float, Candidate, tuple[float, ...]]:
    values = features(candidate, found, thing, context)
    return math.fsum(w * v for w, v in zip(weights(), values, strict=True)), candidate, values


def likelihoods(scores: Iterable[float]) -> list[float]:
    """What the model gives each of some candidates: softmax over their scores and that of none of them, 0."""
    odds = [math.exp(min(score, _GREATEST)) for score in scores]
    total = 1 + math.fsum(odds)
    return [each / total for each in odds]


def confidence_of(chance: float, named: bool) -> float:
    """Share of the decisions of about this likelihood that were right on the development documents: between two rows of
    the table in a straight line. named: whether the names are the same, or only alike."""
    means, shares = calibration(named)
    at = bisect_right(means, chance)
    if at == len(means):
        return shares[-1]
    low, least = (means[at - 1], shares[at - 1]) if at else (0.0, 0.0)
    return least + (shares[at] - least) * (chance - low) / (means[at] - low)


@cache
def weights() -> tuple[float, ...]:
    """Weight of each feature. Raises ValueError where the table is not that of these features."""
    with (_FOLDER / "weights.csv").open(encoding="utf-8", newline="") as file:
        table = {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
    if set(table) != set(NAMES):
        raise ValueError(f"weights.csv has not the features of this version: {sorted(set(table) ^ set(NAMES))}")
    return tuple(table[name] for name in NAMES)


@cache
def calibration(named: bool) -> tuple[list[float], list[float]]:
    """Mean likelihoods, rising, and the confidence at each, of things with the same name or with one that is alike."""
    with (_FOLDER / "calibration.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name"] == SPELLINGS[named]]
    return [float(row["mean_likelihood"]) for row in rows], [float(row["confidence"]) for row in rows]


def _reason(best: Candidate, values: Sequence[float], second: Candidate | None) -> str:
    """The decision in words: how the name is like, and what else spoke for or against it, the weightiest first."""
    unlike = f"{best.name!r} is like {best.like!r} ({best.likeness:.2f})"
    parts = [f"named {best.like!r}" if best.exact else unlike]
    said = sorted(
        ((weight * value, name) for name, weight, value in zip(NAMES, weights(), values, strict=True) if value),
        key=lambda pair: -abs(pair[0]),
    )
    told = [(amount, name) for amount, name in said if name != "always" and abs(amount) >= _LEAST_TOLD]
    parts += [f"{'+' if amount > 0 else '−'} {name}" for amount, name in told]
    if second is not None:
        parts.append(f"next: {second.entry.key}")
    return "; ".join(parts)
