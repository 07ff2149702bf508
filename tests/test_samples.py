"""The sample articles: what each must hold, and that they are the project's own words."""

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.names import CKG, RDFS
from kg.resources import samples_dir
from tests.command import kg

KEYS = {"id", "title", "text", "published", "url", "publisher", "language", "note"}
OUTLETS = {"Sample Wire", "Example Gazette", "The Specimen Times", "Placeholder Post", "Demo Dispatch"}
FILES = sorted(samples_dir().glob("*.json"))
SHARED = Path(__file__).resolve().parents[2] / "shared"
RUN_WORDS = 9


def load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str) -> set[str]:
    found = words(text)
    return {" ".join(found[i : i + RUN_WORDS]) for i in range(len(found) - RUN_WORDS + 1)}


def shared_texts() -> Iterator[tuple[Path, str]]:
    for path in sorted(SHARED.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if path.suffix == ".json":
                # Escapes such as \n would otherwise stick to the words beside them.
                text = re.sub(r"\\[nrt\"]", " ", text)
            if path.suffix in {".conllu", ".iob2"}:
                # One token a line: put the sentences together again.
                rows = (line.split("\t") for line in text.splitlines())
                text = " ".join(row[1] for row in rows if len(row) > 1)
            yield path, text


def test_samples_are_many_and_each_has_an_id_of_its_own() -> None:
    assert len(FILES) >= 14
    assert len({load(path)["id"] for path in FILES}) == len(FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sample_has_its_keys(path: Path) -> None:
    sample = load(path)
    assert KEYS - {"published"} <= sample.keys() <= KEYS
    assert sample["id"] == path.stem
    assert sample["publisher"] in OUTLETS
    assert sample["url"].startswith("https://example.org/")
    assert sample["language"] == "en"
    assert "sample article for Conflict KG" in sample["note"]
    if "published" in sample:
        assert datetime.date.fromisoformat(sample["published"]).isoformat() == sample["published"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sample_is_a_short_page_with_headline_and_caption(path: Path) -> None:
    sample = load(path)
    assert 150 <= len(sample["text"].split()) <= 350
    assert sample["text"].startswith(sample["title"] + "\n")
    assert "(Image: EXAMPLE)" in sample["text"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sample_file_is_pretty_utf8(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == json.dumps(load(path), ensure_ascii=False, indent=2) + "\n"


def test_samples_hold_one_article_without_date_and_one_copy() -> None:
    samples = [load(path) for path in FILES]
    assert [sample["id"] for sample in samples if "published" not in sample] == ["northeast-syria-pause"]
    original, copy = (runs(load(samples_dir() / f"abqaiq-drone-attack{end}.json")["text"]) for end in ("", "-copy"))
    assert original != copy
    assert len(original & copy) / len(original | copy) > 0.5


def test_readme_names_every_outlet_and_only_samples_that_exist() -> None:
    readme = (samples_dir() / "README.md").read_text(encoding="utf-8")
    assert all(outlet in readme for outlet in OUTLETS)
    named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", readme))
    assert named <= {path.stem for path in FILES}


@pytest.mark.skipif(not SHARED.is_dir(), reason="no folder of reference texts beside the checkout")
def test_samples_share_no_run_of_words_with_reference_texts() -> None:
    own = {run: path.stem for path in FILES for run in runs(load(path)["text"])}
    taken = [(own[run], run, path.name) for path, text in shared_texts() for run in runs(text) & own.keys()]
    assert taken == []


def test_graph_of_the_samples_breaks_no_rule(sample_store: Path) -> None:
    done = kg("validate", "--store", sample_store)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


@pytest.mark.parametrize(
    ("pattern", "holds"),
    [
        # "The government again denied that it had used poison gas", below the Syrian army's words.
        (
            "?s a ckg:ChemicalAttack ; ckg:allegedPerpetrator|ckg:perpetrator ?a FILTER(CONTAINS(STR(?a), 'States'))",
            False,
        ),
        # "Both sides promised not to attack": Ukraine and Russia, not the two named last.
        ("?c ckg:stance ckg:Promises ; ckg:claimant/rdfs:label 'Turkey' FILTER(CONTAINS(STR(?c), 'odesa'))", False),
        # "Russian officials had told Ankara that they had nothing to do with the strike."
        ("?c ckg:stance ckg:Denies ; ckg:claimant/rdfs:label 'Russian officials' ; ckg:about/a ckg:Strike", True),
    ],
)
def test_samples_put_blame_and_words_where_their_texts_do(sample_store: Path, pattern: str, holds: bool) -> None:
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in (("ckg", CKG), ("rdfs", RDFS)))
    done = kg("query", "-", "--store", sample_store, stdin=f"{prefixes} ASK {{ GRAPH ?article {{ {pattern} }} }}")
    assert done.stdout == ("yes\n" if holds else "no\n")
