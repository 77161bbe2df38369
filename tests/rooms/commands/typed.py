"""Commands as a user types them, in this process or in one of their own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from sim.commands.entry import pledge as group
from sim.commands.outcome import exit_code

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Done:
    """How a command ended and what it wrote where."""

    exit_code: int
    stdout: str
    stderr: str


def pledge(*arguments: str) -> Done:
    """The command in this process, with its streams caught."""
    with CliRunner().isolation() as (out, err, _mixed):
        code = exit_code(group, arguments)
    return Done(code, out.getvalue().decode(), err.getvalue().decode())


def pledge_process(arguments: Sequence[str], folder: Path, **environment: str) -> Done:
    """The command in a process of its own, started in `folder`, with neither terminal nor input."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        errors="replace",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
