"""Figures of what is decided across articles: incidents by B-cubed, copies by pairs.

The measure of incidents is B-cubed (Bagga and Baldwin, "Algorithms for scoring coreference chains", 1998): for each
report, the share of its incident that belongs there, and the share of what belongs there that its incident has.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import NamedNode, Quad
from spacy.language import Language

from kg import names as ns
from kg.errors import InputError
from kg.extract import extract
from kg.identity.graph import refresh_identity
from kg.names import Names
from kg.records import Article, Run
from kg.settings import Settings
from kg.store import Writer
from kg.triples import extraction_quads


class Report(NamedTuple):
    """The words of an article that tell of a happening, by offsets, and the happening's name in the gold."""

    article: str
    begin: int
    end: int
    happening: str


@dataclass(frozen=True, slots=True)
class AcrossGold:
    """Articles with the reports that belong together, and the groups of copies among them (each the ids of a group)."""

    articles: tuple[Article, ...]
    reports: tuple[Report, ...]
    copies: dict[str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 in 0–1, over so many items of the gold."""

    measure: str
    precision: float
    recall: float
    items: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_across(paths: Iterable[Path]) -> AcrossGold:
    """Reads JSON Lines of articles with ``happenings`` (begin, words, incident) or ``copy_of`` (id of the original).

    Raises InputError with file and line.
    """
    articles: list[Article] = []
    reports: list[Report] = []
    copies: dict[str, str] = {}
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise InputError(f"cannot read {path}: {error.strerror}") from error
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    values = json.loads(line)
                    articles.append(_article(values))
                    reports += _reports(values)
                    if "copy_of" in values:
                        copies[values["id"]] = values["copy_of"] or ""
                except (ValueError, KeyError, TypeError) as error:
                    raise InputError(f"{path}, line {number}: no article with its gold: {error!r}") from error
    return AcrossGold(tuple(articles), tuple(reports), copies)


def evaluate_across(
    gold: AcrossGold, pipeline: Language, settings: Settings, advance: Callable[[], None] = lambda: None
) -> list[Figures]:
    """Extracts the articles, decides across them, and compares."""
    names = Names(settings.base_iri)
    with tempfile.TemporaryDirectory() as folder, Writer(Path(folder)) as writer:
        for article in gold.articles:
            writer.replace_graph(names.article(article.id), _quads(article, pipeline, names))
            advance()
        refresh_identity(writer, names)
        return [*_incident_figures(gold, writer, names), *_copy_figures(gold, writer, names)]


def b_cubed(measure: str, items: Sequence[tuple[str, str]]) -> Figures:
    """B-cubed of items, each with the name of its class in the gold and of its class in the answer."""
    precision = recall = 0.0
    for gold, answer in items:
        both = sum(1 for g, a in items if g == gold and a == answer)
        precision += both / sum(1 for _, a in items if a == answer)
        recall += both / sum(1 for g, _ in items if g == gold)
    return Figures(measure, precision / max(1, len(items)), recall / max(1, len(items)), len(items))


def pairwise(measure: str, items: Sequence[tuple[str, str]]) -> Figures:
    """Of the pairs that the answer puts together, how many belong together, and of those, how many it found."""
    pairs = list(combinations(items, 2))
    told = [x[0] == y[0] for x, y in pairs if x[1] == y[1]]
    true = [x[1] == y[1] for x, y in pairs if x[0] == y[0]]
    precision = sum(told) / len(told) if told else 1.0
    return Figures(measure, precision, sum(true) / len(true) if true else 1.0, len(true))


def _incident_figures(gold: AcrossGold, writer: Writer, names: Names) -> Iterator[Figures]:
    if not gold.reports:
        return
    found = [(report, _strike_at(report, writer, names)) for report in gold.reports]
    incidents = {
        quad.subject.value: quad.object.value
        for quad in _said(writer, "inIncident", names)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
    seen = [(report.happening, incidents.get(iri, iri)) for report, iri in found if iri]
    every = [(r.happening, incidents.get(iri, iri) if iri else f"{r}") for r, iri in found]
    yield b_cubed("incidents, B-cubed, of the reports that extraction finds", seen)
    yield b_cubed("incidents, B-cubed, of all reports, one missed by extraction alone", every)
    yield pairwise("incidents, pairs of reports that extraction finds", seen)
    yield pairwise("incidents, pairs of all reports", every)


def _copy_figures(gold: AcrossGold, writer: Writer, names: Names) -> Iterator[Figures]:
    if not gold.copies:
        return
    told = {
        quad.subject.value: quad.object.value
        for quad in _said(writer, "nearDuplicateOf", names)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
    items = []
    for article in gold.articles:
        iri = names.article(article.id)
        items.append((gold.copies.get(article.id) or article.id, told.get(iri, iri)))
    yield pairwise("copies of articles, pairs", items)
    yield b_cubed("copies of articles, B-cubed", items)


def _strike_at(report: Report, writer: Writer, names: Names) -> str:
    """The strike or agreement of the trigger that the report's words overlap, else of the nearest one in the sentence;
    empty where extraction found none."""
    graph = NamedNode(names.article(report.article))
    spans = {kind: _spans(writer, graph, kind) for kind in ("Trigger", "Sentence")}
    around = [(begin, end) for begin, end, _ in spans["Sentence"] if begin <= report.begin and report.end <= end] or [
        (report.begin, report.end)
    ]
    begin, end = min(around, key=lambda span: (span[1] - span[0], span))
    near = []
    for first, last, mention in spans["Trigger"]:
        if begin <= first and last <= end:
            gap = max(0, first - report.end, report.begin - last)
            near += [(gap, first, iri) for iri in _denoted(writer, graph, mention)]
    return min(near)[2] if near else ""


def _spans(writer: Writer, graph: NamedNode, kind: str) -> list[tuple[int, int, NamedNode]]:
    mentions = writer.store.quads_for_pattern(None, NamedNode(ns.CKG + "mentionKind"), NamedNode(ns.CKG + kind), graph)
    found = []
    for quad in mentions:
        if isinstance(quad.subject, NamedNode):
            begin, end = map(int, quad.subject.value.rpartition("#char=")[2].split(","))
            found.append((begin, end, quad.subject))
    return found


def _denoted(writer: Writer, graph: NamedNode, mention: NamedNode) -> list[str]:
    denoted = writer.store.quads_for_pattern(mention, NamedNode(ns.CKG + "denotes"), None, graph)
    iris = [quad.object.value for quad in denoted if isinstance(quad.object, NamedNode)]
    return [iri for iri in iris if "/strike/" in iri or "/agreement/" in iri]


def _said(writer: Writer, local: str, names: Names) -> Iterable[Quad]:
    return writer.store.quads_for_pattern(None, NamedNode(ns.CKG + local), None, NamedNode(names.graph("identity")))


def _quads(article: Article, pipeline: Language, names: Names) -> list[Quad]:
    run = Run("0", "0", "0", article.id, datetime(2000, 1, 1, tzinfo=UTC))
    return extraction_quads(extract(article, pipeline(article.text)), run, names)


def _article(values: Any) -> Article:
    if not isinstance(values, dict):
        raise TypeError("it is no object")
    day = values.get("published")
    return Article(
        id=values["id"],
        text=values["text"],
        title=values.get("title"),
        published=date.fromisoformat(day) if day else None,
        publisher=values.get("publisher"),
    )


def _reports(values: dict[str, Any]) -> Iterator[Report]:
    for each in values.get("happenings", ()):
        begin, words = each["begin"], each["words"]
        if values["text"][begin : begin + len(words)] != words:
            raise ValueError(f"at {begin} the text does not say {words!r}")
        yield Report(values["id"], begin, begin + len(words), each["incident"])
