"""Options shared by the commands that simulate, as one decorator, and the values they give."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from sim.wording import _

if TYPE_CHECKING:
    from sim.study.budget import Budget

SCENARIO = click.argument("scenario", type=click.Path(path_type=Path), metavar="SCENARIO")
JOBS = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help=_("Processes to use. [default: all usable cores]")
)
QUIET = click.option("--quiet", is_flag=True, help=_("No progress on stderr."))
AS_JSON = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object instead of text."))


def example(command: str) -> str:
    """The last lines of a help text: a command that works as it stands."""
    return "\b\n" + _("Example:") + "\n  " + command


class ReplicationsType(click.ParamType[Any]):
    """`auto`, or how many replications exactly."""

    name = "N|auto"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """`auto` as it is, else a whole number from 1."""
        if value == "auto" or (isinstance(value, int) and value >= 1):
            return value
        if isinstance(value, str) and value.isascii() and value.isdigit() and int(value) >= 1:
            return int(value)
        text = _("'{value}' is neither 'auto' nor a whole number from 1.")
        return self.fail(text.format(value=value), param, ctx)


class ShareType(click.ParamType[Any]):
    """A share such as `1%` or `0.01`, above 0 and below 1."""

    name = "SHARE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The share as a number between 0 and 1."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = 0.0
        if not 0 < share < 1:
            text = _("'{value}' is not a share between 0 and 1, such as 1% or 0.01.")
            self.fail(text.format(value=value), param, ctx)
        return share


class OverrideType(click.ParamType[Any]):
    """`path=value`, a value set in place of the one in the files."""

    name = "PATH=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as it is, once it has a path and an equals sign."""
        path, equals, _value = str(value).partition("=")
        if not path.strip() or not equals:
            text = _("'{value}' is not of the form path=value, such as teams.north.engineers=3.")
            self.fail(text.format(value=value), param, ctx)
        return str(value)


class BudgetType(click.ParamType[Any]):
    """`15m`, `2h` or `20000runs`: the text as it is, once it can be read."""

    name = "BUDGET"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text without blanks."""
        text = "".join(str(value).split())
        try:
            read_budget(text)
        except ValueError:
            said = _("'{value}' is neither a time nor a number of runs, such as 15m, 2h or 20000runs.")
            self.fail(said.format(value=value), param, ctx)
        return text


def read_budget(text: str) -> Budget:
    """A budget from its text; ValueError if it is none."""
    from sim.study.budget import Budget

    found = re.fullmatch(r"(\d+(?:\.\d+)?)(s|min|m|h|runs)", text)
    if found is None or float(found[1]) <= 0:
        raise ValueError(text)
    if found[2] == "runs":
        return Budget(runs=int(found[1]))
    return Budget(seconds=float(found[1]) * {"s": 1, "m": 60, "min": 60, "h": 3600}[found[2]])


BUDGET = click.option(
    "--budget",
    type=BudgetType(),
    metavar="15m|20000runs",
    help=_("Simulate no longer, or no more, than this; what was left out is named."),
)


ASKED = ("plan", "replications", "precision", "seed", "overrides")


@dataclass(frozen=True)
class StudyOptions:
    """What a user can say to any command that simulates."""

    plan: str = "baseline"
    replications: int | Literal["auto"] = "auto"
    precision: float | None = None
    seed: int = 1
    jobs: int | None = None
    overrides: tuple[str, ...] = ()
    out: Path | None = None
    force: bool = False
    as_json: bool = False
    quiet: bool = False
    html: bool = False

    @property
    def workers(self) -> int:
        """Processes to use: the number asked for, else every core this process may run on."""
        return self.jobs or usable_cores()

    @property
    def asked(self) -> dict[str, Any]:
        """What the answer depends on, as `of_request` takes it."""
        return {name: getattr(self, name) for name in ASKED}

    @classmethod
    def of_request(cls, asked: Mapping[str, Any], **more: Any) -> StudyOptions:
        """The options of a run that was begun before."""
        return cls(**{**asked, "overrides": tuple(asked["overrides"])}, **more)

    @property
    def how_many(self) -> str | None:
        """How the length was asked for where that is more than a number: what repeats the run must ask for the same."""
        if self.replications != "auto":
            return None
        return "--replications auto" + (f" --precision {self.precision:g}" if self.precision else "")


def usable_cores() -> int:
    """Cores this process may use; fewer than the machine has where it is confined to some of them."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on Windows and macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1


_STUDY_OPTIONS = (
    click.option(
        "--plan", default="baseline", metavar="PLAN", help=_("A plan in plans/, or a path. [default: baseline]")
    ),
    click.option(
        "--replications",
        type=ReplicationsType(),
        default="auto",
        metavar="N|auto",
        help=_("How many sample years; auto goes on until every verdict is clear. [default: auto]"),
    ),
    click.option(
        "--precision", type=ShareType(), help=_("With auto, until attained shares are within this, such as 1%.")
    ),
    click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=1,
        metavar="N",
        help=_("Number of the luck: the same number, the same answer. [default: 1]"),
    ),
    JOBS,
    click.option(
        "--set",
        "overrides",
        type=OverrideType(),
        multiple=True,
        help=_("Replace a value of scenario or plan, such as teams.north.engineers=3. Repeatable."),
    ),
    click.option(
        "--out",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=_("The run folder itself. [default: results/<scenario>-<plan>-<NNN>]"),
    ),
    click.option("--force", is_flag=True, help=_("Replace what is in the run folder.")),
    AS_JSON,
    click.option("--html", is_flag=True, help=_("Write report.html; every run folder has it anyway.")),
    QUIET,
)


def study_options(callback: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options above, handed to it as one `options: StudyOptions`."""
    names = [field.name for field in fields(StudyOptions)]

    @functools.wraps(callback)
    def gathered(**given: Any) -> int:
        options = StudyOptions(**{name: given.pop(name) for name in names})
        return callback(options=options, **given)

    return functools.reduce(lambda wrapped, option: option(wrapped), reversed(_STUDY_OPTIONS), gathered)
