"""What a plain "deal" is about, by the words before it and by its complement: "to withdraw", "on a prisoner swap"."""

from collections.abc import Iterator
from typing import Final

from kg import lexicon
from kg.extract.grammar.syntax import Frame
from kg.extract.grammar.word_classes import AUXILIARIES
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import AgreementKind

_TOPICS: Final = {
    row["word"]: (AgreementKind(row["kind"]), row["where"]) for row in lexicon.table("agreement_topics") if row["kind"]
}
_OTHER: Final = frozenset(row["word"] for row in lexicon.table("agreement_topics") if not row["kind"])
_AGREEING: Final = lexicon.words("agreeing_verbs")
_UNDER: Final = frozenset({"under"})
_OPENING: Final = frozenset(
    {"to", "on", "for", "over", "of", "that", "which", "whereby", "where", "allowing", "ending", "calling", "covering"}
    | {"ended", "ends", "formalised", "formalized", "involved", "involves", "foresaw", "stipulated", "envisaged", "saw"}
)
_STOPS: Final = frozenset({".", ";", ":"})
_NEXT_CLAUSE: Final = tuple([",", word] for word in ("and", "but", "while", "though", "although"))
_PARTING: Final = frozenset({",", "and", "but", "or"})
_REACH: Final = 8
_OPENED_WITHIN: Final = 14
_BESIDE: Final = 3


def is_about(page: Page, frame: Frame) -> AgreementKind | None:
    """The kind that the words before a deal tell, else those of its complement, else what is done under it."""
    words = page.words
    first, past = words.range_of(frame.trigger)
    begin, end = words.range_of(page.sentence_of(frame.trigger))
    opening = words.range_of(frame.premodifier)[0] if frame.premodifier else first
    for at in range(opening, first):
        if words.lowers[at] in _TOPICS:
            return _TOPICS[words.lowers[at]][0]
    for complement in _complements(page, first, past, end):
        for at in range(complement, min(end, complement + _REACH)):
            if words.lowers[at] in _OTHER:
                return None
            kind, where = _TOPICS.get(words.lowers[at], (None, ""))
            if kind and (where != "beside" or at - complement <= _BESIDE):
                return kind
    if not _UNDER.isdisjoint(words.lowers[max(0, first - 2) : first]):
        done = (_TOPICS.get(words.lowers[at]) for at in range(max(begin, opening - _REACH), opening))
        return next((topic[0] for topic in done if topic and topic[1] != "beside"), None)
    return None


def _complements(page: Page, first: int, past: int, end: int) -> Iterator[int]:
    """Where the complements of a deal begin, past its parties and the verb of making it: "was reached under which", or
    the clause that tells what is done under it: "under the deal, X will withdraw".
    """
    words = page.words
    if not _UNDER.isdisjoint(words.lowers[max(0, first - _BESIDE) : first]) and words.lowers[past : past + 1] == [","]:
        yield past + 1
        return
    opened = False
    for at in range(past, min(end, past + _OPENED_WITHIN)):
        lower = words.lowers[at]
        if lower in _OPENING:
            yield at + 1
            opened = True
        elif (
            (opened and lower in _PARTING)
            or words.lowers[at : at + 2] in _NEXT_CLAUSE
            or lower in _STOPS
            or _is_other_verb(page, words, at)
        ):
            return


def _is_other_verb(page: Page, words: Words, at: int) -> bool:
    if words.lowers[at] in _AGREEING or words.lowers[at] in AUXILIARIES or not page.has_parts_of_speech:
        return False
    return page.tokens(words.spans[at]).root.tag_ in {"VBD", "VBZ", "VBP", "MD"}
