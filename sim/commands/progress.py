"""How far a study is: a bar with the time left, on stderr and only for a person who watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sim.wording import _

Progress = Callable[[int, int, float], None]


@contextmanager
def progress(quiet: bool, text: str) -> Iterator[Progress | None]:
    """A callback `(done, planned, seconds left)` that draws a bar behind `text`; None where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[left]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=None, left="")

        def watched(done: int, planned: int, seconds_left: float) -> None:
            bar.update(task, completed=done, total=planned, left=time_left(seconds_left))

        yield watched


def time_left(seconds: float) -> str:
    """'0:01:30 left'."""
    return _("{time} left").format(time=timedelta(seconds=round(seconds)))
