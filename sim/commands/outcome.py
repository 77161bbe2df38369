"""How a command ends: its exit code, and what the user is told when it could not answer."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Sequence

import click

from sim.commands.streams import is_broken_pipe, remark, silence_stdout
from sim.wording import _

ANSWERED = 0  # whatever the answer
FAILED = 1  # a case of the selftest
BAD_INPUT = 2  # or bad usage
INTERNAL_ERROR = 5
INTERRUPTED = 130


class Unable(click.ClickException):
    """The machine was not able to: nothing is wrong with the input."""

    exit_code = INTERNAL_ERROR


def exit_code(group: click.Group, arguments: Sequence[str]) -> int:
    """Run `group` with the arguments; every way to end becomes an exit code and at most a few lines."""
    try:
        return _invoke(group, arguments)
    except click.ClickException as error:
        error.show()
        return error.exit_code if isinstance(error, Unable) else BAD_INPUT
    except (KeyboardInterrupt, EOFError, click.Abort) as error:
        remark(str(error) or _("Interrupted; nothing half-written is left behind."))
        return INTERRUPTED
    except Exception as error:
        return _unexpected(error)


def _invoke(group: click.Group, arguments: Sequence[str]) -> int:
    try:
        with group.make_context("pledge", list(arguments)) as context:
            return group.invoke(context) or ANSWERED
    except click.exceptions.Exit as end:
        return end.exit_code


def _unexpected(error: Exception) -> int:
    if isinstance(error, OSError) and is_broken_pipe(error):
        silence_stdout()
        return ANSWERED
    if os.environ.get("PLEDGE_DEBUG"):
        traceback.print_exception(error)
        return INTERNAL_ERROR
    kind = type(error).__name__
    what = " ".join(str(error).split()) or kind
    text = _("Internal error: {kind}: {what} (traceback in {file}; PLEDGE_DEBUG=1 shows it here)")
    remark(text.format(kind=kind, what=what, file=_traceback_file(error)))
    return INTERNAL_ERROR


def _traceback_file(error: Exception) -> str:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="pledge-", suffix=".txt", delete=False) as file:
        file.writelines(traceback.format_exception(error))
    return file.name
