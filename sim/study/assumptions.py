"""Which verdicts hang on which guess: the same plan and worlds, with one assumed input at an end of its range."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sim.study.paired import Difference, paired
from sim.study.replicate import Replications
from sim.study.tally import HOURS, tallies
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Assumption, Plan, Scenario
    from sim.study.estimate import Estimate
    from sim.study.replicate import Progress
    from sim.study.result import Result
    from sim.study.verdict import Verdict

ENDS = ("low", "high")
MONEY_TABLES = ("prices", "contracts")
MONEY_KEYS = ("pay_per", "cost_per_month", "one_off", "unit_cost", "repair_cost", "work_per_hour", "parts_markup")
DECIDED = ("keep", "break")


@dataclass(frozen=True)
class Moved:
    """One commitment with an input at an end: its verdict there, and what that adds to what is attained.

    `was`: the verdict at the assumed value. `difference`: attained there less attained at the assumed value, in the
    same worlds; a share, or hours where `unit` says so.
    """

    id: str
    unit: str
    was: Verdict
    verdict: Verdict
    attained: Estimate
    difference: Difference

    @property
    def flips(self) -> bool:
        """Whether the verdict is another one."""
        return self.verdict != self.was

    @property
    def size(self) -> float:
        """How far it moves: in shares, or in parts of the hours attained."""
        moved, there = abs(self.difference.estimate.mean or 0.0), self.attained.mean or 0.0
        return moved / max(there, moved) if self.unit == HOURS and moved else moved

    @property
    def weight(self) -> tuple[bool, bool, float]:
        """For ranking: from holds to does not or back, any other change, then how far."""
        turns = self.flips and self.was in DECIDED and self.verdict in DECIDED
        return turns, self.flips, self.size

    def as_json(self) -> dict[str, Any]:
        """The commitment as `run.json` has it."""
        return {
            "id": self.id,
            "unit": self.unit,
            "was": self.was,
            "verdict": self.verdict,
            "flips": self.flips,
            "attained": self.attained.as_json(),
            "difference": self.difference.estimate.as_json(),
            "variance_reduction": self.difference.variance_reduction,
        }


@dataclass(frozen=True)
class End:
    """An end of a range: `side` low or high, the value there, and every commitment; `reason` where it was not tried.

    `beside`: values that had to move with it, so that shares make up a whole. `digest`: of the run there.
    """

    side: str
    value: str
    beside: tuple[str, ...] = ()
    commitments: tuple[Moved, ...] = ()
    digest: str | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The end as `run.json` has it."""
        return {**vars(self), "commitments": [one.as_json() for one in self.commitments]}

    @property
    def weight(self) -> tuple[bool, bool, float]:
        """That of the commitment it moves most."""
        return max((one.weight for one in self.commitments), default=(False, False, 0.0))


