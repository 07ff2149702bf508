"""How the times of queries grow with a store: the same questions, about articles spread over it, at each size."""

import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Store

_ARTICLE: Final = "https://w3id.org/conflict-kg/id/article/made-"
_PREFIXES: Final = """
PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_KEYS: Final = 60


@dataclass(frozen=True, slots=True)
class Question:
    """A query; ARTICLE in it becomes the IRI of an article. served: whether an index leads to an answer whose size does
    not grow with the store."""

    name: str
    text: str
    served: bool = True

    @property
    def keys(self) -> int:
        """Of how many articles it is asked."""
        return _KEYS if "ARTICLE" in self.text else 1


QUESTIONS: Final = (
    Question("all that is said of one thing", "SELECT ?p ?o { GRAPH ?g { <ARTICLE> ?p ?o } }"),
    Question(
        "words on which the values of an article stand",
        "SELECT ?w { GRAPH ?g { ?m ckg:inArticle <ARTICLE> ; ckg:exact ?w } }",
    ),
    Question(
        "events of an article, with place and its name",
        "SELECT ?s ?n { GRAPH <ARTICLE> { ?s ckg:location ?place . ?place rdfs:label ?n } }",
    ),
    Question(
        "other reports of the incidents of an article",
        "SELECT ?other ?label { GRAPH <ARTICLE> { ?s a ckg:Strike } GRAPH ?i { ?s ckg:inIncident ?incident ."
        " ?other ckg:inIncident ?incident } GRAPH ?g { ?other rdfs:label ?label } }",
    ),
    Question(
        "100 strikes with place and its name",
        "SELECT ?s ?n { GRAPH ?g { ?s ckg:location ?place . ?place rdfs:label ?n } } LIMIT 100",
    ),
    Question(
        "100 claims with claimant, name and stance",
        "SELECT ?c ?n ?st { GRAPH ?g { ?c ckg:claimant ?a ; ckg:stance ?st . ?a rdfs:label ?n } } LIMIT 100",
    ),
    Question(
        "all claims of one name (more as there are more)",
        'SELECT ?c ?st { GRAPH ?g { ?a rdfs:label "Russia" . ?c ckg:claimant ?a ; ckg:stance ?st } }',
        served=False,
    ),
    Question(
        "count of all strikes (reads them all)",
        "SELECT (COUNT(?s) AS ?n) { GRAPH ?g { ?s a ckg:Strike } }",
        served=False,
    ),
)


def measured(states: dict[int, Path], rounds: int) -> dict[str, Any]:
    """Milliseconds and rows of each question in each state of a store (by its number of articles; folders of the
    engine), medians over rounds in which the states take turns, so that a busy minute hits them all; triples of each.
    """
    stores = {size: Store.read_only(str(path)) for size, path in states.items()}
    times: dict[tuple[str, int], list[float]] = {(q.name, size): [] for q in QUESTIONS for size in stores}
    rows: dict[tuple[str, int], float] = {}
    for _ in range(rounds):
        for question in QUESTIONS:
            for size, store in stores.items():
                for text in _texts(question, size):
                    begun = time.perf_counter()
                    found = len(list(store.query(text)))  # type: ignore[arg-type]
                    times[question.name, size].append(1000 * (time.perf_counter() - begun))
                    rows[question.name, size] = rows.get((question.name, size), 0.0) + found
    return {
        "rounds": rounds,
        "articles": list(stores),
        "triples": [len(store) for store in stores.values()],
        "questions": {
            q.name: {
                "served": q.served,
                "ms": [statistics.median(times[q.name, size]) for size in stores],
                "rows": [rows[q.name, size] / len(times[q.name, size]) for size in stores],
            }
            for q in QUESTIONS
        },
    }


def growth(values: Sequence[float]) -> float:
    """The last value in parts of the first."""
    return values[-1] / values[0]


def log_growth(sizes: Sequence[int]) -> float:
    """By what a time grows that is proportional to the logarithm of the size."""
    return math.log(sizes[-1]) / math.log(sizes[0])


def _texts(question: Question, size: int) -> list[str]:
    numbers = [size * each // question.keys for each in range(question.keys)]
    return [_PREFIXES + question.text.replace("ARTICLE", f"{_ARTICLE}{number:07}") for number in numbers]
