"""What is decided across articles, as quads of the identity graph."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg import names as ns
from kg.identity.actors import UnknownActor
from kg.identity.clusters import Cluster
from kg.identity.families import compare, score
from kg.identity.happenings import Happening
from kg.identity.items import Item
from kg.identity.judging import scale
from kg.names import Names
from kg.triples import decimal_literal

_A: Final = NamedNode(ns.RDF + "type")
_LABEL: Final = NamedNode(ns.RDFS + "label")
_ALT_LABEL: Final = NamedNode(ns.SKOS + "altLabel")
# Earlier reports with which a report is compared to tell why it is in an incident.
_CORE: Final = 8


def copy_quad(article: str, original: str, names: Names) -> Quad:
    """That an article repeats another."""
    return Quad(NamedNode(article), _ckg("nearDuplicateOf"), NamedNode(original), _graph(names))


def state_quad(state: str, names: Names) -> Quad:
    """Which set of articles the identity graph speaks of."""
    return Quad(_graph(names), _ckg("articleSetFingerprint"), Literal(state), _graph(names))


def thing_iri(family: str, first: str, names: Names) -> str:
    """IRI of an incident or of a cluster of actors. It is made of the first item, so it stays while later reports come
    and go."""
    digest = hashlib.sha256(first.encode()).hexdigest()[:16]
    return names.known("actor-cluster" if family == "actor" else "incident", digest)


def cluster_quads(cluster: Cluster, names: Names) -> Iterator[Quad]:
    """An incident or a cluster of actors: its items, its names, how sure it is, and why each item is in it."""
    first, graph = cluster.items[0], _graph(names)
    node = NamedNode(thing_iri(first.family, first.iri, names))
    of_actors = first.family == "actor"
    yield Quad(node, _A, _ckg("ActorCluster" if of_actors else "Incident"), graph)
    for item in cluster.items:
        yield Quad(NamedNode(item.iri), _ckg("inActorCluster" if of_actors else "inIncident"), node, graph)
    label, others = _actor_names(cluster) if of_actors else (_incident_label(cluster), [])
    yield Quad(node, _LABEL, Literal(label), graph)
    for name in others:
        yield Quad(node, _ALT_LABEL, Literal(name), graph)
    sure = []
    for item, (confidence, reasons) in zip(cluster.items[1:], _reasons(cluster), strict=True):
        sure.append(confidence)
        yield Quad(node, _ckg("judgement"), Literal(f"{_short(item, names)}: {reasons}"), graph)
    mean = Decimal(round(100 * sum(sure) / len(sure))) / 100
    yield Quad(node, _ckg("confidence"), decimal_literal(mean), graph)


def _reasons(cluster: Cluster) -> Iterator[tuple[float, str]]:
    """For each item but the first, how surely it belongs to the earlier ones, and why."""
    family = scale(cluster.items[0].family)
    core = [item for item in cluster.items if item.iri not in cluster.copied][:_CORE]
    for item in cluster.items[1:]:
        if item.iri in cluster.copied:
            yield 0.99, "repeats what the original of its article tells"
            continue
        best: tuple[float, str] = (float("-inf"), "")
        for other in core:
            if other.rank < item.rank and (points := compare(other.features, item.features)) is not None:
                judged = score(item.family, points)
                assert judged is not None
                best = max(best, (family.confidence(judged + family.threshold), family.reasons(points)))
        yield best if best[1] else (0.5, "joined by what later reports tell")


def _incident_label(cluster: Cluster) -> str:
    """The fullest of the first reports' labels, and the day where one report tells it."""
    reports = [features for features in cluster.own_features() if isinstance(features, Happening)]
    placed = [report for report in reports if " in " in report.label] or reports
    days = [report.first for report in reports if report.dated and report.first == report.last and report.first]
    day = f", {date.fromordinal(days[0]).isoformat()}" if days else ""
    return f"{placed[0].label}{day}"


def _actor_names(cluster: Cluster) -> tuple[str, list[str]]:
    """The name that most articles use as label, and the others."""
    actors = [features for features in cluster.own_features() if isinstance(features, UnknownActor)]
    counts = Counter(actor.label for actor in actors)
    label = min(counts, key=lambda name: (-counts[name], -len(name), name))
    every = set(counts) | {name for actor in actors for name in actor.other_labels}
    return label, sorted(every - {label})


def _short(item: Item, names: Names) -> str:
    return item.iri.removeprefix(names.base)


def _ckg(local: str) -> NamedNode:
    return NamedNode(ns.CKG + local)


def _graph(names: Names) -> NamedNode:
    return NamedNode(names.graph("identity"))
