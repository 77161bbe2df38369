"""The ledger of a run: every finished replication in a file, so that a run that is cut off can go on where it was.

A head, then one record after the other: length and CRC-32 of what follows, then the packed replications. A record that
is not whole, and all that stands behind it, counts as never written.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.study.packed import Label, Labelled, pack, unpack
from sim.study.replicate import Replication

HEAD = b"pledge ledger 1\n"
FRAME = struct.Struct("<QI")

BEGIN_AFTER_S = 2.0  # a run that is over by then writes no ledger
EVERY_S = 1.0  # what finishes in between is written together


@dataclass
class Ledger:
    """The file at `path`, which only one process at a time may write.

    `on_fault` is told once when the file cannot be written; the run goes on, and every later record tries again.
    """

    path: Path
    on_fault: Callable[[OSError], None] = lambda error: None
    written: int = 0
    _waiting: list[Labelled] = field(default_factory=list)
    _end: int = 0
    _due: float = 0.0
    _pause_s: float = 0.0
    _is_broken: bool = False

    def __post_init__(self) -> None:
        self._due, self._pause_s = time.monotonic() + BEGIN_AFTER_S, EVERY_S

    def read(self) -> dict[Any, Replication]:
        """What is written, by its label; what is added later goes behind it. NotOursError if it is none of ours."""
        found: dict[Label, Replication] = {}
        for end, packed in whole_records(self.path):
            found |= dict(unpack(packed))
            self._end = end
        self.written = len(found)
        return found

    def append(self, label: Label, replication: Replication) -> None:
        """Take a finished replication down, now or together with the next ones."""
        self._waiting.append((label, replication))
        if time.monotonic() >= self._due:
            self.flush()

    def flush(self) -> None:
        """Write what waits to be written."""
        if not self._waiting:
            return
        try:
            self._write(pack(self._waiting))
        except OSError as error:
            self._pause_s *= 2
            if not self._is_broken:
                self._is_broken = True
                self.on_fault(error)
        else:
            self.written += len(self._waiting)
            self._waiting = []
        self._due = time.monotonic() + self._pause_s

    def _write(self, packed: bytes) -> None:
        """Put a record behind the last whole one; what an interruption left there is overwritten."""
        start = max(self._end, len(HEAD))
        record = FRAME.pack(len(packed), zlib.crc32(packed)) + packed
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            _put(file, 0, HEAD)
            _put(file, start, record)
            os.ftruncate(file, start + len(record))
        finally:
            os.close(file)
        self._end = start + len(record)


def _put(file: int, place: int, data: bytes) -> None:
    """Write all of it at a place; OSError as soon as the system takes no more."""
    os.lseek(file, place, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def whole_records(path: Path) -> Iterator[tuple[int, bytes]]:
    """Where each whole record ends, and what it holds; none where there is no file."""
    if not path.is_file():
        return
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(len(HEAD)) != HEAD:
            return
        while len(frame := file.read(FRAME.size)) == FRAME.size:
            length, checksum = FRAME.unpack(frame)
            if length > size - file.tell() or zlib.crc32(packed := file.read(length)) != checksum:
                return
            yield file.tell(), packed
