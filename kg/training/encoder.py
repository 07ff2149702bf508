"""The MiniLM encoder (a BERT of 6 layers, 384 wide) in plain PyTorch, its weights read from a safetensors file.

Architecture: Devlin et al. 2019, https://arxiv.org/abs/1810.04805; Wang et al. 2020, https://arxiv.org/abs/2002.10957.
Beside the uncased word pieces it takes the shape of each piece's word (lower, Title, UPPER, …), added to the
embeddings: that embedding starts at zero, so that training starts from the published encoder.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from kg.training.dropout import PooledDropout


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """Sizes of the encoder; the defaults are all-MiniLM-L6-v2's."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    shapes: int = 10
    dropout: float = 0.1


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, each with a residual and a layer norm after it."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.query = nn.Linear(config.width, config.width)
        self.key = nn.Linear(config.width, config.width)
        self.value = nn.Linear(config.width, config.width)
        self.attended = nn.Linear(config.width, config.width)
        self.attended_norm = nn.LayerNorm(config.width, eps=1e-12)
        self.inner = nn.Linear(config.width, config.inner)
        self.outer = nn.Linear(config.inner, config.width)
        self.outer_norm = nn.LayerNorm(config.width, eps=1e-12)
        self.dropout = PooledDropout(config.dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """States (batch, pieces, width) and attention bias (batch, 1, 1, pieces; 0 or very negative) → states."""
        batch, length, width = states.shape
        size = width // self.heads

        def split(projected: Tensor) -> Tensor:
            return projected.view(batch, length, self.heads, size).transpose(1, 2)

        query, key, value = split(self.query(states)), split(self.key(states)), split(self.value(states))
        scores = torch.matmul(query, key.transpose(-1, -2)) / size**0.5 + bias
        context = torch.matmul(self.dropout(torch.softmax(scores, dim=-1)), value)
        context = context.transpose(1, 2).reshape(batch, length, width)
        states = self.attended_norm(states + self.dropout(self.attended(context)))
        return self.outer_norm(states + self.dropout(self.outer(F.gelu(self.inner(states)))))


class Encoder(nn.Module):
    """Word pieces and shapes → contextual states."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.words = nn.Embedding(config.vocabulary, config.width)
        self.positions = nn.Embedding(config.positions, config.width)
        self.shapes = nn.Embedding(config.shapes, config.width)
        self.norm = nn.LayerNorm(config.width, eps=1e-12)
        self.dropout = PooledDropout(config.dropout)
        self.layers = nn.ModuleList(EncoderLayer(config) for _ in range(config.layers))
        nn.init.zeros_(self.shapes.weight)

    def forward(self, pieces: Tensor, piece_shapes: Tensor) -> Tensor:
        """Piece and shape ids (batch, pieces), 0 being padding → states (batch, pieces, width)."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.words(pieces) + self.positions(places)[None] + self.shapes(piece_shapes)
        states = self.dropout(self.norm(states))
        bias = (pieces == 0)[:, None, None, :].to(states.dtype) * -1e4
        for layer in self.layers:
            states = layer(states, bias)
        return states


_PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "attended_norm",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "outer_norm",
}


def load_pretrained(encoder: Encoder, weights: Path) -> None:
    """Fill the encoder from a BERT checkpoint in safetensors; raises KeyError where the checkpoint lacks a weight.

    The token-type embedding (always type 0) is folded into the positions.
    """
    source = load_file(weights)
    target = {
        "words.weight": source["embeddings.word_embeddings.weight"],
        "positions.weight": source["embeddings.position_embeddings.weight"]
        + source["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": source["embeddings.LayerNorm.weight"],
        "norm.bias": source["embeddings.LayerNorm.bias"],
        "shapes.weight": encoder.shapes.weight.detach(),
    }
    for number in range(len(encoder.layers)):
        for theirs, ours in _PARTS.items():
            for kind in ("weight", "bias"):
                target[f"layers.{number}.{ours}.{kind}"] = source[f"encoder.layer.{number}.{theirs}.{kind}"]
    encoder.load_state_dict(target)
