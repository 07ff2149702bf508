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
_KEYS: Final = 30
# How often a question that is about no article is asked in each round.
_TIMES: Final = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A query; ARTICLE in it becomes the IRI of an article for which the answer has ``rows`` rows, at each size.
    served: whether an index leads to an answer whose size does not grow with the store."""

    name: str
    text: str
    rows: int = 0
    served: bool = True


QUESTIONS: Final = (
    Question("all that is said of one thing", "SELECT ?p ?o { GRAPH ?g { <ARTICLE> ?p ?o } }", rows=10),
    Question(
        "words on which the values of an article stand",
        "SELECT ?w { GRAPH ?g { ?m ckg:inArticle <ARTICLE> ; ckg:exact ?w } }",
        rows=6,
    ),
    Question(
        "an event of an article, with place and its name",
        "SELECT ?s ?n { GRAPH <ARTICLE> { ?s ckg:location ?place . ?place rdfs:label ?n } }",
        rows=1,
    ),
    Question(
        "reports of the incident of which an article tells",
        "SELECT ?other ?label { GRAPH <ARTICLE> { ?s a ckg:Strike } GRAPH ?i { ?s ckg:inIncident ?incident ."
        " ?other ckg:inIncident ?incident } GRAPH ?g { ?other rdfs:label ?label } }",
        rows=2,
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

    Each is asked of an engine that has just been opened (``first``; the system may have the files in memory), and of
    one that stays open (``later``).
    """
    texts = {(q.name, size): _texts(q, size, path) for q in QUESTIONS for size, path in states.items()}
    answers: dict[tuple[str, int], list[_Answer]] = {key: [] for key in texts}
    opened = {size: Store.read_only(str(path)) for size, path in states.items()}
    for _ in range(rounds):
        for question in QUESTIONS:
            for size, path in states.items():
                answers[question.name, size] += [
                    _asked(path, opened[size], text) for text in texts[question.name, size]
                ]
    return {
        "rounds": rounds,
        "articles": list(states),
        "triples": [len(store) for store in opened.values()],
        "questions": {
            q.name: {
                "served": q.served,
                "first": [statistics.median(each.first for each in answers[q.name, size]) for size in states],
                "later": [statistics.median(each.later for each in answers[q.name, size]) for size in states],
                "rows": [statistics.mean(each.rows for each in answers[q.name, size]) for size in states],
            }
            for q in QUESTIONS
        },
    }


@dataclass(frozen=True, slots=True)
class _Answer:
    """Milliseconds, and rows."""

    first: float
    later: float
    rows: int


def _asked(path: Path, opened: Store, text: str) -> _Answer:
    times = []
    rows = 0
    for store in (Store.read_only(str(path)), opened):
        begun = time.perf_counter()
        rows = len(list(store.query(text)))  # type: ignore[arg-type]
        times.append(1000 * (time.perf_counter() - begun))
    return _Answer(times[0], times[1], rows)


def growth(values: Sequence[float]) -> float:
    """The last value in parts of the first."""
    return values[-1] / values[0]


def log_growth(sizes: Sequence[int]) -> float:
    """By what a time grows that is proportional to the logarithm of the size."""
    return math.log(sizes[-1]) / math.log(sizes[0])


def _texts(question: Question, size: int, path: Path) -> list[str]:
    """The question, about articles that lie as far apart as can be."""
    if "ARTICLE" not in question.text:
        return [_PREFIXES + question.text] * _TIMES
    store = Store.read_only(str(path))
    numbers = (size * each // _KEYS for each in range(_KEYS))
    return list(dict.fromkeys(_next_text(question, number, size, store) for number in numbers))


def _next_text(question: Question, number: int, size: int, store: Store) -> str:
    """About the first article from this one on, in a ring, for which the answer has the rows that are wanted."""
    for each in range(number, number + size):
        text = _PREFIXES + question.text.replace("ARTICLE", f"{_ARTICLE}{each % size:07}")
        if len(list(store.query(text))) == question.rows:  # type: ignore[arg-type]
            return text
    raise SystemExit(f"no article of {size} has {question.rows} rows: {question.name}")
