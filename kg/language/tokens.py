"""spaCy's English tokenizer, with the abbreviations of news that it would split."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex

#: The stop before a citation mark, its opening bracket, and the closing one before another mark.
_CITATION_INFIXES: Final = (r"(?<=\w)[.,;:!?](?=\[[0-9])", r"\[(?=[0-9]{1,3}\]?)", r"\](?=\[)")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Words that end in a full stop which need not end a sentence.

    After a ``title`` a sentence never ends; after a ``common`` one, where the next word could open a sentence.
    ``before_number``: abbreviations that are words or names too ("No.", "Mar."): they count only before a number.
    """

    title: frozenset[str]
    common: frozenset[str]
    before_number: frozenset[str]


@cache
def abbreviations() -> Abbreviations:
    """The shipped list, ``abbreviations.txt``."""
    kinds: dict[str, set[str]] = {"title": set(), "common": set(), "before_number": set()}
    for line in _data_lines("abbreviations.txt"):
        kind, word = line.split("\t")
        kinds[kind].add(word)
    return Abbreviations(**{kind: frozenset(words) for kind, words in kinds.items()})


@cache
def openers() -> frozenset[str]:
    """Lower-case words that open sentences, ``openers.txt``."""
    return frozenset(word for line in _data_lines("openers.txt") for word in line.split())


def news_tokenizer(nlp: Language) -> None:
    """Adapt the pipeline's tokenizer: listed abbreviations stay whole, citation marks such as "[3]" are split off."""
    known = abbreviations()
    tokenizer: Any = nlp.tokenizer
    for word in sorted(known.title | known.common):
        tokenizer.add_special_case(word, [{ORTH: word}])
    infixes = [*(nlp.Defaults.infixes or ()), *_CITATION_INFIXES]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def _data_lines(name: str) -> list[str]:
    lines = files("kg.language").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
