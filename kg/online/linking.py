"""The order of it all: what is wanted → candidates → what is meant → facts → the file → the graph."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from kg import names as ns
from kg.errors import OutsideError
from kg.federation.rows import Term
from kg.linking.decisions import Decisions
from kg.names import Names
from kg.online.around import context_around
from kg.online.judging import Judged, judge, roots
from kg.online.kept import Kept
from kg.online.wanted import Wanted, linked_items, wanted
from kg.online.wikidata import Item, Wikidata, fact_term, is_fact
from kg.records import Link, Ref
from kg.triples import link_quads

GRAPH: Final = "wikidata"
METHOD: Final = "Wikidata, by name, type and country"
_FACTS: Final = ("label", "type", "coordinates", "country", "citizenship", "inception", "birth", "part of")
_GROUP: Final = 10
_MOST_FAILURES: Final = 3


@dataclass(slots=True)
class Report:
    """What was done. left: things that were not asked about, for lack of time or because Wikidata failed."""

    asked: int = 0
    accepted: int = 0
    candidates: int = 0
    facts: int = 0
    left: int = 0
    problem: str = ""


def ask_wikidata(
    store: Store,
    names: Names,
    wikidata: Wikidata,
    kept: Kept,
    seconds: float,
    save: Callable[[], None],
    advance: Callable[[], None] = lambda: None,
) -> Report:
    """Asks about all that is wanted and not in ``kept``, and for the facts of accepted items; adds it to ``kept``.

    Stops after some seconds, or when Wikidata fails again and again; another call goes on from there. save is called
    after each group of things, advance after each thing.
    """
    report = Report()
    deadline = time.monotonic() + seconds
    todo = [each for each in wanted(store) if each.iri.removeprefix(names.base) not in kept.links]
    failures = 0
    for begin in range(0, len(todo), _GROUP):
        group = todo[begin : begin + _GROUP]
        try:
            for thing, found in _judged(group, wikidata, deadline, store, names):
                subject = thing.iri.removeprefix(names.base)
                kept.links[subject], kept.names[subject] = tuple(found), thing.names
                report.asked += 1
                advance()
            failures = 0
        except OutsideError as error:
            report.problem = str(error)
            failures += 1
        save()
        if failures == _MOST_FAILURES or time.monotonic() >= deadline:
            break
    report.left = len(todo) - report.asked
    try:
        report.facts = _add_facts(store, names, wikidata, kept, deadline)
    except OutsideError as error:
        report.problem = str(error)
    save()
    judged = [link for links in kept.links.values() for link in links]
    report.accepted = sum(link.status == "Accepted" for link in judged)
    report.candidates = len(judged) - report.accepted
    return report


def _judged(
    group: Sequence[Wanted], wikidata: Wikidata, deadline: float, store: Store, names: Names
) -> Iterator[tuple[Wanted, list[Judged]]]:
    """Searches for the fullest name of each thing, then asks once about all that was found for the group."""
    found = {thing.iri: wikidata.search(thing.names[0], deadline) for thing in group}
    items = wikidata.items({iri for iris in found.values() for iri in iris}, deadline)
    types = {kind for item in items.values() for kind in item.texts("type") if kind.startswith(ns.WIKIDATA + "Q")}
    fitting = {root for thing in group for root in roots()[thing.kind]}
    kinds = wikidata.kinds_of(types, fitting, deadline)
    for thing in group:
        context = context_around(store, thing.iri, names)
        yield thing, judge(thing, [items[iri] for iri in found[thing.iri]], kinds, context, names)


def _add_facts(store: Store, names: Names, wikidata: Wikidata, kept: Kept, deadline: float) -> int:
    accepted = {link.target for links in kept.links.values() for link in links if link.status == "Accepted"}
    accepted.update(linked_items(store, names.graph("identity")))
    missing = sorted(accepted - kept.facts.keys())
    for iri, item in wikidata.items(missing, deadline).items():
        kept.facts[iri] = _facts(item)
    return sum(map(len, kept.facts.values()))


def _facts(item: Item) -> list[tuple[str, Term]]:
    return [(name, value) for name in _FACTS for value in item.values.get(name, ()) if is_fact(value)]


def online_quads(kept: Kept, store: Store, names: Names, decisions: Decisions) -> list[Quad]:
    """The graph that follows from what is kept and from the reviewers' decisions, for things that the store still has.

    A rejected link is left out; an accepted one is Accepted, and the thing's other candidates go.
    """
    graph = NamedNode(names.graph(GRAPH))
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for subject in sorted(kept.links)
        if next(store.quads_for_pattern(NamedNode(names.base + subject), None, None, None), None) is not None
        for quad in link_quads(_links(subject, kept.links[subject], names, decisions), names)
    ]
    for iri in sorted(kept.facts):
        quads += [Quad(NamedNode(iri), fact_term(name), term, graph) for name, term in kept.facts[iri]]
    return quads


def _links(subject: str, judged: Sequence[Judged], names: Names, decisions: Decisions) -> list[Link]:
    kind, _, key = subject.partition("/")
    known = "/" not in key
    ref = Ref(kind, key, known=known)
    verdicts = {each.target: each.verdict for each in decisions.about(subject)}
    chosen = {target for target, verdict in verdicts.items() if verdict == "accept"}
    links = []
    for each in judged:
        if verdicts.get(each.target) == "reject" or (chosen and each.target not in chosen):
            continue
        status = "Accepted" if each.target in chosen else each.status
        sure = Decimal(f"{each.confidence:.2f}")
        node = "" if known else names.base + subject
        links.append(Link(ref, each.target, f"{ns.SKOS}exactMatch", METHOD, status, sure, each.reason, node))
    return links
