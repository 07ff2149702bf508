"""Sentence boundaries of texts that are no texts."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.language.sentences import set_sentence_starts


@pytest.mark.parametrize("mark", ['"', "'", ")", "]", "”", "»"])
def test_sentences_of_closing_marks_alone_are_found_in_one_pass(mark: str) -> None:
    """Were each mark followed back to the first, this would take hours."""
    words = ["Fell", ".", *[mark] * 100_000, "They", "left", "."]
    doc = set_sentence_starts(Doc(spacy.blank("en").vocab, words=words))
    assert doc[0].is_sent_start
    assert len(doc) == len(words)


@pytest.mark.parametrize("closing", [('"',), ("”", ")"), ("'", '"', "]", ")"), ("[", "7", "]", '"')])
def test_sentences_end_behind_their_closing_marks(closing: tuple[str, ...]) -> None:
    words = ["Marsa", "fell", ".", *closing, "They", "left", "."]
    doc = set_sentence_starts(Doc(spacy.blank("en").vocab, words=words))
    assert [token.text for token in doc if token.is_sent_start][-1] == "They"
