"""The multi-task network: one encoder, and a head for every layer of annotation.

Dependencies: biaffine arcs (Dozat and Manning 2017, https://arxiv.org/abs/1611.01734); labels by a low-rank bilinear
form, which needs only the two words' vectors and so can be scored for the chosen arcs alone, after decoding.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.training.dropout import PooledDropout
from kg.training.encoder import Encoder, EncoderConfig


class Network(nn.Module):
    """Encoder, word vectors, one linear head per tag layer, arc scorer and label scorer."""

    def __init__(
        self,
        config: EncoderConfig,
        tag_counts: Mapping[str, int],
        labels: int,
        arc_width: int = 256,
        label_width: int = 256,
    ) -> None:
        super().__init__()
        self.encoder = Encoder(config)
        width = config.width
        self.last_piece = nn.Linear(width, width, bias=False)
        self.word_shapes = nn.Embedding(config.shapes, width)
        self.dropout = PooledDropout(0.2)
        self.hidden = nn.ModuleDict({name: nn.Linear(width, 128) for name in tag_counts})
        self.tags = nn.ModuleDict({name: nn.Linear(128, count) for name, count in tag_counts.items()})
        self.arc_dependent = nn.Linear(width, arc_width)
        self.arc_head = nn.Linear(width, arc_width)
        self.arc_bilinear = nn.Parameter(torch.zeros(arc_width, arc_width))
        self.arc_prior = nn.Linear(arc_width, 1)
        self.label_dependent = nn.Linear(width, label_width)
        self.label_head = nn.Linear(width, label_width)
        self.label_product = nn.Linear(label_width, labels)
        self.label_sum = nn.Linear(label_width, labels, bias=False)
        nn.init.zeros_(self.last_piece.weight)
        nn.init.zeros_(self.word_shapes.weight)
        nn.init.xavier_uniform_(self.arc_bilinear)

    def word_states(self, pieces: Tensor, piece_shapes: Tensor, first: Tensor, last: Tensor, shapes: Tensor) -> Tensor:
        """Ids as in kg.language.features → vectors (batch, 1 + words, width); the first stands for the root ([CLS])."""
        return self.dropout(self.pooled(self.encoder(pieces, piece_shapes), first, last, shapes))

    def pooled(self, states: Tensor, first: Tensor, last: Tensor, shapes: Tensor) -> Tensor:
        """States of pieces (batch, pieces, width) → vectors of the root and the words (batch, 1 + words, width)."""
        root = first.new_zeros(first.shape[0], 1)
        starts = torch.cat([root, first], dim=1)[..., None].expand(-1, -1, states.shape[-1])
        ends = torch.cat([root, last], dim=1)[..., None].expand(-1, -1, states.shape[-1])
        case = self.word_shapes(torch.cat([root, shapes], dim=1))
        return states.gather(1, starts) + self.last_piece(states.gather(1, ends)) + case

    def tag_scores(self, name: str, words: Tensor) -> Tensor:
        """Scores (batch, words, tags) of one tag layer; ``words`` as word_states returns them, root included."""
        return self.tags[name](self.dropout(F.gelu(self.hidden[name](words[:, 1:]))))

    def arc_scores(self, words: Tensor) -> Tensor:
        """Scores (batch, words, 1 + words): entry [d, h] is how well h (0: root) heads word d."""
        dependents = self.dropout(F.gelu(self.arc_dependent(words[:, 1:])))
        heads = self.dropout(F.gelu(self.arc_head(words)))
        return self.arc_products(dependents, heads)

    def arc_products(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores of arcs from vectors of dependents (batch, words, width) and heads (batch, 1 + words, width)."""
        scores = torch.matmul(torch.matmul(dependents, self.arc_bilinear), heads.transpose(-1, -2))
        return scores / self.arc_bilinear.shape[0] ** 0.5 + self.arc_prior(heads).transpose(-1, -2)

    def label_vectors(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors of the words as dependents (batch, words, width) and as heads (batch, 1 + words, width)."""
        return F.gelu(self.label_dependent(words[:, 1:])), F.gelu(self.label_head(words))

    def label_scores(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores (…, labels) of paired dependent and head vectors (…, width)."""
        dependents, heads = self.dropout(dependents), self.dropout(heads)
        return self.label_product(dependents * heads) + self.label_sum(dependents + heads)
