"""The stages of a build: what it skips, what it puts into the store, and what it keeps when it is stopped."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

from pyoxigraph import Literal, NamedNode
from spacy.language import Language

from kg import names as ns
from kg.build.article import Versions, content, fingerprint, present_time
from kg.build.commits import Audit, Commits, no_audit
from kg.build.inprocess import InProcess
from kg.build.publication import publish
from kg.build.report import BuildReport
from kg.build.seen import Seen
from kg.build.tasks import Extractor, Outcome, Task
from kg.names import Names
from kg.records import Article
from kg.settings import Settings
from kg.sources import Problem
from kg.store import Change
from kg.stores.interface import GraphWriter
from kg.stores.preview import Preview

_FINGERPRINT = NamedNode(ns.CKG + "inputFingerprint")


def _ignore(article_id: str) -> None:
    pass


def build(
    articles: Iterable[Article | Problem],
    writer: GraphWriter,
    extractor: Extractor | Language,
    settings: Settings,
    progress: Callable[[str], None] = _ignore,
    *,
    retract: Iterable[str] = (),
    audit: Audit = no_audit,
) -> BuildReport:
    """Puts articles into a store, takes back those whose ids or IRIs ``retract`` names and the input has not, publishes
    the result.

    ``extractor`` may be a language pipeline, which then runs in this process. An article whose fingerprint stands in
    the store is passed over. Ctrl-C ends the build early: what was finished is kept and published. progress is called
    with an article's id once it is done, audit before a graph is changed; a Preview is left as it is. Raises StoreError
    and its kin.
    """
    present_time()  # what is wrong with it is wrong for every article
    report = BuildReport()
    if isinstance(extractor, Language):
        extractor = InProcess(extractor, settings)
    with Seen() as seen:
        try:
            with extractor as started:
                selection = _Selection(writer, started.versions, settings, seen)
                commits = Commits(writer, report, audit, selection.names, settings.commit_seconds)
                # Closed here, also where the store fails: it may have processes that must end.
                with closing(started.outcomes(_to_the_end(selection.tasks(articles), commits.hurry))) as outcomes:
                    _put_all(outcomes, commits, progress)
        except KeyboardInterrupt:
            report.interrupted = True
        _retract(retract, writer, settings, report, audit, seen)
    report.generation = writer.generation() if isinstance(writer, Preview) else publish(writer, settings)
    return report


def remove(article_ids: Iterable[str], writer: GraphWriter, settings: Settings) -> list[str]:
    """Takes the graphs of articles out of the store, with all that only they said; returns those that the store had.

    An article is named by the id of the input or by its IRI.
    """
    report = BuildReport()
    with Seen() as nothing:
        _retract(article_ids, writer, settings, report, no_audit, nothing)
    publish(writer, settings)
    return report.retracted


def _retract(
    article_ids: Iterable[str], writer: GraphWriter, settings: Settings, report: BuildReport, audit: Audit, seen: Seen
) -> None:
    """Takes articles out that the input has not: one that it has was put in the place of its old version."""
    names = Names(settings.base_iri)
    for article_id in article_ids:
        iri = article_id if article_id.startswith(f"{names.base}article/") else names.article(article_id)
        if seen.has(iri):
            continue
        size = len(writer.graph_quads(iri))
        if size:
            audit(iri, "retracted", Change(0, size))
            writer.drop_graph(iri, pending=True)
            report.retracted.append(article_id)
            report.removed += size
        else:
            report.missing.append(article_id)


def _to_the_end(tasks: Iterator[Task | Outcome], ended: Callable[[], None]) -> Iterator[Task | Outcome]:
    """The tasks; ``ended`` is called once there are no more."""
    yield from tasks
    ended()


def _put_all(outcomes: Iterator[Outcome], commits: Commits, progress: Callable[[str], None]) -> None:
    """Stores what comes, in any order, and reports it in the order of the input; after Ctrl-C too."""
    report = commits.report
    done: list[tuple[int, str]] = []
    unchanged: list[tuple[int, str]] = []
    problems: list[tuple[int, Problem]] = []
    interrupt: KeyboardInterrupt | None = None
    with commits:
        try:
            for outcome in outcomes:
                if outcome.result is None:
                    unchanged.append((outcome.number, outcome.article_id))
                elif isinstance(outcome.result, Problem):
                    problems.append((outcome.number, outcome.result))
                    continue
                else:
                    commits.put(outcome.result)
                    report.quads += outcome.result.quads
                    done.append((outcome.number, outcome.article_id))
                progress(outcome.article_id)
        except KeyboardInterrupt as error:
            interrupt = error
    report.written += [article_id for _, article_id in sorted(done)]
    report.unchanged += [article_id for _, article_id in sorted(unchanged)]
    report.problems += [problem for _, problem in sorted(problems, key=lambda each: each[0])]
    if interrupt:
        raise interrupt


def checked(items: Iterable[Article | Problem], settings: Settings) -> BuildReport:
    """What a build would take from its input, were all of it new; nothing is extracted."""
    report = BuildReport()
    names = Names(settings.base_iri)
    with Seen() as seen:
        for item in items:
            if isinstance(item, Problem):
                report.problems.append(item)
                continue
            given = json.dumps(content(item), sort_keys=True, default=str)
            mark = hashlib.sha256(given.encode()).hexdigest()
            before = seen.first(names.article(item.id), mark, item.where)
            if before is None:
                report.written.append(item.id)
            elif before[0] != mark:
                report.problems.append(_same_id(item, before[1]))
    return report


def _same_id(article: Article, first: str) -> Problem:
    """The report of an article whose id another one, read from ``first``, had before."""
    other = f"another article of this input, {first}" if first else "another article of this input"
    where = article.where or f"article {article.id}"
    return Problem(where, f"has the id {article.id!r} of {other}; the first one is kept")


class _Selection:
    """Which articles of an input must be extracted."""

    def __init__(self, writer: GraphWriter, versions: Versions, settings: Settings, seen: Seen) -> None:
        self.writer = writer
        self.versions = versions
        self.settings = settings
        self.seen = seen
        self.names = Names(settings.base_iri)

    def tasks(self, items: Iterable[Article | Problem]) -> Iterator[Task | Outcome]:
        """A Task for each article that is new or changed, an Outcome for every other item: no second text under one
        id."""
        for number, item in enumerate(items):
            yield Outcome(number, "", item) if isinstance(item, Problem) else self._task(number, item)

    def _task(self, number: int, article: Article) -> Task | Outcome:
        mark = fingerprint(article, self.versions, self.settings)
        before = self.seen.first(self.names.article(article.id), mark, article.where)
        if before and before[0] != mark:
            return Outcome(number, article.id, _same_id(article, before[1]))
        if before or self._stored_mark(article.id) == mark:
            return Outcome(number, article.id, None)
        return Task(number, article, mark)

    def _stored_mark(self, article_id: str) -> str | None:
        run = NamedNode(self.names.known("run", article_id))
        stored = next(iter(self.writer.store.quads_for_pattern(run, _FINGERPRINT, None, None)), None)
        return stored.object.value if stored is not None and isinstance(stored.object, Literal) else None
