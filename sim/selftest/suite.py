"""The cases one after the other or in worker processes: formulas, simulations, and once more what failed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TypeVar

from sim.oracle.cases import Case, reference_cases
from sim.selftest.judging import values_of
from sim.selftest.measure import Counted
from sim.selftest.outcome import CaseOutcome, Outcome
from sim.selftest.trials import Simulated, simulations
from sim.selftest.value import Value
from sim.study.workers import stop_workers
from sim.wording import _

Progress = Callable[[int, int, float], None]
Kind = TypeVar("Kind")

NOT_SIMULATED = ("stats", "calendar", "trace")
"""Families that say themselves how they are answered; the others are systems that can be simulated."""

TIMES_AGAIN = 4
CHUNK_WORK = 20_000
"""Tickets in a piece of work, some seconds."""

FORMULA_WORK = 10_000
"""What the formulas of a case weigh beside that."""


@dataclass(frozen=True)
class Piece:
    """Work for one process: replications of a simulation, or, without any, all that is told of a case without it."""

    name: str
    quick: bool
    seed: int = 0
    numbers: tuple[int, ...] = ()
    work: float = FORMULA_WORK


Done = list[Counted] | list[Value]


def selftest(
    cases: Collection[str] | None = None,
    quick: bool = False,
    jobs: int = 1,
    seed: int = 1,
    progress: Progress | None = None,
) -> Outcome:
    """Run these cases (None: all) with this seed; the figures are the same for any number of `jobs`.

    `quick`: shorter simulations, whose standard errors may be 5 %. `progress(done, planned, seconds_left)`, in percent.
    """
    began = time.perf_counter()
    chosen = [case for case in reference_cases().values() if cases is None or case.id in cases]
    names = [name for name, one in simulations(quick).items() if any(one.case == case.id for case in chosen)]
    work = _Work(quick, jobs, progress)
    told, first = work.both(chosen, names, seed)
    failing = [name for name, values in first.items() if not _all_ok(values)]
    again = work.simulated(failing, seed + 1, TIMES_AGAIN)
    outcomes = [_outcome(case, told[case.id], first, again, quick) for case in chosen]
    return Outcome(tuple(outcomes), _first_distances(first), quick, seed, time.perf_counter() - began)


def _all_ok(values: Iterable[Value]) -> bool:
    return all(value.ok for value in values)


def _first_distances(found: Mapping[str, Sequence[Value]]) -> tuple[float, ...]:
    firsts = (next((value.z for value in values if value.z is not None), None) for values in found.values())
    return tuple(z for z in firsts if z is not None)


def _outcome(
    case: Case,
    told: Sequence[Value],
    first: Mapping[str, Sequence[Value]],
    again: Mapping[str, Sequence[Value]],
    quick: bool,
) -> CaseOutcome:
    mine = [name for name in first if simulations(quick)[name].case == case.id]
    counts = [value for name in mine for value in again.get(name, first[name])]
    replaced = [value for name in mine if name in again for value in first[name]]
    left_out = "" if counts else _left_out(case, quick)
    left_out = left_out or (_("30 seats and more: by formula only") if case.id == "Q02" else "")
    at_first = tuple(value for name in mine for value in first[name])
    return CaseOutcome(case.id, case.family, case.title, (*told, *counts), tuple(replaced), left_out, at_first)


def _left_out(case: Case, quick: bool) -> str:
    if quick and any(one.case == case.id for one in simulations(False).values()):
        return _("simulated in a full run only")
    return "" if case.family in NOT_SIMULATED else _("a formula of planning: nothing to simulate")


@dataclass
class _Work:
    """Runs pieces of work and says how far it is."""

    quick: bool
    jobs: int
    progress: Progress | None
    _began: float = field(default_factory=time.perf_counter)

    def both(
        self, cases: Sequence[Case], names: Sequence[str], seed: int
    ) -> tuple[dict[str, list[Value]], dict[str, list[Value]]]:
        """Values by case without simulation, and by simulation."""
        told = [Piece(case.id, self.quick) for case in cases]
        done = self._run([*told, *self._pieces(names, seed, 1)])
        return {piece.name: _only(done[piece], Value) for piece in told}, self._values(names, done)

    def simulated(self, names: Sequence[str], seed: int, times: int) -> dict[str, list[Value]]:
        """Values by simulation, of so many times the replications."""
        return self._values(names, self._run(self._pieces(names, seed, times)))

    def _values(self, names: Sequence[str], done: Mapping[Piece, Done]) -> dict[str, list[Value]]:
        counted: dict[str, list[Counted]] = {name: [] for name in names}
        for piece in sorted((piece for piece in done if piece.numbers), key=lambda piece: piece.numbers):
            counted[piece.name] += _only(done[piece], Counted)
        return {name: simulations(self.quick)[name].values(found) for name, found in counted.items()}

    def _pieces(self, names: Sequence[str], seed: int, times: int) -> list[Piece]:
        """The largest simulations first, so that no process is left alone with one at the end."""
        chosen = sorted(names, key=lambda name: -simulations(self.quick)[name].work)
        return [piece for name in chosen for piece in self._pieces_of(name, seed, times)]

    def _pieces_of(self, name: str, seed: int, times: int) -> list[Piece]:
        one: Simulated = simulations(self.quick)[name]
        size = max(1, math.floor(CHUNK_WORK / one.work))
        numbers = range(times * one.replications)
        chunks = [numbers[start : start + size] for start in range(0, len(numbers), size)]
        return [Piece(name, self.quick, seed, tuple(chunk), one.work * len(chunk)) for chunk in chunks]

    def _run(self, pieces: Sequence[Piece]) -> dict[Piece, Done]:
        found, total = dict[Piece, Done](), sum(piece.work for piece in pieces)
        done = 0.0
        with closing(self._arriving(pieces)) as arriving:
            for piece, what in arriving:
                found[piece] = what
                done += piece.work
                self._report(done, total)
        return {piece: found[piece] for piece in pieces}

    def _arriving(self, pieces: Sequence[Piece]) -> Generator[tuple[Piece, Done], None, None]:
        if self.jobs == 1 or len(pieces) < 2:
            yield from map(_work_on, pieces)
            return
        from joblib import Parallel, delayed

        pool = Parallel(n_jobs=self.jobs, return_as="generator_unordered", batch_size=1)
        arriving = pool(delayed(_work_on)(piece) for piece in pieces)
        try:
            yield from arriving
        except BaseException:
            stop_workers(arriving)
            raise

    def _report(self, done: float, total: float) -> None:
        if self.progress:
            spent = time.perf_counter() - self._began
            self.progress(round(100 * done / total), 100, spent * (total - done) / done)


def _work_on(piece: Piece) -> tuple[Piece, Done]:
    if not piece.numbers:
        return piece, values_of(reference_cases()[piece.name])
    return piece, simulations(piece.quick)[piece.name].counted(piece.seed, piece.numbers)


def _only(values: Done, kind: type[Kind]) -> list[Kind]:
    return [value for value in values if isinstance(value, kind)]
