"""One refresh of what is decided across articles: reads changed ones, settles what follows, writes the difference."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple

from pyoxigraph import NamedNode

from kg import names as ns
from kg.identity import duplicates
from kg.identity.clusters import Clusters
from kg.identity.describe import cluster_quads, copy_quad, state_quad
from kg.identity.graph_writing import IdentityGraph, IdentityReport
from kg.identity.index import Index, Statements, as_json
from kg.identity.intake import ArticleFacts, facts_of, read_facts
from kg.identity.linked import article_quads, thing_quads
from kg.identity.reading import GraphReader, article_marks
from kg.linking.decisions import Decisions, LinkVerdict, decisions_file
from kg.names import Names
from kg.records import Ref
from kg.stores.interface import GraphWriter


class Refresh:
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
        self.clusters = Clusters(index)
        self.report = IdentityReport()
        self.graph = IdentityGraph(writer, names, self.report)
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
            self.graph.follow(self.statements)
        elif last:
            self.graph.hold(self.statements)
        # Only now: where this is not reached, the index is out of step with the graph, and the next refresh knows.
        self.index.commit()
        self.clusters.release()
        return self.report

    def in_step(self) -> bool:
        """Whether the graph speaks of the articles that the index knows."""
        return self.graph.state() == self.index.state

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
