"""The training loss: a sum over heads, each over the words for which its layer is annotated."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional as F

from kg.training.batches import NOTHING, Batch
from kg.training.network import Network

HEAD_WEIGHTS: Mapping[str, float] = {"xpos": 0.5, "gum": 0.5, "name": 1.5, "entity": 1.5}
#: Of tags of another scheme: where they leave one tag, and where they leave several.
MAPPED_WEIGHT, PARTIAL_WEIGHT = 0.6, 0.3


def total_loss(network: Network, batch: Batch, allowed: Mapping[str, Tensor]) -> Tensor:
    """Weighted sum of all heads' losses for a batch.

    ``allowed`` maps a tag head to its TagTable rows (known tags × tags, boolean).
    """
    words = network.word_states(*batch.inputs)
    parts = []
    for head, table in allowed.items():
        if head in batch.targets:
            scores = network.tag_scores(head, words)
            parts.append(HEAD_WEIGHTS.get(head, 1.0) * tag_loss(scores, batch.targets[head], table))
    if "head" in batch.targets:
        parts.append(tree_loss(network, words, batch))
    return torch.stack(parts).sum()


def tag_loss(scores: Tensor, targets: Tensor, allowed: Tensor) -> Tensor:
    """Mean of −log of the probability of the allowed tags; plain cross-entropy where one tag is allowed.

    Learning from partial labels by marginalising over the allowed ones: Jin and Ghahramani 2002
    ("Learning with multiple labels").
    """
    known = targets != NOTHING
    logs = F.log_softmax(scores[known].float(), dim=-1)
    rows = targets[known]
    losses = -torch.logsumexp(logs.masked_fill(~allowed[rows], -1e9), dim=-1)
    mapped = torch.where(allowed[rows].sum(dim=-1) > 1, PARTIAL_WEIGHT, MAPPED_WEIGHT)
    weights = torch.where(rows >= scores.shape[-1], mapped, 1.0)
    return (losses * weights).sum() / known.sum()


def tree_loss(network: Network, words: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of each word's head, and of its label given the true head."""
    heads = batch.targets["head"]
    known = heads != NOTHING
    arcs = network.arc_scores(words).float()
    absent = torch.cat([known.new_zeros(known.shape[0], 1), batch.inputs[2] == 0], dim=1)
    arcs = arcs.masked_fill(absent[:, None, :], -1e4)
    arc_loss = F.cross_entropy(arcs[known], heads[known])
    dependents, candidates = network.label_vectors(words)
    chosen = candidates.gather(1, heads.clamp(min=0)[..., None].expand(-1, -1, candidates.shape[-1]))
    labels = batch.targets["deprel"]
    labelled = labels != NOTHING
    label_loss = F.cross_entropy(network.label_scores(dependents[labelled], chosen[labelled]).float(), labels[labelled])
    return arc_loss + label_loss
