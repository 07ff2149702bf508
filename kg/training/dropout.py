"""Dropout from a pool of random masks.

PyTorch draws dropout masks on a CPU with one thread, which took a quarter of a training step; here each call takes a
stretch of a pool drawn once, from an offset drawn anew.
"""

from typing import ClassVar

import torch
from torch import Tensor, nn

_POOL = 1 << 23


class PooledDropout(nn.Module):
    """Zeroes a share ``rate`` of the values in training and scales up the rest; does nothing in evaluation."""

    _pools: ClassVar[dict[tuple[float, str], Tensor]] = {}

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, values: Tensor) -> Tensor:
        """Values of any shape, at most 2**23 of them."""
        if not self.training or self.rate == 0 or not values.numel():
            return values
        pool = self._pool(str(values.device))
        offset = int(torch.randint(0, len(pool) - values.numel() + 1, (1,)))
        return values * pool[offset : offset + values.numel()].view(values.shape).to(values.dtype)

    def _pool(self, device: str) -> Tensor:
        key = (self.rate, device)
        if key not in self._pools:
            kept = torch.rand(_POOL) >= self.rate
            self._pools[key] = (kept.to(torch.bfloat16) / (1 - self.rate)).to(device)
        return self._pools[key]
