"""Annotated articles through the whole program, from text to quads, and the score of what comes out."""

from collections.abc import Callable, Iterable, Sequence

from pyoxigraph import Quad
from spacy.language import Language

from kg.build import extracted_quads
from kg.errors import ArticleError
from kg.evaluation.found import found_account
from kg.evaluation.gold import Gold
from kg.evaluation.scoring import score_article
from kg.evaluation.tally import Score
from kg.identity.graph import identity_quads, refs_in
from kg.names import Names
from kg.records import Article
from kg.settings import Settings
from kg.sources import Problem


def evaluate(
    golds: Sequence[Gold], pipeline: Language, settings: Settings, progress: Callable[[], None] = lambda: None
) -> Score:
    """The score of the program on annotated articles. progress is called once an article is done.

    Raises ArticleError where an article cannot be extracted at all.
    """
    score = Score()
    names = Names(settings.base_iri)
    graphs = extracted_quads([gold.article for gold in golds], pipeline, settings)
    for gold, graph in zip(golds, graphs, strict=True):
        score_quads(gold, _quads(graph), names, score)
        progress()
    return score


def score_quads(gold: Gold, quads: Iterable[Quad], names: Names, score: Score) -> None:
    """Adds one article's graph to a score."""
    quads = list(quads)
    found = found_account(gold.article.id, quads, identity_quads(refs_in(quads, names), names))
    score_article(gold.account, found, score)


def _quads(graph: tuple[Article, list[Quad]] | Problem) -> list[Quad]:
    if isinstance(graph, Problem):
        raise ArticleError(str(graph))
    return graph[1]
