"""Replications as bytes that are safe to read again: numbers, text and the judge's own records come out, nothing else.

A pickle of anybody's could call anything. This one is opened by a reader that knows no other names than those below.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from importlib import import_module
from typing import Any, NoReturn

from sim.study.replicate import Replication

Label = int | tuple[str, int]  # the number of a replication, alone or behind the name of what was simulated
Labelled = tuple[Label, Replication]

QUICK = 1  # compression: a fifth of the space for a hundredth of a replication's time
MOST_BYTES = 2_000_000_000  # of one piece, unpacked
TYPES = {("numpy", "dtype"), ("numpy", "ndarray")}
CALLED = {
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy._core.numeric", "_frombuffer"),
}
RECORD_ROOMS = ("sim.judge.", "sim.study.replicate")


class NotOursError(ValueError):
    """Bytes that no ledger of ours holds."""


def pack(finished: Sequence[Labelled]) -> bytes:
    """Labelled replications as bytes."""
    plain = io.BytesIO()
    _Writer(plain, protocol=5).dump(list(finished))
    return zlib.compress(plain.getvalue(), QUICK)


def unpack(packed: bytes) -> list[Labelled]:
    """The inverse of `pack`; NotOursError for anything else, which is never executed."""
    try:
        found = _Reader(io.BytesIO(_inflated(packed))).load()
    except NotOursError:
        raise
    except Exception as error:  # a pickle made to do harm can fail in any way it likes
        raise NotOursError(str(error)) from error
    if not isinstance(found, list) or not all(_is_labelled(entry) for entry in found):
        raise NotOursError("no list of replications")
    return found


def _inflated(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    plain = stream.decompress(packed, MOST_BYTES)
    if not stream.eof:
        raise NotOursError("too long, or cut short")
    return plain


def _is_labelled(entry: object) -> bool:
    match entry:
        case (int(number) | (str(), int(number)), Replication() as replication):
            return bool(replication.judgement.replication == number)
    return False


class _Writer(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        """A record is written as its name and its values."""
        if is_dataclass(thing) and not isinstance(thing, type):
            values = {field.name: getattr(thing, field.name) for field in fields(thing)}
            return record, (type(thing).__module__, type(thing).__name__, values)
        return NotImplemented


def record(room: str, name: str, values: Mapping[str, Any]) -> object:
    """A record of the judge, or a replication, from its values; NotOursError for anything else."""
    if not room.startswith(RECORD_ROOMS):
        raise NotOursError(f"{room}.{name}")
    kind = getattr(import_module(room), name, None)
    if not (isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == room):
        raise NotOursError(f"{room}.{name}")
    if {field.name for field in fields(kind)} != set(values):
        raise NotOursError(f"{room}.{name}: {', '.join(map(str, values))}")
    found = object.__new__(kind)
    for field in fields(kind):
        object.__setattr__(found, field.name, values[field.name])
    return found


class _Call:
    """A function that a pickle may call and can do nothing else to."""

    __slots__ = ("_function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        object.__setattr__(self, "_function", function)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise NotOursError(f"{name} set from outside")

    def __call__(self, *values: Any) -> Any:
        return self._function(*values)  # type: ignore[attr-defined]  # set in __init__, past the lock


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Tables of numpy, fractions and `record`; never a class of ours, whose methods a pickle could replace."""
        if (module, name) in TYPES:  # numpy's own, which nobody can change
            return super().find_class(module, name)
        if (module, name) in CALLED:
            return _Call(super().find_class(module, name))
        if (module, name) == ("fractions", "Fraction"):
            return _Call(Fraction)
        if (module, name) == (record.__module__, record.__name__):
            return _Call(record)
        raise NotOursError(f"{module}.{name}")
