"""The training mixture: which corpora there are, which part of each trains, tunes and tests."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from spacy.language import Language

from kg.training.corpora.annotated import read_annotated
from kg.training.corpora.conllu import read_blocks, to_sentence
from kg.training.corpora.gum import read_gum
from kg.training.corpora.iob import read_uner, read_wikigold
from kg.training.corpora.re3d import read_re3d
from kg.training.sentence import Sentence, closed

logger = logging.getLogger(__name__)

EWT_FILES = {"train": "train.rebuilt", "dev": "dev", "test": "test"}
_WIKIGOLD_DEV_EVERY = 10


@dataclass(frozen=True, slots=True)
class Corpora:
    """Sentences by part and corpus name: ``parts["dev"]["ewt"]``."""

    parts: dict[str, dict[str, list[Sentence]]]

    def all_of(self, part: str) -> list[Sentence]:
        """The sentences of one part, corpus after corpus."""
        return [sentence for sentences in self.parts[part].values() for sentence in sentences]


def read_corpora(folder: Path, annotated: Path, nlp: Language) -> Corpora:
    """Read all corpora under ``folder`` (see MODEL.md for where to get them) and the project's own sentences.

    ``nlp`` tokenizes and sets sentence starts, as at run time.

    Raises OSError naming the file where a corpus is missing.
    """
    parts: dict[str, dict[str, list[Sentence]]] = {"train": {}, "dev": {}, "test": {}}
    for part in parts:
        parts[part]["ewt"] = _read_ewt(folder, part)
        parts[part]["gum"] = list(read_gum(folder / "ud_gum_open" / f"gum_open-{part}.conllu"))
    wikigold = list(read_wikigold(folder / "wikigold" / "wikigold.conll.txt", splitter(nlp)))
    parts["train"]["wikigold"] = [each for number, each in enumerate(wikigold) if number % _WIKIGOLD_DEV_EVERY]
    parts["dev"]["wikigold"] = wikigold[::_WIKIGOLD_DEV_EVERY]
    parts["train"]["re3d"] = list(read_re3d(folder / "re3d", nlp, held_out()))
    for name, own in (("annotated", annotated), ("reports", annotated / "reports")):
        items = list(read_annotated(own, nlp))
        parts["train"][name] = [sentence for item, sentence in items if not item.is_dev]
        parts["dev"][name] = [sentence for item, sentence in items if item.is_dev]
    for part, corpora in parts.items():
        logger.info("%s: %s", part, {name: len(sentences) for name, sentences in corpora.items()})
    return Corpora(parts)


def splitter(nlp: Language) -> Callable[[str], list[str]]:
    """The pipeline's tokenizer, as a function from a text to its words."""
    return lambda text: [token.text for token in nlp.make_doc(text)]


def held_out() -> frozenset[str]:
    """Ids of the documents that the project's evaluation articles come from."""
    lines = files("kg.training").joinpath("held_out.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _read_ewt(folder: Path, part: str) -> list[Sentence]:
    """UD EWT with Universal NER's names joined on by sentence id; names are left out where the words do not agree."""
    names = read_uner(folder / "uner_ewt" / f"en_ewt-ud-{part}.iob2")
    sentences = []
    for block in read_blocks(folder / "ud_ewt" / f"en_ewt-ud-{EWT_FILES[part]}.conllu"):
        sentence = to_sentence(block)
        tags = names.get(sentence.name, ())
        if len(tags) == len(sentence):
            layers = {"name": tags, "entity": closed([f"name:{tag}" for tag in tags], sentence.upos or ())}
            sentence = replace(sentence, layers=layers)
        sentences.append(sentence)
    return sentences
