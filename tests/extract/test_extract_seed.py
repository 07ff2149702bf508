"""The whole extraction on the annotated article that the project grew from."""

import json
from pathlib import Path

import pytest
from spacy.language import Language

from kg.extract import extract
from kg.records import Article, Extraction, Fact, MentionKind, Ref


@pytest.fixture(scope="module")
def seed(shared: Path, pipeline: Language) -> Extraction:
    raw = json.loads((shared / "gold" / "seed-idlib-ceasefire.json").read_text(encoding="utf-8"))
    article = Article(raw["id"], raw["text"], raw["title"])
    return extract(article, pipeline(article.text))


def test_extract_seed_gives_every_class_of_record(seed: Extraction) -> None:
    for records in (
        seed.segments,
        seed.mentions,
        seed.actors,
        seed.places,
        seed.zones,
        seed.strikes,
        seed.agreements,
        seed.claims,
    ):
        assert records


def test_extract_seed_mentions_say_what_stands_at_their_offsets(seed: Extraction) -> None:
    labels = {actor.ref: {actor.label, *actor.alt_labels} for actor in seed.actors}
    texts = {ref: {seed.article.text[slice(*m.span)] for m in seed.mentions if m.denotes == ref} for ref in labels}
    (russia,) = (actor.ref for actor in seed.actors if actor.label == "Russia")
    assert {"Russia", "Russian"} <= texts[russia] | labels[russia]
    assert all(0 <= m.span.begin < m.span.end <= len(seed.article.text) for m in seed.mentions)
    assert MentionKind.NAME in {m.kind for m in seed.mentions}


def test_extract_seed_every_ref_has_a_record(seed: Extraction) -> None:
    groups = (
        seed.actors,
        seed.places,
        seed.zones,
        seed.strikes,
        seed.agreements,
        seed.claims,
        seed.quantities,
        seed.times,
    )
    known = {record.ref for group in groups for record in group}
    known |= {record.ref for record in (*seed.quantities, *seed.times)}
    for record in (*seed.actors, *seed.places, *seed.zones, *seed.strikes, *seed.agreements, *seed.claims):
        for name in record.__slots__:
            value = getattr(record, name)
            facts = value if isinstance(value, tuple) else (value,)
            refs = {f.value for f in facts if isinstance(f, Fact) and isinstance(f.value, Ref)}
            assert refs <= known
    assert {m.denotes for m in seed.mentions} <= known


def test_extract_seed_denial_and_threat_are_claims(seed: Extraction) -> None:
    said = {(str(c.stance.value), seed.article.text[slice(*c.content)]) for c in seed.claims}
    assert ("Denies", "carrying out a chemical strike") in said
    assert ("Threatens", "to resume airstrikes on Syrian insurgents") in said


def test_extract_seed_twice_is_the_same(seed: Extraction, pipeline: Language) -> None:
    assert extract(seed.article, pipeline(seed.article.text)) == seed
