"""Network → ONNX, with eight-bit weights, checked against the float network."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F

from kg.training.encoder import Encoder, EncoderLayer
from kg.training.network import Network

logger = logging.getLogger(__name__)

INPUTS = ("pieces", "piece_shapes", "first", "last", "shapes")
OUTPUTS = ("tags", "arcs", "label_dependents", "label_heads")
#: Tag heads that only help training.
AUXILIARY_HEADS = ("gum",)


def joined(layers: Iterable[nn.Linear]) -> nn.Linear:
    """Layers over the same input as one: one product instead of several small ones, the same numbers."""
    parts = list(layers)
    whole = nn.Linear(parts[0].in_features, sum(part.out_features for part in parts))
    whole.weight = nn.Parameter(torch.cat([part.weight.detach() for part in parts]))
    whole.bias = nn.Parameter(torch.cat([part.bias.detach() for part in parts]))
    return whole


class RowQuantizedEmbedding(nn.Module):
    """An embedding table in eight bits with one scale a row: a quarter of the size, at little error."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(table / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Vectors of ids."""
        return self.rows[ids].float() * self.scale[ids]


class ExportedLayer(nn.Module):
    """An EncoderLayer at run time: query, key and value in one product."""

    def __init__(self, layer: EncoderLayer) -> None:
        super().__init__()
        self.layer = layer
        self.projected = joined([layer.query, layer.key, layer.value])

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """As EncoderLayer.forward, without dropout."""
        layer = self.layer
        batch, length, width = states.shape
        size = width // layer.heads
        split = self.projected(states).view(batch, length, 3, layer.heads, size).permute(2, 0, 3, 1, 4)
        query, key, value = split[0] * size**-0.5, split[1], split[2]
        shares = torch.softmax(torch.matmul(query, key.transpose(-1, -2)) + bias, dim=-1)
        context = torch.matmul(shares, value).transpose(1, 2).reshape(batch, length, width)
        states = layer.attended_norm(states + layer.attended(context))
        return layer.outer_norm(states + layer.outer(F.gelu(layer.inner(states))))


class Exported(nn.Module):
    """The network as run at run time: ids in; all heads' tag scores side by side, arc scores and label vectors out."""

    def __init__(self, network: Network, heads: Sequence[str], rows: bool) -> None:
        super().__init__()
        self.network = network
        self.words: nn.Module = network.encoder.words
        if rows:
            self.words = RowQuantizedEmbedding(network.encoder.words.weight.detach())
        self.layers = nn.ModuleList(ExportedLayer(layer) for layer in network.encoder.layers)
        sources = [network.arc_dependent, network.arc_head, network.label_dependent, network.label_head]
        self.hidden = joined([network.hidden[head] for head in heads])
        self.pairs = joined(sources)
        self.sizes = [source.out_features for source in sources]
        self.tags = nn.ModuleList(network.tags[head] for head in heads)

    def forward(
        self, pieces: Tensor, piece_shapes: Tensor, first: Tensor, last: Tensor, shapes: Tensor
    ) -> tuple[Tensor, ...]:
        """Outputs as named in OUTPUTS: (batch, words, all tags), (batch, words, 1 + words), and label vectors."""
        network = self.network
        words = network.pooled(self._states(network.encoder, pieces, piece_shapes), first, last, shapes)
        hidden = F.gelu(self.hidden(words[:, 1:])).chunk(len(self.tags), dim=-1)
        tags = torch.cat([head(part) for head, part in zip(self.tags, hidden, strict=True)], dim=-1)
        arc_dependents, arc_heads, dependents, heads = F.gelu(self.pairs(words)).split(self.sizes, dim=-1)
        return tags, network.arc_products(arc_dependents[:, 1:], arc_heads), dependents[:, 1:], heads

    def _states(self, encoder: Encoder, pieces: Tensor, piece_shapes: Tensor) -> Tensor:
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = encoder.norm(self.words(pieces) + encoder.positions(places)[None] + encoder.shapes(piece_shapes))
        bias = (pieces == 0)[:, None, None, :].to(states.dtype) * -1e4
        for layer in self.layers:
            states = layer(states, bias)
        return states


class LabelScorer(nn.Module):
    """Scores of dependency labels for pairs of label vectors."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Vectors (words, width) of dependents and their heads → scores (words, labels)."""
        return self.network.label_scores(dependents, heads)


def export(network: Network, heads: Sequence[str], folder: Path) -> None:
    """Write ``float.onnx``, ``network.onnx`` (int8: row-wise embeddings, per-channel products) and ``labels.onnx``."""
    network.eval()
    _write(Exported(network, heads, rows=False), folder / "float.onnx")
    _write(Exported(network, heads, rows=True), folder / "rows.onnx")
    quantize_dynamic(
        folder / "rows.onnx",
        folder / "network.onnx",
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        # Seven bits: without VNNI eight-bit products overflow, and the answer would depend on the processor.
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
    (folder / "rows.onnx").unlink()
    _write_labels(network, folder / "labels.onnx")
    logger.info("exported %s: %.1f MB", folder / "network.onnx", (folder / "network.onnx").stat().st_size / 1e6)


def _write(exported: Exported, path: Path) -> None:
    example = tuple(torch.ones(2, size, dtype=torch.long) for size in (7, 7, 4, 4, 4))
    axes = {name: {0: "batch", 1: "pieces" if "piece" in name else "words"} for name in INPUTS}
    axes |= {"tags": {0: "batch", 1: "words"}, "label_dependents": {0: "batch", 1: "words"}}
    axes |= {"arcs": {0: "batch", 1: "words", 2: "heads"}, "label_heads": {0: "batch", 1: "heads"}}
    _to_onnx(exported, example, path, INPUTS, OUTPUTS, axes)


def _write_labels(network: Network, path: Path) -> None:
    example = (torch.ones(3, network.label_head.out_features), torch.ones(3, network.label_head.out_features))
    axes = {name: {0: "words"} for name in ("dependents", "heads", "scores")}
    _to_onnx(LabelScorer(network).eval(), example, path, ("dependents", "heads"), ("scores",), axes)


def _to_onnx(
    module: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    inputs: Sequence[str],
    outputs: Sequence[str],
    axes: dict[str, dict[int, str]],
) -> None:
    torch.onnx.export(
        module.eval(),
        example,
        str(path),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
