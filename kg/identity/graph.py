"""The identity graph: what is decided across articles, brought up to date with them.

Its parts are links to outside datasets, copies of articles, incidents, and clusters of unknown actors. Each part
follows from the articles alone; ``refresh_identity`` makes it follow again after some of them changed, with a side
index (``kg.identity.index``) so that it looks at these and their surroundings only.
"""

import hashlib
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import names as ns
from kg.errors import StoreError, StoreFull
from kg.identity import duplicates
from kg.identity.clusters import Clusters
from kg.identity.describe import cluster_quads, copy_quad, state_quad
from kg.identity.index import FILE_NAME, Index, Statements, as_json
from kg.identity.intake import ArticleFacts, facts_of, read_facts, refs_in
from kg.identity.linked import article_quads, thing_quads
from kg.identity.reading import GraphReader, article_marks
from kg.identity.version import identity_version
from kg.linking.decisions import Decisions, LinkVerdict, decisions_file
from kg.names import Names
from kg.records import Ref
from kg.stores.interface import GraphWriter

__all__ = ["IdentityReport", "identity_quads", "refresh_identity", "refs_in", "resolve"]

_TYPE: Final = NamedNode(ns.RDF + "type")
_CHUNK: Final = 20_000
# Articles that are settled at once: memory is held for so many, however many there are.
_PORTION: Final = 4_000


@dataclass(slots=True)
class IdentityReport:
    """What a refresh did. articles: how many were read; added and removed: quads by the local name of what they say,
    such as nearDuplicateOf, inIncident, Incident."""

    articles: int = 0
    added: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)

    def note(self, gone: Iterable[Quad], new: Iterable[Quad]) -> None:
        """Counts quads."""
        for quads, counts in ((gone, self.removed), (new, self.added)):
            counts.update(_said(quad) for quad in quads)

    def take(self, other: "IdentityReport") -> None:
        """Counts what another refresh did with what this one did."""
        self.articles += other.articles
        self.added += other.added
        self.removed += other.removed


def identity_quads(refs: Iterable[Ref], names: Names) -> list[Quad]:
    """Quads of the identity graph for some known things, in the order of the refs."""
    return thing_quads(sorted({ref for ref in refs if ref.known}), names)


def refresh_identity(
    writer: GraphWriter,
    names: Names,
    changed: Iterable[str] | None = None,
    progress: Callable[[], None] = lambda: None,
    features: Mapping[str, bytes] = MappingProxyType({}),
) -> IdentityReport:
    """Makes the identity graph say what follows from the store's articles and the reviewers' decisions, nothing else.

    changed: IRIs of the articles that were added, replaced or removed since it did, or more; None: find them by their
    fingerprints. features: what ``article_features`` made of some of them beside their graphs, which spares reading
    these; it counts only where its fingerprint is the stored one. progress is called once an article is read. The
    outcome depends on the articles alone, not on the order in which they came nor on how they were grouped into calls.
    Raises StoreError, and InputError where the file of decisions is faulty.
    """
    try:
        return _refreshed(writer, names, changed, progress, features)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise _unusable(writer, error) from error
    # The side index is damaged; all of it can be made again.
    return resolve(writer, names, progress)


def resolve(writer: GraphWriter, names: Names, progress: Callable[[], None] = lambda: None) -> IdentityReport:
    """Decides everything across articles anew, from their graphs alone, without what was kept from before."""
    try:
        return _refreshed(writer, names, None, progress, {}, fresh=True)
    except sqlite3.Error as error:
        raise _unusable(writer, error) from error


def _refreshed(
    writer: GraphWriter,
    names: Names,
    changed: Iterable[str] | None,
    progress: Callable[[], None],
    features: Mapping[str, bytes],
    fresh: bool = False,
) -> IdentityReport:
    """Portion by portion: the outcome does not depend on the grouping.

    Where index and graph are in step they stay so, and what a crash leaves undone is noted in the store. Where they are
    not, the graph is written with the last portion, so that they are not before.
    """
    report = IdentityReport()
    with Index(writer.folder / FILE_NAME, identity_version(names.base), fresh) as index:
        first = _Refresh(writer, names, index, progress, features)
        in_step, articles = first.in_step(), first.to_read(changed)
        for begin in range(0, max(1, len(articles)), _PORTION):
            refresh = _Refresh(writer, names, index, progress, features)
            last = begin + _PORTION >= len(articles)
            report.take(refresh.run(articles[begin : begin + _PORTION], in_step, last))
    return report


