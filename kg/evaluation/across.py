"""Figures of what is decided across articles: incidents and unknown actors by B-cubed and by pairs, copies by pairs.

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
from kg.evaluation.located import actor_at, happening_at
from kg.evaluation.tally import harmonic_mean
from kg.extract import extract
from kg.identity.graph import refresh_identity
from kg.names import Names
from kg.records import Article, Run
from kg.settings import Settings
from kg.store import Writer
from kg.triples import extraction_quads


class Report(NamedTuple):
    """The words of an article that tell of a happening or name an actor, by offsets, and its name in the gold."""

    article: str
    begin: int
    end: int
    happening: str


@dataclass(frozen=True, slots=True)
class AcrossGold:
    """Articles with the reports that belong together, the copies among them (id of the copy, id of the original or
    empty), and the words that name actors."""

    articles: tuple[Article, ...]
    reports: tuple[Report, ...]
    copies: dict[str, str]
    actors: tuple[Report, ...] = ()


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
        return harmonic_mean(self.precision, self.recall)


def read_across(paths: Iterable[Path]) -> AcrossGold:
    """Reads JSON Lines of articles with ``happenings`` (begin, words, incident), ``actors`` (begin, words, actor) or
    ``copy_of`` (id of the original).

    Raises InputError with file and line.
    """
    articles: list[Article] = []
    reports: list[Report] = []
    actors: list[Report] = []
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
                    reports += _reports(values, "happenings", "incident")
                    actors += _reports(values, "actors", "actor")
                    if "copy_of" in values:
                        copies[values["id"]] = values["copy_of"] or ""
                except (ValueError, KeyError, TypeError) as error:
                    raise InputError(f"{path}, line {number}: no article with its gold: {error!r}") from error
    return AcrossGold(tuple(articles), tuple(reports), copies, tuple(actors))


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
        return [
            *_incident_figures(gold, writer, names),
            *_copy_figures(gold, writer, names),
            *_actor_figures(gold, writer, names),
        ]


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
    seen, every = _answers(gold.reports, happening_at, "inIncident", writer, names)
    yield b_cubed("incidents, B-cubed, of the reports that extraction finds", seen)
    yield b_cubed("incidents, B-cubed, of all reports, one missed by extraction alone", every)
    yield pairwise("incidents, pairs of reports that extraction finds", seen)
    yield pairwise("incidents, pairs of all reports", every)


def _copy_figures(gold: AcrossGold, writer: Writer, names: Names) -> Iterator[Figures]:
    if not gold.copies:
        return
    told = _said(writer, "nearDuplicateOf", names)
    items = []
    for article in gold.articles:
        iri = names.article(article.id)
        items.append((gold.copies.get(article.id) or article.id, told.get(iri, iri)))
    yield pairwise("copies of articles, pairs", items)
    yield b_cubed("copies of articles, B-cubed", items)


def _actor_figures(gold: AcrossGold, writer: Writer, names: Names) -> Iterator[Figures]:
    if not gold.actors:
        return
    _, every = _answers(gold.actors, actor_at, "inActorCluster", writer, names)
    yield pairwise("unknown actors, pairs", every)
    yield b_cubed("unknown actors, B-cubed", every)


def _answers(
    reports: Iterable[Report], locate: Callable[..., str], local: str, writer: Writer, names: Names
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Names in the gold beside names in the answer: of the reports that extraction finds, and of all, where each of the
    others stands alone."""
    found = [(each, locate(each.article, each.begin, each.end, writer.store, names)) for each in reports]
    things = _said(writer, local, names)
    seen = [(each.happening, things.get(iri, iri)) for each, iri in found if iri]
    return seen, [(each.happening, things.get(iri, iri) or f"{each}") for each, iri in found]


def _said(writer: Writer, local: str, names: Names) -> dict[str, str]:
    """The object of a property in the identity graph by its subject, as IRIs."""
    graph = NamedNode(names.graph("identity"))
    return {
        quad.subject.value: quad.object.value
        for quad in writer.store.quads_for_pattern(None, NamedNode(ns.CKG + local), None, graph)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


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


def _reports(values: dict[str, Any], kind: str, name: str) -> Iterator[Report]:
    for each in values.get(kind, ()):
        begin, words = each["begin"], each["words"]
        if values["text"][begin : begin + len(words)] != words:
            raise ValueError(f"at {begin} the text does not say {words!r}")
        yield Report(values["id"], begin, begin + len(words), each[name])
