"""The one entry point: from the settings to a spaCy pipeline whose Docs carry the layers that extraction reads."""

from pathlib import Path

import spacy
from spacy.language import Language

from kg.errors import ModelError
from kg.language import component, lemmas, sentences  # noqa: F401  (they register the spaCy factories)
from kg.language.tokens import news_tokenizer
from kg.settings import Settings

MODEL_FOLDER = Path(__file__).parent / "model"


def load_pipeline(settings: Settings | None = None) -> Language:
    """The pipeline that ``settings.pipeline`` names: ``default`` (the shipped model), ``rules``, or any spaCy pipeline.

    Raises ModelError where it cannot be loaded.
    """
    name = (settings or Settings()).pipeline
    if name == "rules":
        return rules_pipeline()
    nlp = _load(MODEL_FOLDER if name == "default" else name)
    return nlp if nlp.has_pipe("ckg_network") else completed(nlp)


def rules_pipeline() -> Language:
    """A fresh pipeline without a model: tokenizer, and sentences from layout and punctuation."""
    nlp = spacy.blank("en", meta={"name": "rules"})
    news_tokenizer(nlp)
    nlp.add_pipe("ckg_sentences")
    return nlp


def completed(nlp: Language) -> Language:
    """Another pipeline with the shipped model after it, for the layers that it lacks; what it sets itself is kept."""
    nlp.add_pipe("ckg_network").from_disk(MODEL_FOLDER / "ckg_network")  # type: ignore[attr-defined]
    nlp.add_pipe("ckg_lemmas")
    return nlp


def model_pipeline(network_folder: Path, meta: dict[str, object]) -> Language:
    """A fresh pipeline around the network's files, to be written with ``to_disk`` as the shipped model."""
    nlp = rules_pipeline()
    nlp.meta.update(meta)
    nlp.add_pipe("ckg_network").from_disk(network_folder)  # type: ignore[attr-defined]
    nlp.add_pipe("ckg_lemmas")
    return nlp


def _load(name: str | Path) -> Language:
    try:
        return spacy.load(name)
    except (OSError, ValueError) as fault:
        raise ModelError(f"cannot load the language pipeline {name}: {str(fault).splitlines()[0]}") from fault
