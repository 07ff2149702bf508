"""``python -m kg.training.speed``: words a second from text to Doc on one core, beside a spaCy CNN pipeline.

The CNN pipeline is spaCy's own configuration for efficiency (tagger, parser, entities), with the label sets that the
shipped model uses and untrained weights: its speed does not depend on what it has learnt, its figures would.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence

from spacy import util
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from kg.language import load_pipeline
from kg.resources import samples_dir
from kg.settings import Settings
from kg.sources import read_inputs

COMPONENTS = ["tagger", "parser", "ner"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the words a second of both pipelines and their ratio. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m kg.training.speed", description=__doc__)
    parser.add_argument("inputs", nargs="*", default=[str(samples_dir())], help="articles (default: the samples)")
    parser.add_argument("--words", type=int, default=20_000, help="least number of words in a round")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    _use_one_core()
    settings = Settings()
    ours = load_pipeline(settings)
    texts = [article.text for article in read_inputs(options.inputs, settings) if hasattr(article, "text")]
    docs = [ours(text) for text in texts]
    texts *= 1 + options.words // max(1, _words(docs))
    figures = compare({"model": ours, "cnn": cnn_pipeline(docs)}, texts, options.rounds)
    for name, speed in figures.items():
        print(f"{name}\t{speed:,.0f} words/s")
    print(f"ratio\t{figures['model'] / figures['cnn']:.2f}")
    return 0


def compare(pipelines: dict[str, Language], texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Median words a second (white space not counted) of each pipeline over the texts; the rounds take turns."""
    speeds: dict[str, list[float]] = {name: [] for name in pipelines}
    for _ in range(rounds + 1):
        for name, nlp in pipelines.items():
            started = time.perf_counter()
            docs = list(nlp.pipe(texts))
            speeds[name].append(_words(docs) / (time.perf_counter() - started))
    # The first round fills the caches.
    return {name: statistics.median(found[1:]) for name, found in speeds.items()}


def cnn_pipeline(docs: Sequence[Doc]) -> Language:
    """spaCy's efficiency configuration, initialised with the labels of some annotated docs."""
    config = init_config(lang="en", pipeline=COMPONENTS, optimize="efficiency", gpu=False)
    nlp = util.load_model_from_config(config, auto_fill=True)
    examples = [Example(nlp.make_doc(doc.text), _plain(doc, nlp)) for doc in docs]
    nlp.initialize(lambda: examples)
    return nlp


def _plain(doc: Doc, nlp: Language) -> Doc:
    """The same words and annotation in another pipeline's vocabulary."""
    return Doc(nlp.vocab).from_bytes(doc.to_bytes(exclude=["user_data"]))


def _words(docs: Sequence[Doc]) -> int:
    return sum(not token.is_space for doc in docs for token in doc)


def _use_one_core() -> None:
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


if __name__ == "__main__":
    raise SystemExit(main())
