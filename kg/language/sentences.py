"""Sentence boundaries from layout and punctuation, before anything is known of grammar.

A line that stands alone (headline, caption, bullet) is a sentence, with or without a full stop; a line that was only
wrapped is not.
"""

from typing import Any, Final

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.language.layout import hard_breaks
from kg.language.tokens import abbreviations, openers

_CLOSERS: Final = frozenset("\"'”’»)]}")
# Behind one sentence; without a bound a text of quotation marks alone would take the square of its length.
_MOST_CLOSERS: Final = 20
_QUOTES: Final = frozenset("\"'“‘«([{")
_ENDERS: Final = frozenset({".", "!", "?", "…", "...", "?!", "!?", "!!", "??", "!!!", "???", "。", "؟"})


@Language.component("ckg_sentences")
def set_sentence_starts(doc: Doc) -> Doc:
    """Set ``is_sent_start`` of every token of the doc."""
    breaks = hard_breaks(doc.text)
    line = 0
    before: Token | None = None
    marks = []
    for token in doc:
        starts = token.i == 0
        if not token.is_space:
            passed = line
            while passed < len(breaks) and breaks[passed] <= token.idx:
                passed += 1
            starts |= before is not None and (passed > line or _ends_before(doc, before, token))
            line, before = passed, token
        marks.append(1 if starts else -1)
    if marks:
        column: Any = np.array(marks, dtype=np.int64).view(np.uint64)[:, None]
        doc.from_array([SENT_START], column)
    return doc


def _ends_before(doc: Doc, before: Token, token: Token) -> bool:
    """Whether a sentence ends between two neighbouring words."""
    if before.i + 1 == token.i and not before.whitespace_ and not _lacks_space(doc, before, token):
        return False
    if _is_citation(doc, token):
        return False
    last = before
    for _ in range(_MOST_CLOSERS):
        if last.i == 0 or not (last.text in _CLOSERS or _in_citation(doc, last)):
            break
        last = doc[last.i - 1]
    if not _can_open(token):
        return False
    known = abbreviations()
    if last.text in _ENDERS:
        return last.text != "." or not _is_abbreviated(doc, last, token)
    if last.text in known.title:
        return False
    if last.text in known.common:
        return token.lower_ in openers() or token.text in _QUOTES
    return len(last.text) > 2 and last.text[-1] in ".!?" and last.text[-2].isalnum()


def _is_abbreviated(doc: Doc, stop: Token, following: Token) -> bool:
    """Whether a lone full stop belongs to an initial or a split abbreviation: "J . Smith", "No . 5"."""
    if stop.i == 0 or doc[stop.i - 1].whitespace_:
        return False
    word = doc[stop.i - 1].text
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    return f"{word}." in abbreviations().before_number and following.like_num


def _lacks_space(doc: Doc, before: Token, token: Token) -> bool:
    """Whether white space was forgotten after a full stop: "Idlib.The"."""
    if before.text != "." or before.i == 0 or not token.is_title:
        return False
    word = doc[before.i - 1].text
    return len(word) > 2 and word[-1].islower() and token.text.isalpha()


def _is_citation(doc: Doc, token: Token) -> bool:
    """Whether a citation mark such as "[22]" begins here: it belongs to the sentence before."""
    return token.text == "[" and token.i + 2 < len(doc) and doc[token.i + 1].is_digit and doc[token.i + 2].text == "]"


def _in_citation(doc: Doc, token: Token) -> bool:
    return any(start >= 0 and _is_citation(doc, doc[start]) for start in range(token.i - 2, token.i + 1))


def _can_open(token: Token) -> bool:
    """Whether a sentence may open with this word: a capital, a digit, a quote, a bullet, a caseless script."""
    first = token.text[0]
    return not first.islower() and first not in ",.;:!?%" and (token.text not in _CLOSERS or token.text in _QUOTES)