@dataclass(frozen=True)
class Tried:
    """An assumed input and the ends that were tried; none, and why, where it was not tried."""

    path: str
    value: str
    ends: tuple[End, ...] = ()
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The input as `run.json` has it, ranked among the others by its place in the list."""
        return {**vars(self), "ends": [end.as_json() for end in self.ends]}

    @property
    def weight(self) -> tuple[bool, bool, float]:
        """That of its heavier end."""
        return max((end.weight for end in self.ends), default=(False, False, 0.0))

    @property
    def flips(self) -> tuple[tuple[End, Moved], ...]:
        """Every verdict that is another one at an end."""
        return tuple((end, one) for end in self.ends for one in end.commitments if one.flips)


def try_assumptions(
    result: Result, overrides: Sequence[str] = (), jobs: int = 1, progress: Progress | None = None
) -> Result:
    """The result with `assumptions_tried`: every assumed input, those first on which a verdict hangs, then by size.

    `overrides` are the `--set` texts the scenario and the plan of the result were loaded with. Each input with a low or
    high is set to it, alone, and simulated in the worlds of the result, as often; verdicts are judged as those of the
    result were. progress(done, planned, seconds_left) counts replications of all ends together.
    """
    trials = _Trials(result, tuple(overrides), jobs, progress)
    found = [trials.tried(one) for one in result.assumptions]
    return replace(result, assumptions_tried=tuple(sorted(found, key=_order)))


def _order(tried: Tried) -> tuple[bool, bool, bool, float]:
    turns, flips, size = tried.weight
    return not tried.ends, not turns, not flips, -size


def why_not(assumption: Assumption, scenario: Scenario) -> str | None:
    """Why an assumed input is not tried; None if it is."""
    if assumption.low is None and assumption.high is None:
        return _("no range given")
    if is_money(assumption.path) and not _money_decides(scenario):
        return _("only money: it moves no ticket, and no verdict is about money")
    return None


def is_money(path: str) -> bool:
    """Whether an input says what something costs or earns, which no ticket feels."""
    top, *steps = path.split(".")
    is_penalty = top == "commitments" and "penalty" in steps
    return top in MONEY_TABLES or is_penalty or (bool(steps) and steps[-1].startswith(MONEY_KEYS))


def _money_decides(scenario: Scenario) -> bool:
    return any(commitment.accept is not None for commitment in scenario.commitments)


@dataclass
class _Trials:
    """Runs with one value changed, one after the other, with the time left over all of them."""

    result: Result
    overrides: tuple[str, ...]
    jobs: int
    progress: Progress | None
    done: int = 0
    began: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        chosen = [one for one in self.result.assumptions if why_not(one, self.result.scenario) is None]
        ends = sum(getattr(one, side) is not None for one in chosen for side in ENDS)
        self.planned = ends * self.result.replications

    def tried(self, assumption: Assumption) -> Tried:
        """One assumed input at the ends of its range."""
        reason = why_not(assumption, self.result.scenario)
        ends = () if reason else tuple(self._ends(assumption))
        return Tried(assumption.path, assumption.value, ends, reason)

    def _ends(self, assumption: Assumption) -> Iterator[End]:
        for side in ENDS:
            value = getattr(assumption, side)
            if value is not None:
                yield self._end(assumption.path, side, value)
                self.done += self.result.replications

    def _end(self, path: str, side: str, value: str) -> End:
        from sim.scenario import InputErrors, companions

        change, plan = f"{path}={value}", self.result.plan.path
        beside = companions(self.result.scenario.folder, plan, self.overrides, change)
        try:
            loaded = self._loaded((*self.overrides, change, *beside))
        except InputErrors as error:
            return End(side, value, beside, reason=error.problems[0].message)
        runs = Replications(*loaded, self.result.seed, self.jobs, 0, self._watched(), each_s=self._each_s())
        runs.extend(self.result.replications)
        return End(side, value, beside, tuple(self._moved(runs)), runs.digest())

    def _loaded(self, overrides: Sequence[str]) -> tuple[Scenario, Plan]:
        from sim.scenario import load_plan, load_scenario

        scenario = load_scenario(self.result.scenario.folder, overrides)
        return scenario, load_plan(scenario, self.result.plan.path, overrides)

    def _moved(self, runs: Replications) -> Iterator[Moved]:
        for was, tally in zip(self.result.commitments, tallies(runs.scenario, runs.done), strict=True):
            verdict = tally.standing(self.result.several_looks).verdict
            difference = paired(self.result.attained_each[was.id], tally.each())
            yield Moved(was.id, was.unit, was.verdict, verdict, tally.attained(), difference)

    def _each_s(self) -> float:
        """What a replication takes one process, from those done so far."""
        return (time.perf_counter() - self.began) * self.jobs / self.done if self.done else 0.0

    def _watched(self) -> Progress | None:
        """The progress of one run as part of all of them."""
        progress = self.progress
        if progress is None:
            return None

        def watched(done: int, planned: int, seconds_left: float) -> None:
            total, spent = self.done + done, time.perf_counter() - self.began
            progress(total, self.planned, (self.planned - total) * spent / total)

        return watched
