"""A hold on a file that the system gives back when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _seize(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass
class Lock:
    """One process holds it at a time; the file says which."""

    path: Path
    _file: int

    @classmethod
    def take(cls, path: Path) -> Lock | None:
        """The hold on `path`; None if another process has it. OSError where nothing can be written."""
        while True:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                _seize(file)
            except OSError:
                os.close(file)
                return None
            if _is_same(file, path):
                break
            os.close(file)  # whoever had it has just removed it
        os.ftruncate(file, 0)
        os.write(file, str(os.getpid()).encode())
        return cls(path, file)

    def remove(self) -> None:
        """Take the file away, then let go of it."""
        with suppress(OSError):
            self.path.unlink()  # Windows does not while it is open
        self.release()
        if os.name == "nt":
            with suppress(OSError):
                self.path.unlink()

    def release(self) -> None:
        """Let go of it; the file stays."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def holder(path: Path) -> str:
    """The process that holds a lock, as far as it is known."""
    try:
        return path.read_text(encoding="ascii", errors="replace").strip() or "?"
    except OSError:
        return "?"


def _is_same(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False
