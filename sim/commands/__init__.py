"""The command line, a thin coat: each command parses, calls the library once and prints.

`pledge …` and `python cli.py …` both start at `main`. A command's module is imported only when it is invoked.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command (`sys.argv` unless `arguments` are given) and leave with its exit code."""
    from sim.commands.entry import pledge
    from sim.commands.outcome import exit_code
    from sim.commands.streams import forgiving_streams

    forgiving_streams()
    sys.exit(exit_code(pledge, sys.argv[1:] if arguments is None else arguments))