def _unusable(writer: GraphWriter, error: sqlite3.Error) -> StoreError:
    path = writer.folder / FILE_NAME
    if "full" in str(error):
        return StoreFull(f"the disk under {path} is full; what was finished before is kept")
    return StoreError(f"the side index {path} cannot be used: {error}")


class _Refresh:
    """One refresh: reads changed articles, settles what follows, writes the difference."""

    def __init__(
        self,
        writer: GraphWriter,
        names: Names,
        index: Index,
        progress: Callable[[], None],
        features: Mapping[str, bytes],
    ) -> None:
        self.features = features
        self.writer = writer
        self.names = names
        self.index = index
        self.progress = progress
        self.graph = names.graph("identity")
        self.clusters = Clusters(index)
        self.report = IdentityReport()
        self.refs: set[str] = set()
        self.renewed: set[int] = set()
        self.decisions = Decisions.read(decisions_file(writer.folder))
        self.decided = {subject.split("/")[1] for subject, _ in self.decisions.verdicts if subject.count("/") > 1}

    def to_read(self, changed: Iterable[str] | None) -> list[str]:
        """The articles to read, sorted: those that changed, where that is known and the index fits the graph."""
        return sorted(set(changed) if changed is not None and self.in_step() else self._differing())

    def run(self, changed: list[str], in_step: bool, last: bool) -> IdentityReport:
        """Makes the index follow from the present versions of these articles and those read before, and the graph from
        the index: by what changed where they were in step, else whole, with the last articles."""
        self.statements = Statements(self.index, note=in_step)
        unsettled = self._read(changed)
        self._review()
        restated = duplicates.settle(self.index, unsettled)
        for number in restated - self.renewed:
            self.clusters.detach(number)
        self._state_copies(restated)
        self._state_clusters(restated)
        self._state_links()
        self.statements.replace("state", [str(state_quad(self.index.state, self.names))])
        if in_step:
            self._write_changes()
        elif last:
            self._write_all()
        # Only now: where this is not reached, the index is out of step with the graph, and the next refresh knows.
        self.index.commit()
        self.clusters.release()
        return self.report

    def in_step(self) -> bool:
        """Whether the graph speaks of the articles that the index knows."""
        return self._stored_state() == self.index.state

    def _stored_state(self) -> str:
        node = NamedNode(self.graph)
        stored = self.writer.store.quads_for_pattern(node, NamedNode(ns.CKG + "articleSetFingerprint"), None, node)
        return next((quad.object.value for quad in stored if isinstance(quad.object, Literal)), "")

    def _differing(self) -> set[str]:
        """The articles of which store and index have another version, or which one of them lacks."""
        stored, known = article_marks(self.writer.store), self.index.marks()
        return {iri for iri in stored.keys() | known.keys() if stored.get(iri) != known.get(iri)}

    # ---- reading

    def _read(self, changed: list[str]) -> set[int]:
        """Takes the present versions of some articles into the index; gives those that have to be settled."""
        unsettled: set[int] = set()
        for iri in changed:
            row = self.index.article(iri)
            if row is not None:
                unsettled.update(duplicates.forget(self.index, row))
            reader = GraphReader(self.writer.store, iri)
            facts = self._made_beside(iri) or read_facts(reader, self.names)
            if facts is not None:
                unsettled.add(self._take_in(reader, facts))
            elif row is not None:
                self.clusters.forget(row.id)
                self._refer(row.id, set())
                self.index.drop_article(row)
                unsettled.discard(row.id)
                self.statements.replace(f"copy {iri}", ())
                self.statements.replace(f"links {iri}", ())
            self.progress()
        return unsettled

    def _made_beside(self, article: str) -> ArticleFacts | None:
        """What was made of the article as it is stored, if anything."""
        facts = facts_of(self.features.get(article, b""))
        if facts is None:
            return None
        predicate, node = NamedNode(ns.CKG + "inputFingerprint"), NamedNode(article)
        stored = self.writer.store.quads_for_pattern(None, predicate, None, node)
        return facts if any(getattr(quad.object, "value", "") == facts.text.mark for quad in stored) else None

    def _take_in(self, reader: GraphReader, facts: ArticleFacts) -> int:
        row = self.index.put_article(facts.text)
        self.clusters.renew(row.id, facts.items)
        self.renewed.add(row.id)
        self._refer(row.id, set(facts.refs))
        links: Iterable[str] = facts.links
        if self._slug(reader.iri) in self.decided:
            links = map(str, article_quads(reader, self.names, self.decisions))
        self.statements.replace(f"links {reader.iri}", links)
        self.report.articles += 1
        return row.id

    def _slug(self, article: str) -> str:
        return article.removeprefix(self.names.article("x").removesuffix("x"))

    def _review(self) -> None:
        """Brings decisions that were made since the last refresh to links that stand."""
        for subject in self.decisions.changed(self._applied_decisions()):
            kind, _, key = subject.partition("/")
            slug, _, local = key.partition("/")
            if not local:
                self.refs.add(f"{kind} {key}")
            elif self.index.article(article := self.names.article("x").removesuffix("x") + slug) is not None:
                quads = article_quads(GraphReader(self.writer.store, article), self.names, self.decisions)
                self.statements.replace(f"links {article}", map(str, quads))
        every = sorted(self.decisions.verdicts.values())
        self.index.put("decisions", as_json([astuple(each) for each in every]))

    def _applied_decisions(self) -> Decisions:
        verdicts = [LinkVerdict(*values) for values in json.loads(self.index.get("decisions") or "[]")]
        return Decisions({(each.subject, each.target): each for each in verdicts})

    def _refer(self, article: int, refs: set[str]) -> None:
        """Notes which known things an article speaks of."""
        before = self.index.refs(article)
        self.refs |= before ^ refs
        db = self.index.db
        db.executemany("DELETE FROM reference WHERE ref = ? AND article = ?", [(r, article) for r in before - refs])
        db.executemany("INSERT INTO reference VALUES (?, ?)", [(ref, article) for ref in refs - before])
        self.index.set_refs(article, refs)

    # ---- stating

    def _state_copies(self, restated: Iterable[int]) -> None:
        for number in restated:
            row = self.index.article_by_id(number)
            quads = []
            if row.original is not None:
                quads = [str(copy_quad(row.iri, self.index.article_by_id(row.original).iri, self.names))]
            self.statements.replace(f"copy {row.iri}", quads)

    def _state_clusters(self, restated: Iterable[int]) -> None:
        gone, clusters = self.clusters.settle(restated)
        for first in gone:
            self.statements.replace(f"thing {first}", ())
        for cluster in clusters:
            quads = [str(quad) for quad in cluster_quads(cluster, self.names)]
            self.statements.replace(f"thing {cluster.items[0].iri}", quads)

    def _state_links(self) -> None:
        for ref in sorted(self.refs):
            kind, _, key = ref.partition(" ")
            spoken_of = self.index.db.execute("SELECT 1 FROM reference WHERE ref = ?", (ref,)).fetchone()
            quads = thing_quads([Ref(kind, key, known=True)], self.names, self.decisions) if spoken_of else []
            self.statements.replace(f"ref {ref}", map(str, quads))

    # ---- writing

    def _write_changes(self) -> None:
        gone, added = (_parsed(lines) for lines in self.statements.changes())
        self._change(gone, added)

    def _write_all(self) -> None:
        """Makes the graph hold the index's statements, whatever it holds, in pieces."""
        present: set[bytes] = set()
        node = NamedNode(self.graph)
        extra = []
        for quad in self.writer.store.quads_for_pattern(None, None, None, node):
            line = str(quad)
            if self.statements.has(line):
                present.add(_digest(line))
            else:
                extra.append(quad)
        missing = (line for line in self.statements.every() if _digest(line) not in present)
        state = str(state_quad(self.index.state, self.names))
        # The state last: a graph half written must not seem whole.
        others = (line for line in missing if line != state)
        while lines := list(islice(others, _CHUNK)):
            self._change(extra, _parsed(lines))
            extra = []
        self._change(extra, [] if _digest(state) in present else _parsed([state]))

    def _change(self, gone: list[Quad], added: list[Quad]) -> None:
        if gone or added:
            self.writer.change_graph(self.graph, gone, added)
            self.report.note(gone, added)


def _parsed(lines: Iterable[str]) -> list[Quad]:
    return list(parse("".join(f"{line} .\n" for line in lines), format=RdfFormat.N_QUADS))


def _said(quad: Quad) -> str:
    told = quad.object if quad.predicate == _TYPE else quad.predicate
    return re.split("[#/]", told.value)[-1] if isinstance(told, NamedNode) else ""


def _digest(line: str) -> bytes:
    return hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=12).digest()
