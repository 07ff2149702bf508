import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.language import load_pipeline
from kg.language.component import LONGEST_PIECES
from kg.language.layers import GROUPS
from kg.language.pipeline import MODEL_FOLDER, completed
from kg.settings import Settings

TEXTS = [
    "Mortar fire hit the Karm al-Zaytoun quarter of Homs on Tuesday, said Abu Yazan, a baker.",
    "Turkey warned that it would answer any attack on its posts.\n\nA market in Idlib",
    "The two sides signed a ceasefire in Juba.",
]


def layers(doc: Doc) -> list[object]:
    words = [(token.tag_, token.pos_, token.dep_, token.head.i, token.lemma_, token.is_sent_start) for token in doc]
    groups = {
        name: [
            (span.start, span.end, span.label_, score) for span, score in zip(group, group.attrs["scores"], strict=True)
        ]
        for name, group in doc.spans.items()
    }
    return [words, groups, [(ent.start, ent.end, ent.label_) for ent in doc.ents]]


def assert_whole(doc: Doc, text: str) -> None:
    """Whatever the text, each sentence is one tree, each word has its tags, and the span groups are there."""
    assert doc.text == text
    assert set(doc.spans) == set(GROUPS)
    for sentence in doc.sents:
        assert sum(token.head.i == token.i for token in sentence) == 1
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)
    for token in doc:
        assert token.pos_
        assert token.tag_
        assert token.dep_
    for group in doc.spans.values():
        assert len(group.attrs["scores"]) == len(group)
        assert all(0 <= score <= 1 for score in group.attrs["scores"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\t\r\n",
        "Strike",
        ".",
        "😀",
        "👩‍👩‍👧‍👦🇸🇾 burnt 🔥🔥 in Idlib 😀.",
        "\u0301",
        "a \u0301\u0301 b",
        "\x00\x07 shells\x1f fell\x7f.",
        "word\u200b\u202ejoined\ufeff",
        "Maʿarrat al-Nuʿmān, Dayr az-Zawr and Shaykh Maqṣūd; ʿAbd al-Raḥmān Ḥasan spoke.",
        "قصف الطيران مدينة إدلب يوم الاثنين.",
        "ISIS ISIL IS",
        "-",
        "((((",
        '"',
        "http://" + "a" * 3000,
        "[1][2][3]",
    ],
)
def test_any_text_gets_a_whole_doc(pipeline: Language, text: str):
    assert_whole(pipeline(text), text)


@pytest.mark.parametrize(
    "text", ["strike on idlib " * 600, "x " * 900, "http://" + "a/" * 700, "\n" * 5000, "a" * 200_000]
)
def test_sentences_longer_than_the_encoder_come_in_parts(pipeline: Language, text: str):
    doc = pipeline(text)
    assert_whole(doc, text)
    assert max(len(sentence) for sentence in doc.sents) <= max(LONGEST_PIECES, 1)


def test_names_in_latin_script_of_arabic_are_found(pipeline: Language):
    doc = pipeline("Abd al-Rahman al-Shami met Walid al-Muallem in Deir ez-Zor, Syria.")
    persons = {span.text for span in doc.spans["names"] if span.label_ == "PER"}
    assert {"Abd al-Rahman al-Shami", "Walid al-Muallem"} <= persons
    assert "Syria" in {span.text for span in doc.spans["names"] if span.label_ == "LOC"}


def test_grammar_of_a_plain_sentence(pipeline: Language):
    doc = pipeline("The army shelled two villages near the river.")
    root = next(token for token in doc if token.dep_ == "ROOT")
    assert (root.text, root.lemma_, root.pos_, root.tag_) == ("shelled", "shell", "VERB", "VBD")
    assert [child.text for child in root.children if child.dep_ in ("nsubj", "obj")] == ["army", "villages"]


def test_attribution_is_found(pipeline: Language):
    doc = pipeline("The ministry said that two soldiers had been killed.")
    assert [(span.text, span.label_) for span in doc.spans["cues"]] == [("said", "Asserts")]
    assert [span.text for span in doc.spans["sources"]] == ["ministry"]


def test_the_same_text_gives_the_same_doc(pipeline: Language):
    assert layers(pipeline(TEXTS[0])) == layers(pipeline(TEXTS[0]))


