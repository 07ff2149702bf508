"""Many articles for the benchmarks of building: sentences of the samples, recombined, with other names and numbers."""

import datetime
import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kg.gazetteer import Entry, entries, lookup
from kg.records import ActorKind
from kg.resources import samples_dir

SENTENCES = 2
_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_NUMBER = re.compile(r"\b[1-9][0-9]?\b")
_END = re.compile(r"(?<=[a-z0-9][.!?])\s+(?=[A-Z])")
_FIRST_DAY = datetime.date(2015, 1, 1)


def write_articles(path: Path, number: int, seed: int = 7) -> None:
    """Writes so many articles as JSON Lines, the same each time; fewer are the beginning of more."""
    with path.open("w", encoding="utf-8") as stream:
        for record in records(number, seed):
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def records(number: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Articles of two sentences each."""
    chance = random.Random(seed)
    for each in range(number):
        day = _FIRST_DAY + datetime.timedelta(days=chance.randrange(3650))
        text = " ".join(_varied(chance.choice(_sentences()), chance) for _ in range(SENTENCES))
        yield {"id": f"made-{each:07}", "title": f"Report {each}", "published": day.isoformat(), "text": text}


@cache
def _sentences() -> tuple[str, ...]:
    texts = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted(samples_dir().glob("*.json"))]
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n\n")]
    parts = [sentence for paragraph in paragraphs for sentence in _END.split(paragraph)]
    return tuple(sorted({part for part in parts if 8 <= len(part.split()) <= 40 and part.endswith(".")}))


def _varied(sentence: str, chance: random.Random) -> str:
    sentence = _NAME.sub(lambda found: _other_name(found[0], chance), sentence)
    return _NUMBER.sub(lambda found: str(chance.randint(2, 99)), sentence)


def _other_name(name: str, chance: random.Random) -> str:
    for kind, names in _names().items():
        if any(_kind(entry) == kind and name in entry.names for entry in lookup(name)):
            return chance.choice(names)
    return name


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Names of states, and of larger cities, by kind."""
    found: dict[str, list[str]] = {"state": [], "city": []}
    for entry in entries():
        kind = _kind(entry)
        if kind and (kind == "state" or entry.population > 200_000) and _NAME.fullmatch(entry.names[0]):
            found[kind].append(entry.names[0])
    return {kind: tuple(names) for kind, names in found.items()}


def _kind(entry: Entry) -> str:
    if entry.kind is ActorKind.STATE:
        return "state"
    return "city" if entry.level == "city" else ""
