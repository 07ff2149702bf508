"""Grouping of sequences of like length, so that padding is cheap and one long sequence cannot blow up a batch."""

import random
from collections.abc import Sequence


def index_batches(
    lengths: Sequence[int], pieces: int, shuffle: random.Random | None = None, padding: int | None = None
) -> list[list[int]]:
    """Indices grouped so that longest × count of each group stays within ``pieces`` (a single longer one stands alone).

    Ordered by length; with ``shuffle`` lengths are blurred by a tenth and the groups come in random order.
    ``padding`` bounds the positions that padding fills in one group (None: no bound).
    """
    order = [length * shuffle.uniform(0.9, 1.1) if shuffle else length for length in lengths]
    groups: list[list[int]] = []
    longest = filled = 0
    for index in sorted(range(len(lengths)), key=lambda index: (order[index], index)):
        longest = max(longest, lengths[index])
        filled += lengths[index]
        size = longest * (len(groups[-1]) + 1) if groups else 0
        if not groups or size > pieces or (padding is not None and size - filled > padding):
            groups.append([])
            longest = filled = lengths[index]
        groups[-1].append(index)
    if shuffle:
        shuffle.shuffle(groups)
    return groups
