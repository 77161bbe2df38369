"""One plan put to the test: replications until the verdicts are clear, then everything they say."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from sim.study import gather, gather_costs, gather_stock, settled
from sim.study.audited import audit_result
from sim.study.known import known_forms
from sim.study.replicate import Progress, Replications, replicate_one
from sim.study.result import Result
from sim.study.tally import HOURS, YEAR_S, Tally, per_year_of, tallies
from sim.study.verdict import LOOKS

if TYPE_CHECKING:
    from sim.scenario import Plan, Problem, Scenario
    from sim.study.replicate import Kept

WEEK_S = 7 * 86_400
SAMPLE_ROWS = 200_000
PRECISE_LOOKS = (800, 1600, 3200, 6400)


def run(
    scenario: Scenario,
    plan: Plan,
    replications: int | Literal["auto"] = "auto",
    seed: int = 1,
    jobs: int = 1,
    precision: float | None = None,
    progress: Progress | None = None,
    sample_rows: int | None = SAMPLE_ROWS,
    audit: bool = False,
    ledger: Kept | None = None,
) -> Result:
    """Simulate the plan in as many worlds as it takes and judge every commitment.

    replications: how many, or "auto": looks at 50, 100, 200 and 400 until every verdict is clear. precision: with
    "auto", go on (doubling up to 6,400) until the interval of every attained share is less than this to either side.
    jobs: processes. progress(done, planned, seconds_left) is called after every replication. sample_rows: how many
    ticket rows to keep in the result, None for all. audit: every log goes past the auditor. ledger: what an earlier
    process has finished of the same run, to go on from; what is finished now is added. The result depends neither on
    `jobs` nor on `ledger`. Raises ValueError where a number makes no sense.
    """
    _check(replications, jobs, precision)
    auto = replications == "auto"
    runs = Replications(scenario, plan, seed, jobs, sample_rows, progress, ledger=ledger, **_one(audit))
    for planned in looks(replications, precision):
        runs.extend(planned)
        if auto and is_clear(tallies(runs.scenario, runs.done), planned, precision):
            break
    result = _result(runs, several_looks=auto)
    return replace(result, known=known_forms(result))


def _one(audit: bool) -> dict[str, Any]:
    """How a replication is made, where it is not made as usual."""
    return {"one": partial(replicate_one, audit=True)} if audit else {}


def looks(replications: int | Literal["auto"], precision: float | None) -> tuple[int, ...]:
    """The numbers of replications after which the verdicts are looked at."""
    if replications != "auto":
        return (replications,)
    return LOOKS if precision is None else LOOKS + PRECISE_LOOKS


def _check(replications: int | Literal["auto"], jobs: int, precision: float | None) -> None:
    if replications != "auto" and replications < 1:
        raise ValueError("at least one replication is needed")
    if jobs < 1:
        raise ValueError("at least one job is needed")
    if precision is not None and precision <= 0:
        raise ValueError("the precision must be above 0")


def is_clear(tallies: list[Tally], planned: int, precision: float | None) -> bool:
    """Past the last of the four looks only the precision keeps a run going, so a verdict has no more than four."""
    decided = planned >= LOOKS[-1] or all(t.standing(several_looks=True).verdict != "unproven" for t in tallies)
    return decided and (precision is None or all(_precise(tally, precision) for tally in tallies))


def _precise(tally: Tally, precision: float) -> bool:
    if tally.unit == HOURS:
        return True
    attained = tally.attained()
    return attained.mean is None or (attained.half_width is not None and attained.half_width < precision)


def _result(runs: Replications, several_looks: bool) -> Result:
    scenario, plan, done = runs.scenario, runs.plan, runs.done
    per_year, counted = per_year_of(scenario), tallies(scenario, done)
    counts = gather.ticket_counts(done, per_year)
    levels = settled.levels_of(done, scenario.horizon, getattr(scenario, "start", None) is not None)
    trend = settled.backlog_of(levels)
    return Result(
        scenario=scenario,
        plan=plan,
        seed=runs.seed,
        replications=len(done),
        digest=runs.digest(),
        tickets_per_year=counts["reported"],
        commitments=tuple(tally.result(several_looks) for tally in counted),
        desks=gather.desk_results(done, per_year),
        uses=gather.uses(done, per_year),
        costs=gather_costs.costs(done, per_year),
        stocks=gather_stock.stock_results(done, scenario, per_year),
        accounts=gather_costs.account_results(done, scenario.horizon.end - scenario.horizon.start, per_year),
        by_contract=gather_costs.contract_results(done, scenario, per_year),
        planned_work=gather_costs.planned_results(done, per_year),
        in_repair_over_time=gather_stock.in_repair_over_time(done, scenario.horizon),
        planned_months=gather_costs.planned_months(done, scenario.horizon),
        counts=counts,
        by_hour=gather.hours_of_week(done, YEAR_S / per_year / WEEK_S),
        stock_over_time=gather_stock.stock_over_time(done, scenario.horizon),
        backlog=gather_stock.backlog(done, scenario.horizon),
        sample=gather.sample_of(done, runs.sample_rows),
        milestone_times=gather.milestone_times(done, runs.sample_rows),
        trend=trend,
        warm_up=settled.warm_up_of(levels, trend.grows),
        assumptions=(*scenario.assumptions, *plan.assumptions),
        warnings=warnings_of(scenario, plan),
        several_looks=several_looks,
        audit=audit_result(done),
        attained_each={tally.commitment.id: tally.each() for tally in counted},
    )


def warnings_of(scenario: Scenario, plan: Plan) -> tuple[Problem, ...]:
    """What was odd about the files, and what a planner would find odd about the plan; each once."""
    from sim.scenario import advice

    return tuple(dict.fromkeys((*scenario.warnings, *plan.warnings, *advice(scenario, plan))))
