"""Exported network → the shipped spaCy pipeline, after its checks."""

import json
import logging
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import spacy

from kg.language.features import MAX_PIECES, WordPieces, encode
from kg.language.pipeline import model_pipeline
from kg.language.session import PIECES_FILE, NetworkSession
from kg.training.evaluate import torch_predictor
from kg.training.inventory import Inventory
from kg.training.measure_model import agreement, session_predictor
from kg.training.network import Network
from kg.training.sentence import Sentence
from kg.training.steps import Figures, measure

logger = logging.getLogger(__name__)

#: Least share of words, in percent, on which the int8 and the float network choose the same tag or arc.
LEAST_AGREEMENT = 96.0
#: Largest shipped folder, in bytes.
LARGEST_FOLDER = 35_000_000
VERSION = "1.3.0"


class CheckError(RuntimeError):
    """An exported model that must not be shipped."""


def score_exported(folder: Path, inventory: Inventory, parts: Mapping[str, Sequence[Sentence]]) -> Figures:
    """Figures of the int8 network on each corpus of a part."""
    session = NetworkSession(folder, threads=3)
    predict, label_scores = session_predictor(session)
    shipped = Inventory({head: inventory.tags[head] for head in session.tags}, inventory.deprels)
    return measure(parts, shipped, WordPieces(folder / PIECES_FILE), predict, label_scores)


def check_agreement(
    network: Network, inventory: Inventory, folder: Path, sentences: Sequence[Sentence]
) -> dict[str, float]:
    """Agreement of the int8 with the float network by head; raises CheckError below LEAST_AGREEMENT."""
    session = NetworkSession(folder)
    network.eval()
    rows = [row for each in sentences if len((row := encode(each.words, session.word_pieces)).pieces) <= MAX_PIECES]
    shares = agreement(torch_predictor(network, inventory)[0], session_predictor(session)[0], rows, list(session.tags))
    logger.info("agreement of int8 with float: %s", shares)
    low = {name: share for name, share in shares.items() if share < LEAST_AGREEMENT}
    if low:
        raise CheckError(f"int8 and float disagree too often: {low}")
    return shares


def package(exported: Path, model: Path, facts: Mapping[str, Any]) -> None:
    """Write the pipeline folder, replacing a former one; raises CheckError where it is too large or does not load."""
    fresh = exported.parent / "pipeline"
    shutil.rmtree(fresh, ignore_errors=True)
    meta: dict[str, object] = {
        "name": "conflict_kg",
        "version": VERSION,
        "description": "Tags, trees, names and conflict layers of English news",
        "license": "CC BY-SA 4.0",
        "author": "the Conflict KG developers",
    }
    model_pipeline(exported, meta).to_disk(fresh)
    (fresh / "figures.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in fresh.rglob("*") if path.is_file())
    if size > LARGEST_FOLDER:
        raise CheckError(f"the model folder has {size} bytes, more than {LARGEST_FOLDER}")
    if not list(spacy.load(fresh)("Troops left Idlib.").sents):
        raise CheckError("the packaged pipeline finds no sentence")
    shutil.rmtree(model, ignore_errors=True)
    shutil.copytree(fresh, model)
    logger.info("wrote %s: %.1f MB", model, size / 1e6)
