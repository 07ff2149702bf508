"""The annotated articles, where they are at hand, through the whole program."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.names import CKG

KG = [sys.executable, "-c", "from kg.cli import main; main()"]
CLASSES = ("Actor", "Place", "Zone", "Strike", "Agreement", "Claim", "Relation", "Quantity", "TimeExpression")


@pytest.fixture(scope="module")
def gold_lines(shared: Path) -> str:
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((shared / "gold").glob("*.json"))]
    keys = ("id", "title", "text", "url", "published")
    return "".join(json.dumps({key: record.get(key) for key in keys}) + "\n" for record in records)


def test_gold_seed_gives_every_class_of_the_contract(gold_lines: str) -> None:
    [seed] = [line for line in gold_lines.splitlines() if '"seed-' in line]
    done = subprocess.run(
        [*KG, "extract", "-", "--format", "nquads"], input=seed.encode(), capture_output=True, check=True
    )
    types = {
        q.object.value for q in parse(done.stdout, format=RdfFormat.N_QUADS) if q.predicate.value.endswith("#type")
    }
    assert {CKG + name for name in CLASSES} <= types


def test_gold_graphs_conform_to_the_shapes(gold_lines: str, tmp_path: Path) -> None:
    subprocess.run([*KG, "build", "-", "--store", tmp_path], input=gold_lines.encode(), capture_output=True, check=True)
    done = subprocess.run([*KG, "validate", "--store", tmp_path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
