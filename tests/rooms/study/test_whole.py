"""From files to the result, through the whole house."""

import json

import numpy as np
import pytest

from sim import load_plan, load_scenario, run
from sim.clock import NEVER
from sim.judge import CAUSES, TIMES
from sim.scenario import advice
from sim.study import Result

FILES = {
    "scenario.yaml": """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2026-01-05, weeks: 8, warmup: 1w, runout: 2w}
prices: {per_km: 0.9}
products:
  analyser:
    faults:
      any: {rate_per_unit_year: 12, remote_fix: 20%, talk: {mean: 6min}, repair: {mean: 2h}}
""",
    "commitments.yaml": """\
- id: onsite-12h
  measure: {from: reported, to: arrived}
  within: 12h
  target: 90%
  review: month
  penalty: {per_miss: 500}
- id: fine-only
  measure: {from: reported, to: arrived}
  within: 4h
  penalty: {per_miss: 100}
- id: remote
  measure: {share_of: remote_fixed}
  target: 10%
""",
    "sites.csv": "site_id,city,units\nS001,昆明市,8\nS002,玉溪市,4\n",
    "plans/baseline.yaml": """\
desks:
  front: {seats: 1, takes: [phone], pay_per_seat_month: 7000}
outlets:
  kunming: {city: 昆明市}
teams:
  kunming: {engineers: 2, on_call: 1, pay_per_engineer_month: 9000}
""",
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("whole")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    scenario = load_scenario(folder)
    return run(scenario, load_plan(scenario), replications=12, jobs=1)


def test_the_promises_are_judged(result: Result) -> None:
    onsite, fine, remote = result.commitments
    assert onsite.verdict in ("keep", "break", "unproven")
    assert 0.3 < (onsite.attained.mean or 0) <= 1.0
    assert sum(e.mean or 0.0 for e in onsite.late_by_cause_h.values()) == pytest.approx(onsite.late_h.mean)
    assert list(onsite.late_by_cause_h) == list(CAUSES)
    assert fine.verdict == "no-target"
    assert (fine.penalty.mean or 0) > 0
    assert 0.1 < (remote.attained.mean or 0) < 0.3


def test_the_year_has_its_tickets(result: Result) -> None:
    """12 units with 12 faults a year each."""
    low, high = result.tickets_per_year.low, result.tickets_per_year.high
    assert low is not None and high is not None
    assert low - 15 < 144 < high + 15


def test_costs_add_up(result: Result) -> None:
    costs = result.costs
    assert costs.pay.mean == pytest.approx(12 * (7000 + 2 * 9000), rel=1e-6)
    assert (costs.overtime.mean or 0.0) > 0
    parts = [costs.pay.mean, costs.overtime.mean, costs.travel.mean, costs.penalties.mean]
    assert costs.total.mean == pytest.approx(sum(part or 0.0 for part in parts))
    assert costs.penalties.mean == pytest.approx(sum(c.penalty.mean or 0.0 for c in result.commitments))
    assert sum(share.mean or 0.0 for share in costs.shares.values()) == pytest.approx(1.0)
    assert costs.without == ("upkeep",)
    for absent in (costs.nights, costs.parts, costs.holding, costs.freight):
        assert (absent.low, absent.mean, absent.high) == (0.0, 0.0, 0.0)
    assert (costs.one_off.mean, bool(costs.one_off.reason)) == (None, True)


def test_json_is_json(result: Result) -> None:
    found = result.to_json()
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_use_by_hour_adds_up_to_the_use(result: Result) -> None:
    """Hours of the week, weighted with their roster, give the share of rostered time."""
    for use, hours in zip(result.uses, result.by_hour, strict=True):
        assert (use.kind, use.id) == (hours.kind, hours.id)
        assert use.seized.mean == pytest.approx(hours.seized.sum() / hours.rostered.sum())


def test_ticket_rows(result: Result) -> None:
    sample = result.sample
    assert all(sample[name].dtype == np.int64 for name in TIMES)
    assert sample["judged"].dtype == bool
    assert set(sample["replication"].tolist()) == set(range(12))
    judged = sample["judged"]
    assert judged.sum() / 12 == pytest.approx((result.counts["reported"].mean or 0) * 8 * 7 / 365)
    arrived = sample["arrived"][judged]
    assert (arrived[arrived < NEVER] >= sample["reported"][judged][arrived < NEVER]).all()
    assert (sample["dispatched_last"] >= sample["dispatched"]).all()


def test_ticket_rows_as_a_data_frame(result: Result) -> None:
    tickets = result.tickets
    assert all(str(tickets[name].dtype) == "datetime64[s, Asia/Shanghai]" for name in TIMES)
    assert tickets["quoted"].isna().all() and not tickets["reported"].isna().any()


def test_times_of_single_tickets(result: Result) -> None:
    """Of all 12 replications: the share within the limit is the share attained, ticket by ticket."""
    assert list(result.milestone_times) == ["onsite-12h", "fine-only"]
    for name, hours in (("onsite-12h", 12), ("fine-only", 4)):
        times = result.milestone_times[name]
        assert (times.limit_s, times.replications) == (hours * 3600, 12)
        assert times.tickets == len(times.seconds) > 100
        assert (np.diff(times.seconds) >= 0).all()
        (found,) = [one for one in result.commitments if one.id == name]
        assert (times.seconds <= times.limit_s).mean() == pytest.approx(found.attained.mean)


def test_no_times_without_a_sample(result: Result) -> None:
    bare = run(result.scenario, result.plan, replications=2, sample_rows=0)
    assert (bare.sample, bare.milestone_times) == ({}, {})


def test_advice_on_the_plan_is_among_the_warnings(result: Result) -> None:
    assert result.warnings == ()
    plan = load_plan(result.scenario, overrides=["desks.front.calendar=office"])
    found = run(result.scenario, plan, replications=1)
    assert [problem.code for problem in found.warnings] == ["DESK_UNSTAFFED"]
    assert list(found.warnings) == advice(result.scenario, plan)


def test_any_number_of_jobs_gives_the_same_answer(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.study import replicate

    monkeypatch.setattr(replicate, "WORTH_WORKERS_S", 0.0)
    again = run(result.scenario, result.plan, replications=12, jobs=2)
    assert again.digest == result.digest
    assert again.to_json() == result.to_json()
    assert again.tickets.equals(result.tickets)


def test_another_seed_is_another_world(result: Result) -> None:
    assert run(result.scenario, result.plan, replications=12, seed=2).digest != result.digest
