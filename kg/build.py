"""Articles → graph: the stages of a build, what it skips, and what it keeps when it is stopped."""

import hashlib
import json
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad
from spacy.language import Language
from spacy.tokens import Doc

from kg import names as ns
from kg.errors import ArticleError, ConflictKgError
from kg.extract import extract
from kg.identity.graph import refresh_identity
from kg.names import Names
from kg.ontology import refresh_ontology
from kg.records import Article, Extraction, Run, SegmentKind
from kg.settings import Settings
from kg.sources import Problem
from kg.store import Writer
from kg.triples import extraction_quads
from kg.versions import model_version, program_version, rules_version

_log = logging.getLogger(__name__)
_FINGERPRINT = NamedNode(ns.CKG + "inputFingerprint")
# Documents that go through the pipeline together. The network's own batches are within a document, so few are
# enough, and the fewer they are, the sooner extraction starts beside it.
_BATCH = 4
_Batch = list[Article | Problem]
_Docs = list[Doc | Exception]


@dataclass
class BuildReport:
    """What a build did. Lists keep the order of the input."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    quads: int = 0
    generation: int | None = None
    interrupted: bool = False

    @property
    def skipped(self) -> list[Problem]:
        """The problems for which something was left out."""
        return [p for p in self.problems if p.skipped]

    @property
    def unreadable(self) -> list[Problem]:
        """Named inputs that could not be opened or held nothing."""
        return [p for p in self.problems if p.unreadable]


def fingerprint(article: Article, pipeline: Language, settings: Settings) -> str:
    """Hash of all that an article's graph depends on: the same fingerprint means the same graph."""
    parts = [asdict(article), settings.base_iri, program_version(), model_version(pipeline), rules_version()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def run_record(article: Article, pipeline: Language, settings: Settings) -> Run:
    """The provenance of an extraction made now, or at the time that SOURCE_DATE_EPOCH gives (seconds since 1970)."""
    moment = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    ended = datetime.fromtimestamp(int(moment), UTC)
    mark = fingerprint(article, pipeline, settings)
    return Run(program_version(), model_version(pipeline), rules_version(), mark, ended)


def article_extraction(article: Article, doc: Doc) -> Extraction:
    """What one article says. Raises ArticleError where it is boilerplate and nothing else."""
    extraction = extract(article, doc)
    if all(segment.kind is SegmentKind.BOILERPLATE for segment in extraction.segments):
        raise ArticleError("has nothing but boilerplate (cookie notices, link lists and the like)")
    return extraction


def annotated(
    articles: Iterable[Article | Problem], pipeline: Language
) -> Iterator[tuple[Article, Extraction] | Problem]:
    """Articles with what they say, in the order of the input, through the pipeline in batches; Problems pass through.

    While one batch is extracted and stored, the next one is in the pipeline on another thread: the network and the
    store both run outside the interpreter's lock.
    """
    items = iter(articles)
    with ThreadPoolExecutor(max_workers=1) as ahead:
        waiting: tuple[_Batch, Future[_Docs]] | None = None
        try:
            while batch := list(islice(items, _BATCH)):
                texts = [item.text for item in batch if isinstance(item, Article)]
                annotating = ahead.submit(_docs, texts, pipeline)
                if waiting:
                    yield from _one_batch(*waiting)
                waiting = batch, annotating
        except KeyboardInterrupt:
            if waiting:
                yield from _one_batch(*waiting)
            raise
        if waiting:
            yield from _one_batch(*waiting)


def _docs(texts: list[str], pipeline: Language) -> _Docs:
    """A Doc for each text; where a batch fails, one text at a time, so that one bad text costs itself only."""
    pipeline.max_length = max(pipeline.max_length, *map(len, texts), 1) + 1
    try:
        return list(pipeline.pipe(texts))
    except Exception:
        _log.exception("a batch of %d texts failed in the pipeline; trying them one by one", len(texts))
        return [_doc_or_fault(text, pipeline) for text in texts]


def _doc_or_fault(text: str, pipeline: Language) -> Doc | Exception:
    try:
        return pipeline(text)
    except Exception as error:
        return error


def _one_batch(batch: _Batch, annotating: Future[_Docs]) -> Iterator[tuple[Article, Extraction] | Problem]:
    docs = iter(annotating.result())
    for item in batch:
        yield item if isinstance(item, Problem) else _one_annotated(item, next(docs))


def _one_annotated(article: Article, doc: Doc | Exception) -> tuple[Article, Extraction] | Problem:
    """An article's Extraction. A fault of ours in one article must not end a build of thousands: it is logged and
    reported."""
    try:
        if isinstance(doc, Exception):
            raise doc
        return article, article_extraction(article, doc)
    except ConflictKgError as error:
        return Problem(f"article {article.id}", str(error))
    except Exception as error:
        _log.debug("article %s", article.id, exc_info=True)
        return Problem(
            f"article {article.id}", f"failed in extraction, which is a fault of the program: {error!r:.200}"
        )


def extracted_quads(
    articles: Iterable[Article | Problem], pipeline: Language, settings: Settings
) -> Iterator[tuple[Article, list[Quad]] | Problem]:
    """The graph of each article, without a store."""
    names = Names(settings.base_iri)
    for item in annotated(articles, pipeline):
        if isinstance(item, Problem):
            yield item
        else:
            article, extraction = item
            yield article, extraction_quads(extraction, run_record(article, pipeline, settings), names)


def build(
    articles: Iterable[Article | Problem],
    writer: Writer,
    pipeline: Language,
    settings: Settings,
    progress: Callable[[Article], None] = lambda article: None,
) -> BuildReport:
    """Puts articles into a store, each in one transaction, and publishes the result.

    An article whose fingerprint stands in the store is passed over. Ctrl-C ends the build early: what was finished
    is kept and published. progress is called once an article is done. Raises StoreError and its kin.
    """
    report = BuildReport()
    names = Names(settings.base_iri)
    try:
        for item in extracted_quads(_to_do(articles, writer, pipeline, settings, report, progress), pipeline, settings):
            if isinstance(item, Problem):
                report.problems.append(item)
                continue
            article, quads = item
            writer.replace_graph(names.article(article.id), quads)
            report.written.append(article.id)
            report.quads += len(quads)
            progress(article)
    except KeyboardInterrupt:
        report.interrupted = True
    report.generation = publish(writer, settings)
    return report


def remove(article_ids: Iterable[str], writer: Writer, settings: Settings) -> list[str]:
    """Takes the graphs of articles out of the store, with all that only they said; returns those that the store had.

    An article is named by the id of the input or by its IRI.
    """
    names = Names(settings.base_iri)
    removed = []
    for article_id in article_ids:
        iri = article_id if article_id.startswith(f"{names.base}article/") else names.article(article_id)
        if writer.drop_graph(iri):
            removed.append(article_id)
    if removed:
        publish(writer, settings)
    return removed


def publish(writer: Writer, settings: Settings) -> int:
    """Brings the graphs that belong to no article up to date and makes the state visible to readers."""
    names = Names(settings.base_iri)
    refresh_ontology(writer, names)
    refresh_identity(writer, names)
    return writer.publish()


def _to_do(
    articles: Iterable[Article | Problem],
    writer: Writer,
    pipeline: Language,
    settings: Settings,
    report: BuildReport,
    progress: Callable[[Article], None],
) -> Iterator[Article | Problem]:
    """Passes on what must be extracted: no unchanged article, and no second text under one id."""
    names = Names(settings.base_iri)
    seen: dict[str, str] = {}
    for item in articles:
        if isinstance(item, Problem):
            yield item
            continue
        mark = fingerprint(item, pipeline, settings)
        before = seen.get(names.article(item.id))
        seen.setdefault(names.article(item.id), mark)
        run = NamedNode(names.known("run", item.id))
        stored = next(writer.store.quads_for_pattern(run, _FINGERPRINT, None, None), None)
        if before not in (None, mark):
            yield Problem(f"article {item.id}", "has the id of another article of this input; the first one is kept")
        elif before == mark or (stored is not None and stored.object == Literal(mark)):
            report.unchanged.append(item.id)
            progress(item)
        else:
            yield item
