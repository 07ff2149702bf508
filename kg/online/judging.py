"""Which of the items that bear a name is meant: by name, type, country and time.

An item is a candidate where it bears exactly the name (letter case and accents apart), is of a type that fits, and was
not founded or born after the article. It is accepted where, beyond that, it is the only candidate that has the number
in GeoNames that the gazetteer gives the thing; or, where none has that number and its own is not another, the only one
that lies in (or is a citizen of) a state or place that the same article speaks of, and the linker would accept it, were
it an entry of the gazetteer (kg.online.deciding). How often this is right has not been measured on Wikidata's
own answers, and the confidences say no more than their order.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from kg import names as ns
from kg.linking.spelling import folded_name
from kg.linking.things import Context, Decision
from kg.names import Names
from kg.online.deciding import decision_of
from kg.online.wanted import Wanted
from kg.online.wikidata import Item

_CLASSES: Final = Path(__file__).resolve().parent / "classes.csv"
_VERIFIED: Final = 0.9
_IN_COUNTRY: Final = 0.6
_ALONE: Final = 0.5
_ONE_OF_SEVERAL: Final = 0.3
Status = Literal["Accepted", "Candidate"]


@dataclass(frozen=True, slots=True)
class Judged:
    """An item for a thing, how sure it is, and why."""

    target: str
    status: Status
    confidence: float
    reason: str


@cache
def roots() -> dict[str, frozenset[str]]:
    """The classes of Wikidata that fit a class of ours, as IRIs."""
    found: dict[str, frozenset[str]] = {}
    with _CLASSES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["class"]] = found.get(row["class"], frozenset()) | {ns.WIKIDATA + row["root"]}
    return found


def named_as(thing: Wanted, item: Item) -> bool:
    """Whether an item bears one of a thing's names."""
    names = {folded_name(name) for name in item.texts("label", "alias")} - {""}
    return any(folded_name(name) in names for name in thing.names)


def judge(
    thing: Wanted, items: Sequence[Item], kinds: set[tuple[str, str]], context: Context, names: Names
) -> list[Judged]:
    """The candidates among some items, the surest first. kinds: which types are of which roots; context: what the
    articles that name the thing speak of."""
    fitting = [
        each for each in items if named_as(thing, each) and _fits(thing, each, kinds) and not _too_young(thing, each)
    ]
    same = [each for each in fitting if thing.geonames and thing.geonames in each.texts("GeoNames")]
    near = same or [each for each in fitting if _shared(thing, each) and not _numbered_otherwise(thing, each)]
    decision = decision_of(thing, [each for each in fitting if not _numbered_otherwise(thing, each)], context, names)
    found = []
    for each in fitting:
        is_best = decision.entry is not None and decision.entry.key == each.iri
        vouched = bool(same) or (is_best and decision.status == "Accepted")
        status: Status = "Accepted" if near == [each] and vouched else "Candidate"
        alone = _ALONE if len(fitting) == 1 else _ONE_OF_SEVERAL
        sure = _VERIFIED if same else min(_VERIFIED, decision.confidence)
        confidence = sure if status == "Accepted" else _IN_COUNTRY if each in near else alone
        reason = "; ".join(filter(None, (_reason(thing, each, len(fitting)), _linkers(decision, each))))
        found.append(Judged(each.iri, status, confidence, reason))
    return sorted(found, key=lambda judged: (-judged.confidence, judged.target))


def _fits(thing: Wanted, item: Item, kinds: set[tuple[str, str]]) -> bool:
    return any((kind, root) in kinds for kind in item.texts("type") for root in roots()[thing.kind])


def _too_young(thing: Wanted, item: Item) -> bool:
    began = min(item.texts("inception", "birth"), default="")
    # Years before the common era begin with a minus sign, and are early enough.
    return thing.day is not None and began[:1].isdigit() and began[:10] > thing.day.isoformat()


def _shared(thing: Wanted, item: Item) -> list[str]:
    return sorted(thing.places & set(item.texts("country", "citizenship")))


def _numbered_otherwise(thing: Wanted, item: Item) -> bool:
    return bool(thing.geonames and item.texts("GeoNames")) and thing.geonames not in item.texts("GeoNames")


def _linkers(decision: Decision, item: Item) -> str:
    """What the linker says of an item, where it is not sure of it."""
    if decision.entry is None or (decision.entry.key == item.iri and decision.status == "Accepted"):
        return ""
    if decision.entry.key == item.iri:
        return f"the linker is not sure: {decision.reason}"
    return f"the linker thinks of {decision.entry.names[0]} ({decision.entry.qid or 'which has no item'})"


def _reason(thing: Wanted, item: Item, number: int) -> str:
    label = (item.texts("label") or [item.iri])[0]
    about = (item.texts("description") or [""])[0]
    shared = [iri.removeprefix(ns.WIKIDATA) for iri in _shared(thing, item)]
    parts = [f"Wikidata: {label}{f' ({about})' if about else ''}", "the same name", f"its type goes with {thing.kind}"]
    if thing.geonames and thing.geonames in item.texts("GeoNames"):
        parts.append(f"GeoNames has it under the same number {thing.geonames}")
    parts.append(f"the article speaks of its country {', '.join(shared)}" if shared else "its country is not spoken of")
    return "; ".join([*parts, f"one of {number} that fit"] if number > 1 else parts)
