"""Readers of the corpora, on small files in each corpus's format."""

import json
from pathlib import Path

import pytest

from kg.language import load_pipeline
from kg.settings import Settings
from kg.training.corpora.annotated import read_annotated
from kg.training.corpora.conllu import read_blocks, to_sentence
from kg.training.corpora.gum import read_gum
from kg.training.corpora.iob import read_uner, read_wikigold
from kg.training.corpora.re3d import read_re3d
from kg.training.sentence import Sentence


@pytest.fixture(scope="module")
def rules():
    return load_pipeline(Settings(pipeline="rules"))


def row(number: str, form: str, upos: str, head: int, deprel: str, misc: str = "_") -> str:
    return "\t".join([number, form, form.lower(), upos, "X", "_", str(head), deprel, "_", misc])


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def test_conllu_leaves_out_ranges_and_empty_words(tmp_path: Path):
    path = written(
        tmp_path,
        "a.conllu",
        "# newdoc id = d1",
        "# sent_id = d1-1",
        row("1-2", "don't", "_", 0, "_"),
        row("1", "do", "AUX", 2, "aux"),
        row("2", "n't", "PART", 0, "root"),
        row("2.1", "gone", "VERB", 0, "_"),
    )
    (block,) = read_blocks(path)
    sentence = to_sentence(block)
    assert (block.document, sentence.name, sentence.words) == ("d1", "d1-1", ("do", "n't"))
    assert (sentence.heads, sentence.deprels) == ((2, 0), ("aux", "root"))


def test_gum_names_leave_out_titles_and_mark_unknown_proper_nouns(tmp_path: Path):
    path = written(
        tmp_path,
        "g.conllu",
        "# sent_id = g-1",
        row("1", "Major", "PROPN", 2, "compound", "Entity=(1-person-new-cf1-2-sgl-X"),
        row("2", "Adan", "PROPN", 3, "nsubj", "Entity=1)"),
        row("3", "left", "VERB", 0, "root"),
        row("4", "Merka", "PROPN", 3, "obj", "Entity=(2-place-new-cf2-1-sgl-Y)"),
        row("5", "in", "ADP", 6, "case"),
        row("6", "May", "PROPN", 3, "obl", "Entity=(3-time-new-cf3-1-sgl)"),
    )
    (sentence,) = read_gum(path)
    assert sentence.layers["gum"] == ("O", "B-person", "O", "B-place", "O", "O")
    assert sentence.layers["value"] == ("gum:O",) * 5 + ("gum:B-Date",)
    assert sentence.layers["name"] == ("gum:?", "gum:B-person", "gum:O", "gum:B-place", "gum:O", "gum:?")
    assert sentence.layers["entity"][2] == "gum:-"


def test_uner_reads_other_labels_as_outside(tmp_path: Path):
    path = written(tmp_path, "n.iob2", "# sent_id = s1", "1\tAdan\tB-PER\t-", "2\tin\tB-O\t-", "3\tMay\tB-OTH\t-")
    assert read_uner(path) == {"s1": ("B-PER", "O", "O")}


def test_wikigold_words_are_split_as_at_run_time(tmp_path: Path, rules):
    path = written(tmp_path, "w.txt", "Adan's I-PER", "team O", "won O")
    (sentence,) = read_wikigold(path, lambda text: [token.text for token in rules.make_doc(text)])
    assert sentence.words == ("Adan", "'s", "team", "won")
    assert sentence.layers["name"] == ("B-PER", "I-PER", "O", "O")


def read_one(folder: Path, rules, markup: str) -> Sentence:
    written(folder, "t.txt", f"t-001\t{markup}")
    ((_, sentence),) = read_annotated(folder, rules)
    return sentence


def test_own_sentences_become_layers(tmp_path: Path, rules):
    sentence = read_one(
        tmp_path,
        rules,
        "The {source|{Government|Omani ministry}} {cue:Denies|denied} {content|the {Shelling|raid}} on {Place|Sur}.",
    )
    words = sentence.words
    assert words == ("The", "Omani", "ministry", "denied", "the", "raid", "on", "Sur", ".")
    assert sentence.layers["entity"] == ("O", "B-Government", "I-Government", "O", "O", "O", "O", "B-Place", "O")
    assert sentence.layers["cue"][3] == "B-Denies"
    assert sentence.layers["content"][3:7] == ("O", "B-content", "I-content", "O")
    assert sentence.layers["trigger"][5] == "B-Shelling"


def test_nested_entities_have_a_layer_of_their_own(tmp_path: Path, rules):
    sentence = read_one(tmp_path, rules, "{Collective|{State|Chad}-backed men} left.")
    assert sentence.layers["entity"][0] == "B-Collective"
    assert sentence.layers["nested"][0] == "B-State"


def test_own_names_are_partial_and_small_letters_at_their_ends_unknown(tmp_path: Path, rules):
    sentence = read_one(
        tmp_path, rules, "{Place|southern Homs} and {Collective|farmers from {Place|Sur}} saw {Person|Ada}."
    )
    tags = dict(zip(sentence.words, sentence.layers["name"], strict=True))
    assert tags["southern"] == "own:?"
    assert (tags["Homs"], tags["farmers"], tags["Sur"], tags["Ada"]) == (
        "own:B-Place",
        "own:O",
        "own:B-Place",
        "own:B-Person",
    )


def test_a_faulty_line_is_skipped_and_logged(tmp_path: Path, rules, caplog: pytest.LogCaptureFixture):
    written(tmp_path, "t.txt", "t-001\t{Nothing|Sur} fell.", "t-002\t{Place|Sur} fell.")
    assert [item.id for item, _ in read_annotated(tmp_path, rules)] == ["t-002"]
    assert "t.txt:1" in caplog.text


def test_re3d_leaves_doubtful_spans_open_and_held_out_documents_away(tmp_path: Path, rules):
    source = tmp_path / "Source"
    source.mkdir()
    text = "Rebels left Sur in May."
    documents = [{"_id": name, "text": text} for name in ("kept", "held")]
    entities = [
        {"documentId": "kept", "begin": 0, "end": 6, "type": "Organisation", "confidence": 0.2},
        {"documentId": "kept", "begin": 12, "end": 15, "type": "Location", "confidence": 0.9},
        {"documentId": "kept", "begin": 19, "end": 22, "type": "Temporal", "confidence": 0.9},
    ]
    written(source, "documents.json", *map(json.dumps, documents))
    written(source, "entities.json", *map(json.dumps, entities))
    (sentence,) = read_re3d(tmp_path, rules, {"held"})
    assert sentence.layers["entity"] == ("re3d:?", "re3d:O", "re3d:B-Location", "re3d:O", "re3d:O", "re3d:O")
    assert sentence.layers["value"][4] == "re3d:B-Temporal"
