"""How much of one text stands in another: word shingles, and keys under which near copies meet.

A text is the set of its runs of five words, each hashed to 32 bits. Two measures are taken on such sets: containment
(Broder, "On the resemblance and containment of documents", 1997) decides, and MinHash keys (banded as in Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3) say which pairs need be looked at. Keys are made of the
beginnings of a text too, at doubling lengths, so that a copy cut short meets its original under the length where both
are whole. It is written here rather than taken from datasketch, because the keys must live in a file, be taken out
again with their article, and be the same in every process.
"""

import hashlib
import re
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

Shingles = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.int64]

RUN: Final = 5
_ROWS: Final = 3
_BANDS: Final = 16
_FIRST_LENGTH: Final = 40
_WORD: Final = re.compile(r"\w+(?:['’]\w+)?")
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_SEEDS: Final = np.random.default_rng(1997).integers(1, 2**63, _ROWS * _BANDS, dtype=np.uint64)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return _WORD.findall(text.casefold())


def shingles(words: list[str]) -> Shingles:
    """Hashes of the runs of five words, in the order of the text; a text of fewer words is one run."""
    if not words:
        return np.zeros(0, np.uint32)
    codes = np.fromiter((_code(word) for word in words), np.uint64, len(words))
    run = min(RUN, len(codes))
    mixed: npt.NDArray[np.uint64] = np.zeros(len(codes) - run + 1, np.uint64)
    for place in range(run):
        mixed = _mix(mixed ^ codes[place : place + len(mixed)])
    return (mixed >> np.uint64(32)).astype(np.uint32)


def keys(runs: Shingles) -> Keys:
    """Numbers, sorted, of which texts that repeat each other share at least one, with high probability.

    With 16 bands of 3 rows a pair of Jaccard similarity 0.5 shares a key with probability 0.88, one of 0.7 with 0.998,
    one of 0.1 with 0.02.
    """
    if not len(runs):
        return np.zeros(0, np.int64)
    found: list[Keys] = []
    length = _FIRST_LENGTH
    while length < len(runs):
        found.append(_band_keys(distinct(runs[:length]), length))
        length *= 2
    found.append(_band_keys(distinct(runs), 0))
    # A text that ends between two lengths meets the beginnings of longer ones under the next shorter length, above;
    # the shortest ones have none, and are given one.
    if len(runs) <= _FIRST_LENGTH:
        found.append(_band_keys(distinct(runs), _FIRST_LENGTH))
    return np.unique(np.concatenate(found))


def distinct(runs: Shingles) -> Shingles:
    """The set of some runs, sorted."""
    ordered = np.sort(runs)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def shared(one: Shingles, other: Shingles) -> int:
    """How many different runs two texts have in common; both are sets (sorted, without repeats)."""
    return len(np.intersect1d(one, other, assume_unique=True))


def _band_keys(runs: Shingles, scale: int) -> Keys:
    spread: npt.NDArray[np.uint64] = runs.astype(np.uint64)[:, None] * _FACTOR
    least: npt.NDArray[np.uint64] = _mix(spread ^ _SEEDS[None, :]).min(axis=0).reshape(_BANDS, _ROWS)
    mixed = np.array([scale * 1_000_003 + band for band in range(_BANDS)], np.uint64)
    for row in range(_ROWS):
        mixed = _mix(mixed ^ least[:, row])
    # SQLite's integers have a sign.
    return mixed.view(np.int64)


def _mix(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): every bit of the input moves every bit of the
    output."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


@lru_cache(maxsize=100_000)
def _code(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
