"""What speaks for and against one candidate: numbers that the fitted weights are multiplied with.

Each is 0 where there is nothing to say. They are named as in ``weights.csv``.
"""

import math
from collections.abc import Sequence
from typing import Final

from kg import gazetteer
from kg.gazetteer import Entry
from kg.gazetteer.folding import fold_name
from kg.linking.candidates import SMALL_UNITS, TOWN_NOUNS, Candidate, candidates, readings
from kg.linking.index import is_main_name
from kg.linking.things import PERSON, PLACE, Context, Thing
from kg.records import ActorKind

# Prominence of what has no population, on the scale of the decimal logarithm of one.
_PROMINENCE: Final = {"country": 8.0, "region": 7.0, "province": 6.3, "": 6.0}
_YEARS_BEFORE_OFFICE: Final = 12

NAMES: Final = (
    "always",
    "unlike",
    "other letters",
    "alias",
    "single word",
    "surname only",
    "class near",
    "team of a state",
    "obscure",
    "prominent",
    "only one of its name",
    "land of a namesake town",
    "class noun agrees",
    "class noun differs",
    "state spoken of",
    "state not spoken of",
    "fuller name agrees",
    "fuller name differs",
    "part of another name",
    "before its time",
)


def features(candidate: Candidate, rivals: Sequence[Candidate], thing: Thing, context: Context) -> tuple[float, ...]:
    """The values of ``NAMES`` for a candidate among all candidates of the thing."""
    entry = candidate.entry
    namesakes = {each.entry.key for each in rivals if each.likeness == candidate.likeness}
    spoken_of = context.share_of(entry.state, without=namesakes) if entry.state else 0.0
    fuller = _fuller(candidate, thing, context)
    noun = _noun(candidate)
    return (
        1.0,
        0.0 if candidate.surname else 10 * (1 - candidate.likeness),
        0.0 if candidate.surname else _other_letters(candidate),
        float(not is_main_name(entry, candidate.like)),
        float(" " not in candidate.name),
        float(candidate.surname),
        4 * (1 - candidate.fit),
        float(not spoken_of and _may_be_team(candidate, thing, context)),
        max(0.0, 6 - prominence(candidate)),
        max(0.0, prominence(candidate) - 6),
        float(all(each is candidate or each.likeness < candidate.likeness for each in rivals)),
        float(any(_is_town_in(each.entry, entry) for each in rivals)),
        float(noun > 0),
        float(noun < 0),
        math.sqrt(spoken_of),
        float(bool(entry.state) and not spoken_of and bool(context.entries)),
        float(fuller > 0),
        float(fuller < 0),
        float(_is_part(candidate, thing, context)),
        _before_its_time(candidate, context),
    )


def _other_letters(candidate: Candidate) -> float:
    """1 where two names are not spelt alike, 2 where one has more words than the other, else 0."""
    if candidate.exact:
        return 0.0
    return 1.0 + float(len(candidate.name.split()) != len(candidate.like.split()))


def _may_be_team(candidate: Candidate, thing: Thing, context: Context) -> bool:
    """Whether an organisation has the name of a state in an article that speaks of no land of that name: then, where
    nothing else of that state is spoken of, it may be a team or a delegation."""
    if candidate.entry.kind is not ActorKind.STATE or thing.kind in (PLACE, ActorKind.STATE.value):
        return False
    return not any(kind == PLACE and (candidate.name, "") in readings(name, PLACE) for kind, name in context.names)


def _is_town_in(town: Entry, land: Entry) -> bool:
    """Whether a town lies in a province, both being candidates of one name."""
    return town.level == "city" and land.level == "province" and town.state == land.state


def _noun(candidate: Candidate) -> int:
    """1 where the class noun in the name is what the entry is, -1 where it is not, 0 where there is none.

    The gazetteer has no counties and districts: San Diego County is not San Diego.
    """
    if not candidate.noun or not candidate.entry.is_place:
        return 0
    if candidate.noun in SMALL_UNITS:
        return -1
    return 1 if candidate.entry.level == ("city" if candidate.noun in TOWN_NOUNS else "province") else -1


def prominence(candidate: Candidate) -> float:
    """How likely a thing is spoken of at all: the decimal logarithm of a town's population, or a number in its place.

    A seat of government is spoken of as ten times as great a town.
    """
    entry = candidate.entry
    if entry.level != "city":
        return _PROMINENCE.get(entry.level, 6.0)
    return math.log10(entry.population + 10) + float(_is_seat(entry))


def _is_seat(city: Entry) -> bool:
    return any((seat := gazetteer.seats().get(fold_name(name))) and seat.state == city.state for name in city.names)


def fuller_names(name: str, kind: str, names: frozenset[tuple[str, str]]) -> list[str]:
    """Names of the same class in an article that end with a folded name and have words before it: a person in full."""
    own = (each for other, each in names if other == kind)
    return sorted({full for each in own for full, _ in readings(each, kind) if full.endswith(f" {name}")})


def _fuller(candidate: Candidate, thing: Thing, context: Context) -> int:
    """1 where the article names a person in full as the entry is named, -1 where in full as somebody else, else 0."""
    if thing.kind != PERSON or " " in candidate.name:
        return 0
    full = fuller_names(candidate.name, thing.kind, context.names)
    if not full:
        return 0
    alike = [each.entry for name in full for each in candidates(Thing(thing.kind, (name,)))]
    return 1 if any(entry is candidate.entry for entry in alike) else -1


def _is_part(candidate: Candidate, thing: Thing, context: Context) -> bool:
    """Whether a place's name ends the name of a person in the same article."""
    return thing.kind == PLACE and bool(fuller_names(candidate.name, PERSON, context.names))


def _before_its_time(candidate: Candidate, context: Context) -> float:
    """How many decades the article is older than the time at which the entry came to be known; 0 where it is not."""
    since = candidate.entry.since
    if not since or context.day is None:
        return 0.0
    return max(0.0, (int(since) - _YEARS_BEFORE_OFFICE - context.day.year) / 10)
