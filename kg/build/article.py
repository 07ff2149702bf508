"""One article → its graph: a pure function, the same in this process, in a worker process and on a cluster."""

import hashlib
import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from pyoxigraph import Quad
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ArticleError, ConflictKgError, UsageError
from kg.extract import extract
from kg.identity.intake import article_features
from kg.names import Names
from kg.records import Article, Extraction, Run, SegmentKind
from kg.settings import Settings
from kg.sources import Problem
from kg.store import GraphData
from kg.triples import ArticleGraph, extraction_quads
from kg.versions import model_version, program_version, rules_version

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Versions:
    """What makes a graph out of an article."""

    program: str
    model: str
    rules: str

    @classmethod
    def of(cls, pipeline: Language) -> "Versions":
        """This program with a language pipeline."""
        return cls(program_version(), model_version(pipeline), rules_version())


def content(article: Article) -> dict[str, Any]:
    """What an article is, wherever it was read."""
    given = asdict(article)
    del given["where"]
    return given


def fingerprint(article: Article, versions: Versions, settings: Settings) -> str:
    """Hash of all that an article's graph depends on: the same fingerprint means the same graph."""
    parts = [content(article), settings.base_iri, versions.program, versions.model, versions.rules]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def present_time() -> datetime:
    """When an extraction runs: now, or at the time that SOURCE_DATE_EPOCH gives (seconds since 1970). Raises UsageError
    where that is no time."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(float(given or time.time())), UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH must be seconds since 1970, not {given!r:.40}") from None


def run_record(mark: str, versions: Versions) -> Run:
    """The provenance of the extraction of an article with this fingerprint, made at the present time."""
    return Run(versions.program, versions.model, versions.rules, mark, present_time())


def article_extraction(article: Article, doc: Doc) -> Extraction:
    """What one article says. Raises ArticleError where it is boilerplate and nothing else."""
    extraction = extract(article, doc)
    if all(segment.kind is SegmentKind.BOILERPLATE for segment in extraction.segments):
        raise ArticleError("has nothing but boilerplate (cookie notices, link lists and the like)")
    return extraction


def annotated_doc(text: str, pipeline: Language) -> Doc:
    """The pipeline's Doc of a text of any length."""
    pipeline.max_length = max(pipeline.max_length, len(text) + 1)
    return pipeline(text)


def guarded(article: Article, work: Callable[[], _T]) -> _T | Problem:
    """The result of some work on an article, which may be a Problem itself. A fault of ours in one article must not end
    a build of thousands: it is logged and reported."""
    try:
        return work()
    except ConflictKgError as error:
        return Problem(f"article {article.id}", str(error))
    except Exception as error:
        _log.debug("article %s", article.id, exc_info=True)
        return Problem(
            f"article {article.id}", f"failed in extraction, which is a fault of the program: {error!r:.200}"
        )


def article_quads(article: Article, run: Run, annotate: Callable[[], Doc], names: Names) -> list[Quad] | Problem:
    """The graph of an article, in a fixed order; ``annotate`` gives the Doc of its text."""
    return guarded(article, lambda: extraction_quads(article_extraction(article, annotate()), run, names))


def article_graph(
    article: Article, mark: str, versions: Versions, annotate: Callable[[], Doc], names: Names
) -> GraphData | Problem:
    """The graph of an article with this fingerprint, as it is sent and stored."""
    run = run_record(mark, versions)
    return guarded(article, lambda: _data(article_extraction(article, annotate()), run, names))


def _data(extraction: Extraction, run: Run, names: Names) -> GraphData:
    triples = ArticleGraph(extraction, names).triples(run)
    lines = triples.lines()
    nquads = "".join(f"{line}\n" for line in lines).encode()
    return GraphData(triples.graph, nquads, len(lines), article_features(triples, names))
