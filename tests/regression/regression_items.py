"""The items of the regression set, read from their files; README.md tells the format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kg.records import ActorKind, AgreementKind, AgreementStatus, Factuality, Stance, StrikeKind, ZoneKind

FOLDER = Path(__file__).resolve().parent
NO_VALUE = "-"
NO_KIND = {"strike": "UnspecifiedAttack", "agreement": "OtherAgreement"}
RELATIONS = {
    "allyOf",
    "opponentOf",
    "memberOf",
    "partOf",
    "leaderOf",
    "speaksFor",
    "backedBy",
    "alsoKnownAs",
    "controls",
}
KINDS = {
    "strike": {*StrikeKind, NO_KIND["strike"]},
    "agreement": {*AgreementKind, NO_KIND["agreement"]},
    "zone": set(ZoneKind),
    "actor": set(ActorKind),
    "claim": set(Stance),
    "relation": RELATIONS,
    "place": set(),
    "time": set(),
    "quantity": set(),
}
ROLES = {
    "strike": {
        "perpetrator",
        "alleged",
        "target",
        "location",
        "when",
        "weapon",
        "killed",
        "injured",
        "factuality",
    },
    "agreement": {"party", "establishes", "location", "when", "status", "factuality"},
    "zone": {"within", "controlledBy", "extent"},
    "claim": {"by", "content", "cue", "about", "responsible"},
    "actor": {"name", "also", "title"},
    "place": {"name", "also", "within"},
    "time": {"days"},
    "quantity": {"value"},
    "relation": {"from", "to"},
}
_CONCEPTS = {"factuality": set(Factuality), "status": {*AgreementStatus, NO_VALUE}}
_ITEM = re.compile(r"(!?)\[([\w-]+)\](?: (\d{4}-\d\d-\d\d))?")
_VALUE = r'(?:"[^"]*"|[^\s",+]+)'
_TOKEN = re.compile(rf"(?:(\w+)(>=|<=|=|~))?({_VALUE}(?:[,+]{_VALUE})*)(?= |$)")
_DAYS = re.compile(r"\?|-|\d{4}-\d\d-\d\d(\.\.\d{4}-\d\d-\d\d)?")


class ItemError(ValueError):
    """An item that the format does not allow; says where it stands."""


@dataclass(frozen=True)
class Expectation:
    """A line of an item. roles: for each role named, its fillers; an amount keeps its sign, as in ``>=20``."""

    line: str
    subject: str
    negative: bool = False
    kind: str | None = None
    words: tuple[str, ...] = ()
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Item:
    """A text and what is to be found in it. where: file and line. fails: marked as a known failure. context: the last
    paragraph of the text, by which it reads as news of a conflict.
    """

    id: str
    where: str
    phenomenon: str
    fails: bool
    published: date | None
    context: str = ""
    lines: list[str] = field(default_factory=list)
    expected: list[Expectation] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + (f"\n\n{self.context}" if self.context and self.lines else "")


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def all_items() -> list[Item]:
    """Every item of the set. Raises ItemError where one is malformed or two have the same name."""
    items = [item for path in files() for item in parse(path.read_text(encoding="utf-8"), path.name)]
    first: dict[str, Item] = {}
    for item in items:
        if first.setdefault(item.id, item) is not item:
            raise ItemError(f"{item.where}: the name {item.id} is taken by {first[item.id].where}")
    return items


def parse(content: str, file: str) -> list[Item]:
    """The items of a file. Raises ItemError."""
    items: list[Item] = []
    phenomenon = context = ""
    for number, line in enumerate(content.splitlines(), start=1):
        where = f"{file}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("= "):
            phenomenon = line[2:]
        elif line.startswith("~"):
            context = line[2:]
        elif line.startswith(("[", "!")):
            items.append(_opened(line, where, phenomenon, context))
        elif not items:
            raise ItemError(f"{where}: stands before the first [item]: {line}")
        elif line.startswith(">"):
            if items[-1].expected:
                raise ItemError(f"{where}: text after the expected facts; an item begins with its [name]")
            items[-1].lines.append(line[2:])
        else:
            items[-1].expected.append(_expectation(line, where, items[-1].text))
    for item in items:
        if not item.text or not item.expected:
            raise ItemError(f"{item.where}: {item.id} has no {'expected facts' if item.text else 'text'}")
    return items


def _opened(line: str, where: str, phenomenon: str, context: str) -> Item:
    read = _ITEM.fullmatch(line)
    if read is None:
        raise ItemError(f"{where}: expected [name] or ![name], and a date or nothing after it: {line}")
    if not phenomenon:
        raise ItemError(f"{where}: no line '= phenomenon' before the item")
    mark, name, day = read.groups()
    try:
        return Item(name, where, phenomenon, bool(mark), date.fromisoformat(day) if day else None, context)
    except ValueError as fault:
        raise ItemError(f"{where}: {fault}") from fault


def _expectation(line: str, where: str, text: str) -> Expectation:
    subject, _, rest = line.partition(" ")
    negative = subject == "no"
    if negative:
        subject, _, rest = rest.partition(" ")
    if subject not in ROLES:
        raise ItemError(f"{where}: {subject or 'nothing'} is none of {', '.join(sorted(ROLES))}: {line}")
    kind: str | None = None
    if KINDS[subject] and re.match(r"\w+( |$)", rest):
        kind, _, rest = rest.partition(" ")
        if kind not in KINDS[subject]:
            raise ItemError(f"{where}: {kind} is no kind of {subject}: {line}")
    words: tuple[str, ...] = ()
    roles: dict[str, tuple[str, ...]] = {}
    if subject == "relation":
        roles = dict(zip(("from", "to"), _sides(rest, where, text), strict=False))
    else:
        for role, sign, values in _tokens(rest, where):
            given = tuple(_value(v, where, text, role == "content") for v in re.findall(_VALUE, values))
            if not role:
                words = given
            else:
                roles[role] = _checked(subject, role, sign, given, where)
    if not negative and not words and not roles:
        raise ItemError(f"{where}: says nothing of the {subject}: {line}")
    return Expectation(line, subject, negative, kind, words, roles)


def _sides(rest: str, where: str, text: str) -> list[tuple[str, ...]]:
    """The subject and the object of a relation; none where just its property is named."""
    if not rest:
        return []
    sides = rest.split(" -> ")
    if len(sides) != 2:
        raise ItemError(f"{where}: a relation is written PROPERTY A -> B: {rest}")
    return [(_value(side, where, text, False),) for side in sides]


def _tokens(rest: str, where: str) -> Iterator[tuple[str, str, str]]:
    at = 0
    while at < len(rest):
        read = _TOKEN.match(rest, at)
        if read is None:
            raise ItemError(f"{where}: cannot be read from here on: {rest[at:]}")
        yield read[1] or "", read[2] or "", read[3]
        at = read.end() + 1


def _value(written: str, where: str, text: str, parts: bool) -> str:
    if not written.startswith('"'):
        return written.replace("_", " ")
    value = written[1:-1]
    for words in value.split(" … ") if parts else [value]:
        if words not in text:
            raise ItemError(f"{where}: these words do not stand in the text: {words}")
    return value


def _checked(subject: str, role: str, sign: str, given: tuple[str, ...], where: str) -> tuple[str, ...]:
    if role not in ROLES[subject]:
        raise ItemError(f"{where}: {subject} has no {role}, but {', '.join(sorted(ROLES[subject]))}")
    if role in _CONCEPTS and not set(given) <= _CONCEPTS[role]:
        raise ItemError(f"{where}: {role} is one of {', '.join(sorted(_CONCEPTS[role]))}, not {', '.join(given)}")
    if role in {"when", "days"} and not all(_DAYS.fullmatch(day) for day in given):
        raise ItemError(f"{where}: {role} is a day, two days with .. between them, ? or -, not {', '.join(given)}")
    if sign != "=" and role not in {"killed", "injured", "value"}:
        raise ItemError(f"{where}: {role} is no amount, it is written {role}=")
    if role in {"killed", "injured", "value"}:
        return tuple((sign if sign != "=" else "") + value for value in given)
    return given
