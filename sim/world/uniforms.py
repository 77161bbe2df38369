"""Uniform numbers by key: the same key gives the same number whatever else is drawn.

Each key is a few 64-bit integers, folded one after the other with the SplitMix64 finaliser (Steele, Lea and
Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA, variant 13 of Stafford's mixers): a
counter-based generator whose counter is the key.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_M1 = 0xBF58476D1CE4E5B9
_M2 = 0x94D049BB133111EB


@lru_cache(maxsize=65536)
def key_of(text: str) -> int:
    """A stable 64-bit key of an id or a stream's name."""
    return int.from_bytes(blake2b(text.encode("utf-8"), digest_size=8).digest(), "little")


def fold(key: int, more: int) -> int:
    """One key out of two; see `fold_each` for arrays, with the same answers."""
    return _mix(key ^ _mix((more + _GOLDEN) & _MASK))


def fold_each(key: Keys | int, more: Keys | NDArray[np.int64] | int) -> Keys:
    """One key out of two, element by element."""
    left = np.asarray(key, dtype=np.uint64)
    right = np.asarray(more).astype(np.uint64) if isinstance(more, np.ndarray) else np.uint64(more & _MASK)
    with np.errstate(over="ignore"):
        return _mix_each(left ^ _mix_each(np.atleast_1d(right) + np.uint64(_GOLDEN)))


def _mix(z: int) -> int:
    z = ((z ^ (z >> 30)) * _M1) & _MASK
    z = ((z ^ (z >> 27)) * _M2) & _MASK
    return z ^ (z >> 31)


def _mix_each(z: Keys) -> Keys:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(_M1)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(_M2)
    return z ^ (z >> np.uint64(31))


class Luck:
    """`u(stream, key…)` of one replication: uniforms strictly between 0 and 1."""

    def __init__(self, seed: int, replication: int) -> None:
        self._root = fold(fold(key_of("world"), seed), replication)
        self._streams: dict[str, int] = {}

    def _stream(self, name: str) -> int:
        found = self._streams.get(name)
        if found is None:
            found = self._streams[name] = fold(self._root, key_of(name))
        return found

    def one(self, stream: str, key: int, *more: int) -> float:
        """The uniform of one key."""
        bits = fold(self._stream(stream), key)
        for part in more:
            bits = fold(bits, part)
        return ((bits >> 12) + 0.5) * 2.0**-52

    def each(self, stream: str, keys: Keys, *more: Keys | NDArray[np.int64] | int) -> Floats:
        """The uniforms of many keys."""
        bits = fold_each(self._stream(stream), keys)
        for part in more:
            bits = fold_each(bits, part)
        return unit(bits)


def unit(bits: Keys) -> Floats:
    """The upper 52 bits in the middle of their cell: a half added to 53 bits would be rounded, at worst up to 1."""
    return ((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
