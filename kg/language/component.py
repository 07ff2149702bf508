"""The spaCy component that runs the network over a document's sentences."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.language.bio import BioDecoder, TagSpan
from kg.language.buckets import index_batches
from kg.language.features import Encoded, encode
from kg.language.layers import GrammarColumns, Integers, put_entities, put_group
from kg.language.merging import merge_given
from kg.language.sentences import set_sentence_starts
from kg.language.session import MODEL_FILES, NetworkSession, Scores
from kg.language.tree import best_heads

#: A run of the network costs about as much as this many positions: more padding than that is dearer than another run.
_MOST_PADDING = 64
#: A longer sentence (a table, a list without breaks) is read in parts: attention and tree search grow with the square.
LONGEST_PIECES = 256
#: Heads whose spans make up each span group.
GROUP_HEADS = {
    "entities": ("entity", "nested", "value"),
    "names": ("name",),
    "triggers": ("trigger",),
    "sources": ("source",),
    "cues": ("cue",),
    "contents": ("content",),
}


@Language.factory("ckg_network", default_config={"folder": None, "batch_pieces": 2500, "threads": 1})
def make_network(nlp: Language, name: str, folder: str | None, batch_pieces: int, threads: int) -> "NetworkComponent":
    """The component; without ``folder`` it has no model until ``from_disk``."""
    return NetworkComponent(nlp, Path(folder) if folder else None, batch_pieces, threads)


class NetworkComponent:
    """Fills tags, tree, entities and the project's span groups.

    What another pipeline's components have set before it stays: tags, sentences, entities (they go into the span
    groups too, see ``kg.language.merging``), and trees whose labels are this model's; other trees are replaced.
    ``batch_pieces`` bounds the padded word pieces of one run of the network.
    """

    def __init__(self, nlp: Language, folder: Path | None, batch_pieces: int = 2500, threads: int = 1) -> None:
        self._nlp_strings = nlp.vocab.strings
        self.batch_pieces = batch_pieces
        self.threads = threads
        self._session: NetworkSession | None = None
        if folder:
            self._load(folder)

    def _load(self, folder: Path) -> None:
        session = NetworkSession(folder, self.threads)
        add = self._nlp_strings.add
        self._session = session
        self._tag_ids = np.array([add(tag) for tag in session.tags["xpos"]], dtype=np.uint64)
        self._pos_ids = np.array([IDS[tag] for tag in session.tags["upos"]], dtype=np.uint64)
        self._dep_ids = np.array(
            [add("ROOT" if label == "root" else label) for label in session.deprels], dtype=np.uint64
        )
        self._decoders = {head: BioDecoder(tags) for head, tags in session.tags.items() if "O" in tags}

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document. Raises ModelError where no model was loaded.

        Batches never mix documents: int8 products round by the range of a whole batch, and a document's annotation must
        not depend on its neighbours.
        """
        model = self._model
        if not doc.has_annotation("SENT_START"):
            set_sentence_starts(doc)
        rows: list[Encoded] = []
        places: list[Integers] = []
        for tokens in _sentences(doc):
            words = [doc[token].text for token in tokens]
            for begin, end, row in _windows(words, model):
                rows.append(row)
                places.append(np.array(tokens[begin:end], dtype=np.int64))
        grammar = GrammarColumns(doc)
        spans: dict[str, list[TagSpan]] = {group: [] for group in GROUP_HEADS}
        for chunk in index_batches([len(row.pieces) for row in rows], self.batch_pieces, padding=_MOST_PADDING):
            scores = model.run([rows[index] for index in chunk])
            self._decode(scores, [places[index] for index in chunk], grammar, spans)
        grammar.write(self._dep_ids)
        given = merge_given(doc, spans)
        for group, members in spans.items():
            put_group(doc, group, members)
        if not given:
            put_entities(doc)
        return doc

    def to_disk(self, path: Path | str, exclude: Iterable[str] = ()) -> None:
        """Copy the model's files into a folder."""
        target = Path(path)
        target.mkdir(parents=True, exist_ok=True)
        for name in MODEL_FILES:
            if not (target / name).exists() or not (target / name).samefile(self._model.folder / name):
                shutil.copyfile(self._model.folder / name, target / name)

    def from_disk(self, path: Path | str, exclude: Iterable[str] = ()) -> "NetworkComponent":
        """Use the model's files of a folder, where they lie."""
        self._load(Path(path))
        return self

    @property
    def _model(self) -> NetworkSession:
        if self._session is None:
            raise ModelError("the component ckg_network has no model: load the pipeline from its folder")
        return self._session

    def _decode(
        self, scores: Scores, places: list[Integers], grammar: GrammarColumns, spans: dict[str, list[TagSpan]]
    ) -> None:
        model = self._model
        lengths = [len(tokens) for tokens in places]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        flat = np.concatenate([scores.tags[row, :length] for row, length in enumerate(lengths)])
        heads = [best_heads(scores.arcs[row, :length, : length + 1]) for row, length in enumerate(lengths)]
        dependents = np.concatenate([scores.label_dependents[row, :length] for row, length in enumerate(lengths)])
        governors = np.concatenate([scores.label_heads[row, heads[row]] for row in range(len(lengths))])
        deps = self._dep_ids[model.label_scores(dependents, governors).argmax(axis=1)]
        tags = self._tag_ids[flat[:, model.columns["xpos"]].argmax(axis=1)]
        pos = self._pos_ids[flat[:, model.columns["upos"]].argmax(axis=1)]
        for row, tokens in enumerate(places):
            part = slice(starts[row], starts[row + 1])
            grammar.set_sentence(tokens, heads[row], tags[part], pos[part], deps[part])
        tokens = np.concatenate(places)
        for group, names in GROUP_HEADS.items():
            for head in names:
                found = self._decoders[head].spans(flat[:, model.columns[head]], starts[:-1].tolist())
                spans[group] += [
                    replace(span, begin=int(tokens[span.begin]), end=int(tokens[span.end - 1]) + 1) for span in found
                ]


def _sentences(doc: Doc) -> Iterator[list[int]]:
    """The indices of each sentence's tokens, white space left out; none for a sentence of white space alone."""
    current: list[int] = []
    for token in doc:
        if token.is_sent_start and current:
            yield current
            current = []
        if not token.is_space:
            current.append(token.i)
    if current:
        yield current


def _windows(words: list[str], model: NetworkSession) -> Iterator[tuple[int, int, Encoded]]:
    """A sentence as (first word, end word, encoded); one of more than LONGEST_PIECES comes in several parts."""
    row = encode(words, model.word_pieces)
    if len(row.pieces) <= LONGEST_PIECES:
        yield 0, len(words), row
        return
    begin = size = 0
    for place, word in enumerate(words):
        pieces = len(model.word_pieces.pieces(word))
        if size + pieces > LONGEST_PIECES - 2:
            yield begin, place, encode(words[begin:place], model.word_pieces)
            begin, size = place, 0
        size += pieces
    yield begin, len(words), encode(words[begin:], model.word_pieces)
