"""Replications as bytes that are safe to read again: numbers, text and the judge's own records come out, nothing else.

A pickle of anybody's could call anything. This one is opened by a reader that knows no other names than those below.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Sequence
from dataclasses import is_dataclass
from typing import Any

from sim.study.replicate import Replication

Numbered = tuple[int, Replication]

QUICK = 1  # compression: a fifth of the space for a hundredth of a replication's time
MOST_BYTES = 2_000_000_000  # of one piece, unpacked
PLAIN_NAMES = {
    ("fractions", "Fraction"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy._core.numeric", "_frombuffer"),
}
RECORD_ROOMS = ("sim.judge.", "sim.study.replicate")


class NotOursError(ValueError):
    """Bytes that no ledger of ours holds."""


def pack(finished: Sequence[Numbered]) -> bytes:
    """Numbered replications as bytes."""
    return zlib.compress(pickle.dumps(list(finished), protocol=5), QUICK)


def unpack(packed: bytes) -> list[Numbered]:
    """The inverse of `pack`; NotOursError for anything else, which is never executed."""
    try:
        found = _Careful(io.BytesIO(_inflated(packed))).load()
    except NotOursError:
        raise
    except Exception as error:  # a pickle made to do harm can fail in any way it likes
        raise NotOursError(str(error)) from error
    if not isinstance(found, list) or not all(_is_numbered(entry) for entry in found):
        raise NotOursError("no list of replications")
    return found


def _inflated(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    plain = stream.decompress(packed, MOST_BYTES)
    if not stream.eof:
        raise NotOursError("too long, or cut short")
    return plain


def _is_numbered(entry: object) -> bool:
    match entry:
        case (int(number), Replication() as replication):
            return bool(replication.judgement.replication == number)
    return False


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Tables of numpy and records of the judge."""
        if (module, name) in PLAIN_NAMES:
            return super().find_class(module, name)
        if module.startswith(RECORD_ROOMS) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and is_dataclass(found) and found.__module__ == module:
                return found
        raise NotOursError(f"{module}.{name}")
