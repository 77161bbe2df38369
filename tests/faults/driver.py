"""`pledge` in a process of its own that meets with an accident at a moment named in the environment.

CUT_AT=n    after the n-th replication has been taken down
CUT_HOW     SIGKILL or SIGINT to itself (default SIGKILL), or WORKER: SIGKILL to one of its workers
CUT_BEFORE  instead: a function of `sim.report.folder`, or `discard` of an unfinished run, at whose call it is cut
NO_SPACE=n  from the n-th file opened for writing below the folder it stands in, the disk is full
NO_LEDGER   the ledger takes nothing
TAKES=s     every replication takes at least so long
Ledgers are written at once; charts are left out.
"""

import builtins
import errno
import io
import os
import pathlib
import signal
import time
from collections.abc import Callable
from typing import Any

from sim.commands import main
from sim.report import folder
from sim.report.unfinished import Unfinished
from sim.study import ledger, replicate

ENV = os.environ


def cut() -> None:
    how = ENV.get("CUT_HOW", "SIGKILL")
    if how == "WORKER":
        from joblib.externals.loky import reusable_executor

        workers = getattr(reusable_executor._executor, "_processes", {})
        for number in list(workers)[:1]:
            os.kill(number, signal.SIGKILL)
    else:
        os.kill(os.getpid(), getattr(signal, how))


def cut_after_replications() -> None:
    write, at = ledger.Ledger.append, [int(number) for number in ENV["CUT_AT"].split(",")]
    seen = 0

    def append(self: ledger.Ledger, number: int, replication: Any) -> None:
        nonlocal seen
        write(self, number, replication)
        seen += 1
        if seen in at:
            cut()

    ledger.Ledger.append = append  # type: ignore[method-assign]


def cut_before(name: str) -> None:
    owner: Any = Unfinished if name == "discard" else folder
    whole = getattr(owner, name)

    def stops(*given: Any, **more: Any) -> Any:
        cut()
        return whole(*given, **more)

    setattr(owner, name, stops)


def fill_the_disk(first: int) -> None:
    """Every file opened for writing from the n-th on takes nothing more."""
    real_open, real_os_open, here = io.open, os.open, str(pathlib.Path.cwd())
    opened = 0

    def full(path: Any) -> bool:
        nonlocal opened
        if isinstance(path, int) or not str(pathlib.Path(path).absolute()).startswith(here):
            return False
        opened += 1
        return opened >= first

    def text_open(file: Any, mode: str = "r", *given: Any, **more: Any) -> Any:
        if set(mode) & set("wax+") and full(file):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
        return real_open(file, mode, *given, **more)

    def os_open(path: Any, flags: int, *given: Any, **more: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and full(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real_os_open(path, flags, *given, **more)

    builtins.open = io.open = text_open
    os.open = os_open


def _refuse(self: ledger.Ledger, packed: bytes) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))


def slow_down(seconds: float) -> None:
    whole: Callable[..., Any] = replicate.replicate_one

    def slowly(*given: Any) -> Any:
        time.sleep(seconds)
        return whole(*given)

    replicate.replicate_one = slowly


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored by what runs behind a shell
    ledger.BEGIN_AFTER_S = ledger.EVERY_S = 0.0
    folder.charts_of = lambda result: iter(())
    if "TAKES" in ENV:
        slow_down(float(ENV["TAKES"]))
    if "CUT_AT" in ENV:
        cut_after_replications()
    if "CUT_BEFORE" in ENV:
        cut_before(ENV["CUT_BEFORE"])
    if "NO_LEDGER" in ENV:
        ledger.Ledger._write = _refuse  # type: ignore[method-assign]
    if "NO_SPACE" in ENV:
        fill_the_disk(int(ENV["NO_SPACE"]))
    main()
