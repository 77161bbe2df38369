"""Bad input, said the same way by every command: one problem per line on stdout, or one JSON object."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands.outcome import BAD_INPUT
from sim.commands.streams import remark, say
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.scenario import Problem


def refuses_bad_input(callback: Callable[..., int]) -> Callable[..., int]:
    """A command that shows the problems of an input it cannot use, and ends with exit code 2."""

    @functools.wraps(callback)
    def guarded(*args: Any, **kwargs: Any) -> int:
        from sim.scenario import InputErrors

        try:
            return callback(*args, **kwargs)
        except InputErrors as error:
            show(error.problems, as_json=_wants_json(kwargs))
            remark(counted(error.problems))
            return BAD_INPUT

    return guarded


def _wants_json(parameters: dict[str, Any]) -> bool:
    options = parameters.get("options")
    return bool(parameters.get("as_json") or (options and options.as_json))


def show(problems: Sequence[Problem], as_json: bool) -> None:
    """Print every problem on stdout, errors and warnings in the order in which they were found."""
    if as_json:
        say(json_text(problems_json(problems)))
    elif problems:
        say("\n".join(str(problem) for problem in problems))


def has_errors(problems: Sequence[Problem]) -> bool:
    """True if the input cannot be used."""
    return any(problem.is_error for problem in problems)


def json_text(data: dict[str, Any]) -> str:
    """One JSON object, Chinese as it is."""
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)


def problems_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """The object of `validate --json`, also printed by any command that refuses its input."""
    return {
        "schema_version": 1,
        "errors": [_fields(p) for p in problems if p.is_error],
        "warnings": [_fields(p) for p in problems if not p.is_error],
    }


def _fields(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in ("file", "line", "column", "code", "message", "hint")}


def counted(problems: Sequence[Problem]) -> str:
    """'2 errors, 1 warning', '1 error' or 'no errors, no warnings'."""
    errors = sum(p.is_error for p in problems)
    warnings = len(problems) - errors
    first = ngettext("{n} error", "{n} errors", errors).format(n=errors) if errors else _("no errors")
    second = ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings) if warnings else _("no warnings")
    return first if errors and not warnings else f"{first}, {second}"


@contextmanager
def cannot_write(folder: Path | None) -> Iterator[None]:
    """Anything the system refuses while a folder is written (no right, disk full) is said like bad input."""
    try:
        yield
    except OSError as error:
        place = folder or Path(error.filename or ".")
        raise refusal(place, "CANNOT_WRITE", error.strerror or str(error)) from error


def refusal(place: Path, code: str, message: str) -> Exception:
    """The error of one file or folder a command cannot use, in the shape of all others."""
    from sim.scenario import InputErrors, Problem

    return InputErrors([Problem(str(place), None, None, code, message)])
