"""Replications in worker processes: a pool that dies is replaced, and no worker outlives the run."""

from __future__ import annotations

import functools
import math
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Generator, Hashable, Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")
L = TypeVar("L", bound=Hashable)  # the number of a replication, or whatever else names a piece of work
Arriving = Generator[tuple[L, T], None, None]

CHUNK_S = 3.0
MOST_DEATHS = 3
LOOK_FOR_PARENT_S = 1.0


class WorkersDiedError(RuntimeError):
    """Worker processes were ended from outside, again and again, before they had finished anything."""


def in_workers(one: Callable[[L], T], numbers: Sequence[L], jobs: int, each_s: float) -> Arriving[L, T]:
    """`one(number)` for every number, in any order, as they come.

    `each_s`: what one takes. When a worker is killed a fresh pool does what is missing; WorkersDiedError when that
    happens several times in a row with nothing done in between.
    """
    missing, deaths = list(numbers), 0
    while missing:
        try:
            for number, done in _pool(one, missing, jobs, each_s):
                missing.remove(number)
                deaths = 0
                yield number, done
        except BrokenProcessPool as error:
            deaths += 1
            if deaths == MOST_DEATHS:
                raise WorkersDiedError from error


def _pool(one: Callable[[L], T], numbers: Sequence[L], jobs: int, each_s: float) -> Arriving[L, T]:
    from joblib import Parallel, delayed

    _kill_without_pgrep()
    pool = Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1, max_nbytes=None)
    arriving = pool(delayed(_chunk)(os.getpid(), _only(one, chunk), chunk) for chunk in chunked(numbers, jobs, each_s))
    try:
        for chunk_done in arriving:
            yield from chunk_done
    except BrokenProcessPool:
        raise  # it has ended its other workers itself
    except BaseException:
        stop_workers(arriving)
        raise


def _only(one: Callable[[L], T], chunk: Sequence[L]) -> Callable[[L], T]:
    """As much of it as a chunk needs, where it can be taken apart: all of it is sent to a worker with every chunk."""
    taken: Callable[[L], T] = one.only(chunk) if hasattr(one, "only") else one
    return taken


def _chunk(parent: int, one: Callable[[L], T], numbers: Sequence[L]) -> list[tuple[L, T]]:
    _belong_to(parent)
    return [(number, one(number)) for number in numbers]


@functools.cache
def _belong_to(parent: int) -> None:
    """From now on this process ends when its parent does, however that ends, and not by a Ctrl-C of its own."""
    if os.name == "posix":  # elsewhere a worker keeps the number of a parent that is gone
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_FOR_PARENT_S)
    os._exit(1)


def stop_workers(arriving: Generator[Any, None, None]) -> None:
    """End the worker processes at once; what they were doing is lost."""
    from joblib.externals.loky import get_reusable_executor

    _kill_without_pgrep()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # joblib regrets the tasks that were not finished
        arriving.close()
    get_reusable_executor().shutdown(wait=True, kill_workers=True)


@functools.cache
def _kill_without_pgrep() -> None:
    """Let joblib end a worker by its number alone.

    It would ask the program `pgrep` for the worker's children, of which there are none; where `pgrep` is missing, or
    the same Ctrl-C ends it too, joblib 1.5 ends no worker and waits for it for ever.
    """
    from joblib.externals.loky import process_executor

    if os.name == "posix":
        process_executor.kill_process_tree = _kill


def _kill(process: Any) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def chunked(numbers: Sequence[L], jobs: int, each_s: float) -> list[Sequence[L]]:
    """Pieces of a few seconds, so that handing over a scenario does not weigh, yet enough of them for all jobs."""
    long_enough = math.ceil(CHUNK_S / each_s) if each_s > 0 else len(numbers)
    size = max(1, min(long_enough, math.ceil(len(numbers) / (4 * jobs))))
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]
