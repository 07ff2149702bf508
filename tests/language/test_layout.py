import pytest
import spacy

from kg.language import load_pipeline
from kg.settings import Settings


@pytest.fixture(scope="module")
def rules() -> spacy.language.Language:
    return load_pipeline(Settings(pipeline="rules"))


def sentences(rules, text: str) -> list[str]:
    return [span.text.strip() for span in rules(text).sents if span.text.strip()]


def test_headline_caption_and_bullets_stand_alone(rules):
    text = "Shells hit Zuhra market\n\nA boy near the well\n• Ten tents burnt\n• Two guards missing"
    assert sentences(rules, text) == [
        "Shells hit Zuhra market",
        "A boy near the well",
        "• Ten tents burnt",
        "• Two guards missing",
    ]


def test_wrapped_lines_are_one_sentence(rules):
    text = (
        "The convoy that had left the river town before first light was\n"
        "stopped twice on the ring road, where soldiers searched every\n"
        "second lorry for fuel, and it came back without its medicines."
    )
    assert len(sentences(rules, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Gen. Harun Veli met Mr. Okoye at 5 p.m. in the U.S. embassy.",
        "Resolution No. 2254 names no date.",
        "Col. J. R. Adan denied it.",
        "It cost 3.5 million dollars.",
    ],
)
def test_abbreviations_end_no_sentence(rules, text):
    assert sentences(rules, text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("They left. Nobody knows why.", 2),
        ('"We did not fire," he said. "They did."', 2),
        ("Forces left at 5 p.m. The town was empty.", 2),
        ("The bridge fell.[3] Nobody was hurt.", 2),
        ("Is it over? Yes! It is.", 3),
    ],
)
def test_sentences_end_where_they_do(rules, text, count):
    assert len(sentences(rules, text)) == count


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n\n", "\t \r\n"])
def test_text_without_words_has_no_sentence_of_words(rules, text):
    doc = rules(text)
    assert doc.text == text
    assert sentences(rules, text) == []
