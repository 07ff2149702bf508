"""What a machine of a cluster does: a shard of articles → their graphs, by the same function as everywhere."""

import gc
from collections.abc import Sequence
from functools import cache, partial

from spacy.language import Language

from kg.build.article import Versions, annotated_doc, article_graph
from kg.build.tasks import Outcome, Task
from kg.cluster.limit import limited
from kg.errors import ArticleError
from kg.language import load_pipeline
from kg.memory import collect_seldom
from kg.names import Names
from kg.settings import Settings
from kg.sources import Problem
from kg.store import GraphData


def extract_shard(shard: Sequence[Task], settings: Settings) -> tuple[Versions, list[Outcome]]:
    """What becomes of each article, in order, and with which versions. One that takes longer than the setting
    ``article_seconds`` becomes a Problem."""
    pipeline, versions = _pipeline(settings)
    names = Names(settings.base_iri)
    outcomes = []
    for task in shard:
        annotate = partial(annotated_doc, task.article.text, pipeline)
        graph: GraphData | Problem
        try:
            with limited(settings.article_seconds):
                graph = article_graph(task.article, task.mark, versions, annotate, names)
        except ArticleError as error:
            graph = Problem(f"article {task.article.id}", str(error))
        outcomes.append(Outcome(task.number, task.article.id, graph))
    return versions, outcomes


@cache
def _pipeline(settings: Settings) -> tuple[Language, Versions]:
    """Loaded once in each process, which works on many shards."""
    pipeline = load_pipeline(settings)
    gc.freeze()
    collect_seldom()
    return pipeline, Versions.of(pipeline)
