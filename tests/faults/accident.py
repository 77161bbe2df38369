"""Commands that meet with accidents: see `driver.py`."""

import gzip
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent
DRIVER = Path(__file__).parent / "driver.py"
KILL_SWITCH_S = 240  # tests are never timed: this only ends what hangs


@dataclass(frozen=True)
class Ended:
    """How a process ended (minus the number of the signal, if by one) and what it wrote."""

    code: int
    stdout: str
    stderr: str


def start(
    folder: Path, *arguments: str, stdout: int | IO[str] = subprocess.PIPE, **accident: str
) -> subprocess.Popen[str]:
    """`pledge` with the arguments, in `folder`, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, str(DRIVER), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **accident},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for its end."""
    try:
        out, err = process.communicate(timeout=KILL_SWITCH_S)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return Ended(process.returncode, out, err)


def pledge(folder: Path, *arguments: str, **accident: str) -> Ended:
    """Both at once."""
    return ended(start(folder, *arguments, **accident))


def contents(run: Path) -> dict[str, bytes]:
    """Every file of a run folder; tickets unpacked."""
    files = (path for path in sorted(run.rglob("*")) if path.is_file())
    return {
        path.relative_to(run).as_posix(): gzip.decompress(path.read_bytes())
        if path.suffix == ".gz"
        else path.read_bytes()
        for path in files
    }


def entries(folder: Path) -> list[str]:
    """Everything in a folder, also what is hidden."""
    return sorted(path.name for path in folder.iterdir())