def test_a_doc_does_not_depend_on_its_neighbours(pipeline: Language):
    alone = [layers(pipeline(text)) for text in TEXTS]
    assert [layers(doc) for doc in pipeline.pipe(TEXTS)] == alone
    assert [layers(doc) for doc in pipeline.pipe(TEXTS[::-1])] == alone[::-1]


def test_several_processes_give_the_same_docs(pipeline: Language):
    alone = [layers(pipeline(text)) for text in TEXTS]
    assert [layers(doc) for doc in pipeline.pipe(TEXTS, n_process=2, batch_size=1)] == alone


def test_pipeline_written_and_read_gives_the_same_docs(pipeline: Language, tmp_path: Path):
    pipeline.to_disk(tmp_path / "copy")
    copy = spacy.load(tmp_path / "copy")
    assert layers(copy(TEXTS[0])) == layers(pipeline(TEXTS[0]))


def test_docs_survive_serialisation(pipeline: Language):
    doc = pipeline(TEXTS[1])
    assert layers(Doc(pipeline.vocab).from_bytes(doc.to_bytes())) == layers(doc)


def test_entities_of_the_doc_are_the_outermost(pipeline: Language):
    doc = pipeline(TEXTS[0])
    assert {(ent.start, ent.end) for ent in doc.ents} <= {(span.start, span.end) for span in doc.spans["entities"]}


def test_int8_agrees_with_float():
    figures = json.loads((MODEL_FOLDER / "figures.json").read_text(encoding="utf-8"))
    assert min(figures["agreement"].values()) >= 96.0


def test_shipped_folder_is_small():
    assert sum(path.stat().st_size for path in MODEL_FOLDER.rglob("*") if path.is_file()) <= 35_000_000


def test_what_another_pipeline_found_is_kept(pipeline: Language):
    other = spacy.blank("en")
    ruler = other.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Karm al-Zaytoun"}, {"label": "GPE", "pattern": "Homs"}])
    doc = completed(other)(TEXTS[0])
    assert_whole(doc, TEXTS[0])
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Karm al-Zaytoun", "ORG"), ("Homs", "GPE")]
    assert {("Karm al-Zaytoun", "ORG"), ("Homs", "LOC")} <= {(span.text, span.label_) for span in doc.spans["names"]}
    assert ("Karm al-Zaytoun", "Organization") in {(span.text, span.label_) for span in doc.spans["entities"]}


def test_sentences_and_trees_of_another_pipeline_are_kept():
    other = spacy.blank("en")

    @Language.component("test_chain")
    def chain(doc: Doc) -> Doc:
        heads = [max(0, token.i - 1) for token in doc]
        return Doc(doc.vocab, [t.text for t in doc], heads=heads, deps=["ROOT", *["dep"] * (len(doc) - 1)])

    other.add_pipe("test_chain")
    doc = completed(other)("They left Idlib. He stayed.")
    assert [token.head.i for token in doc] == [0, 0, 1, 2, 3, 4, 5]


def test_tree_with_other_labels_is_replaced(pipeline: Language):
    other = spacy.blank("en")

    @Language.component("test_foreign")
    def foreign(doc: Doc) -> Doc:
        words = [token.text for token in doc]
        return Doc(doc.vocab, words, heads=[0] * len(words), deps=["ROOT", *["pobj"] * (len(words) - 1)])

    other.add_pipe("test_foreign")
    doc = completed(other)("They shelled Idlib.")
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "obj", "punct"]


def test_pipeline_from_a_folder(pipeline: Language, tmp_path: Path):
    other = spacy.blank("en")
    other.add_pipe("sentencizer")
    other.to_disk(tmp_path / "other")
    doc = load_pipeline(Settings(pipeline=str(tmp_path / "other")))("They left. He stayed.")
    assert [sentence.text for sentence in doc.sents] == ["They left.", "He stayed."]
    assert isinstance(doc.spans["entities"].attrs["scores"], list)


def test_missing_pipeline_is_one_clear_line():
    with pytest.raises(ModelError, match="no_such_pipeline"):
        load_pipeline(Settings(pipeline="no_such_pipeline"))


def test_component_without_a_model_says_so():
    nlp = spacy.blank("en")
    nlp.add_pipe("ckg_network")
    with pytest.raises(ModelError, match="no model"):
        nlp("They left.")


def test_model_folder_that_lacks_a_file_is_named(tmp_path: Path):
    nlp = spacy.blank("en")
    with pytest.raises(ModelError, match="lacks"):
        nlp.add_pipe("ckg_network").from_disk(tmp_path)
