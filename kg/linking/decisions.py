"""What reviewers decided about links: a file that people can read, version and merge, applied whenever links are made.

Tab-separated text in UTF-8 with a header line; empty lines and lines that begin with ``#`` are comments:

    subject	target	decision	who	when	note

subject is the IRI of a node without the base IRI (``place/Idlib``, ``actor/ARTICLE/KEY``), target the IRI of what it
is linked to, decision ``accept`` or ``reject``, when a day or a time (ISO 8601). Lines may come in any order; they are
written sorted, so that two people's files merge line by line. Two lines that decide one link alike are one, by the
earlier; two that decide it otherwise are settled by the later ``when``, and where that is the same the file is refused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, get_args

from kg.errors import InputError
from kg.settings import Settings

FILE_NAME: Final = "links.tsv"
Verdict = Literal["accept", "reject"]
_VERDICTS: Final = get_args(Verdict)
_COLUMNS: Final = ("subject", "target", "decision", "who", "when", "note")
_SUBJECT: Final = re.compile(r"(actor|place)/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199})?")
# Targets go into SPARQL updates and pages; what an IRI cannot hold is refused here (RFC 3987, section 2.2).
_TARGET: Final = re.compile(r"https?://[^\x00-\x20<>\"{}|\\^`\x7f]{1,500}")
_ITEM: Final = re.compile(r"http://www\.wikidata\.org/entity/Q[1-9]\d{0,11}")


@dataclass(frozen=True, slots=True, order=True)
class LinkVerdict:
    """One decision about one link. Raises InputError where a value is not of its form."""

    subject: str
    target: str
    verdict: Verdict
    who: str = ""
    when: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not _SUBJECT.fullmatch(self.subject):
            raise InputError(f"{self.subject!r:.120} is no actor or place: it reads actor/KEY or actor/ARTICLE/KEY")
        if not _TARGET.fullmatch(self.target):
            raise InputError(f"{self.target!r:.120} is no IRI of the web")
        if "wikidata.org" in self.target and not _ITEM.fullmatch(self.target):
            raise InputError(f"{self.target!r:.120} is no Wikidata item: it reads http://www.wikidata.org/entity/Q858")
        if self.verdict not in _VERDICTS:
            raise InputError(f"a decision is accept or reject, not {self.verdict!r:.40}")
        if self.when:
            _moment(self.when)


def decisions_file(folder: Path) -> Path:
    """The file of decisions of a store: that of the setting ``link_decisions``, else ``links.tsv`` in its folder."""
    chosen = Settings.from_environment().link_decisions
    return Path(chosen) if chosen else folder / FILE_NAME


def _moment(when: str) -> datetime:
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        raise InputError(f"{when!r:.40} is no day or time of the form 2026-11-22 or 2026-11-22T18:00:00Z") from None
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


@dataclass(slots=True)
class Decisions:
    """All decisions, at most one for a link. ``verdicts`` are for reading: ``decide`` and ``forget`` change them."""

    verdicts: dict[tuple[str, str], LinkVerdict] = field(default_factory=dict)
    _targets: dict[str, set[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._targets = {}
        for subject, target in self.verdicts:
            self._targets.setdefault(subject, set()).add(target)

    @classmethod
    def read(cls, path: Path) -> "Decisions":
        """The decisions of a file; none where there is no such file. Raises InputError that names the line where the
        file is not of the form, or decides one link both ways at the same time."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path} cannot be read: {error}") from None
        return cls(_settled(_parsed(text, path.name), path.name))

    def write(self, path: Path) -> None:
        """Writes the decisions, sorted, in one step. Raises OSError."""
        rows = [_COLUMNS, *(_cells(each) for each in sorted(self.verdicts.values()))]
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
        fresh.replace(path)

    def decide(self, verdict: LinkVerdict) -> None:
        """Takes a decision; it replaces an earlier one about the same link."""
        self.verdicts[verdict.subject, verdict.target] = verdict
        self._targets.setdefault(verdict.subject, set()).add(verdict.target)

    def forget(self, subject: str, target: str) -> None:
        """Takes back what was decided about a link, if anything."""
        if self.verdicts.pop((subject, target), None) is not None:
            self._targets[subject].discard(target)

    def verdict(self, subject: str, target: str) -> LinkVerdict | None:
        """What was decided about a link (subject without the base IRI), if anything."""
        return self.verdicts.get((subject, target))

    def about(self, subject: str) -> list[LinkVerdict]:
        """The decisions about a subject (without the base IRI), in the order of their targets."""
        return [self.verdicts[subject, target] for target in sorted(self._targets.get(subject, ()))]

    def changed(self, before: "Decisions") -> set[str]:
        """Subjects (without the base IRI) about which the decisions differ from earlier ones."""
        keys = self.verdicts.keys() | before.verdicts.keys()
        return {key[0] for key in keys if self.verdicts.get(key) != before.verdicts.get(key)}


def dataset_of(target: str) -> str:
    """The host of a target's IRI: of the links to one data set, a thing has one that is right."""
    return target.split("/", 3)[2]


def _cells(each: LinkVerdict) -> tuple[str, ...]:
    cells = (each.subject, each.target, each.verdict, each.who, each.when, each.note)
    return tuple(" ".join(cell.split()) for cell in cells)


def _parsed(text: str, name: str) -> Iterator[tuple[int, LinkVerdict]]:
    header = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = True
            if tuple(cells) != _COLUMNS:
                raise InputError(f"{name}, line {number}: the header must be {' '.join(_COLUMNS)}, with tabs between")
            continue
        if not 3 <= len(cells) <= len(_COLUMNS):
            raise InputError(f"{name}, line {number}: {len(cells)} cells, where a decision has 3 to {len(_COLUMNS)}")
        try:
            subject, target, decision, *rest = (cell.strip() for cell in cells)
            yield number, LinkVerdict(subject, target, decision, *rest)  # type: ignore[arg-type]
        except InputError as error:
            raise InputError(f"{name}, line {number}: {error}") from None


def _settled(lines: Iterable[tuple[int, LinkVerdict]], name: str) -> dict[tuple[str, str], LinkVerdict]:
    """One decision for each link: the later of two that differ, the earlier of two that say the same."""
    found: dict[tuple[str, str], tuple[int, LinkVerdict]] = {}
    for number, each in lines:
        key = (each.subject, each.target)
        before = found.get(key)
        if before is None:
            found[key] = number, each
            continue
        first, old = before
        times = _time(old), _time(each)
        if old.verdict == each.verdict:
            found[key] = before if (times[0], old) <= (times[1], each) else (number, each)
        elif times[0] == times[1]:
            raise InputError(
                f"{name}: lines {first} and {number} decide the link of {each.subject} to {each.target} both ways, and "
                "neither is the later; take one out"
            )
        elif times[1] > times[0]:
            found[key] = number, each
    return {key: each for key, (_, each) in found.items()}


def _time(verdict: LinkVerdict) -> datetime:
    return _moment(verdict.when) if verdict.when else datetime.min
