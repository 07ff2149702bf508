"""The annotated articles, where they are at hand, through the whole program."""

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.names import CKG
from tests.command import kg

CLASSES = ("Actor", "Place", "Zone", "Strike", "Agreement", "Claim", "Relation", "Quantity", "TimeExpression")


@pytest.fixture(scope="module")
def gold_lines(shared: Path) -> str:
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((shared / "gold").glob("*.json"))]
    keys = ("id", "title", "text", "url", "published")
    return "".join(json.dumps({key: record.get(key) for key in keys}) + "\n" for record in records)


def test_gold_seed_gives_every_class_of_the_contract(gold_lines: str) -> None:
    [seed] = [line for line in gold_lines.splitlines() if '"seed-' in line]
    done = kg("extract", "-", "--format", "nquads", stdin=seed)
    assert done.returncode == 0, done.stderr
    quads = parse(done.stdout.encode(), format=RdfFormat.N_QUADS)
    types = {quad.object.value for quad in quads if quad.predicate.value.endswith("#type")}
    assert {CKG + name for name in CLASSES} <= types


def test_gold_graphs_conform_to_the_shapes(gold_lines: str, tmp_path: Path) -> None:
    built = kg("build", "-", "--store", tmp_path, stdin=gold_lines)
    assert built.returncode == 0, built.stderr
    done = kg("validate", "--store", tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
