"""Links that wait for a reviewer: each thing with where it is spoken of, and what it may be elsewhere."""

import fcntl
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Store

from kg import gazetteer
from kg import names as ns
from kg.article_view import local_name
from kg.linking.decisions import Decisions, LinkVerdict, dataset_of
from kg.stores.interface import least_value

# What a review looks at; further candidates are reached once decisions about these are in the graph.
_MOST_LINKS: Final = 5_000
_MOST_CONTEXTS: Final = 3
_CANDIDATE: Final = NamedNode(ns.CKG + "Candidate")
# Graphs that others wrote may hold anything.
_SHARE: Final = re.compile(r"\d+(\.\d*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a thing may be: an IRI elsewhere, what that is called, how sure the program is (0 to 1), and why."""

    target: str
    label: str
    about: str
    confidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence that speaks of a thing. begin and end are where its name stands in the sentence."""

    article: str
    sentence: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Pending:
    """A thing with proposals that nobody has decided about; subject is its IRI without the base IRI."""

    subject: str
    iri: str
    label: str
    kind: str
    contexts: tuple[Context, ...]
    proposals: tuple[Proposal, ...]


def waiting(store: Store, base_iri: str, decisions: Decisions) -> list[str]:
    """IRIs of the things that wait, in the order of their names."""
    links = store.quads_for_pattern(None, NamedNode(ns.CKG + "linkStatus"), _CANDIDATE, None)
    found: set[str] = set()
    for quad in islice(links, _MOST_LINKS):
        node = quad.subject
        subject = least_value(store, node, "linkSubject")
        if decisions.verdict(subject.removeprefix(base_iri), least_value(store, node, "linkTarget")) is None:
            found.add(subject)
    decided = {base_iri + each.subject for each in decisions.verdicts.values() if each.verdict == "accept"}
    return sorted(found - decided, key=lambda iri: (_label(store, iri).casefold(), iri))


def pending(store: Store, iri: str, base_iri: str, decisions: Decisions) -> Pending:
    """One thing that waits, with all that a reviewer needs to see."""
    return Pending(
        iri.removeprefix(base_iri),
        iri,
        _label(store, iri),
        _kind(store, iri),
        tuple(islice(_contexts(store, iri), _MOST_CONTEXTS)),
        tuple(sorted(_proposals(store, iri, base_iri, decisions), key=lambda p: (-float(p.confidence), p.target))),
    )


def verdicts(thing: Pending, target: str | None, who: str) -> list[LinkVerdict]:
    """What it means to accept one proposal, or (None) none of them: the others of its dataset are rejected."""
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [
        LinkVerdict(thing.subject, each.target, "accept" if each.target == target else "reject", who, when)
        for each in thing.proposals
        if target is None or dataset_of(each.target) == dataset_of(target)
    ]


def take(path: Path, made: Iterable[LinkVerdict]) -> None:
    """Adds decisions to a file. Raises InputError where the file is not of the form, OSError."""
    with _changing(path) as decisions:
        for each in made:
            decisions.decide(each)


def take_back(path: Path, subject: str, targets: Iterable[str]) -> None:
    """Takes decisions about a thing out of a file; the thing then waits again. Raises InputError, OSError."""
    with _changing(path) as decisions:
        for target in targets:
            decisions.forget(subject, target)


@contextmanager
def _changing(path: Path) -> Iterator[Decisions]:
    """The decisions as they stand now; written when the block ends. One reviewer at a time."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        decisions = Decisions.read(path)
        yield decisions
        decisions.write(path)


def _proposals(store: Store, iri: str, base_iri: str, decisions: Decisions) -> Iterator[Proposal]:
    for quad in store.quads_for_pattern(None, NamedNode(ns.CKG + "linkSubject"), NamedNode(iri), None):
        node = quad.subject
        target = least_value(store, node, "linkTarget")
        if least_value(store, node, "linkStatus") != _CANDIDATE.value:
            continue
        if decisions.verdict(iri.removeprefix(base_iri), target) is None:
            label, about = _known_as(target)
            given = least_value(store, node, "confidence")
            confidence = given if _SHARE.fullmatch(given) else "0"
            yield Proposal(target, label, about, confidence, least_value(store, node, "linkReason"))


def _contexts(store: Store, iri: str) -> Iterator[Context]:
    """Sentences with a mention of a thing, the first of each article."""
    seen: set[str] = set()
    for quad in store.quads_for_pattern(None, NamedNode(ns.CKG + "denotes"), NamedNode(iri), None):
        mention = quad.subject
        article = least_value(store, mention, "inArticle")
        begin, end = least_value(store, mention, "begin"), least_value(store, mention, "end")
        if article in seen or not (begin.isdecimal() and end.isdecimal()):
            continue
        text = least_value(store, NamedNode(article), "text")
        if not text:
            continue
        seen.add(article)
        first, last = _sentence(text, int(begin), int(end))
        yield Context(article, text[first:last], int(begin) - first, int(end) - first)


def _sentence(text: str, begin: int, end: int) -> tuple[int, int]:
    """Where the words around a span begin and end: to the ends of its sentence, or of its paragraph."""
    paragraph = text.rfind("\n", 0, begin) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    first = max(text.rfind(mark, paragraph, begin) for mark in (". ", "? ", "! "))
    last = min((place + 1 for mark in (". ", "? ", "! ") if (place := text.find(mark, end, stop)) >= 0), default=stop)
    return (paragraph if first < 0 else first + 2), last


def _kind(store: Store, iri: str) -> str:
    """Local name of a class that says more than the general ones do; "" for a thing without a class of ours."""
    classes = [
        local_name(quad.object.value)
        for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(ns.RDF + "type"), None, None)
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(ns.CKG)
    ]
    general = ("Actor", "Place", "Organization")
    return min(classes, key=lambda name: (name in general, name), default="")


def _label(store: Store, iri: str) -> str:
    node = NamedNode(iri)
    return least_value(store, node, ns.RDFS + "label") or least_value(store, node, ns.DCT + "title") or local_name(iri)


def _known_as(target: str) -> tuple[str, str]:
    """The name that the gazetteer has for something outside, and what sort of thing it is."""
    entry = _by_target().get(target)
    key = target.rstrip("/").rpartition("/")[2]
    if entry is None:
        return key, ""
    about = [entry.kind or entry.level or "", entry.state if entry.kind != "State" else ""]
    return entry.key, ", ".join(str(each) for each in about if each)


@cache
def _by_target() -> dict[str, gazetteer.Entry]:
    found: dict[str, gazetteer.Entry] = {}
    for entry in gazetteer.entries():
        if entry.qid:
            found.setdefault(ns.WIKIDATA + entry.qid, entry)
        if entry.geonames:
            found.setdefault(f"{ns.GEONAMES}{entry.geonames}/", entry)
    return found
