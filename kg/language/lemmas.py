"""Lemmas from the package simplemma (MIT; word lists and rules, no model)."""

from functools import lru_cache

import simplemma
from spacy.language import Language
from spacy.tokens import Doc

_INFLECTED = frozenset({"NOUN", "VERB", "AUX", "ADJ", "ADV", "PRON", "DET"})


@Language.component("ckg_lemmas")
def set_lemmas(doc: Doc) -> Doc:
    """Set the lemma of every token, unless lemmas are set; names, numbers and punctuation stay as written."""
    if doc.has_annotation("LEMMA"):
        return doc
    for token in doc:
        token.lemma_ = _lemma(token.text.lower()) if token.pos_ in _INFLECTED else token.text
    return doc


@lru_cache(maxsize=50_000)
def _lemma(word: str) -> str:
    return simplemma.lemmatize(word, lang="en")
