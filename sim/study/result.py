"""The result of a study of one plan: estimates, verdicts and where they come from, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from sim.study import frames
from sim.study.estimate import Estimate, unknown
from sim.study.figures import (
    AccountResult,
    ContractResult,
    CostResult,
    DeskResult,
    PlannedResult,
    ResourceResult,
    StockResult,
)
from sim.study.series import HourUse, MilestoneTimes, PlannedMonths, WeekSeries, no_weeks
from sim.study.settled import Backlog, WarmUp, no_backlog, no_warm_up
from sim.study.verdict import Verdict
from sim.study.volume import Volume
from sim.wording import _

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Assumption, Plan, Problem, Scenario
    from sim.study.assumptions import Tried
    from sim.study.audited import AuditResult
    from sim.study.known import Known

Json = dict[str, Any]

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class PeriodResult:
    """One review period: cases, share attained, and the share of replications with a case that met the target."""

    label: str
    judged: bool
    covered: Estimate
    attained: Estimate
    met: Estimate


@dataclass(frozen=True)
class CommitmentResult:
    """How one commitment fares. Penalty and bonus in currency units a year; late times in hours a year, over all late
    tickets; `late_share`: of the late time, by cause; `penalty_p95`: what 19 of 20 replications do not exceed;
    `exit_chance`: that misses give the customer the right to end the contract within judged time; `evidence`: what a
    review period with so many cases can show, None where no cases are counted against a target.

    `unit`: what is counted (ticket, call, customer); "h": `attained` is a time in hours, to be at most the limit; "open
    time" and "availability": it is a share of time, and what is covered are hours (of units).
    """

    id: str
    unit: str
    target: float | None
    direction: str
    covered_per_period: Estimate
    attained: Estimate
    undecided: int
    kept_probability: Estimate
    verdict: Verdict
    replications_needed: int | None
    penalty: Estimate
    penalty_p95: Estimate
    late_h: Estimate
    late_by_cause_h: Mapping[str, Estimate]
    periods: tuple[PeriodResult, ...] = ()
    bonus: Estimate = field(default_factory=lambda: unknown(_("keeping it earns no bonus")))
    exit_chance: Estimate = field(default_factory=lambda: unknown(_("it gives no right to end the contract")))
    late_share: Mapping[str, Estimate] = field(default_factory=dict)
    evidence: Volume | None = None

    def as_json(self) -> Json:
        """The commitment object of `run --json`."""
        return {
            "id": self.id,
            "unit": self.unit,
            "target": self.target,
            "direction": self.direction,
            "covered_per_period": self.covered_per_period.as_json(),
            "attained": self.attained.as_json(),
            "undecided": self.undecided,
            "kept_probability": self.kept_probability.as_json(),
            "verdict": self.verdict,
            "replications_needed": self.replications_needed,
            "penalty": {**self.penalty.as_json(), **_quantile_json("p95", self.penalty_p95)},
            "late_h": self.late_h.as_json(),
            "late_by_cause_h": {cause: e.as_json() for cause, e in self.late_by_cause_h.items()},
            "bonus": self.bonus.as_json(),
            "exit_chance": self.exit_chance.as_json(),
            "late_share_by_cause": {cause: e.as_json() for cause, e in self.late_share.items()},
            "volume": as_json(self.evidence),
        }


def _quantile_json(name: str, quantile: Estimate) -> Json:
    """A quantile beside the mean: p95, p95_low, p95_high and, where a bound is missing, why."""
    found: Json = {name: quantile.mean, f"{name}_low": quantile.low, f"{name}_high": quantile.high}
    return found if quantile.reason is None else {**found, f"{name}_reason": quantile.reason}


@dataclass(frozen=True, eq=False)
class Result:
    """What `run` found out about a plan.

    The figures stand in `commitments`, `desks`, `uses`, `stocks`, `by_contract`, `planned_work`, `costs`; the same as
    DataFrames are `verdicts`, `resources`, `stock`, `contracts`, `planned`, `cost`. `accounts`: of each store.
    `counts`: judged tickets a year by kind. `stock_over_time`: units on hand, in the order of `stocks`;
    `in_repair_over_time`: units away for repair; `backlog`: open tickets, `trend`: whether they grow; `warm_up`:
    whether it was long enough. `sample`: ticket rows of the first replications as columns, instants in Unix seconds
    (`tickets` as DataFrame); `milestone_times`: by time commitment, what its tickets in these replications took.
    `several_looks`: whether verdicts were judged at several looks; `attained_each`: by commitment, one figure per
    replication, whose mean is `attained`; `audit`: what the auditor
    found, if it was asked; `assumptions_tried`: what became of assumed inputs at the ends of their
    ranges, if that was tried; `known`: figures that a formula gives exactly. The digest is SHA-256 over the
    replications' digests in order.
    """

    scenario: Scenario
    plan: Plan
    seed: int
    replications: int
    digest: str
    tickets_per_year: Estimate
    commitments: tuple[CommitmentResult, ...]
    desks: tuple[DeskResult, ...]
    uses: tuple[ResourceResult, ...]
    costs: CostResult
    stocks: tuple[StockResult, ...] = ()
    counts: Mapping[str, Estimate] = field(default_factory=dict)
    by_hour: tuple[HourUse, ...] = ()
    stock_over_time: tuple[WeekSeries, ...] = ()
    backlog: WeekSeries = field(default_factory=no_weeks)
    accounts: tuple[AccountResult, ...] = ()
    by_contract: tuple[ContractResult, ...] = ()
    planned_work: tuple[PlannedResult, ...] = ()
    in_repair_over_time: tuple[WeekSeries, ...] = ()
    planned_months: tuple[PlannedMonths, ...] = ()
    sample: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    milestone_times: Mapping[str, MilestoneTimes] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[Problem, ...] = ()
    trend: Backlog = field(default_factory=no_backlog)
    warm_up: WarmUp = field(default_factory=no_warm_up)
    several_looks: bool = False
    attained_each: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    assumptions_tried: tuple[Tried, ...] = ()
    audit: AuditResult | None = None
    known: tuple[Known, ...] = ()

    @property
    def verdicts(self) -> pd.DataFrame:
        """One row per commitment; an estimate is four columns: its mean and, with a suffix, _low, _high, _n."""
        return frames.of_rows(self.commitments, CommitmentResult)

    @property
    def resources(self) -> pd.DataFrame:
        """One row per desk, team and repair point."""
        return frames.of_rows(self.uses, ResourceResult)

    @property
    def stock(self) -> pd.DataFrame:
        """One row per store and part."""
        return frames.of_rows(self.stocks, StockResult)

    @property
    def contracts(self) -> pd.DataFrame:
        """One row per contract, in currency units a year; none in a scenario without contracts."""
        return frames.of_rows(self.by_contract, ContractResult)

    @property
    def planned(self) -> pd.DataFrame:
        """One row per measure of planned work."""
        return frames.of_rows(self.planned_work, PlannedResult)

    @property
    def prevented_per_year(self) -> Estimate:
        """Faults a year that planned work prevented."""
        return self.counts.get("prevented") or unknown(_("no replication has a case"))

    @property
    def cost(self) -> pd.DataFrame:
        """One row per kind of cost, in currency units a year, with the reason where it is unknown."""
        return frames.of_estimates(self.costs)

    @property
    def tickets(self) -> pd.DataFrame:
        """One row per ticket of the first replications; milestones as local times, NaT where they did not happen."""
        return frames.of_tickets(self.sample, self.scenario.timezone)

    def to_json(self, run: str | None = None) -> Json:
        """The object that `run --json` prints; `run` is the name of the run folder, if one was written."""
        return {
            "schema_version": SCHEMA_VERSION,
            "command": "run",
            "run": run or f"{self.scenario.id}-{self.plan.id}",
            "scenario": self.scenario.id,
            "plan": self.plan.id,
            "seed": self.seed,
            "replications": self.replications,
            "digest": self.digest,
            "tickets": {
                "per_year": self.tickets_per_year.as_json(),
                "prevented_per_year": self.prevented_per_year.as_json(),
            },
            "commitments": [commitment.as_json() for commitment in self.commitments],
            "desks": [as_json(desk) for desk in self.desks],
            "resources": [as_json(use) for use in self.uses],
            "stock": [as_json(stock) for stock in self.stocks],
            "accounts": [as_json(account) for account in self.accounts],
            "planned": [as_json(measure) for measure in self.planned_work],
            "contracts": [as_json(contract) for contract in self.by_contract],
            "cost": as_json(self.costs),
            "assumptions": [as_json(assumption) for assumption in self.assumptions],
            "warnings": [as_json(warning) for warning in self.warnings],
            "backlog": as_json(self.trend),
            "warm_up": as_json(self.warm_up),
            "audit": None if self.audit is None else self.audit.as_json(),
            "assumptions_tried": [tried.as_json() for tried in self.assumptions_tried],
            "known": [one.as_json() for one in self.known],
        }


def as_json(part: Any) -> Any:
    """A part of a result as JSON knows it: estimates as their objects, dataclasses as objects, the rest as it is."""
    if isinstance(part, Estimate):
        return part.as_json()
    if is_dataclass(part):
        return {f.name: as_json(getattr(part, f.name)) for f in fields(part)}
    if isinstance(part, Mapping):
        return {str(key): as_json(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [as_json(value) for value in part]
    return part if part is None or isinstance(part, (bool, int, float)) else str(part)
