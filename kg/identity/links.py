"""Links to Wikidata and GeoNames: of known things as the gazetteer's sources give them, and of things that one article
alone names as the linker decides; with what reviewers decided put over both."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from kg import names as ns
from kg.gazetteer import Entry
from kg.identity.known import entry_of, known_ref, node_prefix
from kg.identity.reading import GraphReader, Node, day_of
from kg.linking.decision import decide
from kg.linking.decisions import Decisions, LinkVerdict, dataset_of
from kg.linking.things import PLACE, Context, Decision, Thing
from kg.names import Names
from kg.records import ActorKind, Link, Ref
from kg.triples import link_subject

BY_GAZETTEER: Final = "gazetteer"
BY_NAME: Final = "name and context"
BY_REVIEW: Final = "review"
_EXACT: Final = ns.SKOS + "exactMatch"
_CLOSE: Final = ns.SKOS + "closeMatch"
# An identifier that a named source gives for this very entry.
_SURE: Final = Decimal("0.98")
# GeoNames has features, not actors or administrative histories: the same place, seen by another rule.
_NEAR: Final = Decimal("0.9")
_NOT_LINKED: Final = frozenset({"Zone", ActorKind.COLLECTIVE.value})
_KINDS: Final = tuple(kind.value for kind in ActorKind if kind is not ActorKind.ORGANIZATION)


def links_of(refs: Iterable[Ref]) -> list[Link]:
    """Accepted links of the known things among ``refs``, in their order; none where no source gives an identifier."""
    return [link for ref in refs if ref.known for link in _known_links(ref)]


def _known_links(ref: Ref) -> list[Link]:
    entry = entry_of(ref)
    if entry is None:
        return []
    reason = f"identifier by {entry.source}"
    return [
        Link(ref, target, predicate, BY_GAZETTEER, "Accepted", _SURE if predicate == _EXACT else _NEAR, reason)
        for target, predicate in targets(entry, ref.kind)
    ]


def targets(entry: Entry, kind: str) -> Iterator[tuple[str, str]]:
    """What an entry is outside, each with the SKOS property that states it (kind: ``actor`` or ``place``)."""
    if entry.qid:
        yield ns.WIKIDATA + entry.qid, _EXACT
    if entry.geonames and kind == "place":
        yield f"{ns.GEONAMES}{entry.geonames}/", _CLOSE


# ---- things that one article alone names


def article_links(reader: GraphReader, names: Names) -> list[Link]:
    """Links and candidates of the named actors and places that only this article speaks of, in the order of their IRIs.

    Described ones ("the rebels"), collectives and zones have none.
    """
    nodes = [("actor", each) for each in reader.nodes("Actor")] + [("place", each) for each in reader.nodes("Place")]
    described = [(kind, reader.node(iri)) for kind, iri in nodes]
    known = {iri: ref for kind, iri in nodes if (ref := known_ref(kind, iri, names)) is not None}
    context = _context(reader, described, known.values())
    found = []
    for kind, node in described:
        if node.iri not in known and not node.classes & _NOT_LINKED:
            decision = decide(Thing(kind_of(node), _names(node)), context)
            if decision.status and _is_named(reader, node.iri):
                found += list(_decided(kind, node.iri, decision, names))
    return found


def context_of(reader: GraphReader, names: Names) -> Context:
    """What an article speaks of, as the linker asks for it."""
    described = [(kind, reader.node(iri)) for kind in ("actor", "place") for iri in reader.nodes(kind.capitalize())]
    known = (known_ref(kind, node.iri, names) for kind, node in described)
    return _context(reader, described, [ref for ref in known if ref is not None])


def kind_of(node: Node) -> str:
    """The most special class of an actor, or Place."""
    if "Place" in node.classes:
        return PLACE
    return next((kind for kind in _KINDS if kind in node.classes), ActorKind.ORGANIZATION.value)


def _names(node: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys((node.label, *node.other_names)))


def _context(reader: GraphReader, described: Iterable[tuple[str, Node]], known: Iterable[Ref]) -> Context:
    entries = (entry_of(ref) for ref in known)
    day = day_of(reader.node(reader.iri).literal(ns.DCT + "issued"))
    named = frozenset((kind_of(node), name) for _, node in described for name in _names(node) if name)
    unique = {entry.key: entry for entry in entries if entry is not None}
    return Context(tuple(unique.values()), named, date.fromisoformat(day) if day else None)


def _is_named(reader: GraphReader, node: str) -> bool:
    name = ns.CKG + "Name"
    return any(
        name in reader.node(mention).things("mentionKind") for mention in reader.subjects(ns.CKG + "denotes", node)
    )


def _decided(kind: str, iri: str, decision: Decision, names: Names) -> Iterator[Link]:
    ref = Ref(kind, iri.removeprefix(node_prefix(kind, names.base)))
    assert decision.entry is not None
    for target, predicate in targets(decision.entry, kind):
        sure = _decimal(decision.confidence)
        yield Link(ref, target, predicate, BY_NAME, decision.status, sure, decision.reason, iri)
    if decision.status == "Candidate":
        for entry, chance in decision.others:
            for target, predicate in targets(entry, kind):
                reason = f"next to {decision.entry.key}"
                yield Link(ref, target, predicate, BY_NAME, "Candidate", _decimal(chance), reason, iri)


def _decimal(share: float) -> Decimal:
    return Decimal(f"{share:.2f}")


# ---- what reviewers decided


def with_decisions(
    links: Iterable[Link], subjects: Iterable[Ref | str], decisions: Decisions, names: Names
) -> list[Link]:
    """Links as reviewers decided them. A rejected one is kept as Rejected; an accepted one is Accepted, whether it was
    proposed or not, and other candidates of its kind of target go. subjects: all things that the links may be of
    (known refs, or IRIs of local nodes), for the decisions that nothing proposed."""
    if not decisions.verdicts:
        return list(links)
    by_node: dict[str, list[Link]] = {names.known(s.kind, s.key) if isinstance(s, Ref) else s: [] for s in subjects}
    for link in links:
        by_node.setdefault(link_subject(link, names), []).append(link)
    return [link for node, own in by_node.items() for link in _reviewed(node, own, decisions, names)]


def _reviewed(node: str, links: list[Link], decisions: Decisions, names: Names) -> Iterator[Link]:
    subject = node.removeprefix(names.base)
    verdicts = {each.target: each for each in decisions.about(subject)}
    accepted = {dataset_of(target) for target, each in verdicts.items() if each.verdict == "accept"}
    for link in links:
        verdict = verdicts.pop(link.target, None)
        if verdict is not None:
            yield _by_review(link, verdict)
        elif dataset_of(link.target) not in accepted:
            yield link
    kind, _, key = subject.partition("/")
    ref = Ref(kind, key, known="/" not in key)
    for verdict in verdicts.values():
        predicate = _CLOSE if verdict.target.startswith(ns.GEONAMES) else _EXACT
        blank = Link(ref, verdict.target, predicate, BY_REVIEW, "Candidate", Decimal(1), "", "" if ref.known else node)
        yield _by_review(blank, verdict)


def _by_review(link: Link, verdict: LinkVerdict) -> Link:
    said = f"{verdict.verdict}ed by {verdict.who or 'a reviewer'}"
    reason = "; ".join(filter(None, (f"{said} on {verdict.when}" if verdict.when else said, verdict.note, link.reason)))
    status = "Accepted" if verdict.verdict == "accept" else "Rejected"
    return replace(link, status=status, method=BY_REVIEW, confidence=Decimal(1), reason=reason)
