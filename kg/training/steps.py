"""The steps of making a model, each a function of files: train, measure, export."""

import copy
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import spacy
import torch
from spacy.language import Language
from torch import Tensor

from kg.language import sentences as _registers_ckg_sentences  # noqa: F401
from kg.language.features import MAX_PIECES, WordPieces, encode
from kg.language.session import INVENTORY_FILE, PIECES_FILE
from kg.language.tokens import news_tokenizer
from kg.training.augment import build_pool
from kg.training.batches import ExampleMaker, batches
from kg.training.corpora.mixture import Corpora, splitter
from kg.training.encoder import EncoderConfig, load_pretrained
from kg.training.epochs import EpochMaker
from kg.training.evaluate import LabelScorer, Predictor, evaluate, torch_predictor
from kg.training.export import AUXILIARY_HEADS, export
from kg.training.inventory import Inventory, build_inventory
from kg.training.network import Network
from kg.training.recipe import Recipe
from kg.training.sentence import Sentence
from kg.training.train import Run, start_stage, train_epoch

logger = logging.getLogger(__name__)

Figures = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Paths:
    """Where a run reads and writes: pretrained encoder, own sentences, corpora, checkpoints."""

    encoder: Path
    annotated: Path
    corpora: Path
    work: Path


def reading_pipeline() -> Language:
    """Tokenizer and sentence starts as at run time."""
    nlp = spacy.blank("en")
    news_tokenizer(nlp)
    nlp.add_pipe("ckg_sentences")
    return nlp


def new_network(inventory: Inventory) -> Network:
    """A network for an inventory, with fresh weights."""
    return Network(EncoderConfig(), {head: len(tags) for head, tags in inventory.tags.items()}, len(inventory.deprels))


def saved_inventory(work: Path) -> Inventory:
    """The inventory of a run."""
    return Inventory(**json.loads((work / INVENTORY_FILE).read_text(encoding="utf-8")))


def train(paths: Paths, recipe: Recipe, corpora: Corpora, nlp: Language) -> Network:
    """Train to the recipe's end, going on from the work folder's checkpoint if any; returns the averaged network."""
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    inventory_file = paths.work / INVENTORY_FILE
    if not inventory_file.exists():
        paths.work.mkdir(parents=True, exist_ok=True)
        inventory = build_inventory(corpora.all_of("train"))
        inventory_file.write_text(json.dumps(asdict(inventory)), encoding="utf-8")
    inventory = saved_inventory(paths.work)
    word_pieces = WordPieces(paths.encoder / "tokenizer.json")
    maker = ExampleMaker(inventory, word_pieces)
    pool = build_pool(corpora.all_of("train"), paths.corpora / "gazetteers", splitter(nlp))
    epochs = EpochMaker(corpora.parts["train"], maker, pool, recipe)
    allowed = {head: torch.from_numpy(table.allowed) for head, table in maker.tables.items()}
    network = new_network(inventory)
    load_pretrained(network.encoder, paths.encoder / "model.safetensors")
    for number, stage in enumerate(recipe.stages):
        finished = paths.work / f"stage-{number}.pt"
        if not finished.exists():
            runs = [
                _run_stage(
                    network,
                    recipe.of_run(run),
                    number,
                    epochs,
                    allowed,
                    paths.work / f"checkpoint-{number}-{run}.pt",
                    lambda r: _report(r, corpora, inventory, word_pieces),
                )
                for run in range(stage.runs)
            ]
            before = {name: values.cpu() for name, values in network.state_dict().items()}
            torch.save(mixed_weights(before, mean_weights(runs), stage.share), finished)
        network.load_state_dict(torch.load(finished, weights_only=True, map_location="cpu"))
    return network.cpu()


def mean_weights(states: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of networks that began from the same weights, name by name."""
    return {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}


def mixed_weights(before: Mapping[str, Tensor], after: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """The mean of two networks, name by name, ``share`` (0–1) of it the second's."""
    return {name: torch.lerp(before[name], after[name], share) for name in before}


def _run_stage(
    start: Network,
    recipe: Recipe,
    number: int,
    epochs: EpochMaker,
    allowed: Mapping[str, Tensor],
    checkpoint: Path,
    report: Callable[[Run], None],
) -> dict[str, Tensor]:
    """One run of a stage from a network, which stays as it is; returns the averaged weights."""
    stage = recipe.stages[number]
    first = sum(each.epochs for each in recipe.stages[:number])
    steps = sum(1 for _ in batches(epochs.examples(first, recipe.seed), recipe.batch_pieces))
    run = start_stage(copy.deepcopy(start), recipe, stage, steps * stage.epochs)
    run.epoch = first
    if checkpoint.exists():
        run.load(checkpoint)
    while run.epoch < first + stage.epochs:
        loss = train_epoch(run, epochs.examples(run.epoch, recipe.seed), allowed, recipe)
        logger.info("seed %d epoch %d of %d: mean loss %.3f", recipe.seed, run.epoch, recipe.epochs, loss)
        run.save(checkpoint)
        report(run)
    return {name: values.cpu() for name, values in run.average.module.state_dict().items()}


def _report(run: Run, corpora: Corpora, inventory: Inventory, word_pieces: WordPieces) -> None:
    network = new_network(inventory)
    network.load_state_dict(run.average.module.state_dict())
    for name, figures in measure_network(network, inventory, corpora.parts["dev"], word_pieces).items():
        logger.info("epoch %d dev %s %s", run.epoch, name, figures)


def measure_network(
    network: Network, inventory: Inventory, parts: Mapping[str, Sequence[Sentence]], word_pieces: WordPieces
) -> Figures:
    """Figures of the float network on each corpus of a part."""
    network.eval()
    predict, label_scores = torch_predictor(network, inventory)
    return measure(parts, inventory, word_pieces, predict, label_scores)


def measure(
    parts: Mapping[str, Sequence[Sentence]],
    inventory: Inventory,
    word_pieces: WordPieces,
    predict: Predictor,
    label_scores: LabelScorer,
) -> Figures:
    """Figures of a predictor on each corpus of a part; sentences too long for the encoder are left out."""
    figures: Figures = {}
    for name, sentences in parts.items():
        fitting = list(_fitting(sentences, word_pieces))
        if fitting:
            rows = [encode(sentence.words, word_pieces) for sentence in fitting]
            figures[name] = evaluate(fitting, rows, inventory, predict, label_scores)
    return figures


def _fitting(sentences: Iterable[Sentence], word_pieces: WordPieces) -> Iterable[Sentence]:
    return (each for each in sentences if each.words and len(encode(each.words, word_pieces).pieces) <= MAX_PIECES)


def export_network(network: Network, inventory: Inventory, paths: Paths, folder: Path) -> None:
    """Write the run-time files into a folder: the networks, the label scorer's weights, inventory and word pieces."""
    folder.mkdir(parents=True, exist_ok=True)
    heads = [head for head in inventory.tags if head not in AUXILIARY_HEADS]
    export(network, heads, folder)
    kept = {"tags": {head: inventory.tags[head] for head in heads}, "deprels": inventory.deprels}
    (folder / INVENTORY_FILE).write_text(json.dumps(kept), encoding="utf-8")
    tokenizer = json.loads((paths.encoder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer |= {"truncation": None, "padding": None}
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (folder / PIECES_FILE).write_text(text, encoding="utf-8")
