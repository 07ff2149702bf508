import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg import names as ns
from kg.evaluation.found import found_account
from kg.evaluation.gold import read_gold
from kg.evaluation.scoring import score_article
from kg.evaluation.tally import Score
from kg.records import Run
from kg.triples import extraction_quads
from tests.evaluation.tiny import NAMES, found_extraction, gold_document


@pytest.fixture
def gold_file(tmp_path: Path) -> Callable[..., Path]:
    def written(document: object = None) -> Path:
        path = tmp_path / "tiny.json"
        path.write_text(json.dumps(gold_document() if document is None else document))
        return path

    return written


@pytest.fixture
def score(gold_file: Callable[..., Path]) -> Score:
    [gold] = read_gold([gold_file()])
    run = Run("1", "1", "1", "0", datetime(2021, 2, 4, tzinfo=UTC))
    quads = extraction_quads(found_extraction(gold.article), run, NAMES)
    graph = NamedNode(NAMES.graph("identity"))
    wikidata = NamedNode(ns.WIKIDATA + "Q900001")
    link = Quad(NamedNode(NAMES.local("actor", "tiny", "norland")), NamedNode(ns.SKOS + "exactMatch"), wikidata, graph)
    result = Score()
    score_article(gold.account, found_account("tiny", quads, [link]), result)
    return result
