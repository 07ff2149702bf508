"""The training loop: seeded, resumable after every epoch, with an exponential moving average of the weights."""

import logging
import os
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from kg.training.batches import Batch, Example, batches
from kg.training.losses import total_loss
from kg.training.network import Network
from kg.training.recipe import Recipe, Stage

logger = logging.getLogger(__name__)

_PARTS = ("network", "average", "optimizer", "schedule")


@dataclass(slots=True)
class Run:
    """All that a checkpoint holds; ``device`` is the GPU where there is one."""

    network: Network
    average: Any
    optimizer: Any
    schedule: Any
    device: str
    epoch: int = 0

    def save(self, path: Path) -> None:
        """Write the checkpoint in one move, so that an interrupted write leaves the former one."""
        state = {name: getattr(self, name).state_dict() for name in _PARTS} | {"epoch": self.epoch}
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        os.replace(partial, path)

    def load(self, path: Path) -> None:
        """Continue from a checkpoint of the same stage."""
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.epoch = state["epoch"]
        for name in _PARTS:
            getattr(self, name).load_state_dict(state[name])


def start_stage(network: Network, recipe: Recipe, stage: Stage, steps: int) -> Run:
    """Optimizer (AdamW, two rates), linear warm-up and decay over ``steps``, and the moving average."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network.to(device)
    encoder = list(network.encoder.parameters())
    known = {id(parameter) for parameter in encoder}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in known]
    groups = [{"params": encoder, "lr": stage.encoder_rate}, {"params": heads, "lr": stage.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=recipe.weight_decay, fused=True)
    warm = max(1, round(steps * recipe.warmup))

    def rate(step: int) -> float:
        return step / warm if step < warm else max(0.02, (steps - step) / max(1, steps - warm))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(recipe.average))
    return Run(network, average, optimizer, schedule, device)


def train_epoch(run: Run, examples: Sequence[Example], allowed: Mapping[str, Tensor], recipe: Recipe) -> float:
    """One pass over the examples; returns the mean loss. The order depends on the seed and the epoch's number alone."""
    chance = random.Random(recipe.seed * 1000 + run.epoch)
    torch.manual_seed(recipe.seed * 1000 + run.epoch)
    tables = {head: table.to(run.device) for head, table in allowed.items()}
    run.network.train()
    losses: list[float] = []
    started = time.monotonic()
    for batch in batches(examples, recipe.batch_pieces, chance):
        losses.append(_step(run, batch.to(run.device), tables, recipe))
        if len(losses) % 100 == 0:
            mean = sum(losses[-100:]) / 100
            logger.info("epoch %d step %d loss %.3f %.0f s", run.epoch, len(losses), mean, time.monotonic() - started)
    run.epoch += 1
    return sum(losses) / max(1, len(losses))


def _step(run: Run, batch: Batch, allowed: Mapping[str, Tensor], recipe: Recipe) -> float:
    with torch.autocast(run.device, dtype=torch.bfloat16):
        loss = total_loss(run.network, batch, allowed)
    run.optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), recipe.clip)
    run.optimizer.step()
    run.schedule.step()
    run.average.update_parameters(run.network)
    return float(loss.detach())
