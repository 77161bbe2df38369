"""Commands to paste: quoted for any shell, and set apart from the answer."""

from __future__ import annotations

from pathlib import Path

from sim.wording import _


def next_steps(*commands: str) -> str:
    """The one or two commands worth typing next, as the last lines of an answer."""
    return "\n" + "\n".join([_("Next:"), *("  " + command for command in commands)])


def shown(path: Path) -> str:
    """A path as a user would type it: relative to where he stands if it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
