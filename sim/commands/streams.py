"""Where output goes: the result to stdout, progress and remarks to stderr."""

from __future__ import annotations

import errno
import os
import sys

import click

from sim.wording import _

GONE = (errno.EPIPE, errno.EINVAL)  # a reader that has left: POSIX, and what Windows reports for it


def forgiving_streams() -> None:
    """A console that cannot show a character gets a replacement instead of a crash (ASCII, GBK)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def say(text: str) -> None:
    """Print a piece of the result. A reader that has left (`| head`) is no error: the rest goes nowhere."""
    try:
        click.echo(text.rstrip("\n"))
    except OSError as error:
        silence_stdout()
        if not is_broken_pipe(error):
            text = _("the answer cannot be printed: {reason}").format(reason=error.strerror or error)
            raise click.ClickException(text) from error


def remark(text: str) -> None:
    """Print something about the result, not part of it."""
    click.echo(text.rstrip("\n"), err=True)


def is_broken_pipe(error: OSError) -> bool:
    """True if nobody reads the stream any more."""
    return error.errno in GONE and error.filename is None


def silence_stdout() -> None:
    """Send stdout nowhere from now on, also what the interpreter still flushes when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    finally:
        os.close(nowhere)
