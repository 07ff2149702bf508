"""Many articles for the benchmarks of building: clauses written for them, recombined, with other names and numbers.

Most tell of an attack, a claim or other news that no other tells of; some tell of one again, as another outlet would on
the same day or the next; some repeat an earlier article with another ending. All is invented but the names, which are
the gazetteer's. An article makes some 110 triples.
"""

import datetime
import json
import random
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from kg.gazetteer import Entry, entries
from kg.records import ActorKind

_CLAUSES: Final = Path(__file__).with_name("clauses.json")
_FIRST_DAY: Final = datetime.date(2015, 1, 1)
_DAYS: Final = 3_650
# Parts of a hundred.
_COPIED: Final = 5
_RETOLD: Final = 12
_OTHER_NEWS: Final = 15
_REACTION_ALONE: Final = 22
_REACTION_TOO: Final = 20
# Articles among which one is found to be told again.
_RECENT: Final = 200
_LARGE_CITY: Final = 50_000


@dataclass(frozen=True, slots=True)
class _Told:
    """An article, with the values that its first sentence was made of."""

    values: Mapping[str, str]
    day: datetime.date
    sentences: tuple[str, ...]
    publisher: str


def write_articles(path: Path, number: int, seed: int = 7) -> None:
    """Writes so many articles as JSON Lines, the same each time; fewer are the beginning of more."""
    with path.open("w", encoding="utf-8") as stream:
        for record in records(number, seed):
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def records(number: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Articles of two or three sentences each."""
    chance = random.Random(seed)
    recent: deque[_Told] = deque(maxlen=_RECENT)
    for each in range(number):
        told = _next(chance, recent)
        recent.append(told)
        yield {
            "id": f"made-{each:07}",
            "title": f"Report {each}",
            "published": told.day.isoformat(),
            "publisher": told.publisher,
            "text": " ".join(told.sentences),
        }


def _next(chance: random.Random, recent: deque[_Told]) -> _Told:
    kind = chance.randrange(100)
    if recent and kind < _COPIED:
        return _copied(chance.choice(recent), chance)
    if recent and kind < _COPIED + _RETOLD:
        return _retold(chance.choice(recent), chance)
    day = _FIRST_DAY + datetime.timedelta(days=chance.randrange(_DAYS))
    values = _event(chance) | {"weekday": f"{day:%A}"}
    kind -= _COPIED + _RETOLD
    if kind < _OTHER_NEWS:
        return _article(("news", "endings"), values, day, chance)
    if kind < _OTHER_NEWS + _REACTION_ALONE:
        return _article(("reactions", "endings"), values, day, chance)
    return _article(("events", "endings", *_also("reactions", chance)), values, day, chance)


def _also(part: str, chance: random.Random) -> tuple[str, ...]:
    return (part,) if chance.randrange(100) < _REACTION_TOO else ()


def _article(parts: tuple[str, ...], values: Mapping[str, str], day: datetime.date, chance: random.Random) -> _Told:
    texts = _texts()
    sentences = tuple(_filled(chance.choice(texts[part]), {**values, **_others(chance)}) for part in parts)
    return _Told(values, day, sentences, chance.choice(texts["publishers"]))


def _retold(told: _Told, chance: random.Random) -> _Told:
    """The same attack in other words."""
    day = told.day + datetime.timedelta(days=chance.randrange(2))
    return _article(("retellings", "endings", *_also("reactions", chance)), told.values, day, chance)


def _copied(told: _Told, chance: random.Random) -> _Told:
    """A copy with one more sentence that says little."""
    texts = _texts()
    ending = _filled(chance.choice(texts["news"]), {**told.values, **_others(chance)})
    return _Told(told.values, told.day, (*told.sentences[:2], ending), chance.choice(texts["publishers"]))


def _event(chance: random.Random) -> dict[str, str]:
    """What an attack is told by, the day of the week apart."""
    slots = _texts()["slots"]
    return {
        "doer": _troops(chance),
        "city": chance.choice(_names("city")),
        "killed": str(chance.randint(2, 60)),
        "injured": str(chance.randint(2, 200)),
        "hit": chance.choice(slots["hit"]),
        "struck": chance.choice(slots["struck"]),
        "weapon": chance.choice(slots["weapon"]),
        "target": chance.choice(slots["target"]),
    }


def _others(chance: random.Random) -> dict[str, str]:
    """What a sentence may tell beside."""
    slots = _texts()["slots"]
    plain = {name: chance.choice(slots[name]) for name in ("trade", "goods", "hall", "yard")}
    return plain | {
        "rival": _troops(chance),
        "state": chance.choice(_names("state")),
        "other_state": chance.choice(_names("state")),
        "second_trade": chance.choice(slots["trade"]),
        "person": f"{chance.choice(slots['given'])} {chance.choice(slots['family'])}",
    }


def _troops(chance: random.Random) -> str:
    pattern = chance.choice(_texts()["slots"]["troops"])
    return str(pattern.format(adjective=chance.choice(_names("adjective")), group=chance.choice(_names("group"))))


def _filled(clause: str, values: dict[str, str]) -> str:
    """A clause with its slots filled; one with a capital is filled with a capital."""
    capitals = {name.capitalize(): value[:1].upper() + value[1:] for name, value in values.items()}
    return clause.format_map(values | capitals)


@cache
def _texts() -> Any:
    return json.loads(_CLAUSES.read_text(encoding="utf-8"))


@cache
def _names(kind: str) -> tuple[str, ...]:
    """Names of states, of their people, of larger cities, or of armed groups."""
    if kind == "adjective":
        return tuple(entry.adjectives[0] for entry in entries() if entry.adjectives)
    return tuple(entry.names[0] for entry in entries() if _kind(entry) == kind)


def _kind(entry: Entry) -> str:
    if entry.kind is ActorKind.STATE:
        return "state"
    if entry.kind is ActorKind.ARMED_GROUP:
        return "group"
    return "city" if entry.level == "city" and entry.population > _LARGE_CITY else ""
